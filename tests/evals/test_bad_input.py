"""Whatever is typed or pasted: an answer, never an exception, never a write."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from bot.agents.base import View
from bot.agents.embedded import EmbeddedAgent
from bot.evals import WRITES
from database.engine import open_engine, sqlite_url, transaction
from database.models import Account, Person
from database.reader import Reader
from database.schema import upgrade
from tools.kit.names import NameIndex, RestrictedNames

ODD = {
    "nothing": "",
    "blanks": " \n\t ",
    "a picture": "😀🎉",
    "a NUL": "\0",
    "half a letter": "\ud800",
    "right to left": "مرحبا شالوم",
    "no width": "\u200b\u200b\u200b",
    "a code block": "```rm -rf /```",
    "quotes in quotes": "> > > > log this",
    "Slack's marks": "<@U1> <#C1|x> <!channel> <https://x.example|y>",
    "forty thousand letters": "a" * 40_000,
    "forty thousand words": "no " * 13_000,
    "brackets": "(" * 5_000,
    "digits": "9" * 5_000,
}


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> View:
    engine: Engine = open_engine(sqlite_url(tmp_path_factory.mktemp("odd") / "odd.db"))
    upgrade(engine)
    with transaction(engine) as session:
        session.add_all([Person(id=1, name="Ann Lee", role="director"), Account(name="Blue Harbour", region="EMEA")])

    names = RestrictedNames(NameIndex(engine), lambda: Reader(engine).session(1))
    return View(today=date(2026, 3, 18), names=names, asker="Ann Lee", language="en")


def _read(text: str, view: View) -> set[str]:
    reading = EmbeddedAgent().read(text, [], view)
    assert reading.language in ("en", "fr", "de", "zh")
    return {call.tool for call in reading.calls}


@pytest.mark.parametrize("kind", ODD)
def test_what_is_no_message_gets_an_answer_and_no_write(view: View, kind: str) -> None:
    assert not _read(ODD[kind], view) & WRITES


@pytest.mark.slow
def test_strings_that_break_programs_break_nothing(view: View, shared: Path) -> None:
    strings = json.loads((shared / "data" / "text" / "blns.json").read_text(encoding="utf-8"))
    assert len(strings) > 400
    for string in strings:
        assert not _read(string, view) & WRITES, string


@pytest.mark.slow
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300))
def test_any_text_at_all_is_read(view: View, text: str) -> None:
    _read(text, view)
