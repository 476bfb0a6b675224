"""Numbers and money as each language writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.agents.embedded.amounts import find_amounts, find_days, find_percentages, number
from bot.agents.embedded.message import Message


def _amounts(code: str, text: str) -> list[tuple[float, str, str | None]]:
    return [(amount.value, amount.bound, amount.currency) for amount in find_amounts(Message(text).low, code)]


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("en", "over 50k", (50_000, "min", None)),
        ("en", "under £30,000", (30_000, "max", "GBP")),
        ("en", "20k usd and up", (20_000, "min", "USD")),
        ("en", "$1.5m", (1_500_000, "", "USD")),
        ("fr", "supérieurs à 50\u202f000 €", (50_000, "min", "EUR")),
        ("fr", "moins de 12,5 k€", (12_500, "max", "EUR")),
        ("de", "über 50.000 €", (50_000, "min", "EUR")),
        ("de", "unter 30 Tsd.", (30_000, "max", None)),
        ("de", "30'000 CHF", (30_000, "", "CHF")),
        ("de", "1.234,50 €", (1234.5, "", "EUR")),
        ("zh", "50w以上", (500_000, "min", None)),
        ("zh", "低于20万", (200_000, "max", None)),
        ("zh", "十五万元", (150_000, "", "CNY")),
    ],
)
def test_money_is_read_as_it_is_written(code: str, text: str, expected: tuple[float, str, str | None]) -> None:
    assert _amounts(code, text) == [expected]


@pytest.mark.parametrize("text", ["30 days", "5 seats", "20%", "3 accounts", "2nd of May", "10:30", "INV-2231"])
def test_counts_days_and_percentages_are_no_money(text: str) -> None:
    assert _amounts("en", text) == []


def test_percentages_and_durations() -> None:
    assert [value for _, _, value in find_percentages("down 12.5 % or 百分之三十")] == [12.5, 30.0]
    assert [days for _, _, days in find_days("three weeks", "en")] == [21]
    assert [days for _, _, days in find_days("三个月", "zh")] == [90]


@given(st.integers(1_000, 999_999_999))
def test_thousands_may_be_parted_by_any_sign(value: int) -> None:
    for sign in (",", ".", "'", " "):
        assert number(f"{value:,}".replace(",", sign), ".") == value
