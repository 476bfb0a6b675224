"""Amounts added up exactly, at dated rates, and never across currencies without one."""

from datetime import date
from decimal import Decimal

from tests.tools.book import Book
from tools.kit.money import Rate, Rates, load_rates

MARCH = date(2026, 3, 1)
RATES = Rates("EUR", {"USD": Rate("USD", Decimal("0.9"), MARCH)})


def test_amounts_are_added_at_the_rate_and_rounded_once() -> None:
    total = RATES.total([{"EUR": Decimal("0.10")}, {"USD": Decimal("0.01")}, {"USD": Decimal("0.01")}])
    # 0.10 + 0.02 × 0.9 = 0.118
    assert total.amounts == {"EUR": Decimal("0.12")}
    assert [rate.currency for rate in total.rates] == ["USD"]


def test_a_missing_rate_keeps_every_currency_apart() -> None:
    total = RATES.total([{"USD": Decimal(5)}, {"JPY": Decimal(700)}, {"EUR": Decimal(1)}])
    assert total.amounts == {"EUR": Decimal(1), "JPY": Decimal(700), "USD": Decimal(5)}
    assert (total.missing, total.rates) == (("JPY",), ())


def test_nothing_is_nought() -> None:
    assert RATES.total([]).amounts == {"EUR": Decimal(0)}
    assert RATES.worth({}) is None


def test_the_latest_rate_that_is_not_of_a_later_day_counts(any_book: Book) -> None:
    any_book.rate("USD", "0.8", date(2026, 1, 1))
    any_book.rate("USD", "0.9123456789", MARCH)
    any_book.rate("USD", "0.7", date(2026, 4, 1))
    with any_book.desk().read() as session:
        rates = load_rates(session, "EUR", date(2026, 3, 18))
    assert rates.rates == {"USD": Rate("USD", Decimal("0.9123456789"), MARCH)}
