"""What the database holds of one account, read once through the asker's restricted session."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from database.models import Account, Activity, Contact, Contract, ContractLine, Task, Ticket, UsageMonth

TALKS = 20


@dataclass(frozen=True)
class Rows:
    """One account's rows, as far as the asker may see them."""

    account: Account
    contacts: tuple[Contact, ...]
    contracts: tuple[Contract, ...]
    """The earliest end first, open-ended ones last."""
    lines: tuple[ContractLine, ...]
    months: tuple[UsageMonth, ...]
    """Oldest first."""
    tickets: tuple[Ticket, ...]
    """Those open at some time since the day asked for, oldest first."""
    has_tickets: bool
    """Whether any case is on record at all: without one, no case in a period is not known to be none."""
    talks: tuple[Activity, ...]
    """What the whole team may read of notes, meetings, calls and emails: the last twenty, newest first."""
    tasks: tuple[Task, ...]
    """Open ones, the earliest due first."""


def read_account(session: Session, account_id: int, since: date, today: date) -> Rows | None:
    """The rows; tickets as of `since`. None when there is no such account or the asker may not see it."""
    account = session.get(Account, account_id, options=[joinedload(Account.owner)])
    if account is None:
        return None
    contacts = select(Contact).where(Contact.account_id == account_id).order_by(Contact.id)
    contracts = select(Contract).where(Contract.account_id == account_id)
    lines = select(ContractLine).where(ContractLine.account_id == account_id).order_by(ContractLine.id)
    months = select(UsageMonth).where(UsageMonth.account_id == account_id).order_by(UsageMonth.month)
    return Rows(
        account=account,
        contacts=tuple(session.scalars(contacts)),
        contracts=tuple(session.scalars(contracts.order_by(Contract.end_on.is_(None), Contract.end_on, Contract.id))),
        lines=tuple(session.scalars(lines)),
        months=tuple(session.scalars(months)),
        tickets=_tickets(session, account_id, since),
        has_tickets=session.scalar(select(Ticket.id).where(Ticket.account_id == account_id).limit(1)) is not None,
        talks=_talks(session, account_id, today),
        tasks=_tasks(session, account_id),
    )


def _tickets(session: Session, account_id: int, since: date) -> tuple[Ticket, ...]:
    start = datetime.combine(since, time(), UTC)
    wanted = (
        select(Ticket)
        .where(Ticket.account_id == account_id, or_(Ticket.closed_at.is_(None), Ticket.closed_at >= start))
        .order_by(Ticket.opened_at, Ticket.id)
    )
    return tuple(session.scalars(wanted))


def _talks(session: Session, account_id: int, today: date) -> tuple[Activity, ...]:
    # A private note stays out even for its author: what is made of these rows may be read by others.
    wanted = (
        select(Activity)
        .where(Activity.account_id == account_id, Activity.visibility == "team", Activity.happened_on <= today)
        .options(selectinload(Activity.attendees))
        .order_by(Activity.happened_on.desc(), Activity.id.desc())
        .limit(TALKS)
    )
    return tuple(session.scalars(wanted))


def _tasks(session: Session, account_id: int) -> tuple[Task, ...]:
    wanted = (
        select(Task)
        .where(Task.account_id == account_id, Task.done_at.is_(None))
        .options(joinedload(Task.owner))
        .order_by(Task.due_on.is_(None), Task.due_on, Task.id)
    )
    return tuple(session.scalars(wanted))
