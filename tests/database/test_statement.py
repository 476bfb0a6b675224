"""Statements that go past SQLAlchemy's layers do what they do through them, on both engines."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine, bindparam, event, insert, select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from database.engine import open_engine, transaction
from database.models import Moment, Person, Setting, Turn
from database.statement import Statement, brief

ADD = Statement(insert(Setting).values(name=bindparam("name"), value=bindparam("value")))
LATE = datetime(2026, 3, 18, 23, 30, tzinfo=timezone(timedelta(hours=-5)))


def names(engine: Engine) -> list[str]:
    with transaction(engine) as session:
        return list(session.scalars(select(Setting.name).where(Setting.value == "here")))


def test_a_brief_transaction_is_kept(engine: Engine) -> None:
    with brief(engine) as over:
        assert ADD.change(over, {"name": "one", "value": "here"}) == 1
    assert names(engine) == ["one"]


def test_a_brief_transaction_that_fails_leaves_nothing(engine: Engine) -> None:
    def add_and_fail() -> None:
        with brief(engine) as over:
            ADD.change(over, {"name": "one", "value": "here"})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        add_and_fail()
    assert names(engine) == []


def test_an_open_sessions_transaction_is_joined(engine: Engine) -> None:
    with transaction(engine) as session:
        ADD.change(session.connection(), {"name": "one", "value": "here"})
        assert session.get(Setting, "one") is not None
        session.rollback()
    assert names(engine) == []


def test_the_drivers_errors_come_as_sqlalchemys_and_name_no_value(engine: Engine) -> None:
    with brief(engine) as over:
        ADD.change(over, {"name": "one", "value": "here"})
    with pytest.raises(IntegrityError) as raised, brief(engine) as over:
        ADD.change(over, {"name": "one", "value": "a secret"})
    assert "a secret" not in str(raised.value)


def test_whoever_can_not_get_the_lock_is_told_so_in_sqlalchemys_words(sqlite_engine: Engine) -> None:
    impatient = open_engine(str(sqlite_engine.url))
    event.listen(impatient, "connect", lambda connection, _record: connection.execute("PRAGMA busy_timeout = 1"))
    with brief(sqlite_engine) as held:
        ADD.change(held, {"name": "one", "value": "here"})
        with pytest.raises(OperationalError), brief(impatient):
            pass
        with pytest.raises(OperationalError), transaction(impatient) as session:
            session.connection()
    impatient.dispose()
    assert names(sqlite_engine) == ["one"]


def test_moments_are_stored_as_the_model_stores_them(engine: Engine) -> None:
    with transaction(engine) as session:
        session.add(Person(id=1, name="Ann"))
    given = ("token", "order_key", "person_id", "said", "language", "calls", "shown", "at")
    add = Statement(insert(Turn).values({name: bindparam(name) for name in given}))
    values = {"order_key": "D1", "person_id": 1, "said": "hi", "language": "en", "calls": "", "shown": "", "at": LATE}
    with brief(engine) as over:
        add.change(over, {**values, "token": "t"})
    before = Statement(select(Turn.token).where(Turn.at < bindparam("at", type_=Moment)))
    with transaction(engine) as session:
        assert session.scalars(select(Turn.at)).one() == LATE.astimezone(UTC)
        assert [row[0] for row in before.rows(session.connection(), {"at": LATE + timedelta(seconds=1)})] == ["t"]
        assert list(before.rows(session.connection(), {"at": LATE})) == []


def test_a_list_of_values_and_a_default_that_is_worked_out_are_refused(engine: Engine) -> None:
    several = Statement(select(Setting.value).where(Setting.name.in_(bindparam("names", expanding=True))))
    defaults = Statement(insert(Person).values(name=bindparam("name")))
    changed = Statement(update(Person).where(Person.id == bindparam("id_")).values(name=bindparam("new")))
    for statement in (several, defaults, changed):
        with pytest.raises(ValueError, match="no statement for every run"), brief(engine) as over:
            statement.change(over, {"names": ["one"], "name": "Ann", "id_": 1, "new": "Bea"})


def test_a_value_that_is_missing_is_an_error_and_no_null(engine: Engine) -> None:
    with pytest.raises(KeyError), brief(engine) as over:
        ADD.change(over, {"name": "one"})
    assert names(engine) == []
