"""Conversations: what a message means after what was said, shown, asked and proposed before it."""

from collections.abc import Sequence
from datetime import date

import pytest
from sqlalchemy import Engine

from bot.agents.base import Ask, Call, Json, Reading, Said, View
from bot.agents.embedded import EmbeddedAgent
from database.engine import transaction
from database.models import Account, AccountName, Contact, Person
from database.reader import Reader
from tools.kit.names import NameIndex, RestrictedNames

NOTE = Call("log_note", {"account": "Halden Bikes", "note_body": "Rosa pays 48k in May"})
LIST = Call("renewals_due", {"period": {"start": "2026-05-01", "end": "2026-05-31"}, "region": "North"})
MAIL = Call("draft_email", {"account": "Halden Bikes", "purpose": "check_in", "recipient": "Rosa Lind"})


@pytest.fixture
def view(sqlite_engine: Engine) -> View:
    with transaction(sqlite_engine) as session:
        session.add(Person(id=1, name="Ann Lee", role="director"))
        halden = Account(name="Halden Bikes", region="North")
        halden.names = [AccountName(name="哈尔登")]
        session.add_all(
            [halden, Account(name="Corvin Bank", region="South"), Account(name="Corvin Books", region="South")]
        )
        session.flush()
        session.add(Contact(account_id=halden.id, name="Rosa Lind", role="champion"))
    reader = Reader(sqlite_engine)
    names = RestrictedNames(NameIndex(sqlite_engine), lambda: reader.session(1))
    return View(today=date(2026, 4, 22), names=names, asker="Ann Lee", language="en")


def _read(message: str, before: Sequence[Said], view: View, pending: Call | None = None) -> Reading:
    from dataclasses import replace

    return EmbeddedAgent().read(message, before, replace(view, pending=pending))


def _after(call: Call) -> list[Said]:
    return [Said("user", "…", calls=(call,)), Said("assistant", "…", calls=(call,))]


def _changed(reading: Reading, before: Call) -> dict[str, Json]:
    (call,) = reading.calls
    assert call.tool == before.tool
    return {name: value for name, value in call.arguments.items() if before.arguments.get(name) != value}


@pytest.mark.parametrize(
    ("message", "changed"),
    [
        ("and in june?", {"period": {"start": "2026-06-01", "end": "2026-06-30"}}),
        ("same but only red", {"health": ["red"]}),
        ("no, South", {"region": "South"}),
        ("et en juin ?", {"period": {"start": "2026-06-01", "end": "2026-06-30"}}),
        ("und nur die gelben", {"health": ["amber"]}),
        ("那按负责人分一下呢", {"group_by": "owner"}),
        ("just the ones over 50k, biggest first", {"amount_min": 50_000, "sort": "arr_desc"}),
    ],
)
def test_a_follow_up_changes_only_what_it_says(view: View, message: str, changed: dict[str, Json]) -> None:
    assert _changed(_read(message, _after(LIST), view), LIST) == changed


@pytest.mark.parametrize(
    "message", ["save it", "yes", "ok, save", "enregistre", "ja, speichern", "保存吧", "go ahead please"]
)
def test_yes_saves_what_waits(view: View, message: str) -> None:
    reading = _read(message, _after(NOTE), view, NOTE)
    assert (reading.decision, reading.calls) == ("save", (NOTE,))


@pytest.mark.parametrize(
    "message", ["cancel", "no, drop that", "laisse tomber", "verwerfen bitte", "算了", "never mind"]
)
def test_no_discards_what_waits(view: View, message: str) -> None:
    reading = _read(message, _after(NOTE), view, NOTE)
    assert (reading.decision, reading.calls) == ("discard", ())


@pytest.mark.parametrize(
    ("message", "changed"),
    [
        ("private please", {"visibility": "private"}),
        ("it was yesterday", {"note_date": "2026-04-21"}),
        ("no, 84k not 48k", {"note_body": "Rosa pays 84k in May"}),
        ("that was a call", {"activity_type": "call"}),
        ("nein, für Corvin Bank", {"account": "Corvin Bank"}),
    ],
)
def test_a_correction_is_the_whole_change_again(view: View, message: str, changed: dict[str, Json]) -> None:
    reading = _read(message, _after(NOTE), view, NOTE)
    assert _changed(reading, NOTE) == changed
    assert reading.replaces


def test_a_draft_is_changed_by_what_is_said_of_it(view: View) -> None:
    changed = _changed(_read("shorter, and in french", _after(MAIL), view), MAIL)
    assert changed == {"length": "short", "language": "fr"}


def test_an_answer_completes_what_was_asked_back(view: View) -> None:
    pending = Call("log_note", {"account": "Corvin", "note_body": "paid"})
    asked = Ask(candidates=("Corvin Bank", "Corvin Books"), pending=pending)
    before = [Said("user", "note for Corvin: paid", ask=asked), Said("assistant", "Which one?", ask=asked)]
    for message in ("the bank", "Corvin Bank", "the first one", "bank"):
        assert _read(message, before, view).calls == (
            Call("log_note", {**pending.arguments, "account": "Corvin Bank"}),
        )


def test_a_missing_argument_is_filled_and_the_rest_is_kept(view: View) -> None:
    pending = Call("log_note", {"account": "Halden Bikes"})
    asked = Ask(missing=("note_body",), pending=pending)
    before = [
        Said("user", "log a note for Halden Bikes", ask=asked),
        Said("assistant", "What shall it say?", ask=asked),
    ]
    (call,) = _read("Rosa wants a demo in May", before, view).calls
    assert call == Call("log_note", {"account": "Halden Bikes", "note_body": "Rosa wants a demo in May"})


def test_another_question_is_not_taken_for_an_answer(view: View) -> None:
    asked = Ask(missing=("account",), pending=Call("draft_qbr", {}))
    before = [Said("user", "prep the QBR", ask=asked), Said("assistant", "Which account?", ask=asked)]
    assert [call.tool for call in _read("which accounts renew this month?", before, view).calls] == ["renewals_due"]


def test_a_pronoun_means_the_person_of_the_answer_before(view: View) -> None:
    before = [Said("user", "who is our champion at Halden Bikes"), Said("assistant", "Rosa Lind, champion.")]
    (call,) = _read("draft her an invitation to the qbr", before, view).calls
    assert call.arguments == {"account": "Halden Bikes", "recipient": "Rosa Lind", "purpose": "qbr_invitation"}


def test_the_second_of_a_list_is_a_row_that_was_shown(view: View) -> None:
    rows = [row.id for name in ("Halden Bikes", "Corvin Books") for row in view.names.accounts(name)]
    shown = tuple(f"accounts:{row}" for row in rows)
    before = [Said("user", "…", calls=(LIST,)), Said("assistant", "…", calls=(LIST,), shown=shown)]
    assert _read("the second one", before, view).calls == (Call("look_up_account", {"account": "Corvin Books"}),)
    assert _read("show more", before, view).decision == "more"


def test_a_new_question_in_full_keeps_nothing(view: View) -> None:
    (call,) = _read("which accounts renew in july?", _after(LIST), view).calls
    assert call.arguments == {"period": {"start": "2026-07-01", "end": "2026-07-31"}}


def test_words_alone_are_read_again(view: View) -> None:
    before = [Said("user", "renewals in May in the North"), Said("assistant", "4 accounts.")]
    (call,) = _read("and in june?", before, view).calls
    assert call.arguments == {"period": {"start": "2026-06-01", "end": "2026-06-30"}, "region": "North"}
