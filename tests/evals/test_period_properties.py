"""What holds of every time in a message, whatever the day, the fiscal year and the language."""

import re
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from unittest.mock import Mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.agents.embedded.languages import CODES
from bot.agents.embedded.message import Message
from bot.agents.embedded.periods import Span
from bot.agents.embedded.periods.gates import passes
from bot.agents.embedded.periods.grammar import grammar
from bot.agents.embedded.periods.units import add_months, month_end, whole
from tools.kit.desk import Asker, Desk

from .said_times import ahead, find, length, lie_side_by_side, phrases

_ONE_DAY = timedelta(days=1)
DAYS = st.dates(date(2012, 1, 1), date(2033, 12, 31))
FISCAL_STARTS = st.integers(1, 12)


@given(DAYS, FISCAL_STARTS, st.sampled_from(CODES), st.data())
def test_every_time_that_is_known_ends_after_it_starts(
    today: date, fiscal: int, code: str, data: st.DataObject
) -> None:
    text = data.draw(st.sampled_from(phrases(code)))
    for time in find(code, text, today, fiscal):
        for span in (time.ahead, time.back):
            assert span.start is None or span.end is None or span.start <= span.end, (text, span)


@given(DAYS, st.sampled_from(CODES), st.data())
def test_a_time_means_the_same_inside_a_sentence(today: date, code: str, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(phrases(code)))
    sentence = {"en": "accounts {} please", "fr": "les comptes, {} svp", "de": "Kunden: {} bitte", "zh": "{}，客户"}[
        code
    ]
    alone, within = find(code, text, today), find(code, sentence.format(text), today)
    assert [(time.ahead, time.back) for time in alone] == [(time.ahead, time.back) for time in within], text


@given(DAYS, st.sampled_from(CODES), st.data())
def test_two_messages_one_after_the_other_keep_their_places(today: date, code: str, data: st.DataObject) -> None:
    one, other = (data.draw(st.sampled_from(phrases(code))) for _ in "12")
    found = find(code, f"{one} ; {other}", today)
    assert all(before.end <= after.start for before, after in pairwise(found))


@pytest.mark.parametrize("code", CODES)
def test_no_gate_keeps_out_a_text_that_its_pattern_finds(code: str) -> None:
    for rule in grammar(code).rules:
        pattern = re.compile(rule.source)
        for text in phrases(code):
            low = Message(text).low
            if pattern.search(low):
                assert passes(rule.gate, low), (rule.kind, rule.source, text, rule.gate)


EARLY_MID_LATE = {
    "en": ("early {}", "mid {}", "late {}"),
    "fr": ("début {}", "mi-{}", "fin {}"),
    "de": ("Anfang {}", "Mitte {}", "Ende {}"),
    "zh": ("{}上旬", "{}中旬", "{}下旬"),
}
IN = {"en": "in {}", "fr": "en {}", "de": "im {}", "zh": "{}"}
MONTHS = {
    "en": ["January", "February", "March", "April", "June", "July", "August", "September", "October", "November",
           "December"],
    "fr": ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
           "novembre", "décembre"],
    "de": ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
           "Dezember"],
    "zh": ["1月", "2月", "三月", "4月", "五月", "6月", "7月", "八月", "9月", "十月", "十一月", "12月"],
}  # fmt: skip


@given(DAYS, st.sampled_from(CODES), st.data())
def test_the_beginning_the_middle_and_the_end_make_up_a_month(today: date, code: str, data: st.DataObject) -> None:
    month = data.draw(st.sampled_from(MONTHS[code]))
    parts = [ahead(code, said.format(month), today) for said in EARLY_MID_LATE[code]]
    assert lie_side_by_side(parts)
    assert Span(parts[0].start, parts[-1].end) == ahead(code, IN[code].format(month), today)


@given(DAYS, st.sampled_from(CODES), st.data())
def test_a_bare_month_ahead_is_not_over_and_back_has_begun(today: date, code: str, data: st.DataObject) -> None:
    month = data.draw(st.sampled_from(MONTHS[code]))
    (time,) = find(code, IN[code].format(month), today)
    assert time.ahead.end is not None
    assert time.back.start is not None
    assert time.ahead.end >= today >= time.back.start
    assert time.ahead.end <= add_months(today, 12).replace(day=1) + timedelta(days=31)
    assert time.ahead == time.back or time.back.end < time.ahead.start  # type: ignore[operator]


@given(DAYS, st.integers(1, 12))
def test_the_halves_of_a_month_meet_in_its_middle(today: date, month: int) -> None:
    halves = [ahead("zh", f"{month}月{half}半月", today) for half in "上下"]
    assert lie_side_by_side(halves)
    assert length(halves[0]) == 15


@given(DAYS, st.integers(1, 4), st.integers(0, 10))
def test_the_nth_week_of_a_month_starts_on_a_monday_inside_it(today: date, number: int, month: int) -> None:
    said = ("first", "second", "third", "fourth")[number - 1]
    week = ahead("en", f"the {said} week of {MONTHS['en'][month]}", today)
    assert week.start is not None
    assert week.start.weekday() == 0
    assert length(week) == 7
    assert (week.start.day - 1) // 7 == number - 1


@given(DAYS, st.integers(1, 53), st.integers(2012, 2033))
def test_a_numbered_week_is_that_of_the_calendar_or_none(today: date, number: int, year: int) -> None:
    week = ahead("de", f"KW {number} {year}", today)
    assert week.start is not None
    if number <= date(year, 12, 28).isocalendar().week:
        assert week.start.isocalendar()[:2] == (year, number)
    assert week.start.weekday() == 0
    assert length(week) == 7


BY = {"en": "by the end of {}", "fr": "d'ici fin {}", "de": "bis Ende {}", "zh": "{}底之前"}


@given(DAYS, st.sampled_from(CODES), st.data())
def test_until_starts_today_and_ends_with_the_month(today: date, code: str, data: st.DataObject) -> None:
    span = ahead(code, BY[code].format(data.draw(st.sampled_from(MONTHS[code]))), today)
    assert span.start == today
    assert span.end is not None
    assert span.end == month_end(span.end) >= today


SINCE = {"en": "since {}", "fr": "depuis {}", "de": "seit {}", "zh": "{}以来"}


@given(DAYS, st.sampled_from(CODES), st.data())
def test_since_started_before_and_reaches_today(today: date, code: str, data: st.DataObject) -> None:
    (time,) = find(code, SINCE[code].format(data.draw(st.sampled_from(MONTHS[code]))), today)
    assert time.back.start is not None
    assert time.back.start <= today
    assert time.back.end in (today, None)


@given(DAYS, st.sampled_from([("en", "in {} days"), ("fr", "dans {} jours"), ("de", "in {} Tagen"), ("zh", "{}天后")]),
       st.integers(2, 300))  # fmt: skip
def test_in_so_many_days_is_one_day_and_the_next_so_many_end_on_it(
    today: date, said: tuple[str, str], count: int
) -> None:
    code, text = said
    there = today + timedelta(days=count)
    assert ahead(code, text.format(count), today) == Span(there, there)
    following = {
        "en": "next {} days",
        "fr": "les {} prochains jours",
        "de": "in den nächsten {} Tagen",
        "zh": "未来{}天",
    }
    assert ahead(code, following[code].format(count), today) == Span(today, there)


@given(DAYS, st.integers(1, 24))
def test_a_month_from_the_last_day_of_a_long_month_is_the_last_of_a_short_one(today: date, months: int) -> None:
    span = ahead("en", f"in {months} months", today)
    assert span == Span(add_months(today, months), add_months(today, months))


@pytest.mark.parametrize("today", [date(2027, 12, 31), date(2028, 1, 1), date(2028, 2, 28), date(2028, 2, 29)])
def test_years_and_leap_days_have_their_edges(today: date) -> None:
    assert ahead("en", "end of February", today).end == date(2028, 2, 29)
    assert ahead("en", "29 Feb", today).start == date(2028, 2, 29)
    assert ahead("en", "tomorrow", today).start == today + _ONE_DAY
    assert ahead("en", "yesterday", today).start == today - _ONE_DAY
    assert ahead("en", "YTD", today) == Span(date(today.year, 1, 1), today)
    assert ahead("en", "MTD", today) == Span(today.replace(day=1), today)


WEEKDAYS = {
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "fr": ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    "de": ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
    "zh": ["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
}
ON = {"en": "on {}", "fr": "{}", "de": "am {}", "zh": "{}"}
NEXT = {"en": "next {}", "fr": "{} prochain", "de": "nächsten {}", "zh": "下{}"}


@given(DAYS, st.sampled_from(CODES), st.integers(0, 6))
def test_a_weekday_is_the_coming_one_and_the_next_one_that_of_next_week(today: date, code: str, number: int) -> None:
    name = WEEKDAYS[code][number]
    (time,) = find(code, f"X {ON[code].format(name)} X" if code == "en" else f"{ON[code].format(name)} ok", today)
    assert time.ahead.is_day
    assert time.ahead.start is not None
    assert time.back.start is not None
    assert time.ahead.start.weekday() == time.back.start.weekday() == number
    assert 0 < (time.ahead.start - today).days <= 7
    assert 0 < (today - time.back.start).days <= 7
    there = ahead(code, NEXT[code].format(name), today)
    assert there.start == whole("week", today, 1).start + timedelta(days=number)  # type: ignore[operator]


def _day_of(zone: str, now: datetime) -> date:
    """The day on which somebody in a time zone asks."""
    asker = Asker(id=1, name="Ann", role="csm", team_id=None, locale="en", time_zone=zone)
    unused = Mock()
    return Desk(asker, read=unused, names=unused, library=unused, writer=unused, now=now, language="en").today


@pytest.mark.parametrize(
    ("zone", "year"),
    [
        ("Asia/Shanghai", 2027),
        ("Europe/Paris", 2026),
        ("America/New_York", 2026),
        ("Pacific/Auckland", 2027),
        ("Pacific/Kiritimati", 2027),
    ],
)
def test_this_year_is_that_of_whoever_asks(zone: str, year: int) -> None:
    today = _day_of(zone, datetime(2026, 12, 31, 20, 30, tzinfo=UTC))
    assert ahead("en", "this year", today) == Span(date(year, 1, 1), date(year, 12, 31))


@given(st.datetimes(datetime(2015, 1, 1), datetime(2033, 1, 1)), st.sampled_from(["Asia/Shanghai", "Pacific/Honolulu"]))
def test_two_people_who_ask_at_one_moment_are_at_most_a_day_apart(now: datetime, zone: str) -> None:
    moment = now.replace(tzinfo=UTC)
    ours, theirs = (ahead("en", "next 30 days", _day_of(where, moment)) for where in ("UTC", zone))
    assert ours.start is not None
    assert theirs.start is not None
    assert abs((ours.start - theirs.start).days) <= 1
    assert length(ours) == length(theirs)
