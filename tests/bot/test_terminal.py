"""A conversation typed line by line: letters decide proposals, numbers choose buttons."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from bot.agents.base import Ask, Call, Reading
from bot.terminal import Terminal, chat
from database.engine import transaction
from database.models import Account, Activity
from tests.bot.house import ANN, NOW, Small, call, small_house


@pytest.fixture
def house(sqlite_engine: Engine, tmp_path: Path) -> Small:
    return small_house(sqlite_engine, tmp_path)


def typed(house: Small, capsys: pytest.CaptureFixture[str], *lines: str, readings: list[Reading]) -> str:
    """What the terminal shows for these lines."""
    house.agent.readings += readings
    chat(Terminal(house.engine, house.conversation, ANN, now=NOW), iter(lines))
    assert house.agent.readings == []
    return capsys.readouterr().out


def test_a_number_presses_the_button_that_carries_it(house: Small, capsys: pytest.CaptureFixture[str]) -> None:
    shown = typed(house, capsys, "tell me", "1", readings=[call("look_up_account", account="Blue Harbour")])
    assert "[1 History]" in shown
    assert "Nothing is on record" in shown


def test_a_number_answers_a_question(house: Small, capsys: pytest.CaptureFixture[str]) -> None:
    with transaction(house.engine) as session:
        session.add(Account(id=9, name="Blue Haven", owner_id=ANN, team_id=1))
    ask = Ask(candidates=("Blue Harbour", "Blue Haven"), pending=Call("look_up_account", {"fields": ["owner"]}))
    shown = typed(house, capsys, "blue", "2", readings=[Reading("ask", "en", ask=ask)])
    assert "2. Blue Haven" in shown
    assert "Blue Haven\n  Owner: Ann" in shown


def test_a_line_stands_where_the_customers_text_ends(house: Small, capsys: pytest.CaptureFixture[str]) -> None:
    letter = call("draft_email", account="Blue Harbour", purpose="check_in")
    before, rule, after = typed(house, capsys, "mail them", readings=[letter]).partition("─" * 72)
    assert rule
    assert "Hi Chris" in before
    assert "Facts used" in after


def test_a_number_that_no_button_carries_is_a_message(house: Small, capsys: pytest.CaptureFixture[str]) -> None:
    typed(house, capsys, "tell me", "17", readings=[call("look_up_account", account="Blue Harbour"), call("help")])
    assert house.agent.told[-1][0] == "17"


def test_a_proposal_is_edited_field_by_field_and_saved_by_a_letter(
    house: Small, capsys: pytest.CaptureFixture[str]
) -> None:
    note = call("log_note", account="Blue Harbour", note_body="they like it")
    answers = ("", "2026-03-16", "Chris Blue", "they love it", "", "")
    shown = typed(house, capsys, "note", "e", *answers, "y", readings=[note])
    assert "Saved by Ann" in shown
    with transaction(house.engine) as session:
        [activity] = session.scalars(select(Activity)).all()
        assert (activity.body, activity.happened_on) == ("they love it", date(2026, 3, 16))
