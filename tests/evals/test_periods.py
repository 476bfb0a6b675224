"""Days and spans: what expressions mean in four languages."""

from datetime import date

import pytest

from bot.agents.embedded.languages import CODES
from bot.agents.embedded.message import Message
from bot.agents.embedded.periods import Day, find_times

from .said_times import SAID_ON, find, said_times

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


@pytest.mark.parametrize("code", CODES)
def test_every_time_that_is_listed_means_its_days(code: str) -> None:
    for said in said_times(code):
        (time,) = (time for time in find(code, said.text, SAID_ON) if not time.kind.startswith("same_last"))
        span = time.back if said.looks_back else time.ahead
        assert (_written(span.start), _written(span.end)) == (said.start, said.end), said.text


def _written(day: date | None) -> str:
    return day.isoformat() if day else ""


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
    ("code", "text"),
    [
        ("en", "may I ask"),
        ("en", "they march on"),
        ("en", "version 3.4.1"),
        ("en", "over 50 to 150k"),
        ("en", "the sun shines"),
        ("fr", "la mise en place"),
        ("fr", "50 à 150 k€"),
        ("de", "so geht das"),
        ("de", "ab 100'000 Franken"),
        ("de", "mi so do"),
        ("zh", "10万到20万"),
        ("zh", "三家客户"),
    ],
)
def test_words_that_also_are_days_are_words(code: str, text: str) -> None:
    assert _said(code, text) == []


def test_a_fiscal_year_starts_where_the_company_says() -> None:
    april = Day(date(2026, 3, 18), fiscal_start=4)
    assert [spans[:2] for spans in _said("en", "this quarter", april)] == [("2026-01-01", "2026-03-31")]
    assert [spans[:2] for spans in _said("en", "this fiscal year", april)] == [("2025-04-01", "2026-03-31")]
    assert [spans[:2] for spans in _said("en", "Q1 2027", april)] == [("2026-04-01", "2026-06-30")]


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [("下個月", "下个月"), ("這個季度", "这个季度"), ("過去兩週", "过去两周"), ("國慶前", "国庆前"), ("後天", "后天")],
)
def test_traditional_signs_say_the_same(traditional: str, simplified: str) -> None:
    assert _said("zh", traditional) == _said("zh", simplified) != []


def test_leap_days_and_impossible_days() -> None:
    assert [spans[:2] for spans in _said("en", "29 February")] == [("2028-02-29", "2028-02-29")]
    assert [spans[0] for spans in _said("en", "31 April 2026")] == ["2026-04-01"]  # no such day: the month
    assert _said("de", "KW 77") == []
    end_of_year = Day(date(2027, 12, 31))
    assert [spans[:2] for spans in _said("en", "next month", end_of_year)] == [("2028-01-01", "2028-01-31")]
    assert [spans[:2] for spans in _said("en", "in 2 months", end_of_year)] == [("2028-02-29", "2028-02-29")]
