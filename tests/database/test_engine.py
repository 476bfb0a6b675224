"""Who waits for whom: on SQLite one writer at a time, and readers for nobody."""

from sqlalchemy import Engine, select

from database import schema
from database.engine import reading, transaction
from database.models import Account, Person


def test_a_reading_session_waits_for_no_writer_and_sees_what_was_committed(engine: Engine) -> None:
    with transaction(engine) as session:
        session.add(Person(name="Ann Lee"))
    with transaction(engine) as writer:
        writer.add(Account(name="Not yet"))
        writer.flush()
        with reading(engine) as reader:
            assert reader.scalars(select(Person.name)).all() == ["Ann Lee"]
            assert reader.scalars(select(Account.name)).all() == []
        assert not schema.has_accounts(engine)
        assert not schema.is_sample(engine)
    assert schema.has_accounts(engine)


def test_a_writer_waits_for_no_reading_session(engine: Engine) -> None:
    with reading(engine) as reader:
        assert reader.scalars(select(Account.name)).all() == []
        with transaction(engine) as writer:
            writer.add(Account(name="Acme"))
