"""What is known today of the accounts of some colleagues, as `metrics.attention` judges it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from database.models import Account, Contract, Task, Ticket, UsageMonth
from metrics import attention
from metrics.adoption import Month, usage_change
from metrics.attention import Signals
from tools.kit import portfolio, renewals
from tools.kit.book import Filters
from tools.kit.choose import Owner
from tools.kit.desk import Desk
from tools.kit.overdue import overdue
from tools.kit.renewals import Renewal
from tools.kit.tool import Period

LOOKED_AT = 1_000
"""Of more accounts than this only those are looked at that have something due very soon, or late."""
OVERDUE_FOR = timedelta(days=60)
"""How long after its end an undecided contract still counts."""
USAGE_MONTHS = timedelta(days=160)


@dataclass(frozen=True)
class Looked:
    """An account with its signals. `arr`: what it brings a year, by currency, as every list counts it."""

    id: int
    name: str
    owner_id: int | None
    signals: Signals
    arr: Mapping[str, Decimal]


@dataclass(frozen=True)
class Windows:
    """How many days ahead a renewal and a notice date are looked for."""

    renewal: int
    notice: int


WIDE = Windows(attention.RENEWAL_WITHIN, attention.NOTICE_WITHIN)
NARROW = Windows(14, 7)


def count_accounts(session: Session, owner: Owner) -> int:
    """How many customers these colleagues have."""
    query = select(func.count()).select_from(Account).where(*_theirs(owner))
    return session.scalar(query) or 0


def _theirs(owner: Owner) -> list[ColumnElement[bool]]:
    return [Account.status != "churned", *Filters(owner=owner).conditions()]


def look(desk: Desk, session: Session, owner: Owner) -> list[Looked]:
    """Their accounts with the signals of today; of very many only those with something urgent."""
    many = count_accounts(session, owner) > LOOKED_AT
    due = _due(session, owner, desk.today, NARROW if many else WIDE)
    tasks = _overdue_tasks(session, owner, desk.today)
    tickets = _late_tickets(session, owner, desk.now)
    accounts = select(Account).where(*_theirs(owner))
    if many:
        urgent = sorted({*due, *tasks, *tickets})[: 5 * LOOKED_AT]
        accounts = accounts.where(Account.id.in_(urgent))
    found = list(session.scalars(accounts))
    ids = [account.id for account in found]
    touches = renewals.last_touches(session, ids, desk.today)
    usage = _usage(session, ids, desk.today)
    arr = portfolio.arr_of(session, [Account.id.in_(ids)], desk.today)
    return [
        Looked(
            account.id,
            account.name,
            account.owner_id,
            Signals(
                health=account.health,
                last_touch=touches.get(account.id),
                # Where no touch at all is on record of anybody, none was brought in: that says nothing of one account.
                known_since=account.signed_on if touches else None,
                overdue_tasks=tasks[account.id][0] if account.id in tasks else 0,
                oldest_task_due=tasks[account.id][1] if account.id in tasks else None,
                late_tickets=tickets.get(account.id, 0),
                usage_change=usage.get(account.id),
                **_days(due.get(account.id, ()), desk.today),
            ),
            arr.get(account.id, {}),
        )
        for account in found
    ]


def _due(session: Session, owner: Owner, today: date, windows: Windows) -> dict[int, list[Renewal]]:
    """The contracts that decide themselves soon, or to which notice was given, by account; the earliest end first."""
    soon = Contract.end_on <= today + timedelta(days=windows.renewal)
    deciding = and_(Contract.notice_on >= today, Contract.notice_on <= today + timedelta(days=windows.notice))
    query = renewals.renewal_query(Filters(owner=owner), Period(start=today - OVERDUE_FOR)).where(
        Contract.outcome.is_(None),
        Account.status != "churned",
        or_(soon, deciding, Contract.notice_given_on.is_not(None)),
        or_(Contract.end_on >= today, overdue(today)),
    )
    found: dict[int, list[Renewal]] = {}
    for renewal in renewals.load(session, query, today):
        if renewal.at_stake:
            found.setdefault(renewal.line.account_id, []).append(renewal)
    return found


def _days(due: Iterable[Renewal], today: date) -> dict[str, date | None]:
    """The first of each kind of day: an end that is not automatic, a notice date of what renews by itself, a notice."""
    lines = [renewal.line for renewal in due]
    ends = [line.end_on for line in lines if not line.auto_renew and not line.notice_given_on]
    notices = [line.notice_on for line in lines if line.auto_renew and line.notice_on and not line.notice_given_on]
    given = [line.notice_given_on for line in lines if line.notice_given_on and line.end_on >= today]
    return {
        "renewal_on": min(ends, default=None),
        "notice_on": min(notices, default=None),
        "notice_given_on": max(given, default=None),
    }


def _overdue_tasks(session: Session, owner: Owner, today: date) -> dict[int, tuple[int, date]]:
    query = (
        select(Task.account_id, func.count(), func.min(Task.due_on))
        .join(Account, Account.id == Task.account_id)
        .where(Task.done_at.is_(None), Task.due_on < today, *_theirs(owner))
        .group_by(Task.account_id)
    )
    rows = session.execute(query)
    return {account: (count, oldest) for account, count, oldest in rows if account is not None and oldest is not None}


def _late_tickets(session: Session, owner: Owner, now: datetime) -> dict[int, int]:
    query = (
        select(Ticket.account_id, func.count())
        .join(Account, Account.id == Ticket.account_id)
        .where(Ticket.closed_at.is_(None), or_(Ticket.due_at < now, Ticket.escalated.is_(True)), *_theirs(owner))
        .group_by(Ticket.account_id)
    )
    return dict(session.execute(query).all())


def _usage(session: Session, ids: list[int], today: date) -> dict[int, Decimal]:
    """The change of use of each account, in percent points: of active users, or of uses where people were not counted."""
    query = select(UsageMonth.account_id, UsageMonth.month, UsageMonth.active_users, UsageMonth.events).where(
        UsageMonth.account_id.in_(ids), UsageMonth.month >= today - USAGE_MONTHS
    )
    users: dict[int, list[Month]] = defaultdict(list)
    uses: dict[int, list[Month]] = defaultdict(list)
    for account, month, active, events in session.execute(query):
        if active is not None:
            users[account].append(Month(month, active))
        if events is not None:
            uses[account].append(Month(month, events))
    changes = {account: usage_change(measured, today) for account, measured in {**uses, **users}.items()}
    return {account: change.percent for account, change in changes.items() if change}
