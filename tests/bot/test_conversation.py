"""One turn: what is said becomes cards, what is clicked becomes one write, what is remembered is one's own."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from bot import errors
from bot.agents.base import Ask, Call, Reading
from bot.turn import Message, Press
from database.audit import verify
from database.engine import transaction
from database.models import Account, Activity, AuditRow, Person, ProposalRow, Turn
from tests.bot.house import ANN, NED, NOW, Small, call, small_house
from tools.kit.cards import Notice, Proposal, Question


@pytest.fixture
def house(engine: Engine, tmp_path: Path) -> Small:
    return small_house(engine, tmp_path)


def _count(house: Small, table: type[Activity] | type[AuditRow]) -> int:
    with transaction(house.engine) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def _save(house: Small, proposal: str, person: int = ANN) -> str:
    return house.finish(Press(person, "save", proposal, "dm", now=NOW)).text


def test_an_answer_says_where_its_data_is_from(house: Small) -> None:
    answer = house.say(call("renewals_due"))
    assert "Blue Harbour" in answer.text
    assert "Data as of 18 Mar 12:00, accounts.csv" in answer.text
    assert answer.account_data


def test_another_teams_account_and_one_that_does_not_exist_get_the_same_answer(house: Small) -> None:
    hidden = house.say(call("look_up_account", account="Secret Vault")).text
    unknown = house.say(call("look_up_account", account="Hollow Mountain")).text
    assert hidden.replace("Secret Vault", "…") == unknown.replace("Hollow Mountain", "…")
    assert "Secret" not in house.say(call("renewals_due")).text


def test_a_proposal_writes_nothing_until_it_is_saved_and_then_once(house: Small) -> None:
    proposal = house.note()
    assert _count(house, Activity) == 0
    assert "Saved by Ann" in _save(house, proposal)
    assert "saved already" in _save(house, proposal)
    assert _count(house, Activity) == 1
    with transaction(house.engine) as session:
        saved = session.scalars(
            select(AuditRow).where(AuditRow.proposal_id == proposal, AuditRow.action == "save")
        ).one()
        assert saved.person_id == ANN
        assert saved.rows.startswith("activities:")
        assert list(verify(session)) == []


def test_somebody_elses_click_saves_nothing(house: Small) -> None:
    proposal = house.note()
    assert _save(house, proposal, person=NED) == _save(house, "no-such-proposal", person=NED)
    assert _count(house, Activity) == 0


def test_undo_takes_back_what_was_saved(house: Small) -> None:
    proposal = house.note()
    _save(house, proposal)
    assert "Undone by Ann" in house.finish(Press(ANN, "undo", proposal, "dm", now=NOW)).text
    assert _count(house, Activity) == 0


def test_what_was_discarded_is_not_saved_later(house: Small) -> None:
    proposal = house.note()
    assert "Nothing was saved" in house.finish(Press(ANN, "discard", proposal, "dm", now=NOW)).text
    assert "discarded" in _save(house, proposal)
    assert _count(house, Activity) == 0


def test_a_click_is_answered_in_the_language_of_the_conversation(house: Small) -> None:
    german = Reading("call", "de", (Call("log_note", {"account": "Blue Harbour", "note_body": "läuft"}),))
    answer = house.say(german)
    proposal = next(card.id for card in answer.cards if isinstance(card, Proposal))
    assert "Gespeichert" in house.finish(Press(ANN, "save", proposal, "dm", now=NOW)).text


def test_an_edit_makes_a_new_proposal_and_retires_the_old(house: Small) -> None:
    old = house.note()
    answer = house.finish(Press(ANN, "edit", old, "dm", form={"body": "they love it"}, now=NOW))
    new = next(card for card in answer.cards if isinstance(card, Proposal))
    assert "newer version" in _save(house, old)
    _save(house, new.id)
    with transaction(house.engine) as session:
        assert session.scalars(select(Activity.body)).all() == ["they love it"]


def test_typed_words_save_the_proposal_that_waits_here_and_none_elsewhere(house: Small) -> None:
    house.note()
    assert "Nothing is waiting" in house.say(Reading("save", "en"), key="another thread").text
    assert "Saved by Ann" in house.say(Reading("save", "en")).text


def test_a_correction_takes_the_place_of_what_waits(house: Small) -> None:
    old = house.note()
    corrected = Call("log_note", {"account": "Blue Harbour", "note_body": "84k, not 48k"})
    house.say(Reading("call", "en", (corrected,), replaces=True))
    with transaction(house.engine) as session:
        states = dict(session.execute(select(ProposalRow.id, ProposalRow.state)).all())
    assert states.pop(old) == "replaced"
    assert list(states.values()) == ["pending"]


def test_rights_that_are_gone_at_the_click_save_nothing(house: Small) -> None:
    proposal = house.note()
    with transaction(house.engine) as session:
        account = session.get_one(Account, 1)
        account.owner_id, account.team_id = NED, 2
    assert "can't see this account" in _save(house, proposal)
    assert _count(house, Activity) == 0


def test_two_requests_are_answered_in_order_and_one_that_fails_keeps_none_from_its_answer(house: Small) -> None:
    reading = Reading("call", "en", (Call("no_such_tool", {}), Call("look_up_account", {"account": "Blue Harbour"})))
    text = house.say(reading).text
    assert text.index("can't do this yet") < text.index("Blue Harbour")


def test_a_missing_argument_becomes_a_question(house: Small) -> None:
    answer = house.say(call("log_note", account="Blue Harbour"))
    question = next(card for card in answer.cards if isinstance(card, Question))
    assert question.text.key == "What should the note say?"


CHOICE = Reading(
    "ask",
    "en",
    ask=Ask(candidates=("Blue Harbour", "Blue Haven"), pending=Call("look_up_account", {"fields": ["owner"]})),
)


def test_choosing_a_candidate_makes_the_call_that_waited_and_nothing_is_understood_again(house: Small) -> None:
    asked = house.say(CHOICE)
    told = len(house.agent.told)
    pressed = house.finish(Press(ANN, "do", asked.token, "dm", place=0, now=NOW))
    assert pressed.calls == (Call("look_up_account", {"fields": ["owner"], "account": "Blue Harbour"}),)
    assert "Owner: Ann" in pressed.text
    for typed in ("blue harbour", "1", "1."):
        house.say(CHOICE)
        told += 1
        assert house.finish(Message(ANN, typed, "dm", now=NOW)).calls == pressed.calls
    assert len(house.agent.told) == told


def test_other_words_than_a_choice_are_understood_as_ever(house: Small) -> None:
    house.say(CHOICE)
    house.say(call("help"), text="3")
    said, before, _view = house.agent.told[-1]
    assert said == "3"
    assert before[-1].ask == CHOICE.ask


def test_namesakes_are_told_apart_and_the_choice_reaches_the_one_that_was_meant(house: Small) -> None:
    with transaction(house.engine) as session:
        session.add_all(
            Account(id=number, name="Globex", owner_id=owner, team_id=1, country=country)
            for number, owner, country in ((11, ANN, "France"), (12, NED, "Spain"))
        )
    same = Ask(candidates=("Globex", "Globex"), pending=Call("look_up_account", {"account": "Globex"}))
    for answer, owner in (("Globex (Spain)", "Ned"), ("france", "Ann"), ("2", "Ned")):
        asked = house.say(Reading("ask", "en", ask=same))
        question = next(card for card in asked.cards if isinstance(card, Question))
        assert [choice.say for choice in question.choices] == ["Globex (France)", "Globex (Spain)"]
        assert "Data as of" not in asked.text
        assert f"Owner: {owner}" in house.finish(Message(ANN, answer, "dm", now=NOW)).text


def test_the_choice_of_a_colleague_fills_the_owner(house: Small) -> None:
    with transaction(house.engine) as session:
        session.add_all(
            Person(id=20 + place, name=f"Kim {name}", team_id=1) for place, name in enumerate(("Ash", "Bolt"))
        )
    asked = house.say(call("list_accounts", owner="Kim", status="active"))
    assert "Kim Bolt" in asked.text
    chosen = house.finish(Message(ANN, "2", "dm", now=NOW))
    assert chosen.calls == (Call("list_accounts", {"owner": "Kim Bolt", "status": "active"}),)


def test_a_choice_that_was_understood_fills_what_was_asked_for(house: Small) -> None:
    with transaction(house.engine) as session:
        session.add_all(
            Person(id=20 + place, name=f"Kim {name}", team_id=1) for place, name in enumerate(("Ash", "Bolt"))
        )
    house.say(call("list_accounts", owner="Kim"))
    answer = house.say(call("list_accounts", account="Kim Bolt"), text="the second, please")
    assert "Kim Bolt's accounts" in answer.text
    assert answer.calls == (Call("list_accounts", {"owner": "Kim Bolt"}),)


def test_memory_is_a_persons_own_and_a_conversations_own(house: Small) -> None:
    house.say(call("renewals_due"), text="what renews", person=ANN, key="thread")
    for person, key in ((NED, "thread"), (ANN, "another")):
        house.say(call("help"), person=person, key=key)
        assert list(house.agent.told[-1][1]) == []
    house.say(call("help"), key="thread")
    assert [turn.text for turn in house.agent.told[-1][1] if turn.role == "user"] == ["what renews"]


def test_the_transcript_keeps_references_and_no_content(house: Small) -> None:
    house.say(call("look_up_account", account="Blue Harbour"), text="blue?")
    with transaction(house.engine) as session:
        kept = session.scalars(select(Turn)).one()
        assert "50" not in kept.shown
        assert "Chris" not in kept.shown


def test_somebody_who_was_deactivated_is_not_answered(house: Small) -> None:
    with transaction(house.engine) as session:
        session.get_one(Person, ANN).active = False
    with pytest.raises(errors.NoAskerError):
        house.finish(Message(ANN, "what renews", "dm", now=NOW))


def test_somebody_who_may_see_no_account_is_told_that_and_who_can_change_it(house: Small) -> None:
    with transaction(house.engine) as session:
        session.add(Person(id=30, name="Pat", email="pat@example.com"))
    for reading in (call("list_accounts"), call("look_up_account", account="Blue Harbour"), call("look_up_account")):
        assert house.say(reading, person=30).text.count("You see no account so far") == 1
        assert "You see no account" not in house.say(reading, person=ANN).text
    assert "You see no account" not in house.say(call("help"), person=30).text


def test_an_empty_database_says_who_fills_it(house: Small) -> None:
    with transaction(house.engine) as session:
        session.execute(Account.__table__.update().values(owner_id=None))  # type: ignore[attr-defined]
    empty = house.conversation._house  # the house says whether there are accounts
    object.__setattr__(empty, "has_accounts", lambda: False)
    answer = house.say(call("renewals_due"))
    assert [card.text.key for card in answer.cards if isinstance(card, Notice)] == [
        "No accounts yet; your administrator imports them."
    ]


def test_the_unexpected_is_a_sentence_and_a_reference_without_anybodys_words() -> None:
    try:
        raise RuntimeError("Blue Harbour pays 50000")
    except RuntimeError as error:
        failure = errors.explain(error)
    assert failure.reference
    assert "Blue" not in str(failure.card)
