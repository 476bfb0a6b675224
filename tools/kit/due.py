"""What is due in a period, and in its neighbourhood."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Function, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from database.models import Account, Contract, ContractLine
from tools.kit import renewals
from tools.kit.book import BookArguments, Filters
from tools.kit.cards import Span
from tools.kit.desk import Desk
from tools.kit.money import Rates, load_rates
from tools.kit.overdue import overdue
from tools.kit.paging import month
from tools.kit.renewals import Renewal, renewal_query
from tools.kit.tool import Period

DEFAULT_DAYS = 90
"""Where no period is said: from today on."""
LOOK_AROUND = timedelta(days=366)
"""How far a neighbour is looked for at first when nothing ends in the period."""
MOST_LATE = 300
"""More overdue renewals than this are no list to look through: they are a gap in the record."""


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
    late: Sequence[Renewal] = ()
    """Contracts that ended before a period in which today lies, and of which nobody knows what became; none where there
    are too many to look at."""
    late_count: int = 0
    """How many such contracts there are, before limits of amounts."""


def look(desk: Desk, session: Session, arguments: BookArguments, filters: Filters, said: Period | None) -> Due:
    """Finds what is due: in the period said, else in the next 90 days."""
    today = desk.today
    period = said or Period(start=today, end=today + timedelta(days=DEFAULT_DAYS))
    rates = load_rates(session, desk.company.currency, today)
    found = renewals.load(session, renewal_query(filters, period), today)
    ending = [renewal for renewal in found if filters.keeps(renewal.arr, rates)]
    deciding = _deciding(session, filters, period, today, rates) if arguments.page == 1 else []
    late, count = _late(session, filters, period, today, rates) if arguments.page == 1 else ([], 0)
    ordered = renewals.in_order(ending, arguments.order, desk.asker.id, rates)
    return Due(
        arguments, filters, period, said is not None, today, desk.asker.id, rates, ordered, deciding, late, count
    )


def _deciding(session: Session, filters: Filters, period: Period, today: date, rates: Rates) -> list[Renewal]:
    if period.end is None:
        return []  # every end lies within
    query = renewal_query(filters, period, by="notice").where(*renewals.undecided_later(period))
    return [renewal for renewal in renewals.load(session, query, today) if filters.keeps(renewal.arr, rates)]


def _late(session: Session, filters: Filters, period: Period, today: date, rates: Rates) -> tuple[list[Renewal], int]:
    """Only where the period is running: a question about another month is not about what was missed."""
    if period.start is None or not period.start <= today <= (period.end or date.max):
        return [], 0
    line = aliased(ContractLine)
    lines = exists().where(line.contract_id == Contract.id)
    no_trial = or_(lines.where(line.is_trial.is_(False)), ~lines)
    which = (Contract.end_on < period.start, overdue(today), Contract.auto_renew.is_not(True), no_trial)
    counted = select(func.count()).select_from(Contract).join(Account, Account.id == Contract.account_id)
    count = session.scalar(counted.where(*which, *filters.conditions())) or 0
    if not 0 < count <= MOST_LATE:
        return [], count
    found = renewals.load(session, renewal_query(filters, Period()).where(*which), today)
    return [renewal for renewal in found if renewal.overdue and filters.keeps(renewal.arr, rates)], count


def neighbour(session: Session, due: Due) -> tuple[Span, int] | None:
    """The nearest month after the period, else before it, in which contracts of the same filters end, and how many: within
    a year, else however far."""
    start, end = due.period.start, due.period.end
    after = Period(start=end + timedelta(days=1), end=end + LOOK_AROUND) if end else None
    before = Period(start=start - LOOK_AROUND, end=start - timedelta(days=1)) if start else None
    for around, nearest in ((after, min), (before, max)):
        ends = _ends(session, due, around) if around else []
        if ends:
            return _month_of(nearest(ends), ends)
    far = (_nearest(session, due, func.min, Contract.end_on > end) if end else None) or (
        _nearest(session, due, func.max, Contract.end_on < start) if start else None
    )
    if far and (ends := _ends(session, due, Period(start=month(far).start, end=month(far).end))):
        return _month_of(far, ends)
    return None


def _nearest(
    session: Session, due: Due, which: Callable[..., Function[date | None]], beyond: ColumnElement[bool]
) -> date | None:
    query = select(which(Contract.end_on)).join(Account, Account.id == Contract.account_id)
    return session.scalar(query.where(beyond, *due.filters.conditions()))


def _ends(session: Session, due: Due, period: Period) -> list[date]:
    found = renewals.load(session, renewal_query(due.filters, period), due.today)
    return [renewal.line.end_on for renewal in found if due.filters.keeps(renewal.arr, due.rates)]


def _month_of(day: date, ends: Sequence[date]) -> tuple[Span, int]:
    span = month(day)
    return span, sum(span.start <= one <= span.end for one in ends if span.start and span.end)
