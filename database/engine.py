"""Opening the database: SQLite by default, PostgreSQL for a team; the owner's way in."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine, event, make_url
from sqlalchemy import Engine as Engine
from sqlalchemy.orm import Session as Session
from sqlalchemy.pool import ConnectionPoolEntry

from .statement import plainly

ONLY_READS = "only_reads"
"""The execution option of a connection that writes nothing."""


def sqlite_url(path: Path) -> str:
    """The URL of a database file, whose folder is made if need be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{path}"


def open_engine(url: str) -> Engine:
    """The owner's engine. SQLite runs in WAL with FULL synchronisation, and every transaction takes the write lock at
    once, but those of `reading`: a read-then-write in a deferred transaction fails under contention, an immediate one
    waits."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        engine = create_engine(parsed, connect_args={"timeout": 30})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin)
        return engine
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    return create_engine(parsed, pool_pre_ping=True, pool_size=10, max_overflow=10)


def _prepare_sqlite(connection: sqlite3.Connection, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we begin ourselves
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "busy_timeout = 30000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    only_reads = connection.get_execution_options().get(ONLY_READS)
    plainly(connection, "BEGIN" if only_reads else "BEGIN IMMEDIATE")


def copy_sqlite(source: Engine, target: Engine) -> None:
    """Copies an SQLite database as it stands into another; nobody has to wait for it."""
    with source.connect() as read, target.connect() as written:
        theirs, ours = read.connection.driver_connection, written.connection.driver_connection
        if not isinstance(theirs, sqlite3.Connection) or not isinstance(ours, sqlite3.Connection):
            raise TypeError("not an SQLite connection")
        theirs.backup(ours)


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """A session of the owner's in one transaction: committed at the end, rolled back on an error."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session of the owner's that writes nothing: it waits for nobody who writes, and nobody waits for it."""
    with Session(engine.execution_options(**{ONLY_READS: True}), expire_on_commit=False, autoflush=False) as session:
        yield session
