"""The restricted session: it can return only the rows that one person may see, whatever is asked of it.

SQLite: a read-only connection on which each table is hidden behind a temporary view. The view reads an inner one with a
random name, and the authorizer lets nothing but that inner view touch the table: a query can't name what it can't
guess.
PostgreSQL: a role that owns nothing, under row-level security, taken on for one transaction.
"""

import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from .access import POLICY, READER_ROLE, Policy

_ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE, sqlite3.SQLITE_TRANSACTION}
_FORBIDDEN_FUNCTIONS = {"load_extension", "writefile", "readfile", "edit", "fts3_tokenizer"}


class Reader:
    """Opens restricted sessions over one database."""

    def __init__(self, owner: Engine, policy: Policy = "team") -> None:
        self.policy = policy
        self._sqlite = owner.dialect.name == "sqlite"
        self._engine = _read_only(owner) if self._sqlite else owner

    @contextmanager
    def session(self, person_id: int) -> Iterator[Session]:
        """A short, read-only transaction that sees `person_id`'s rows alone. Nothing in it is ever committed."""
        with self._engine.connect() as connection:
            if self._sqlite:
                _hide_tables(connection, person_id, self.policy)
            else:
                _take_on_role(connection, person_id, self.policy)
            with Session(connection, expire_on_commit=False, autoflush=False) as session:
                yield session


def _read_only(owner: Engine) -> Engine:
    path = owner.url.database
    if not path or path == ":memory:":
        raise ValueError("the restricted session needs a database file, not one in memory")

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(
            f"file:{path}?mode=ro", uri=True, timeout=30, isolation_level=None, check_same_thread=False
        )

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


def _hide_tables(connection: Connection, person_id: int, policy: Policy) -> None:
    raw = connection.connection.driver_connection
    if not isinstance(raw, sqlite3.Connection):
        raise TypeError("not an SQLite connection")
    values = {"me": str(int(person_id)), "policy": f"'{policy}'"}
    inner = {table: f"v{secrets.token_hex(12)}" for table in POLICY}
    script = "".join(_views(table, predicate.format(**values), inner[table]) for table, predicate in POLICY.items())
    raw.executescript("PRAGMA temp_store = MEMORY;" + script)
    raw.set_authorizer(_authorizer(frozenset(inner.values())))


def _views(table: str, predicate: str, inner: str) -> str:
    # Named tables inside the predicate are the temporary views again, so that a row hangs on what is visible of them.
    return (
        f'CREATE TEMP VIEW "{inner}" AS SELECT * FROM main."{table}" AS "{table}" WHERE {predicate};'
        f'CREATE TEMP VIEW "{table}" AS SELECT * FROM "{inner}";'
    )


def _authorizer(inner: frozenset[str]) -> Callable[[int, str | None, str | None, str | None, str | None], int]:
    def allow(action: int, first: str | None, second: str | None, schema: str | None, source: str | None) -> int:
        if action in _ALLOWED:
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_FUNCTION:
            return sqlite3.SQLITE_DENY if second in _FORBIDDEN_FUNCTIONS else sqlite3.SQLITE_OK
        named = first is None or first in inner or first in POLICY
        # main.* only through an inner view; temp.* are the views themselves; a CTE or a subquery has no schema
        if action == sqlite3.SQLITE_READ and named and (schema != "main" or source in inner):
            return sqlite3.SQLITE_OK
        return sqlite3.SQLITE_DENY

    return allow


def _take_on_role(connection: Connection, person_id: int, policy: Policy) -> None:
    connection.execute(
        text("SELECT set_config('steward.me', :me, true), set_config('steward.policy', :policy, true)"),
        {"me": str(int(person_id)), "policy": policy},
    )
    connection.execute(text(f"SET LOCAL ROLE {READER_ROLE}"))
    connection.execute(text("SET TRANSACTION READ ONLY"))


def install(owner: Engine) -> None:
    """Makes PostgreSQL's reader role and policies out of `POLICY`; run after every migration. SQLite needs nothing.

    Raises sqlalchemy's ProgrammingError when DATABASE_URL's role may not create roles: `doctor` tells what to run.
    """
    if owner.dialect.name == "sqlite":
        return
    values = {
        "me": "(SELECT current_setting('steward.me')::bigint)",
        "policy": "(SELECT current_setting('steward.policy'))",
    }
    with owner.begin() as connection:
        connection.execute(text(_ROLE))
        connection.execute(text(f"GRANT {READER_ROLE} TO CURRENT_USER"))
        connection.execute(text(f"GRANT USAGE ON SCHEMA public TO {READER_ROLE}"))
        for table, predicate in POLICY.items():
            for statement in (
                f"GRANT SELECT ON {table} TO {READER_ROLE}",
                f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
                f"DROP POLICY IF EXISTS reader ON {table}",
                f"CREATE POLICY reader ON {table} FOR SELECT TO {READER_ROLE} USING ({predicate.format(**values)})",
            ):
                connection.execute(text(statement.replace(":", r"\:")))


def uninstall(owner: Engine) -> None:
    """Takes the policies away, because no migration could alter a table on which one hangs. `install` brings them back;
    until then the reader role sees no row at all, since row-level security stays on."""
    if owner.dialect.name == "sqlite":
        return
    with owner.begin() as connection:
        for table in connection.scalars(text("SELECT tablename FROM pg_policies WHERE policyname = 'reader'")).all():
            connection.execute(text(f"DROP POLICY reader ON {table}"))


_ROLE = f"""
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{READER_ROLE}') THEN
    CREATE ROLE {READER_ROLE} NOLOGIN NOSUPERUSER NOBYPASSRLS;
  END IF;
END $$
"""
