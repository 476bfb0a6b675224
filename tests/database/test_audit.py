"""The audit's chain: what was changed or taken away shows, what was erased does not break it."""

from sqlalchemy import Engine, delete, text

from database.audit import Entry, record, verify
from database.engine import transaction
from database.models import AuditDetail


def _filled(engine: Engine) -> None:
    with transaction(engine) as session:
        for number in range(5):
            record(session, Entry("read", "renewals_due", "answered", "cli", person_id=1, detail=f"question {number}"))


def _faults(engine: Engine) -> list[str]:
    with transaction(engine) as session:
        return list(verify(session))


def _without_triggers(engine: Engine, statement: str) -> None:
    """As somebody would who owns the database file and wants to hide a row."""
    names = (
        ["audit_no_update", "audit_no_delete"] if engine.dialect.name == "sqlite" else ["audit_append_only ON audit"]
    )
    with engine.begin() as connection:
        for name in names:
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text(statement))


def test_an_untouched_chain_is_whole(engine: Engine) -> None:
    _filled(engine)
    assert _faults(engine) == []


def test_a_changed_row_shows(engine: Engine) -> None:
    _filled(engine)
    _without_triggers(engine, "UPDATE audit SET outcome = 'nothing' WHERE id = 3")
    assert _faults(engine) == ["row 3 does not follow from the row before it"]


def test_a_missing_row_shows(engine: Engine) -> None:
    _filled(engine)
    _without_triggers(engine, "DELETE FROM audit_details WHERE audit_id = 2")
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM audit WHERE id = 2"))
    assert _faults(engine) == ["row 3 does not follow from the row before it"]


def test_erasing_what_was_said_leaves_the_chain_whole(engine: Engine) -> None:
    _filled(engine)
    with transaction(engine) as session:
        session.execute(delete(AuditDetail))
    assert _faults(engine) == []
