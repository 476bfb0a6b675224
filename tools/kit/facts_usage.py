"""How a customer uses the product: by month, against seats, against earlier. Trends are ours; numbers may be shared."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from database.models import UsageMonth
from metrics.adoption import Month, usage_change
from tools.kit.cards import Number, Percent, Source, Span, Words, say
from tools.kit.fact import Fact, flag

FRESH_DAYS = 130
"""Older usage is no news for a letter."""
GROWTH = Decimal("1.1")
"""From a tenth more on, more users are worth a sentence; a tenth fewer are none."""
WELL_USED = Decimal(50)
"""From half of the seats in use on, the use is worth a sentence (percent points); a letter tells no share of seats."""


def usage(months: Sequence[UsageMonth], today: date) -> Iterator[Fact]:
    """The last complete month, its share of seats, and how it compares with up to twelve months before."""
    complete = [month for month in months if month.month < today.replace(day=1) and month.active_users is not None]
    if not complete or (today - complete[-1].month).days > FRESH_DAYS:
        return
    last = complete[-1]
    source = usage_source(last)
    yield Fact("active_users", say("Active users"), _count(last.active_users), source, shareable=True)
    yield Fact("usage_month", say("Usage month"), month_span(last.month), source, shareable=True)
    share = seat_share(last)
    if share is not None:
        yield Fact("usage_seats", say("Seats measured"), _count(last.seats), source, shareable=True)
        yield Fact("seat_share", say("Active share of seats"), Percent(value=share), source, shareable=True)
    yield from _compared(last, complete, share)
    yield from _trend(complete, today)


def _compared(last: UsageMonth, complete: Sequence[UsageMonth], share: Decimal | None) -> Iterator[Fact]:
    before = _earlier(last, complete)
    if before:
        source = usage_source(before)
        yield Fact("earlier_users", say("Active users before"), _count(before.active_users), source, shareable=True)
        yield Fact("earlier_month", say("Compared with"), month_span(before.month), source, shareable=True)
    now, then = Decimal(last.active_users or 0), Decimal(before.active_users or 0) if before else None
    if then is not None and now >= then * GROWTH:
        yield flag("use_grew")
    elif share is not None and share >= WELL_USED and (then is None or now * GROWTH > then):
        yield flag("use_held")


def _trend(complete: Sequence[UsageMonth], today: date) -> Iterator[Fact]:
    change = usage_change([Month(month.month, month.active_users or 0) for month in complete], today)
    if change:
        yield Fact("usage_trend", say("Usage trend"), moved(change.percent), usage_source(complete[-1]))


def moved(percent: Decimal) -> Words:
    """A change in percent points, in words: up 4%."""
    if percent == 0:
        return say("unchanged")
    amount = Percent(value=abs(percent))
    return say("up {percent}", percent=amount) if percent > 0 else say("down {percent}", percent=amount)


def _earlier(last: UsageMonth, complete: Sequence[UsageMonth]) -> UsageMonth | None:
    distance = [(_months(last.month) - _months(month.month), month) for month in complete]
    near = [month for months, month in distance if 3 <= months <= 12]
    return near[0] if near else None


def _months(month: date) -> int:
    return month.year * 12 + month.month


def seat_share(month: UsageMonth) -> Decimal | None:
    """Active users as percent points of the seats of that month; None where either wasn't measured."""
    if month.active_users is None or not month.seats:
        return None
    return (Decimal(month.active_users) / month.seats * 100).quantize(Decimal("0.1"))


def month_span(month: date) -> Span:
    """The whole calendar month that begins on `month`."""
    following = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    return Span(start=month, end=following - timedelta(days=1), named=True)


def usage_source(month: UsageMonth) -> Source:
    """Where a month's figures are from."""
    return Source(kind="usage", on=month.month, row=f"usage_months:{month.id}")


def _count(number: int | None) -> Number:
    return Number(value=Decimal(number or 0))
