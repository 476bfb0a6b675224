"""Holidays as times: each on the day its rule gives, in every year of the moon's tables."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.agents.embedded.languages import CODES, load

from .said_times import ahead, find

_ONE_DAY = timedelta(days=1)
DAYS = st.dates(date(2012, 1, 1), date(2033, 12, 31))
YEARS = st.integers(2012, 2033)


@given(YEARS)
def test_easter_is_a_sunday_after_the_first_full_moon_of_spring(year: int) -> None:
    day = ahead("en", f"Easter {year}", date(year, 1, 1)).start
    assert day is not None
    assert day.weekday() == 6
    assert date(year, 3, 22) <= day <= date(year, 4, 25)
    assert ahead("fr", f"l'Ascension {year}", date(year, 1, 1)).start == day + timedelta(days=39)
    assert ahead("de", f"Pfingstmontag {year}", date(year, 1, 1)).start == day + timedelta(days=50)
    assert ahead("de", f"Karfreitag {year}", date(year, 1, 1)).start == day - timedelta(days=2)


@given(YEARS)
def test_holidays_by_rule_fall_on_their_weekdays(year: int) -> None:
    today = date(year, 1, 1)
    thanksgiving = ahead("en", f"Thanksgiving {year}", today).start
    assert thanksgiving is not None
    assert (thanksgiving.weekday(), (thanksgiving.day - 1) // 7, thanksgiving.month) == (3, 3, 11)
    assert ahead("en", f"Black Friday {year}", today).start == thanksgiving + _ONE_DAY
    festival = ahead("zh", f"{year}年春节", today)
    assert festival.start is not None
    assert date(year, 1, 21) <= festival.start <= date(year, 2, 20)
    autumn = ahead("zh", f"{year}年中秋", today)
    assert autumn.start is not None
    assert date(year, 9, 7) <= autumn.start <= date(year, 10, 8)
    # both are counted by the moon: the full moon of autumn is fifteen days after a new one, whole moons after spring
    moons = (autumn.start - timedelta(days=14) - festival.start).days / 29.530588
    assert abs(moons - round(moons)) < 0.06


BEFORE_CHRISTMAS = [("en", "before xmas"), ("fr", "avant Noël"), ("de", "vor Weihnachten"), ("zh", "圣诞前")]


@given(DAYS, st.sampled_from(BEFORE_CHRISTMAS))
def test_before_christmas_ends_the_day_before_it_starts(today: date, said: tuple[str, str]) -> None:
    assume((today.month, today.day) not in ((12, 24), (12, 25), (12, 26)))
    span = ahead(*said, today)
    assert span.start == today
    assert span.end is not None
    assert (span.end.month, span.end.day) in ((12, 23), (12, 24))


@pytest.mark.parametrize("code", CODES)
def test_every_holiday_that_a_language_names_has_its_days(code: str) -> None:
    for word in load(code).table("calendar.holidays"):
        for year in (2025, 2026, 2027):
            assert find(code, f"{year}年{word}" if code == "zh" else f"{word} {year}", date(2026, 6, 1)), word
