"""Money added up and compared: in the reporting currency at a dated rate, or a currency at a time where one is missing."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from database.models import ExchangeRate
from tools.kit.cards import Day, Money, Name, Number, Several, Value, Words, say, say_n

Amounts = Mapping[str, Decimal]
"""Currency → exact amount."""

CENT = Decimal("0.01")
WHOLE = Decimal(1)
SHOWN = 3
"""A headline names this many currencies at most."""
R = TypeVar("R")


@dataclass(frozen=True)
class Rate:
    """What one unit of `currency` was worth in the reporting currency on `day`."""

    currency: str
    rate: Decimal
    day: date


@dataclass(frozen=True)
class Total:
    """A sum: one amount in the reporting currency, or one a currency where a rate is missing."""

    amounts: dict[str, Decimal]
    rates: tuple[Rate, ...] = ()
    """The rates that were used; empty where nothing had to be converted."""
    missing: tuple[str, ...] = ()
    """The currencies without a rate: their presence is why there are several amounts."""

    def value(self, *, short: bool = False) -> Value:
        """The sum as it is shown: €1.24M, or €1.1M + $200k; `short` stops after a few currencies."""
        # What was converted at a day's rate is not exact to the cent.
        shown = {
            code: amount.quantize(WHOLE, ROUND_HALF_UP) if self.rates else amount
            for code, amount in self.amounts.items()
        }
        moneys = [Money(amount=amount, currency=currency, short=short) for currency, amount in shown.items()]
        if len(moneys) == 1:
            return moneys[0]
        listed: list[Value] = [*(moneys[:SHOWN] if short else moneys)]
        if len(moneys) > len(listed):
            left = len(moneys) - len(listed)
            listed.append(say_n("{n} more currency", "{n} more currencies", left))
        return Several(items=tuple(listed), by=" + ")


@dataclass(frozen=True)
class Rates:
    """The company's rates of one day: the latest known for each currency."""

    base: str
    """The reporting currency."""
    rates: Mapping[str, Rate]

    def convert(self, amount: Decimal, currency: str) -> Decimal | None:
        """The amount in the reporting currency, unrounded; None where the rate is missing."""
        if currency == self.base:
            return amount
        rate = self.rates.get(currency)
        return None if rate is None else amount * rate.rate

    def worth(self, amounts: Amounts) -> Decimal | None:
        """What all the amounts are worth in the reporting currency; None where a rate is missing or there is none."""
        converted = [self.convert(amount, currency) for currency, amount in amounts.items()]
        known = [amount for amount in converted if amount is not None]
        return sum(known, Decimal(0)) if known and len(known) == len(converted) else None

    def total(self, parts: Iterable[Amounts]) -> Total:
        """The sum of many amounts, rounded to the cent after adding. Nothing at all adds up to 0 of the reporting
        currency; a currency without a rate keeps every currency apart."""
        added: Counter[str] = Counter()
        sums: dict[str, Decimal] = {}
        for amounts in parts:
            for currency, amount in amounts.items():
                sums[currency] = sums.get(currency, Decimal(0)) + amount
                added[currency] += 1
        missing = self.lacking(sums)
        if missing:
            in_order = sorted(sums, key=lambda currency: (currency != self.base, -added[currency], currency))
            return Total({currency: sums[currency] for currency in in_order}, missing=missing)
        whole = sum((self.convert(amount, currency) or Decimal(0) for currency, amount in sums.items()), Decimal(0))
        used = tuple(self.rates[currency] for currency in sorted(sums) if currency != self.base)
        return Total({self.base: whole.quantize(CENT, rounding=ROUND_HALF_UP) if used else whole}, rates=used)

    def lacking(self, currencies: Iterable[str]) -> tuple[str, ...]:
        """Those of the currencies that can't be turned into the reporting one."""
        return tuple(sorted(code for code in currencies if code != self.base and code not in self.rates))

    def apart(self, currencies: Set[str]) -> tuple[str, ...]:
        """Those without a rate, where there is more than one currency: then amounts can't be ranked together."""
        return self.lacking(currencies) if len(currencies) > 1 else ()

    def leading(self, amounts: Amounts) -> str:
        """The currency by which amounts are ranked where currencies stand apart: the reporting one sorts first."""
        code = max(amounts, key=lambda currency: amounts[currency], default="")
        return "" if code == self.base else code

    def top(self, rows: Sequence[R], n: int | None, amounts: Callable[[R], Amounts]) -> list[R]:
        """The first n of rows in their order; where a rate is missing the first n of each currency."""
        if n is None or not self.apart({currency for row in rows for currency in amounts(row)}):
            return list(rows[:n])
        taken: Counter[str] = Counter()
        found = []
        for row in rows:
            code = self.leading(amounts(row))
            taken[code] += 1
            if taken[code] <= n:
                found.append(row)
        return found

    def days(self, currencies: Iterable[str]) -> tuple[date, ...]:
        """The days of the rates that these currencies use, oldest first."""
        found = {self.rates[currency].day for currency in currencies if currency in self.rates}
        return tuple(sorted(found))


def load_rates(session: Session, base: str, today: date) -> Rates:
    """The latest rate of each currency that is not of a day after `today`."""
    query = (
        select(ExchangeRate.currency, ExchangeRate.rate, ExchangeRate.day)
        .where(ExchangeRate.base == base, ExchangeRate.day <= today)
        .order_by(ExchangeRate.day)
    )
    found = {currency: Rate(currency, rate, day) for currency, rate, day in session.execute(query)}
    return Rates(base, found)


def rates_used(total: Total, base: str) -> Words | None:
    """The sentence that names the rates of a sum, or says which are missing; None where there was one currency."""
    if total.missing:
        if len(total.amounts) == 1:
            return None
        return say(
            "No rate to {base} for {currencies}: one total a currency, {totals}.",
            base=base,
            currencies=Several(items=tuple(Name(text=currency) for currency in total.missing)),
            totals=total.value(),
        )
    if not total.rates:
        return None
    days = sorted({rate.day for rate in total.rates})
    return say(
        "Totals in {base}: {rates}.", base=base, rates=Several(items=tuple(_rates(total, day) for day in days), by="; ")
    )


def _rates(total: Total, day: date) -> Words:
    """The rates of one day: 1 CHF = 1.0587, 1 USD = 0.9218 (15 March 2026)."""
    named = [
        say("1 {currency} = {rate}", currency=rate.currency, rate=Number(value=rate.rate))
        for rate in total.rates
        if rate.day == day
    ]
    return say("{rates} ({day})", rates=Several(items=tuple(named), by=", "), day=Day(on=day))
