"""The directory of colleagues: found by address or name, never guessed."""

import pytest
from sqlalchemy import Engine

from database import people
from database.audit import verify
from database.engine import transaction
from database.models import Person


@pytest.fixture(autouse=True)
def colleagues(engine: Engine) -> None:
    with transaction(engine) as session:
        session.add_all(
            [
                Person(name="Zoë Ångström", email="zoe@example.com"),
                Person(name="Kim Lee", email="kim1@example.com"),
                Person(name="Kim Lee", email="kim2@example.com", slack_id="U1"),
            ]
        )


def test_a_colleague_is_found_by_address_or_name_in_any_case(engine: Engine) -> None:
    with transaction(engine) as session:
        for written in ("ZOE@example.com", "zoë ångström", " Zoë Ångström "):
            assert people.find(session, written).email == "zoe@example.com"


def test_two_of_one_name_are_not_guessed_between(engine: Engine) -> None:
    with transaction(engine) as session, pytest.raises(people.UnknownPersonError, match="2 people"):
        people.make_admin(session, "Kim Lee")


def test_a_slack_user_is_one_colleague(engine: Engine) -> None:
    with transaction(engine) as session:
        with pytest.raises(people.PersonError, match="already"):
            people.link(session, "kim1@example.com", "U1")
        assert people.link(session, "kim1@example.com", "U2").slack_id == "U2"


def test_the_first_administrator_can_be_named_before_people_are_imported(engine: Engine) -> None:
    with transaction(engine) as session:
        assert people.make_admin(session, "new@example.com").is_admin
        with pytest.raises(people.UnknownPersonError):
            people.make_admin(session, "another@example.com")


def test_changes_are_audited_and_the_last_administrator_stays(engine: Engine) -> None:
    with transaction(engine) as session:
        people.make_admin(session, "zoe@example.com")
        people.deactivate(session, "kim1@example.com")
        with pytest.raises(people.PersonError, match="only administrator"):
            people.deactivate(session, "zoe@example.com")
    with transaction(engine) as session:
        assert list(verify(session)) == []
        assert not people.find(session, "kim1@example.com").active
