"""What a letter must not make up: a conversation, a change of owner, half of an odd count, use told as value."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from database.models import Activity, Attendee, Contact
from locales import FOLDER, LANGUAGES
from tests.tools import customers
from tests.tools.customers import drafted, email, only, warned
from tools.kit.cards import Draft
from tools.kit.desk import Desk
from tools.kit.letters import PURPOSES
from tools.kit.writer import GAP

READERS = [(language, purpose) for language in LANGUAGES for purpose in PURPOSES]
MET = {"en": "10 November", "fr": "10 novembre", "de": "10. November", "zh": "11月10日"}


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


def _talk(engine: Engine, account: str, day: date, *names: str, kind: str = "call") -> None:
    """A conversation on record with contacts of the account."""
    with customers.changed(engine, account) as row:
        author = row.owner
        assert author is not None
        account_id, author_id = row.id, author.id
    with customers.session(engine) as session:
        talk = Activity(account_id=account_id, author_id=author_id, kind=kind, body="spoke", happened_on=day)
        for name in names:
            contact = session.query(Contact).filter_by(account_id=account_id, name=name).one()
            talk.attendees.append(Attendee(name=name, contact=contact))
        session.add(talk)


@pytest.mark.parametrize(("language", "purpose"), READERS)
def test_nobody_is_told_of_a_conversation_they_did_not_have(desk: Desk, language: str, purpose: str) -> None:
    for length in (None, "short"):
        draft = drafted(desk, customers.LANGUAGES[language], purpose, recipient=f"Sam Second {language}", length=length)
        text = (draft.subject + draft.body).replace("\u00a0", " ").replace("\u202f", " ")
        assert MET[language] not in text
        assert customers.READERS[language][0] not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_was_there_is_told_of_it(desk: Desk, language: str) -> None:
    body = drafted(desk, customers.LANGUAGES[language], "check_in").body.replace("\u00a0", " ")
    assert MET[language] in body


def test_each_reader_has_their_own_last_conversation(own: Desk, sqlite_engine: Engine) -> None:
    _talk(sqlite_engine, "Harbour Foods", date(2026, 10, 6), "Sam Second en")
    assert "6 October" in drafted(own, "Harbour Foods", "check_in", recipient="Sam").body
    assert "10 November" in drafted(own, "Harbour Foods", "check_in").body


def test_a_recap_to_somebody_absent_marks_the_date_and_says_why(desk: Desk) -> None:
    for said in ({}, {"dates": ["2026-11-10"]}):
        cards = email(desk, "Harbour Foods", "meeting_recap", recipient="Sam", **said)
        assert f"[{GAP} date of the meeting]" in only(cards, Draft).body
        assert "The record of 10 November 2026 does not name Sam Second en" in warned(cards)


def test_a_recap_of_a_day_that_nothing_on_record_speaks_against_keeps_it(own: Desk, sqlite_engine: Engine) -> None:
    _talk(sqlite_engine, "Harbour Foods", date(2026, 11, 9))
    for day, spelt in (("2026-11-09", "9 November 2026"), ("2026-11-16", "16 November 2026")):
        assert spelt in drafted(own, "Harbour Foods", "meeting_recap", recipient="Sam", dates=[day]).body


def test_a_recap_names_those_who_were_at_that_very_meeting(own: Desk, sqlite_engine: Engine) -> None:
    _talk(sqlite_engine, "Harbour Foods", date(2026, 11, 3), "Ellen Marsh", "Sam Second en", kind="meeting")
    assert (
        "good to have Sam Second en there" in drafted(own, "Harbour Foods", "meeting_recap", dates=["2026-11-03"]).body
    )
    assert "good to have" not in drafted(own, "Harbour Foods", "meeting_recap").body


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "topic", [None, "Jan Okafor will join us", "I'm handing over to Jan Okafor", "Jan Okafor takes over from me"]
)
def test_an_owner_still_in_charge_is_no_predecessor(
    filled: Engine, tmp_path: Path, language: str, topic: str | None
) -> None:
    lead = customers.desk(filled, tmp_path, "Rosa Lindqvist")
    assert "Okafor" not in drafted(lead, customers.LANGUAGES[language], "introduction", topic=topic).body


@pytest.mark.parametrize(
    ("account", "topic"),
    [
        ("Harbour Foods", "I'm taking over from Jan Okafor"),
        ("Harbour Foods", "I took the account over from Jan Okafor"),
        ("Quai Nord", "je prends la suite de Jan Okafor"),
        ("Quai Nord", "je remplace Jan Okafor"),
        ("Uferwerk", "ich übernehme von Jan Okafor"),
        ("Uferwerk", "ich löse meinen Kollegen Jan Okafor ab"),
        ("青石物流", "我接替 Jan Okafor"),
    ],
)
def test_a_predecessor_who_was_said_is_named(filled: Engine, tmp_path: Path, account: str, topic: str) -> None:
    lead = customers.desk(filled, tmp_path, "Rosa Lindqvist")
    assert "Jan Okafor" in drafted(lead, account, "introduction", topic=topic).body


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_median_is_called_one_and_never_half_of_a_count(language: str) -> None:
    texts = [(FOLDER / language / "letters" / name).read_text(encoding="utf-8") for name in ("_results.md", "qbr.md")]
    timed = [
        line
        for line in "\n".join(texts).splitlines()
        if line.startswith(("{if result_support", "{if median", "{if response"))
    ]
    assert len(timed) == 4
    for line in timed:
        words = line.partition("}")[2].casefold()
        assert not any(half in words for half in ("half", "moitié", "hälfte", "一半"))
        assert any(name in words for name in ("median ", "median:", "médian ", "中位数"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("purpose", ["price_increase", "reference_request", "renewal_offer"])
def test_use_is_not_sold_as_value(desk: Desk, language: str, purpose: str) -> None:
    body = drafted(desk, customers.LANGUAGES[language], purpose).body
    assert "152" not in body
    assert "200" not in body


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_renewal_notice_tells_use_apart_from_results_and_no_idle_seat(desk: Desk, language: str) -> None:
    body = drafted(desk, customers.LANGUAGES[language], "renewal_notice").body
    told = [line for line in body.splitlines() if "152" in line]
    assert len(told) == 1
    assert not told[0].startswith("- ")
    assert "200" not in body
