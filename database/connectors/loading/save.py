"""Writes the rows of records: makes new ones, and brings in what changed there and was not edited here.

A field is compared three ways: what came in last time, what comes in now, what stands here. What changed only there is
taken; what was edited here stays, and where both happened the conflict is listed for the owner.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from json.encoder import encode_basestring_ascii
from typing import Protocol, cast

from sqlalchemy import RowMapping, Table, bindparam, select, update
from sqlalchemy.orm import DeclarativeBase

from database.connectors.base import Columns, Value

from .bulk import among, default, insert_columns, table_of, take_ids
from .conflicts import Difference, list_conflicts
from .work import CREATED, EXTERNAL, UNCHANGED, UPDATED, Known, Rows, Work

Plain = str | int | bool | list[str] | None
"""A value as the imported record keeps it (JSON)."""

KEPT_WHOLE = 200
"""Longer texts are remembered by their hash alone."""


class InconsistentError(Exception):
    """The row's fields do not go together; the message says which."""


class Derive(Protocol):
    """Fields that follow from others. Raises InconsistentError where those others contradict each other."""

    def __call__(self, row: Mapping[str, Value], /) -> Mapping[str, Value]: ...


@dataclass
class Part:
    """The rows that records have in one table; a record has at most one there."""

    model: type[DeclarativeBase]
    places: Sequence[int]
    """Which records of the block."""
    keys: Sequence[str]
    fields: Columns
    digests: Sequence[str | None]
    known: Mapping[str, Known]
    found: Mapping[str, int] = field(default_factory=dict)
    """Records that are new to us but whose row is here already, by key."""
    stood: Mapping[str, Mapping[str, "Plain"]] = field(default_factory=dict)
    """What of such a row is only a stand-in, and so no edit, by key."""
    extras: Columns = field(default_factory=dict)
    """Remembered with the record, but no field of the row."""
    derive: Derive | None = None
    derives_from: frozenset[str] = frozenset()
    """Without all of these fields a new row derives nothing."""


@dataclass
class Saved:
    """Row ids and outcomes, in the order of the part's records. A refused record has id 0."""

    ids: list[int]
    outcomes: list[int]
    before: list[Mapping[str, Plain]]
    """What came in last time."""


def save(work: Work, rows: Rows, part: Part) -> Saved:
    """Writes a part. Records whose row was deleted here are refused."""
    saved = Saved([0] * len(part.keys), [UNCHANGED] * len(part.keys), [{}] * len(part.keys))
    new = [spot for spot, key in enumerate(part.keys) if key not in part.known and key not in part.found]
    if new:
        _insert(work, part, new, saved)
    if len(new) < len(part.keys):
        fresh = set(new)
        _merge(work, rows, part, [spot for spot in range(len(part.keys)) if spot not in fresh], saved)
    return saved


def plain(value: Value) -> Plain:
    """A value as JSON keeps it, equal for equal values."""
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, str):
        return value if len(value) <= KEPT_WHOLE else f"blake2b:{_hash(value)}"
    if isinstance(value, Decimal):
        return format(value.normalize() + 0, "f")
    if isinstance(value, date):
        return value.isoformat()
    return list(value)


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _insert(work: Work, part: Part, new: Sequence[int], saved: Saved) -> None:
    table = table_of(part.model)
    fields = {name: [values[spot] for spot in new] for name, values in part.fields.items()}
    for name, values in fields.items():
        if None in values and (standard := default(table, name)) is not None:
            fields[name] = [standard if value is None else value for value in values]
    if part.derive and part.derives_from <= set(fields):
        derived = [part.derive(dict(zip(fields, row, strict=True))) for row in zip(*fields.values(), strict=True)]
        fields |= {name: [row[name] for row in derived] for name in derived[0]}
    ids = take_ids(work.connection, table, len(new))
    stamp: dict[str, Value] = {"source": work.source, "batch_id": work.batch_id, "changed_at": work.now}
    insert_columns(work.connection, table, {"id": ids, **fields}, {"created_at": work.now, **stamp}, len(new))
    imported = _imported(part, new)
    _remember(work, part, new, ids, imported)
    for spot, row_id in zip(new, ids, strict=True):
        saved.ids[spot], saved.outcomes[spot] = row_id, CREATED
    work.file.rows[table.name] = work.file.rows.get(table.name, 0) + len(new)
    work.wrote(table.name, ids, 1)


def _imported(part: Part, spots: Sequence[int]) -> list[str]:
    """The records as JSON, put together from columns: the same as encoding each, several times as fast."""
    columns = {
        name: json_cells([values[spot] for spot in spots])
        for name, values in (*part.fields.items(), *part.extras.items())
    }
    shape = "{" + ",".join(f'"{name}":%s' for name in columns) + "}"
    return [shape % row for row in zip(*columns.values(), strict=True)]


def json_cells(values: Sequence[Value]) -> list[str]:
    """Each value as `plain` keeps it, in JSON."""
    kinds = {*map(type, values)}
    if kinds == {str}:
        texts = cast("Sequence[str]", values)
        if max(map(len, texts)) <= KEPT_WHOLE:
            return list(map(encode_basestring_ascii, texts))
    if kinds <= {int, type(None)}:
        return ["null" if value is None else str(value) for value in values]
    known: dict[Value, str] = {}  # a column's values are all of one type, so that equal ones are the same
    for value in values:
        if value not in known:
            known[value] = json.dumps(plain(value), separators=(",", ":"))
    return [known[value] for value in values]


def _remember(work: Work, part: Part, spots: Sequence[int], ids: Sequence[int], imported: Sequence[str]) -> None:
    columns: Columns = {
        "external_id": [part.keys[spot] for spot in spots],
        "row_id": list(ids),
        "digest": [part.digests[spot] for spot in spots],
        "imported": list(imported),
    }
    same: dict[str, Value] = {
        "system": work.feed.system,
        "kind": str(table_of(part.model).name),  # a plain text: the driver looks twice at SQLAlchemy's own kind
        "batch_id": work.batch_id,
    }
    insert_columns(work.connection, EXTERNAL, columns, same, len(spots))


def _merge(work: Work, rows: Rows, part: Part, spots: Sequence[int], saved: Saved) -> None:
    table = table_of(part.model)
    row_ids = {spot: _row_id(part, part.keys[spot]) for spot in spots}
    query = select(table).where(among(work.connection, table.c.id, list(row_ids.values())))
    here = {row["id"]: row for row in work.connection.execute(query.with_for_update()).mappings()}
    standards = {name: default(table, name) for name in part.fields}
    changes: dict[frozenset[str], list[dict[str, Value]]] = {}
    differences: list[Difference] = []
    memories: list[dict[str, Value]] = []
    adopted: list[int] = []
    for spot in spots:
        current = here.get(row_ids[spot])
        if current is None:
            rows.refuse(part.places[spot], None, part.keys[spot], "was deleted here since it last came in")
            continue
        known = part.known.get(part.keys[spot])
        before = _before(part, part.keys[spot])
        saved.ids[spot], saved.before[spot] = row_ids[spot], before
        theirs = {name: values[spot] for name, values in part.fields.items()}
        try:
            taken = _take(part, standards, before, theirs, current, differences)
        except InconsistentError as error:
            rows.refuse(part.places[spot], None, part.keys[spot], str(error))
            continue
        after = before | {name: plain(value) for name, value in theirs.items()}
        after |= {name: plain(values[spot]) for name, values in part.extras.items()}
        if taken:
            saved.outcomes[spot] = UPDATED
            changes.setdefault(frozenset(taken), []).append({"b_id": row_ids[spot], **taken})
        if known is None:
            adopted.append(spot)
        elif after != before or known.digest != part.digests[spot]:
            memories.append(_memory(work, known.id, part.keys[spot], part.digests[spot], after))
    _update(work, table, changes, here)
    _remember(work, part, adopted, [saved.ids[spot] for spot in adopted], _imported(part, adopted))
    if memories:
        work.connection.execute(_MEMORY, memories)
    list_conflicts(work, table, differences)


def _before(part: Part, key: str) -> dict[str, Plain]:
    known = part.known.get(key)
    if known is None or known.imported is None:
        return dict(part.stood.get(key, {}))
    before: dict[str, Plain] = json.loads(known.imported)
    return before


def _row_id(part: Part, key: str) -> int:
    known = part.known.get(key)
    return part.found[key] if known is None else known.row_id


def _take(
    part: Part,
    standards: Mapping[str, Value],
    before: Mapping[str, Plain],
    theirs: Mapping[str, Value],
    current: RowMapping,
    differences: list[Difference],
) -> dict[str, Value]:
    """The fields that are to be written; where both sides changed, a difference."""
    taken: dict[str, Value] = {}
    for name, value in theirs.items():
        standard = standards[name]
        value = standard if value is None else value
        base = plain(standard) if before.get(name) is None else before[name]
        ours, coming = plain(current[name]), plain(value)
        if coming in (ours, base):
            continue
        if ours == base:
            taken[name] = value
        else:
            differences.append(Difference(current, name, current[name], value))
    if part.derive:
        derived = part.derive({**current, **taken})
        taken |= {name: value for name, value in derived.items() if value != current[name]}
    return taken


def _update(
    work: Work,
    table: Table,
    changes: Mapping[frozenset[str], Sequence[dict[str, Value]]],
    here: Mapping[int, RowMapping],
) -> None:
    for names, rows in changes.items():
        # Nobody has seen what this same transaction wrote a moment ago: that is no version of its own.
        for row in rows:
            current = here[_int(row["b_id"])]
            row["b_version"] = current["version"] + (current["batch_id"] != work.batch_id)
        statement = update(table).where(table.c.id == bindparam("b_id"))
        values = {name: bindparam(f"f_{name}", type_=table.c[name].type) for name in names}
        stamp = {"source": work.source, "batch_id": work.batch_id, "changed_at": work.now}
        renamed = [{f"f_{name}" if name in names else name: value for name, value in row.items()} for row in rows]
        work.connection.execute(statement.values(version=bindparam("b_version"), **stamp, **values), renamed)
        for row in rows:
            work.wrote(table.name, [_int(row["b_id"])], _int(row["b_version"]))


def touch(work: Work, model: type[DeclarativeBase], ids: Sequence[int]) -> None:
    """Raises the version of rows of which only what hangs on them changed."""
    table, connection = table_of(model), work.connection
    among_ids = among(connection, table.c.id, ids)
    stamp = {"source": work.source, "batch_id": work.batch_id, "changed_at": work.now}
    connection.execute(update(table).where(among_ids).values(version=table.c.version + 1, **stamp))
    for row_id, version in connection.execute(select(table.c.id, table.c.version).where(among_ids)).all():
        work.wrote(table.name, [row_id], version)


def _int(value: Value) -> int:
    if not isinstance(value, int):
        raise TypeError(f"{value!r} is no id")
    return value


_MEMORY = (
    update(EXTERNAL)
    .where(EXTERNAL.c.id == bindparam("b_id"))
    .values(
        external_id=bindparam("b_key"),
        digest=bindparam("b_digest"),
        imported=bindparam("b_imported"),
        batch_id=bindparam("b_batch"),
    )
)


def _memory(work: Work, external: int, key: str, digest: str | None, after: Mapping[str, Plain]) -> dict[str, Value]:
    imported = json.dumps(after, separators=(",", ":"))
    return {"b_id": external, "b_key": key, "b_digest": digest, "b_imported": imported, "b_batch": work.batch_id}
