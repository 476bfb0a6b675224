"""Weeks, months, quarters and years: whole ones, side by side, on every day of several years."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.agents.embedded.languages import CODES
from bot.agents.embedded.periods import Span
from bot.agents.embedded.periods.units import add_months, add_workdays, month_end, part_of_year, whole

from .said_times import ahead, lie_side_by_side

_ONE_DAY = timedelta(days=1)
DAYS = st.dates(date(2001, 1, 1), date(2099, 12, 31))
FISCAL_STARTS = st.integers(1, 12)
SEVERAL_YEARS = [2026, 2028]


def _days_of(year: int) -> Iterator[date]:
    return (date(year, 1, 1) + timedelta(days=n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days))


def _days_between(start: date, end: date) -> list[date]:
    """The days after `start`, up to `end`."""
    return [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]


@given(DAYS, st.sampled_from(["week", "month", "quarter", "half", "year"]), st.integers(-8, 8), st.integers(1, 12))
def test_whole_units_are_whole_andlie_side_by_side(today: date, unit: str, steps: int, fiscal: int) -> None:
    here, after = whole(unit, today, steps, 1, fiscal), whole(unit, today, steps + 1, 1, fiscal)
    assert here.start is not None
    assert here.end is not None
    assert here.end + timedelta(days=1) == after.start
    if unit == "week":
        assert (here.start.weekday(), here.end.weekday()) == (0, 6)
    else:
        assert (here.start.day, here.end) == (1, month_end(here.end))
    assert steps != 0 or here.start <= today <= here.end


@given(st.integers(2001, 2098), st.integers(1, 12))
def test_the_quarters_of_a_year_make_up_the_year(year: int, fiscal: int) -> None:
    quarters = [part_of_year(year, part, 4, fiscal) for part in (1, 2, 3, 4)]
    assert Span(quarters[0].start, quarters[3].end) == part_of_year(year, 1, 1, fiscal)
    for one, other in pairwise(quarters):
        assert one.end is not None
        assert one.end + timedelta(days=1) == other.start


@given(DAYS, st.integers(-40, 40))
def test_a_month_later_is_in_the_next_month_even_from_the_31st(day: date, months: int) -> None:
    moved = add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == day.day or moved == month_end(moved)


def _whole_units(code: str) -> dict[str, tuple[str, str, str]]:
    return {
        "en": {"week": ("last week", "this week", "next week"), "month": ("last month", "this month", "next month"),
               "quarter": ("last quarter", "this quarter", "next quarter"),
               "year": ("last year", "this year", "next year")},
        "fr": {"week": ("la semaine dernière", "cette semaine", "la semaine prochaine"),
               "month": ("le mois dernier", "ce mois-ci", "le mois prochain"),
               "quarter": ("le trimestre dernier", "ce trimestre", "le trimestre prochain"),
               "year": ("l'année dernière", "cette année", "l'année prochaine")},
        "de": {"week": ("letzte Woche", "diese Woche", "nächste Woche"),
               "month": ("letzten Monat", "diesen Monat", "nächsten Monat"),
               "quarter": ("letztes Quartal", "dieses Quartal", "nächstes Quartal"),
               "year": ("letztes Jahr", "dieses Jahr", "nächstes Jahr")},
        "zh": {"week": ("上周", "本周", "下周"), "month": ("上个月", "本月", "下个月"),
               "quarter": ("上季度", "本季度", "下季度"), "year": ("去年", "今年", "明年")},
    }[code]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("year", SEVERAL_YEARS)
@pytest.mark.parametrize("code", CODES)
def test_on_every_day_of_a_year_the_unit_that_runs_holds_today(code: str, year: int) -> None:
    for today in _days_of(year):
        for unit, three in _whole_units(code).items():
            before, here, after = (ahead(code, text, today) for text in three)
            assert here == whole(unit, today)
            assert lie_side_by_side([before, here, after]), (today, unit)
            assert here.start is not None
            assert here.end is not None
            assert here.start <= today <= here.end


@pytest.mark.slow
@pytest.mark.parametrize("fiscal", [1, 2, 4, 7, 10])
def test_a_quarter_and_a_year_follow_the_fiscal_year_on_every_day(fiscal: int) -> None:
    for today in _days_of(2027):
        year = ahead("en", "this fiscal year", today, fiscal)
        assert year.start is not None
        assert year.end is not None
        assert (year.start.month, year.start.day) == (fiscal, 1)
        assert year.start <= today <= year.end
        quarters = [ahead("en", f"Q{number} FY{year.end.year % 100}", today, fiscal) for number in (1, 2, 3, 4)]
        assert lie_side_by_side(quarters)
        assert Span(quarters[0].start, quarters[-1].end) == year
        assert ahead("en", "this quarter", today, fiscal) in quarters


@given(DAYS, FISCAL_STARTS, st.sampled_from(["FY{}", "fiscal 20{}", "fiscal year 20{}"]), st.integers(20, 33))
def test_a_fiscal_year_is_named_after_the_year_in_which_it_ends(today: date, fiscal: int, said: str, year: int) -> None:
    span = ahead("en", said.format(year), today, fiscal)
    assert span.end is not None
    assert span.end.year == 2000 + year
    assert span == part_of_year(2000 + year, 1, 1, fiscal)


@given(st.dates(date(1900, 1, 1), date(2090, 1, 1)), st.integers(-400, 400))
def test_a_working_day_is_never_at_a_weekend_and_so_many_lie_between(today: date, count: int) -> None:
    there = add_workdays(today, count)
    if not count:
        assert there == today
        return
    passed = _days_between(today, there) if count > 0 else _days_between(there - _ONE_DAY, today - _ONE_DAY)
    assert there.weekday() < 5
    assert sum(day.weekday() < 5 for day in passed) == abs(count)
