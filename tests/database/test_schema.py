"""Migrations go up and down on both engines, and the models say what the tables are."""

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, select, text
from sqlalchemy.exc import DatabaseError

from database import schema
from database.audit import Entry, record
from database.engine import transaction
from database.models import Account, Person
from database.reader import Reader


def test_the_tables_are_what_the_models_say(engine: Engine) -> None:
    assert schema.drift(engine) == []


def test_a_missing_column_is_seen_as_drift(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE contacts DROP COLUMN phone"))
    assert any("phone" in line for line in schema.drift(engine))


def test_migrations_go_down_to_nothing_and_up_again(engine: Engine) -> None:
    schema.downgrade(engine, "base")
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    schema.upgrade(engine)
    assert schema.current(engine) == schema.HEAD
    assert schema.drift(engine) == []


def test_the_head_that_a_start_compares_with_is_the_newest_migration() -> None:
    assert ScriptDirectory(str(schema.FOLDER)).get_current_head() == schema.HEAD


@pytest.mark.parametrize("statement", ["UPDATE audit SET outcome = 'x'", "DELETE FROM audit"])
def test_the_database_refuses_to_change_the_audit(engine: Engine, statement: str) -> None:
    with transaction(engine) as session:
        record(session, Entry(action="read", tool="help", outcome="answered", channel="cli"))
    with pytest.raises(DatabaseError, match="append-only"), engine.begin() as connection:
        connection.execute(text(statement))


def test_a_newer_database_is_left_as_it_is_and_goes_on_serving_those_who_made_it(engine: Engine) -> None:
    with transaction(engine) as session:
        session.add(Person(id=1, name="Ann", role="director"))
        session.flush()
        session.add(Account(name="Acme"))
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(schema.NewerDatabaseError, match="9999"):
        schema.upgrade(engine)
    with Reader(engine).session(1) as seen:
        assert seen.scalars(select(Account.name)).all() == ["Acme"]
