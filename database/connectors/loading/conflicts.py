"""Fields that were edited here and changed there: kept, stored for the owner, and told in the report."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import RowMapping, Table, insert, select

from database.connectors.base import Conflict, Value
from database.models import Account, ImportConflict, Person, Team

from .bulk import among, table_of
from .work import Work

_NAMED: dict[str, type[Person] | type[Team] | type[Account]] = {
    "owner_id": Person,
    "author_id": Person,
    "manager_id": Person,
    "team_id": Team,
    "parent_id": Account,
}
"""Fields that point to something that has a name, which says more than its id."""


class Difference(NamedTuple):
    """One field of one row that both sides changed."""

    row: RowMapping
    field: str
    ours: Value
    theirs: Value


def list_conflicts(work: Work, table: Table, differences: Sequence[Difference]) -> None:
    """Stores each difference for the account's owner and lists it in the report."""
    if not differences:
        return
    accounts = _accounts(work, table, differences)
    stored = []
    for row, field, ours, theirs in differences:
        account_id = row["id"] if table.name == "accounts" else row.get("account_id")
        account, owner_id, owner = accounts.get(account_id, (None, None, None))
        texts = [_shown(work, field, value) for value in (ours, theirs)]
        stored.append(
            {
                "batch_id": work.batch_id,
                "kind": table.name,
                "row_id": row["id"],
                "account_id": account_id,
                "owner_id": owner_id,
                "field": field,
                "ours": None if ours is None else str(ours),
                "theirs": None if theirs is None else str(theirs),
            }
        )
        record = f"{table.name}:{row['id']}"
        work.report.conflicts.append(
            Conflict(work.feed.name, record, account, owner, field.removesuffix("_id"), *texts)
        )
    work.session.execute(insert(ImportConflict), stored)


def _accounts(
    work: Work, table: Table, differences: Sequence[Difference]
) -> Mapping[int | None, tuple[str, int | None, str | None]]:
    """Account id → its name, its owner's id and name."""
    key = "id" if table.name == "accounts" else "account_id"
    if key not in table.c:
        return {}
    ids = sorted({difference.row[key] for difference in differences if difference.row[key] is not None})
    query = (
        select(Account.id, Account.name, Person.id, Person.name)
        .outerjoin(Person, Account.owner_id == Person.id)
        .where(among(work.connection, table_of(Account).c.id, ids))
    )
    return {row_id: (name, owner_id, owner) for row_id, name, owner_id, owner in work.session.execute(query)}


def _shown(work: Work, field: str, value: Value) -> str | None:
    if value is None:
        return None
    named = _NAMED.get(field)
    if named is None or not isinstance(value, int):
        return str(value)
    return work.session.scalar(select(named.name).where(named.id == value)) or str(value)
