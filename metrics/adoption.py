"""How a customer's use of the product moves. What was not measured is unknown, never zero."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

BASE_MONTHS = 3
"""How many measured months the latest one is compared with."""


@dataclass(frozen=True)
class Month:
    """One calendar month's measure: active users where known, else events."""

    first_day: date
    value: int


@dataclass(frozen=True)
class Change:
    """The latest complete month against those before it."""

    month: date
    """First day of the latest complete month."""
    value: int
    base: Decimal
    """Mean of the up to three measured months before it."""
    base_months: int
    percent: Decimal
    """(value − base) / base in percent points, rounded half up to a whole one."""


def usage_change(months: Sequence[Month], today: date) -> Change | None:
    """The change of use: (latest complete month − mean of the up to three months before) / that mean.

    A month that is still running doesn't count. None where there is nothing to compare with: fewer than two complete
    months, or a base of zero.
    """
    complete = sorted(
        (month for month in months if _is_over(month.first_day, today)), key=lambda month: month.first_day
    )
    if len(complete) < 2:
        return None
    *before, latest = complete
    base_months = before[-BASE_MONTHS:]
    base = Decimal(sum(month.value for month in base_months)) / len(base_months)
    if base == 0:
        return None
    percent = ((latest.value - base) / base * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP) + 0  # there is no −0
    return Change(latest.first_day, latest.value, base, len(base_months), percent)


def _is_over(first_day: date, today: date) -> bool:
    return (first_day.year, first_day.month) < (today.year, today.month)
