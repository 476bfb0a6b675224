"""What is due in a period, and in its neighbourhood."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from tools.kit import renewals
from tools.kit.book import BookArguments, Filters
from tools.kit.cards import Span
from tools.kit.desk import Desk
from tools.kit.money import Rates, load_rates
from tools.kit.paging import month
from tools.kit.renewals import Renewal, renewal_query
from tools.kit.tool import Period

DEFAULT_DAYS = 90
"""Where no period is said: from today on."""
LOOK_AROUND = timedelta(days=366)
"""How far a neighbour is looked for when nothing ends in the period."""


@dataclass(frozen=True)
class Due:
    """What was asked and what was found."""

    arguments: BookArguments
    filters: Filters
    period: Period
    period_said: bool
    today: date
    asker_id: int
    rates: Rates
    ending: Sequence[Renewal]
    """Contracts that end in the period, in the order to show them."""
    deciding: Sequence[Renewal]
    """Contracts that end later, are not decided, and have their notice date in the period."""


def look(desk: Desk, session: Session, arguments: BookArguments, filters: Filters, said: Period | None) -> Due:
    """Finds what is due: in the period said, else in the next 90 days."""
    today = desk.today
    period = said or Period(start=today, end=today + timedelta(days=DEFAULT_DAYS))
    rates = load_rates(session, desk.company.currency, today)
    found = renewals.load(session, renewal_query(filters, period), today)
    ending = [renewal for renewal in found if filters.keeps(renewal.arr, rates)]
    deciding = _deciding(session, filters, period, today, rates) if arguments.page == 1 else []
    ordered = renewals.in_order(ending, arguments.order, desk.asker.id, rates)
    return Due(arguments, filters, period, said is not None, today, desk.asker.id, rates, ordered, deciding)


def _deciding(session: Session, filters: Filters, period: Period, today: date, rates: Rates) -> list[Renewal]:
    if period.end is None:
        return []  # every end lies within
    query = renewal_query(filters, period, by="notice").where(*renewals.undecided_later(period))
    return [renewal for renewal in renewals.load(session, query, today) if filters.keeps(renewal.arr, rates)]


def neighbour(session: Session, due: Due) -> tuple[Span, int] | None:
    """The nearest month after the period, else before it, in which contracts of the same filters end, and how many."""
    start, end = due.period.start, due.period.end
    around = []
    if end is not None:
        around.append((Period(start=end + timedelta(days=1), end=end + LOOK_AROUND), 0))
    if start is not None:
        around.append((Period(start=start - LOOK_AROUND, end=start - timedelta(days=1)), -1))
    for period, nearest in around:
        found = renewals.load(session, renewal_query(due.filters, period), due.today)
        kept = [renewal.line.end_on for renewal in found if due.filters.keeps(renewal.arr, due.rates)]
        if kept:
            span = month(kept[nearest])
            return span, sum(span.start <= day <= span.end for day in kept if span.start and span.end)
    return None
