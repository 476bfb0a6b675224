"""The sample book: some 150 customers of a made-up software company, to try Steward on.

Everything in it is invented. The people, accounts and prices stand in `data/`, what happened to them in `stories/`.
The same seed and day always give the same rows, and all dates lie around that day, so that every question has an
answer: renewals this month and next, notice dates, tasks overdue, customers gone quiet.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Engine, func, insert, inspect, select
from sqlalchemy.orm import Session

from database import audit
from database.engine import transaction
from database.models import (
    Account,
    Activity,
    Attendee,
    Base,
    ChurnRecord,
    Contact,
    Contract,
    ExchangeRate,
    ImportBatch,
    Person,
    Setting,
    Task,
    Ticket,
    UsageMonth,
    Versioned,
)

from . import book, contracts, entries, people, signals, telling
from .customers import deal
from .entries import Entry
from .people import Stamp

NAME = "sample book"
"""What answers name as the rows' origin."""

KINDS: Mapping[str, type[Versioned]] = {
    "people": Person,
    "accounts": Account,
    "contacts": Contact,
    "contracts": Contract,
    "activities": Activity,
    "tasks": Task,
    "usage": UsageMonth,
    "tickets": Ticket,
    "churn": ChurnRecord,
}
"""Kind of rows → its main table, which the batch counts."""


class NotEmptyError(Exception):
    """The database holds rows already; the sample book never mixes with them."""


def make(engine: Engine, today: date, seed: int = 7) -> None:
    """Fills a migrated, empty database with the sample book of `today`, in one transaction.

    Raises NotEmptyError when any table holds a row, and leaves the database as it was.
    """
    with transaction(engine) as session:
        _refuse_rows(session)
        batches = _batches(session, today)
        stamps: dict[str, Stamp] = {
            kind: {"source": NAME, "batch_id": batch.id, "changed_at": batch.at} for kind, batch in batches.items()
        }
        colleagues = people.colleagues(session, stamps["people"])
        book_of = [entries.entry(customer, colleagues, stamps["accounts"]) for customer in deal(today, seed)]
        entries.store(session, book_of)
        people.store(session, [each.cast for each in _with_contacts(book_of, stamps["contacts"])])
        _store_contracts(session, book_of, stamps["contracts"])
        _store_signals(session, book_of, stamps)
        _store_activities(session, book_of, colleagues, stamps)
        _store_own_tasks(session, colleagues, today, stamps["tasks"])
        _store_rates(session, today)
        session.add_all([Setting(name="sample", value="true"), Setting(name="sample_day", value=today.isoformat())])
        session.flush()
        _account_for(session, batches)


def _refuse_rows(session: Session) -> None:
    for table in Base.metadata.sorted_tables:
        if table.name != "settings" and session.scalar(select(1).select_from(table).limit(1)):
            raise NotEmptyError(f"The table {table.name} holds rows; the sample book needs a database of its own.")


def _batches(session: Session, today: date) -> dict[str, ImportBatch]:
    # the start of that day: the day it is made for, and never ahead of the clock
    made_at = datetime.combine(today, time(), UTC)
    batches = {
        kind: ImportBatch(system="sample", name=NAME, kind=kind, at=made_at, as_of=made_at.date()) for kind in KINDS
    }
    session.add_all(batches.values())
    session.flush()
    return batches


def _with_contacts(book_of: Sequence[Entry], stamp: Stamp) -> Sequence[Entry]:
    for each in book_of:
        each.cast = people.contacts(each.customer, each.account, stamp)
    return book_of


def _store_contracts(session: Session, book_of: Sequence[Entry], stamp: Stamp) -> None:
    chains: list[list[Contract]] = []
    number = 20401
    for each in book_of:
        chains.append(contracts.contracts(each.customer, each.account, each.signed, number, stamp))
        number += len(chains[-1])
    contracts.store(session, chains)


def _store_signals(session: Session, book_of: Sequence[Entry], stamps: Mapping[str, Stamp]) -> None:
    usage: list[dict[str, object]] = []
    number = 48101
    for each in book_of:
        usage += signals.usage_rows(each.customer, each.account, each.months, stamps["usage"])
        tickets = signals.tickets(each.customer, each.account, each.signed, number, stamps["tickets"])
        number += len(tickets)
        session.add_all(tickets)
        left = signals.churn_record(each.customer, each.account, each.signed, stamps["churn"])
        session.add_all([left] if left else [])
    session.execute(insert(UsageMonth), usage)


def _store_activities(
    session: Session, book_of: Sequence[Entry], colleagues: Mapping[str, Person], stamps: Mapping[str, Stamp]
) -> None:
    told = [
        each
        for entry in book_of
        for each in telling.tell(
            telling.Scene(
                entry.customer, entry.account.id, colleagues[entry.customer.owner].id, entry.cast, entry.values
            ),
            entry.signed,
            stamps,
        )
    ]
    session.add_all(each.activity for each in told)
    session.flush()
    there = [
        {"activity_id": each.activity.id, "contact_id": contact.id, "name": contact.name}
        for each in told
        for contact in each.people
    ]
    session.execute(insert(Attendee), there)
    for each in told:
        if each.task is not None:
            each.task.activity_id = each.activity.id
            session.add(each.task)


def _store_own_tasks(session: Session, colleagues: Mapping[str, Person], today: date, stamp: Stamp) -> None:
    written_at = datetime.combine(today - timedelta(days=10), time(9), UTC)
    for task in book.colleagues().task:
        due_on = today + timedelta(days=task.due_in)
        owner_id = colleagues[task.owner].id
        session.add(Task(owner_id=owner_id, title=task.title, due_on=due_on, created_at=written_at, **stamp))


def _store_rates(session: Session, today: date) -> None:
    day = today - timedelta(days=3)
    session.add_all(
        ExchangeRate(base="EUR", currency=currency, day=day, rate=rate, source=NAME)
        for currency, rate in book.prices().rates.items()
    )


def _account_for(session: Session, batches: Mapping[str, ImportBatch]) -> None:
    """Counts each batch's rows and, as every import does, leaves one line in the audit that names them."""
    spans = []
    for kind, batch in batches.items():
        table = inspect(KINDS[kind]).local_table
        count, first, last = session.execute(select(func.count(), func.min(table.c.id), func.max(table.c.id))).one()
        batch.created = count
        spans.append((str(table), first, last, 1))
    audit.record(session, audit.Entry("import", "sample", f"{NAME} made", channel="import", spans=spans))
