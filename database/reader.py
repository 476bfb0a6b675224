"""The restricted session: it can return only the rows that one person may see, whatever is asked of it.

SQLite: a read-only connection on which each table is hidden behind a temporary view. The view reads an inner one with a
random name, and the authorizer lets nothing but that inner view touch the table: a query can't name what it can't guess.
PostgreSQL: a role that owns nothing, under row-level security, taken on for one transaction.
"""

import secrets
import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Lock

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from .access import OVERSEEING_ROLE, POLICY, SCOPE, SCOPED_ROLE, Policy
from .statement import plainly

_ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE, sqlite3.SQLITE_TRANSACTION}
_FORBIDDEN_FUNCTIONS = {"load_extension", "writefile", "readfile", "edit", "fts3_tokenizer"}
_ALL_OR = "1 = 1 OR"
_KEPT_READY = 16
"""Restricted SQLite connections that are kept for their person's next question."""


@dataclass(frozen=True)
class Scope:
    """How far a person sees, as `access.SCOPE` found it."""

    me: int
    sees_all: bool = False
    led: tuple[int, ...] = ()
    team: int | None = None
    private: bool = True
    """Whether their own private notes are among what they see."""


NOBODY = Scope(me=-1)


class Reader:
    """Opens restricted sessions over one database."""

    def __init__(self, owner: Engine, policy: Policy = "team") -> None:
        self.policy = policy
        self._owner = owner
        self._files = _ReadOnlyFile(owner) if owner.dialect.name == "sqlite" else None

    @contextmanager
    def session(self, person_id: int, *, private: bool = True) -> Iterator[Session]:
        """A short, read-only transaction that sees `person_id`'s rows alone. Nothing in it is ever committed.

        Without `private` not even their own private notes: what a model is told is read that way.
        """
        if self._files:
            scope = self._files.scope(person_id, self.policy)
            scope = scope if private else replace(scope, private=False)
            with self._files.restricted(scope) as connection, _session(connection) as session:
                yield session
            return
        with self._owner.connect() as connection:
            _take_on_role(connection, person_id, self.policy, private=private)
            with _session(connection) as session:
                yield session


def _session(connection: Connection) -> Session:
    return Session(connection, expire_on_commit=False, autoflush=False)


def _scope_of(person_id: int, rows: Sequence[tuple[int, int, int | None]]) -> Scope:
    if not rows:
        return NOBODY
    _, sees_all, team = rows[0]
    return Scope(int(person_id), bool(sees_all), tuple(led for led, _, _ in rows), team)


class _ReadOnlyFile:
    """An SQLite file as readers see it: one plain connection to look up scopes, restricted ones to answer from."""

    def __init__(self, owner: Engine) -> None:
        path = owner.url.database
        if not path or path == ":memory:":
            raise ValueError("the restricted session needs a database file, not one in memory")
        self._path = path
        self._plain = self._connect()
        self._lock = Lock()
        self._ready: OrderedDict[Scope, list[Connection]] = OrderedDict()

    def _connect(self) -> sqlite3.Connection:
        address = f"file:{self._path}?mode=ro"
        return sqlite3.connect(address, uri=True, timeout=30, isolation_level=None, check_same_thread=False)

    def _open(self) -> Connection:
        engine = create_engine("sqlite://", creator=self._connect, poolclass=StaticPool)
        event.listen(engine, "begin", lambda connection: plainly(connection, "BEGIN"))
        return engine.connect()

    def scope(self, person_id: int, policy: Policy) -> Scope:
        """How far the person sees now: looked up anew for every session, so that a right that is gone is gone."""
        # Every session begins with it: asked of the driver, it costs a fifth of what it costs through the ORM's layers.
        with self._lock:
            rows = self._plain.execute(SCOPE, {"me": int(person_id), "policy": policy}).fetchall()
        return _scope_of(person_id, rows)

    @contextmanager
    def restricted(self, scope: Scope) -> Iterator[Connection]:
        """A connection that shows `scope` and nothing else; one that was made for the very same scope may serve again."""
        with self._lock:
            kept = self._ready.get(scope)
            connection = kept.pop() if kept else None
        if connection is None:
            connection = self._open()
            _hide_tables(connection, scope)
        try:
            yield connection
            connection.rollback()
        except BaseException:
            _close(connection)
            raise
        self._keep(scope, connection)

    def _keep(self, scope: Scope, connection: Connection) -> None:
        with self._lock:
            self._ready.setdefault(scope, []).append(connection)
            self._ready.move_to_end(scope)
            if sum(map(len, self._ready.values())) > _KEPT_READY:
                oldest = next(iter(self._ready))
                _close(self._ready[oldest].pop(0))
                if not self._ready[oldest]:
                    del self._ready[oldest]


def _close(connection: Connection) -> None:
    connection.close()
    connection.engine.dispose()


def _hide_tables(connection: Connection, scope: Scope) -> None:
    raw = connection.connection.driver_connection
    if not isinstance(raw, sqlite3.Connection):
        raise TypeError("not an SQLite connection")
    values = {
        "me": str(scope.me),
        "all_or": _ALL_OR if scope.sees_all else "",
        "in_led": f"IN ({', '.join(map(str, scope.led))})",
        "team": "NULL" if scope.team is None else str(scope.team),
        "author": str(scope.me) if scope.private else "-1",
    }
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


def _take_on_role(connection: Connection, person_id: int, policy: Policy, *, private: bool) -> None:
    # All in one journey to the server, and all of it ends with the transaction.
    values = {"me": int(person_id), "policy": policy, "author": int(person_id) if private else -1}
    connection.execute(text(_TAKE_ON), values)


def install(owner: Engine) -> None:
    """Makes PostgreSQL's reader roles and policies out of `POLICY`; run after every migration. SQLite needs nothing.

    Raises sqlalchemy's ProgrammingError when DATABASE_URL's role may not create roles: `doctor` tells what to run.
    """
    if owner.dialect.name == "sqlite":
        return
    with owner.begin() as connection:
        for role, all_or in ((SCOPED_ROLE, ""), (OVERSEEING_ROLE, _ALL_OR)):
            connection.execute(text(_MAKE_ROLE.format(role=role)))
            connection.execute(text(f"GRANT USAGE ON SCHEMA public TO {role}"))
            for table, predicate in POLICY.items():
                filled = predicate.format(all_or=all_or, **_SETTINGS)
                connection.execute(text(f"GRANT SELECT ON {table} TO {role}"))
                connection.execute(text(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"))
                connection.execute(text(f"DROP POLICY IF EXISTS {role} ON {table}"))
                connection.execute(
                    text(f"CREATE POLICY {role} ON {table} FOR SELECT TO {role} USING ({filled})".replace(":", r"\:"))
                )


def uninstall(owner: Engine) -> None:
    """Takes the policies away, because no migration could alter a table on which one hangs. `install` brings them back;
    until then the reader roles see no row at all, since row-level security stays on."""
    if owner.dialect.name == "sqlite":
        return
    with owner.begin() as connection:
        found = text("SELECT tablename, policyname FROM pg_policies WHERE policyname IN (:scoped, :overseeing)")
        for table, name in connection.execute(found, {"scoped": SCOPED_ROLE, "overseeing": OVERSEEING_ROLE}).all():
            connection.execute(text(f"DROP POLICY {name} ON {table}"))


_TAKE_ON = f"""
SELECT set_config('steward.me', CASE WHEN count(*) > 0 THEN CAST(:me AS text) ELSE '-1' END, true),
  set_config('steward.author', CASE WHEN count(*) > 0 THEN CAST(:author AS text) ELSE '-1' END, true),
  set_config('steward.led', coalesce(string_agg(CAST(scope.led AS text), ','), ''), true),
  set_config('steward.team', coalesce(CAST(max(scope.team) AS text), ''), true),
  set_config('transaction_read_only', 'on', true),
  set_config('role', CASE WHEN max(scope.sees_all) = 1 THEN '{OVERSEEING_ROLE}' ELSE '{SCOPED_ROLE}' END, true)
FROM ({SCOPE}) scope
"""

_SETTINGS = {
    "me": "current_setting('steward.me')::bigint",
    "in_led": "= ANY (string_to_array(current_setting('steward.led'), ',')::bigint[])",
    "author": "current_setting('steward.author')::bigint",
    "team": "nullif(current_setting('steward.team'), '')::bigint",
}

_MAKE_ROLE = """
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{role}') THEN
    CREATE ROLE {role} NOLOGIN NOSUPERUSER NOBYPASSRLS;
  END IF;
  GRANT {role} TO CURRENT_USER;
EXCEPTION WHEN insufficient_privilege THEN
  -- made and granted by an administrator beforehand: then there is nothing to do
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{role}' AND pg_has_role(CURRENT_USER, oid, 'MEMBER')) THEN
    RAISE;
  END IF;
END $$
"""
