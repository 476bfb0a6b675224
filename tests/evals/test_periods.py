"""Days and spans: what expressions mean in four languages, and what holds of every one of them on any day."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.agents.embedded.languages import CODES
from bot.agents.embedded.message import Message
from bot.agents.embedded.periods import Day, Span, find_times
from bot.agents.embedded.periods.units import add_months, month_end, part_of_year, whole

WEDNESDAY = Day(date(2026, 3, 18))


def _said(code: str, text: str, day: Day = WEDNESDAY) -> list[tuple[str | None, ...]]:
    """Start and end looking ahead, then looking back."""
    found = find_times(Message(text).low, code, day)
    spans = [(time.ahead, time.back) for time in found]
    edges = [(one.start, one.end, other.start, other.end) for one, other in spans]
    return [tuple(edge.isoformat() if edge else None for edge in four) for four in edges]


@pytest.mark.parametrize(
    ("code", "text", "start", "end"),
    [
        ("en", "this month", "2026-03-01", "2026-03-31"),
        ("en", "next quarter", "2026-04-01", "2026-06-30"),
        ("en", "last 2 quarters", "2025-07-01", "2025-12-31"),
        ("en", "next 60 days", "2026-03-18", "2026-05-17"),
        ("en", "by EOM", "2026-03-18", "2026-03-31"),
        ("en", "left this quarter", "2026-03-18", "2026-03-31"),
        ("en", "between 20 Dec and 5 Jan", "2026-12-20", "2027-01-05"),
        ("en", "week of 13 April", "2026-04-13", "2026-04-19"),
        ("en", "next wednesday", "2026-03-25", "2026-03-25"),
        ("en", "in 2 weeks", "2026-04-01", "2026-04-01"),
        ("en", "Q4/27", "2027-10-01", "2027-12-31"),
        ("en", "Nov and Dec", "2026-11-01", "2026-12-31"),
        ("en", "2026-04-30", "2026-04-30", "2026-04-30"),
        ("fr", "d'ici fin juin", "2026-03-18", "2026-06-30"),
        ("fr", "le trimestre prochain", "2026-04-01", "2026-06-30"),
        ("fr", "les trois derniers mois", "2025-12-01", "2026-02-28"),
        ("fr", "du 3 au 12 mai", "2026-05-03", "2026-05-12"),
        ("fr", "fin du mois", "2026-03-31", "2026-03-31"),
        ("fr", "la semaine du 6 avril", "2026-04-06", "2026-04-12"),
        ("de", "nächste Woche Mittwoch", "2026-03-25", "2026-03-25"),
        ("de", "KW 20", "2026-05-11", "2026-05-17"),
        ("de", "bis Jahresende", "2026-03-18", "2026-12-31"),
        ("de", "in den nächsten 14 Tagen", "2026-03-18", "2026-04-01"),
        ("de", "zwischen 1.4. und 15.5.", "2026-04-01", "2026-05-15"),
        ("de", "übermorgen", "2026-03-20", "2026-03-20"),
        ("de", "H1/27", "2027-01-01", "2027-06-30"),
        ("zh", "下个季度", "2026-04-01", "2026-06-30"),
        ("zh", "近三个月", "2025-12-18", "2026-03-18"),
        ("zh", "年底前", "2026-03-18", "2026-12-31"),
        ("zh", "下周三", "2026-03-25", "2026-03-25"),
        ("zh", "明年上半年", "2027-01-01", "2027-06-30"),
        ("zh", "五月八号", "2026-05-08", "2026-05-08"),
        ("zh", "6月1号到7月15号", "2026-06-01", "2026-07-15"),
    ],
)
def test_what_expressions_mean_on_a_wednesday_in_march(code: str, text: str, start: str, end: str) -> None:
    assert [spans[:2] for spans in _said(code, text)] == [(start, end)]


@pytest.mark.parametrize(
    ("code", "text", "ahead", "back"),
    [
        ("en", "in May", "2026-05-01", "2025-05-01"),
        ("en", "Q4", "2026-10-01", "2025-10-01"),
        ("fr", "T2", "2026-04-01", "2025-04-01"),
        ("de", "im Februar", "2027-02-01", "2026-02-01"),
        ("zh", "四季度", "2026-10-01", "2025-10-01"),
    ],
)
def test_a_bare_month_or_quarter_looks_ahead_or_back(code: str, text: str, ahead: str, back: str) -> None:
    assert [(spans[0], spans[2]) for spans in _said(code, text)] == [(ahead, back)]


@pytest.mark.parametrize(
    ("code", "text"), [("en", "may I ask"), ("en", "they march on"), ("de", "so geht das"), ("en", "version 3.4.1")]
)
def test_words_that_also_are_days_are_words(code: str, text: str) -> None:
    assert _said(code, text) == []


def test_a_fiscal_year_starts_where_the_company_says() -> None:
    april = Day(date(2026, 3, 18), fiscal_start=4)
    assert [spans[:2] for spans in _said("en", "this quarter", april)] == [("2026-01-01", "2026-03-31")]
    assert [spans[:2] for spans in _said("en", "this fiscal year", april)] == [("2025-04-01", "2026-03-31")]
    assert [spans[:2] for spans in _said("en", "Q1 2027", april)] == [("2026-04-01", "2026-06-30")]


EXPRESSIONS = {
    "en": ["this {u}", "next {u}", "last {u}", "next {n} {u}s", "last {n} {u}s", "rest of the {u}", "end of next {u}",
           "in {n} {u}s", "{n} {u}s ago", "by end of {u}"],
    "fr": ["ce {u}", "le {u} prochain", "le {u} dernier", "les {n} derniers {u}", "dans {n} {u}", "fin du {u}"],
    "de": ["diesen {u}", "nächsten {u}", "letzten {u}", "in den nächsten {n} {u}", "in {n} {u}", "Ende des {u}"],
    "zh": ["这个{u}", "下个{u}", "上个{u}", "未来{n}{u}", "近{n}{u}"],
}  # fmt: skip
UNITS = {
    "en": ["day", "week", "month", "quarter", "year"],
    "fr": ["jours", "mois", "trimestre", "semestre"],
    "de": ["Tag", "Monat", "Quartal", "Jahr"],
    "zh": ["月", "季度"],
}
DAYS = st.dates(date(2001, 1, 1), date(2099, 12, 31))


@given(DAYS, st.sampled_from(CODES), st.integers(0, 9), st.integers(0, 4), st.integers(1, 30), st.integers(1, 12))
def test_no_span_ends_before_it_starts(today: date, code: str, form: int, unit: int, count: int, fiscal: int) -> None:
    shapes, units = EXPRESSIONS[code], UNITS[code]
    text = shapes[form % len(shapes)].format(u=units[unit % len(units)], n=count)
    for time in find_times(Message(text).low, code, Day(today, fiscal)):
        for span in (time.ahead, time.back):
            assert span.start is None or span.end is None or span.start <= span.end, (text, span)


@given(DAYS, st.sampled_from(["week", "month", "quarter", "half", "year"]), st.integers(-8, 8), st.integers(1, 12))
def test_whole_units_are_whole_and_lie_side_by_side(today: date, unit: str, steps: int, fiscal: int) -> None:
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


def test_leap_days_and_impossible_days() -> None:
    assert [spans[:2] for spans in _said("en", "29 February")] == [("2028-02-29", "2028-02-29")]
    assert [spans[0] for spans in _said("en", "31 April 2026")] == ["2026-04-01"]  # no such day: the month
    assert _said("de", "KW 77") == []
    end_of_year = Day(date(2027, 12, 31))
    assert [spans[:2] for spans in _said("en", "next month", end_of_year)] == [("2028-01-01", "2028-01-31")]
    assert [spans[:2] for spans in _said("en", "in 2 months", end_of_year)] == [("2028-02-29", "2028-02-29")]
