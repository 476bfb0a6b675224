"""What cells say: dates, numbers and words as people and systems write them."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from database.connectors.base import Value
from database.connectors.csv.dates import Order, OrderEvidence, UnreadableDateError, read_day, read_moment
from database.connectors.csv.numbers import (
    Mark,
    MarkEvidence,
    UnreadableNumberError,
    read_count,
    read_number,
    read_rate,
)
from database.connectors.csv.values import Habits, UnreadableError, reader
from database.connectors.templates import KINDS

MARCH = date(2026, 3, 12)


@pytest.mark.parametrize(
    "cell",
    [
        "2026-03-12",
        "2026/3/12",
        "20260312",
        "12-03-2026",
        "12.03.2026",
        "12/3/26",
        "12 March 2026",
        "12. März 2026",
        "12 mars 2026",
        "12-Mar-26",
        "March 12, 2026",
        "2026年3月12日",
        "2026-03-12T23:30:00Z",
        "12-03-2026 03:00",
    ],
)
def test_a_day_is_read_in_the_forms_people_write(cell: str) -> None:
    assert read_day(cell, "DMY") == MARCH


@pytest.mark.parametrize(
    "cell", ["31-02-2026", "13/13/2026", "soon", "2026", "12-03-2026 25:00", "12 Foo 2026", "1/2/3"]
)
def test_what_is_no_day_is_told(cell: str) -> None:
    with pytest.raises(UnreadableDateError):
        read_day(cell, "DMY")


def test_a_moment_keeps_its_zone_and_is_utc_without_one() -> None:
    assert read_moment("12/03/2026 3:05 pm", "DMY") == datetime(2026, 3, 12, 15, 5, tzinfo=UTC)
    east = timezone(timedelta(hours=8))
    assert read_moment("2026-03-12T08:00:00.123+08:00", "DMY") == datetime(2026, 3, 12, 8, tzinfo=east)


@given(st.lists(st.dates(date(2000, 1, 1), date(2060, 1, 1)), min_size=1), st.sampled_from(["DMY", "MDY"]))
def test_a_column_is_never_read_in_the_other_order_than_one_of_its_days_shows(days: list[date], order: Order) -> None:
    shape = "%d/%m/%Y" if order == "DMY" else "%m/%d/%Y"
    cells = {day.strftime(shape) for day in days}
    evidence = OrderEvidence()
    evidence.add(cells)
    decided = evidence.decide()
    assert decided == (order if any(day.day > 12 for day in days) else None)
    if decided:
        assert [read_day(day.strftime(shape), decided) for day in days] == days


@pytest.mark.parametrize(
    ("cell", "mark", "number", "currency"),
    [
        ("1234.5", ".", "1234.5", None),
        ("1,234.50", ".", "1234.5", None),
        ("1.234,50 €", ",", "1234.5", "EUR"),
        ("1 234,50", ",", "1234.5", None),
        ("1\u202f234,50\u00a0€", ",", "1234.5", "EUR"),
        ("1'234.50 CHF", ".", "1234.5", "CHF"),
        ("USD 12,345", ".", "12345", "USD"),
        ("$1,000", ".", "1000", None),
        ("12,345.00 元", ".", "12345", "CNY"),
        ("(12.50)", ".", "-12.5", None),
        ("-€5", ".", "-5", "EUR"),
        ("£-5", ".", "-5", "GBP"),
        ("12,34,567", ".", "1234567", None),
        ("5 %", ".", "5", None),
        (".5", ".", "0.5", None),
    ],
)
def test_an_amount_is_read_exactly_with_the_currency_beside_it(
    cell: str, mark: Mark, number: str, currency: str | None
) -> None:
    assert read_number(cell, mark) == (Decimal(number), currency)


@pytest.mark.parametrize(
    "cell", ["1.2.3", "1,23.4", "abc", "12k", "1.23456", "99999999999999999", "--5", "(5", "1,2345"]
)
def test_a_number_that_is_none_or_can_t_be_kept_is_told(cell: str) -> None:
    with pytest.raises(UnreadableNumberError):
        read_number(cell, ".")


def test_counts_are_whole_and_rates_are_rounded() -> None:
    assert read_count("1,234", ".") == 1234
    assert read_count("7.0", ".") == 7
    for cell in ("7.5", "-1", "3000000000"):
        with pytest.raises(UnreadableNumberError):
            read_count(cell, ".")
    assert read_rate("0.91234567891234", ".") == Decimal("0.9123456789")


@pytest.mark.parametrize(
    ("cells", "mark"),
    [
        (["1,234.50", "99"], "."),
        (["1.234,50"], ","),
        (["12,5"], ","),
        (["1.234.567"], ","),
        (["0.125"], "."),
        (["1,234", "5,678"], None),
        (["12", "13"], None),
    ],
)
def test_the_decimal_mark_is_what_a_column_shows(cells: list[str], mark: Mark | None) -> None:
    evidence = MarkEvidence()
    evidence.add(cells)
    assert evidence.decide() == mark


@pytest.mark.parametrize(
    ("kind", "column", "cell", "value"),
    [
        ("accounts", "auto_renew", "OUI", True),
        ("accounts", "auto_renew", "nein", False),
        ("accounts", "auto_renew", "是", True),
        ("accounts", "auto_renew", "0", False),
        ("accounts", "auto_renew", "", None),
        ("accounts", "auto_renew", "n/a", None),
        ("accounts", "health", "gelb", "amber"),
        ("accounts", "health", "绿", "green"),
        ("accounts", "status", "Résilié", "churned"),
        ("accounts", "language", "zh-CN", "zh"),
        ("accounts", "language", "Deutsch", "de"),
        ("accounts", "currency", "€", "EUR"),
        ("accounts", "fiscal_year_end", "30.06.", "06-30"),
        ("accounts", "fiscal_year_end", "December", "12-31"),
        ("accounts", "fiscal_year_end", "31 March", "03-31"),
        ("accounts", "name", " Cafe\u0301 ", "Café"),
        ("accounts", "name", "N/A", "N/A"),
        ("accounts", "aliases", "A; B;A;", ("A", "B")),
        ("activities", "body", "  as it was\nwritten  ", "  as it was\nwritten  "),
        ("activities", "type", "Phone  Call", "call"),
        ("contacts", "email", "Ada@X.example", "ada@x.example"),
        ("contacts", "salutation", "Frau", "ms"),
        ("tasks", "done", "Not Started", False),
        ("tickets", "priority", "P1", "urgent"),
        ("tickets", "priority", "Sometime", "sometime"),
        ("usage", "month", "2026-03", date(2026, 3, 1)),
        ("usage", "month", "03/2026", date(2026, 3, 1)),
        ("usage", "month", "17.03.2026", date(2026, 3, 1)),
        ("contracts", "outcome", "open", None),
    ],
)
def test_words_are_read_in_the_languages_of_those_who_export(kind: str, column: str, cell: str, value: Value) -> None:
    assert reader(KINDS[kind].by_name[column], Habits())(cell) == value


@pytest.mark.parametrize(
    ("kind", "column", "cell"),
    [
        ("accounts", "auto_renew", "perhaps"),
        ("accounts", "health", "purple"),
        ("accounts", "currency", "$"),
        ("accounts", "segment", "x" * 81),
        ("accounts", "aliases", "x" * 301),
        ("contacts", "email", "ada at x"),
        ("contacts", "language", "Klingon"),
    ],
)
def test_what_can_t_be_read_is_told(kind: str, column: str, cell: str) -> None:
    with pytest.raises(UnreadableError):
        reader(KINDS[kind].by_name[column], Habits())(cell)
