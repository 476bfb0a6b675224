"""Numbers and money as each language writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.agents.embedded.amounts import find_amounts, find_percentages, number
from bot.agents.embedded.durations import find_days
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
        ("en", "more than a million", (1_000_000, "min", None)),
        ("en", "over half a million", (500_000, "min", None)),
        ("en", "six-figure accounts", (100_000, "min", None)),
        ("en", "fifty thousand", (50_000, "", None)),
        ("en", "sub-50k", (50_000, "max", None)),
        ("en", "skip anything under 20k", (20_000, "min", None)),
        ("en", "nothing over 1.2m", (1_200_000, "max", None)),
        ("fr", "un demi-million", (500_000, "", None)),
        ("fr", "à partir de 10 000 €", (10_000, "min", "EUR")),
        ("de", "ab 100'000 Franken", (100_000, "min", "CHF")),
        ("de", "anderthalb Millionen", (1_500_000, "", None)),
        ("zh", "从10万起", (100_000, "min", None)),
        ("zh", "不低于二十万", (200_000, "min", None)),
        ("zh", "六位数的客户", (100_000, "min", None)),
    ],
)
def test_money_is_read_as_it_is_written(code: str, text: str, expected: tuple[float, str, str | None]) -> None:
    assert _amounts(code, text) == [expected]


@pytest.mark.parametrize("text", ["30 days", "5 seats", "20%", "3 accounts", "2nd of May", "10:30", "INV-2231"])
def test_counts_days_and_percentages_are_no_money(text: str) -> None:
    assert _amounts("en", text) == []


@pytest.mark.parametrize(
    ("code", "text", "currency"),
    [
        ("en", "between 50 and 150k", None),
        ("en", "50-150k", None),
        ("en", "from $50k to $150k", "USD"),
        ("en", ">50k <150k", None),
        ("fr", "entre 50 et 150 k€", "EUR"),
        ("fr", "de 50 000 à 150 000 €", "EUR"),
        ("de", "zwischen 50 und 150 Tsd.", None),
        ("de", "50.000 bis 150.000 Franken", "CHF"),
        ("zh", "5到15万", None),
        ("zh", "从5万到15万", None),
    ],
)
def test_both_ends_of_a_range_share_scale_and_currency(code: str, text: str, currency: str | None) -> None:
    low, high = _amounts(code, text)
    assert (low[:2], high[:2]) == ((50_000, "min"), (150_000, "max"))
    assert {low[2], high[2]} <= {currency, None}
    assert high[2] == currency


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("en", "down 12.5 %", [12.5]),
        ("zh", "百分之三十", [30]),
        ("zh", "四成以上", [40]),
        ("zh", "九成五", [95]),
        ("en", "two thirds of the seats", [67]),
        ("en", "more than half of them", [50]),
        ("fr", "les deux tiers des licences", [67]),
        ("fr", "la moitié", [50]),
        ("de", "drei Viertel", [75]),
        ("en", "half the year", []),
        ("en", "over half a million", []),
        ("fr", "la moitié du mois", []),
    ],
)
def test_shares_are_said_in_figures_or_in_words(code: str, text: str, expected: list[float]) -> None:
    assert [value for _, _, value in find_percentages(Message(text).low, [code])] == expected


@pytest.mark.parametrize(
    ("code", "text", "days"),
    [
        ("en", "three weeks", [21]),
        ("en", "half a year", [180]),
        ("en", "a fortnight", [14]),
        ("en", "between 50 and 150", []),
        ("fr", "une quinzaine", [15]),
        ("fr", "un trimestre", [90]),
        ("de", "ein Vierteljahr", [90]),
        ("de", "sechs Wochen", [42]),
        ("zh", "三个月", [90]),
        ("zh", "半年", [180]),
        ("zh", "两个多月", [60]),
    ],
)
def test_durations_are_counted_in_days(code: str, text: str, days: list[int]) -> None:
    assert [found for _, _, found in find_days(Message(text).low, code)] == days


@given(st.integers(1_000, 999_999_999))
def test_thousands_may_be_parted_by_any_sign(value: int) -> None:
    for sign in (",", ".", "'", " "):
        assert number(f"{value:,}".replace(",", sign), ".") == value
