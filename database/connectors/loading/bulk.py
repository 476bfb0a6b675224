"""Many rows at once, the fastest way that each engine has, with the types that the mapped columns declare."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import TYPE_CHECKING

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Integer,
    String,
    Table,
    any_,
    bindparam,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase

from database.models import ExternalId

if TYPE_CHECKING:
    from psycopg import Connection as Psycopg

    from database.connectors.base import Value

Cells = Sequence["Value"]


def prepare(connection: Connection) -> None:
    """Two imports at once would make the same account twice: on PostgreSQL the second waits, SQLite's lock does it.
    SQLite gets room for its indexes: with its usual 2 MB a million rows take twice as long."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(7204372)"))
    else:
        connection.exec_driver_sql("PRAGMA cache_size = -32768")


def table_of(model: type[DeclarativeBase]) -> Table:
    """The table that a model is mapped to."""
    table = model.__table__
    if not isinstance(table, Table):
        raise TypeError(f"{model.__name__} is mapped to no single table")
    return table


def among(
    connection: Connection, column: ColumnElement[str] | ColumnElement[int], values: Cells
) -> ColumnElement[bool]:
    """`column IN values` as one parameter, however many there are."""
    if connection.dialect.name == "sqlite":
        items = func.json_each(json.dumps(values)).table_valued("value")
        return column.in_(select(items.c.value))
    whole = isinstance(column.type, Integer)
    items_type: ARRAY[int] | ARRAY[str] = ARRAY(BigInteger()) if whole else ARRAY(String())
    return column == any_(bindparam(None, values, type_=items_type))


def take_ids(connection: Connection, table: Table, count: int) -> list[int]:
    """Ids for rows that this transaction is about to insert: nobody else gets them."""
    if not count:
        return []
    if connection.dialect.name == "sqlite":  # the write lock is ours
        # SQLite gives the id of a deleted row again: what external ids still call a row by must not become another.
        remembered = select(func.max(ExternalId.row_id)).where(ExternalId.kind == table.name)
        last = max(connection.scalar(query) or 0 for query in (select(func.max(table.c.id)), remembered))
        return list(range(last + 1, last + 1 + count))
    query = text("SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)")
    return list(connection.scalars(query, {"table": table.name, "count": count}))


def insert_columns(
    connection: Connection, table: Table, columns: Mapping[str, Cells], same: Mapping[str, "Value"], count: int
) -> None:
    """Inserts `count` rows given column by column; `same` holds what all of them share. A column's own default fills
    in where it is not given at all."""
    given: list[str] = []
    streams: list[Iterable[object]] = []
    for column in table.columns:
        bind = column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
        if column.name in columns:
            cells = columns[column.name]
            streams.append(cells if bind is None else _bound(bind, cells))
        elif column.name in same or column.default is not None:
            value = same[column.name] if column.name in same else default(table, column.name)
            streams.append(repeat(bind(value) if bind else value, count))
        else:
            continue
        given.append(column.name)
    _insert(connection, table, given, zip(*streams, strict=True))


def _bound(bind: Callable[["Value"], object], cells: Cells) -> list[object]:
    """Values as the driver takes them; most stand in a column many times."""
    known: dict[Value, object] = {}
    for cell in cells:
        if cell not in known:
            known[cell] = bind(cell)
    return [known[cell] for cell in cells]


def default(table: Table, name: str) -> "Value":
    """What a column holds where nothing is said."""
    made = table.c[name].default
    if made is None:
        return None
    if made.is_scalar:
        scalar: Value = made.arg  # type: ignore[attr-defined]  # a ColumnDefault that says is_scalar has it
        return scalar
    produced: Value = made.arg(None)  # type: ignore[attr-defined]  # a callable default takes its context
    return produced


def _insert(connection: Connection, table: Table, names: Sequence[str], rows: Iterator[tuple[object, ...]]) -> None:
    if connection.dialect.name == "sqlite":
        statement = str(insert(table).compile(dialect=connection.dialect, column_keys=list(names)))
        if batch := list(rows):
            connection.exec_driver_sql(statement, batch)
        return
    import psycopg
    from psycopg import sql

    raw: Psycopg[tuple[object, ...]] | None = connection.connection.driver_connection
    if raw is None:
        raise RuntimeError("the connection is closed")
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    try:
        with raw.cursor() as cursor, cursor.copy(into) as copy:
            for row in rows:
                copy.write_row(row)
    except (psycopg.IntegrityError, psycopg.DataError) as error:
        raise IntegrityError("COPY", None, error) from error  # as it comes from every other statement
