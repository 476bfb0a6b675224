"""Whom an email goes to and in which language: found in the record, or asked; never guessed, never a hidden account."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.text import Reader, plain
from database.models import Contact
from tests.tools import customers
from tests.tools.customers import drafted, email, only, warned
from tools.kit.cards import Question
from tools.kit.desk import Desk


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One database for the tests that only read."""
    with customers.database(tmp_path_factory.mktemp("letters")) as engine:
        yield engine


@pytest.fixture
def desk(filled: Engine, tmp_path: Path) -> Desk:
    return customers.desk(filled, tmp_path)


@pytest.fixture
def own(sqlite_engine: Engine, tmp_path: Path) -> Desk:
    """A database that a test may change."""
    customers.fill(sqlite_engine)
    return customers.desk(sqlite_engine, tmp_path)


def test_the_language_is_the_one_said_else_the_reader_s_never_the_asker_s(own: Desk, sqlite_engine: Engine) -> None:
    assert drafted(own, "Quai Nord", "check_in", language="en").language == "en"
    assert drafted(replace(own, language="zh"), "Quai Nord", "check_in").language == "fr"
    with customers.changed(sqlite_engine, "Quai Nord") as account:
        account.language = None
    with customers.session(sqlite_engine) as session:
        for contact in session.query(Contact).filter(Contact.email == "reader.fr@customer.example"):
            contact.language = None
    question = only(email(own, "Quai Nord", "check_in"), Question)
    assert [choice.say for choice in question.choices] == ["in English", "in French", "in German", "in Chinese"]


def test_a_language_that_we_do_not_write_is_asked_about(own: Desk, sqlite_engine: Engine) -> None:
    with customers.session(sqlite_engine) as session:
        session.query(Contact).filter(Contact.email == "reader.de@customer.example").one().language = "nl"
    assert isinstance(email(own, "Uferwerk", "check_in")[0], Question)


def test_the_recipient_is_the_one_named(desk: Desk) -> None:
    assert drafted(desk, "Uferwerk", "check_in", recipient="Frau von Stein").to_name == "Petra von Stein"
    assert drafted(desk, "Harbour Foods", "check_in", recipient="Sam").to_name == "Sam Second en"


def test_a_salutation_in_the_asker_s_words_is_used(desk: Desk) -> None:
    draft = drafted(
        desk, "Uferwerk", "follow_up", recipient="Herrn Second", topic="zum offenen Angebot", tone="förmlich"
    )
    assert draft.body.startswith("Sehr geehrter Herr")
    assert "zum offenen Angebot" in draft.body


def test_a_contact_who_left_is_not_written_to(desk: Desk) -> None:
    question = only(email(desk, "Harbour Foods", "check_in", recipient="Gale Former"), Question)
    text = plain([question], Reader("en"))
    assert "left" in text
    assert "1 October 2026" in text
    assert question.choices[0].say == "Ellen Marsh"


def test_a_name_that_nobody_bears_is_asked_about(desk: Desk) -> None:
    question = only(email(desk, "Harbour Foods", "check_in", recipient="Zacharias Quill"), Question)
    assert {choice.say for choice in question.choices} == {"Ellen Marsh", "Sam Second en"}


@pytest.mark.parametrize(
    ("account", "role", "expected"),
    [
        ("Harbour Foods", "head of operations", "Ellen Marsh"),
        ("Harbour Foods", "procurement", "Sam Second en"),
        ("Quai Nord", "le directeur financier", "Odile Garnier"),
        ("Quai Nord", "DAF", "Odile Garnier"),
        ("Uferwerk", "champion", "Petra von Stein"),
        ("青石物流", "财务负责人", "陈立"),
    ],
)
def test_a_role_finds_who_holds_it(desk: Desk, account: str, role: str, expected: str) -> None:
    assert drafted(desk, account, "check_in", recipient_role=role).to_name == expected


def test_a_role_that_several_or_none_hold_is_asked_about(desk: Desk, own: Desk, sqlite_engine: Engine) -> None:
    assert isinstance(email(desk, "Harbour Foods", "check_in", recipient_role="astronaut")[0], Question)
    with customers.changed(sqlite_engine, "Harbour Foods") as account:
        account_id = account.id
    with customers.session(sqlite_engine) as session:
        session.add(Contact(account_id=account_id, name="Bea Third", title="Buyer", role="procurement"))
    question = only(email(own, "Harbour Foods", "check_in", recipient_role="Einkauf"), Question)
    assert {choice.say for choice in question.choices} == {"Sam Second en", "Bea Third"}


def test_without_a_main_contact_several_are_offered(own: Desk, sqlite_engine: Engine) -> None:
    with customers.session(sqlite_engine) as session:
        main = session.query(Contact).filter(Contact.email == "reader.en@customer.example").one()
        main.is_main, main.role = False, None
    question = only(email(own, "Harbour Foods", "check_in"), Question)
    assert len(question.choices) == 2


def test_an_account_that_is_not_there_and_one_that_is_hidden_get_the_same_answer(
    sqlite_engine: Engine, tmp_path: Path, own: Desk
) -> None:
    customers.add_colleague(sqlite_engine, "Other Colleague")
    other = customers.desk(sqlite_engine, tmp_path, "Other Colleague")
    hidden, absent = email(other, "Harbour Foods", "check_in"), email(other, "Nowhere Land", "check_in")
    assert plain(hidden, Reader("en")).replace("Harbour Foods", "X") == plain(absent, Reader("en")).replace(
        "Nowhere Land", "X"
    )


def test_per_du_and_shorter_are_honoured(desk: Desk) -> None:
    ordinary = drafted(desk, "Uferwerk", "reference_request")
    short = drafted(desk, "Uferwerk", "reference_request", tone="per Du", length="noch kürzer")
    assert short.body.startswith("Hallo Petra,")
    assert len(short.body) < len(ordinary.body)


def test_an_unknown_tone_is_said_so(desk: Desk) -> None:
    assert "don't know the tone" in warned(email(desk, "Harbour Foods", "check_in", tone="like a pirate"))


def test_swiss_german_has_no_eszett(own: Desk, sqlite_engine: Engine) -> None:
    with customers.changed(sqlite_engine, "Uferwerk") as account:
        account.country = "Switzerland"
    body = drafted(own, "Uferwerk", "renewal_notice").body
    assert "Mit freundlichen Grüssen" in body
    assert "160’000.50" in body


def test_du_is_for_germans_who_are_on_first_names(own: Desk, sqlite_engine: Engine) -> None:
    with customers.session(sqlite_engine) as session:
        for contact in session.query(Contact).filter(Contact.is_main):
            contact.form_of_address = "first_name"
    assert drafted(own, "Uferwerk", "check_in").body.startswith("Hallo Petra,")
    assert drafted(own, "Harbour Foods", "check_in", language="de").body.startswith("Guten Tag Frau Marsh,")
    french = drafted(own, "Quai Nord", "check_in").body
    assert french.startswith("Bonjour Odile,")
    assert "prendre de vos nouvelles" in french
