"""What people entered or changed here, as CSV files for a CRM's loader: by the ids that the CRM knows.

A row counts as changed when it differs from what last came in; a row that never came in was entered here. Private notes,
and what hangs on them, stay here: they are their author's alone.
"""

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path

from sqlalchemy import ColumnElement, Engine, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from database.connectors.loading.bulk import among, default, table_of
from database.connectors.loading.save import Plain, plain
from database.engine import reading
from database.models import Account, Activity, Contact, ExternalId, ImportBatch, Person, Task

AT_ONCE = 1000

ACTIVE = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the start of a formula."""

Row = Activity | Task | Contact
Record = Mapping[str, str | bool | date | None]
Ids = Mapping[tuple[str, int | None], ExternalId]

_WHERE_FROM = ("external_id", "steward_id", "account_external_id", "account")
_WHAT_CHANGED = ("changed", "changed_at")

HEADERS: dict[str, Sequence[str]] = {
    "activities": (
        *_WHERE_FROM,
        *("date", "type", "subject", "body", "author_external_id", "author", "attendees", "link"),
        *_WHAT_CHANGED,
    ),
    "tasks": (
        *_WHERE_FROM,
        *("title", "due_date", "owner_external_id", "owner", "contact_external_id", "contact"),
        *("priority", "done_on"),
        *_WHAT_CHANGED,
    ),
    "contacts": (
        *_WHERE_FROM,
        *("name", "given_name", "family_name", "salutation", "academic_title", "title", "email", "phone"),
        *("language", "role", "influence", "sentiment", "main", "left_on"),
        *_WHAT_CHANGED,
    ),
}


def export_changes(engine: Engine, since: date, folder: Path) -> dict[Path, int]:
    """Writes `activities.csv`, `tasks.csv` and `contacts.csv` into `folder`: what was entered or changed here since that
    day (UTC). `changed` says "new", or which fields differ from what last came in. Returns how many rows each file
    holds; a file without rows holds its header."""
    folder.mkdir(parents=True, exist_ok=True)
    after = datetime.combine(since, time(), UTC)
    written = {}
    with reading(engine) as session:
        for name, header in HEADERS.items():
            path = folder / f"{name}.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(header)
                written[path] = 0
                for record in _RECORDS[name](session, after):
                    writer.writerow([guarded(_text(record[column])) for column in header])
                    written[path] += 1
    return written


def guarded(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula: an apostrophe goes before what could start one."""
    return f"'{cell}" if cell.startswith(ACTIVE) or cell.lstrip().startswith(ACTIVE) else cell


def _activities(session: Session, after: datetime) -> Iterator[Record]:
    query = (
        select(Activity)
        .outerjoin(ImportBatch, Activity.batch_id == ImportBatch.id)
        .where(_written_here(Activity, after), Activity.visibility != "private")
        .order_by(Activity.id)
        .options(joinedload(Activity.account), joinedload(Activity.author), selectinload(Activity.attendees))
        .execution_options(yield_per=AT_ONCE)
    )
    for some in session.scalars(query).partitions(AT_ONCE):
        ids = _ids(session, some, [activity.author_id for activity in some], [])
        for activity in some:
            if common := _common(activity, activity.account, ids):
                yield common | {
                    "date": activity.happened_on,
                    "type": activity.kind,
                    "subject": activity.subject,
                    "body": activity.body,
                    "author_external_id": _external(ids, "people", activity.author_id),
                    "author": _person(activity.author),
                    "attendees": "; ".join(attendee.name for attendee in activity.attendees),
                    "link": activity.link,
                }


def _tasks(session: Session, after: datetime) -> Iterator[Record]:
    query = (
        select(Task, Activity.visibility, Contact.name)
        .outerjoin(ImportBatch, Task.batch_id == ImportBatch.id)
        .outerjoin(Activity, Task.activity_id == Activity.id)
        .outerjoin(Contact, Task.contact_id == Contact.id)
        .where(_written_here(Task, after), or_(Activity.id.is_(None), Activity.visibility != "private"))
        .order_by(Task.id)
        .options(joinedload(Task.account), joinedload(Task.owner))
        .execution_options(yield_per=AT_ONCE)
    )
    for some in session.execute(query).partitions(AT_ONCE):
        tasks = [task for task, _, _ in some]
        ids = _ids(session, tasks, [task.owner_id for task in tasks], [task.contact_id for task in tasks])
        for task, _, contact in some:
            if common := _common(task, task.account, ids):
                yield common | {
                    "title": task.title,
                    "due_date": task.due_on,
                    "owner_external_id": _external(ids, "people", task.owner_id),
                    "owner": _person(task.owner),
                    "contact_external_id": _external(ids, "contacts", task.contact_id),
                    "contact": contact,
                    "priority": task.priority,
                    "done_on": task.done_at,
                }


def _contacts(session: Session, after: datetime) -> Iterator[Record]:
    query = (
        select(Contact)
        .outerjoin(ImportBatch, Contact.batch_id == ImportBatch.id)
        .where(_written_here(Contact, after))
        .order_by(Contact.id)
        .options(joinedload(Contact.account))
        .execution_options(yield_per=AT_ONCE)
    )
    same = [name for name in HEADERS["contacts"] if name in Contact.__table__.columns]
    for some in session.scalars(query).partitions(AT_ONCE):
        ids = _ids(session, some, [], [])
        for contact in some:
            if common := _common(contact, contact.account, ids):
                yield (
                    common
                    | {name: getattr(contact, name) for name in same if name != "changed_at"}
                    | {"main": contact.is_main}
                )


_RECORDS: dict[str, Callable[[Session, datetime], Iterator[Record]]] = {
    "activities": _activities,
    "tasks": _tasks,
    "contacts": _contacts,
}


def _written_here(model: type[Activity] | type[Task] | type[Contact], after: datetime) -> ColumnElement[bool]:
    """An import stamps its rows with its own moment: whoever wrote at another did it here."""
    return (model.changed_at >= after) & or_(ImportBatch.id.is_(None), ImportBatch.at != model.changed_at)


def _common(row: Row, account: Account | None, ids: Ids) -> dict[str, str | bool | date | None] | None:
    """What all files say of a row; None where it is as it last came in."""
    known = ids.get((row.__tablename__, row.id))
    changed = "new"
    if known is not None and known.imported is not None:
        different = _different(row, json.loads(known.imported))
        if not different:
            return None
        changed = " ".join(name.removesuffix("_id") for name in different)
    return {
        "external_id": known.external_id if known else None,
        "steward_id": str(row.id),
        "account_external_id": _external(ids, "accounts", row.account_id),
        "account": account.name if account else None,
        "changed": changed,
        "changed_at": row.changed_at,
    }


def _different(row: Row, came: Mapping[str, Plain]) -> list[str]:
    """The fields that are not as they last came in; what did not come in at all was empty."""
    table = table_of(type(row))
    found = []
    for name in sorted(column.name for column in table.columns if column.name not in _BOOKS):
        before = came.get(name)
        if plain(getattr(row, name)) != (plain(default(table, name)) if before is None else before):
            found.append(name)
    return found


_BOOKS = ("id", "version", "source", "changed_at", "created_at", "batch_id")


def _ids(session: Session, rows: Sequence[Row], people: Sequence[int | None], contacts: Sequence[int | None]) -> Ids:
    """What other systems call these rows, their accounts, people and contacts."""
    wanted = {
        "accounts": [row.account_id for row in rows],
        "people": people,
        "contacts": contacts,
    }
    wanted[rows[0].__tablename__] = [*wanted.get(rows[0].__tablename__, []), *(row.id for row in rows)]
    found: dict[tuple[str, int | None], ExternalId] = {}
    for kind, row_ids in wanted.items():
        numbers = sorted({row_id for row_id in row_ids if row_id is not None})
        column = table_of(ExternalId).c.row_id
        query = select(ExternalId).where(ExternalId.kind == kind, among(session.connection(), column, numbers))
        for entry in session.scalars(query.order_by(ExternalId.id)):
            found.setdefault((kind, entry.row_id), entry)
    return found


def _external(ids: Ids, kind: str, row_id: int | None) -> str | None:
    entry = ids.get((kind, row_id))
    return entry.external_id if entry else None


def _person(person: Person | None) -> str | None:
    return (person.email or person.name) if person else None


def _text(value: str | bool | date | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value
