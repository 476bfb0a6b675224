"""Whatever an endpoint or its model does, the person gets an answer that says so, in time, and nothing is written."""

import json
import random
import socket
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from bot.agents.base import Call, Reading
from bot.agents.openai.breaker import FAILURES, Breaker
from database.engine import transaction
from database.models import Activity, ModelUse, ProposalRow
from tests.agents.model_house import model_house
from tests.agents.scripted import Reply, call, endpoint, say
from tests.bot.house import ANN, NED
from tools.kit import toolbox

OWN = Reading("call", "en", (Call("look_up_account", {"account": "Blue Harbour"}),), confidence=0.2)
"""What the embedded agent would have answered."""
RENEWALS = call(("renewals_due", {}))
MEGABYTE = "All is well with them. " * 45_000

FAULTS: dict[str, tuple[list[Reply], str]] = {
    "a server's fault": ([Reply(status=500)], "could not be reached"),
    "a gateway's fault": ([Reply(status=503)], "could not be reached"),
    "a wrong key": ([Reply(status=401)], "could not be reached"),
    "no such model": ([Reply(status=404)], "could not be reached"),
    "a request that it will not take": ([Reply(status=400)], "could not be reached"),
    "somewhere else": ([Reply(status=307, headers={"Location": "http://127.0.0.1:9/v1"})], "could not be reached"),
    "busy for an hour": ([Reply(status=429, headers={"Retry-After": "3600"})], "too busy"),
    "a stream that is closed": ([Reply(text="Blue Harbour is fine. " * 20, cut="closed")], "could not be reached"),
    "a connection that is torn down": (
        [Reply(text="Blue Harbour is fine. " * 20, cut="reset")],
        "could not be reached",
    ),
    "a stream without its end": ([Reply(calls=(("log_note", '{"account": "Bl'),), cut="short")], "broke off"),
    "no JSON in the stream": (
        [Reply(raw=b"data: {nonsense\n\n", headers={"Content-Type": "text/event-stream"})],
        "broke",
    ),
    "a page of HTML": ([Reply(raw=b"<html>login</html>", headers={"Content-Type": "text/html"})], "broke off"),
    "an error in the stream": (
        [Reply(raw=b'data: {"error": {"message": "overloaded"}}\n\n', headers={"Content-Type": "text/event-stream"})],
        "broke off",
    ),
    "another shape": (
        [Reply(raw=b'data: {"choices": "none"}\n\n', headers={"Content-Type": "text/event-stream"})],
        "broke off",
    ),
    "an empty body": ([Reply(raw=b"", headers={"Content-Type": "text/event-stream"})], "broke off"),
    "a packed body": ([Reply(raw=b"\x1f\x8b", headers={"Content-Encoding": "gzip"})], "far too much"),
    "cut for its length": ([Reply(text="Blue", finish="length")], "could not be used"),
    "a megabyte of text": ([say(MEGABYTE)], "far too much"),
    "a megabyte of arguments": ([call(("help", {"topic": MEGABYTE}))], "far too much"),
    "three megabytes in one line": (
        [Reply(raw=b"data: " + b"x" * 3_000_000, headers={"Content-Type": "text/event-stream"})],
        "far too much",
    ),
    "arguments that are no JSON": ([call(("renewals_due", "{period: March"))], "could not be used"),
    "arguments that are a list": ([call(("renewals_due", "[1, 2]"))], "could not be used"),
    "a tool that there is not": ([call(("delete_everything", {}))], "did not come to an end"),
    "wrong arguments": ([call(("renewals_due", {"period": "March", "colour": "red"}))], "did not come to an end"),
    "the same call for ever": ([RENEWALS], "did not come to an end"),
    "another call for ever": (
        [call(*[("look_up_account", {"account": f"Blue {place}{letter}"}) for letter in "abcd"]) for place in range(9)],
        "did not come to an end",
    ),
    "forty calls at once": ([call(*[("help", {"topic": str(place)}) for place in range(40)])], "too much"),
    "thirteen calls at once": ([call(*[("help", {"topic": str(place)}) for place in range(13)])], "not come to an end"),
    "words alone": ([say("All good.")], "could not be used"),
}


def _wrote(engine: Engine) -> int:
    with transaction(engine) as session:
        tables = (Activity, ProposalRow)
        return sum(session.scalar(select(func.count()).select_from(table)) or 0 for table in tables)


@pytest.mark.slow
@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_each_fault_ends_in_the_embedded_agents_answer_which_says_so(
    sqlite_engine: Engine, tmp_path: Path, fault: str
) -> None:
    replies, words = FAULTS[fault]
    with endpoint(*replies) as served:
        house = model_house(sqlite_engine, tmp_path, served)
        house.own.reading = OWN
        began = time.monotonic()
        answer = house.say("how is Blue Harbour doing")
        took = time.monotonic() - began
    assert "Blue Harbour" in answer.text
    assert "50" in answer.text
    assert words in answer.text
    assert not answer.failed
    assert answer.calls == OWN.calls
    assert len(served.asked) <= 8
    assert took < 20
    assert _wrote(sqlite_engine) == 0


def test_a_fault_after_the_tools_have_answered_leaves_their_cards(sqlite_engine: Engine, tmp_path: Path) -> None:
    with endpoint(RENEWALS, Reply(status=401)) as served:
        house = model_house(sqlite_engine, tmp_path, served)
        house.own.reading = OWN
        answer = house.say("what renews")
    assert [each.tool for each in answer.calls] == ["renewals_due"]
    assert "could not be reached" in answer.text


@pytest.mark.parametrize("first", [Reply(status=429, headers={"Retry-After": "1"}), Reply(status=502)])
def test_it_is_asked_again_as_the_endpoint_wishes(sqlite_engine: Engine, tmp_path: Path, first: Reply) -> None:
    with endpoint(first, RENEWALS, say("")) as served:
        house = model_house(sqlite_engine, tmp_path, served)
        began = time.monotonic()
        answer = house.say("what renews")
        took = time.monotonic() - began
    assert [each.tool for each in answer.calls] == ["renewals_due"]
    assert len(served.asked) == 3
    assert took >= (1.0 if first.status == 429 else 0.3)


def test_what_was_wrong_can_be_put_right_by_the_model(sqlite_engine: Engine, tmp_path: Path) -> None:
    with endpoint(
        call(("renewals_due", "{period")),
        call(("renewals", {})),
        call(("renewals_due", {"period": 1})),
        RENEWALS,
        say(""),
    ) as served:
        house = model_house(sqlite_engine, tmp_path, served)
        answer = house.say("what renews")
    assert [each.tool for each in answer.calls] == ["renewals_due"]
    told = [asked.messages[-1]["content"] for asked in served.asked[1:4]]
    assert "no JSON object" in told[0]
    assert "no such tool" in told[1]
    assert "arguments are wrong: period" in told[2]


def test_a_silent_endpoint_is_waited_for_as_long_as_the_turn_has_and_no_longer(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    with endpoint(Reply(text="Blue.", silent=6.0)) as served:
        house = model_house(sqlite_engine, tmp_path, served, seconds=1.0)
        house.agent.graph()
        house.own.reading = OWN
        began = time.monotonic()
        answer = house.say("how is it going")
        took = time.monotonic() - began
    assert "took too long" in answer.text
    assert took < 3


def test_a_stream_that_drips_is_not_waited_for_either(sqlite_engine: Engine, tmp_path: Path) -> None:
    with endpoint(Reply(text="well " * 200, pause=0.05)) as served:
        house = model_house(sqlite_engine, tmp_path, served, seconds=1.0)
        house.agent.graph()
        house.own.reading = OWN
        began = time.monotonic()
        answer = house.say("how is it going")
        took = time.monotonic() - began
    assert "took too long" in answer.text
    assert took < 3


@pytest.mark.slow
def test_an_endpoint_that_is_not_there_slows_three_turns_and_no_more(sqlite_engine: Engine, tmp_path: Path) -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))  # nobody listens
        address = f"http://127.0.0.1:{reserved.getsockname()[1]}/v1"
        house = model_house(sqlite_engine, tmp_path, address, breaker=Breaker())
        house.own.reading = OWN
        took = []
        for _ in range(FAILURES + 3):
            began = time.monotonic()
            assert "could not be reached" in house.say("how is it going").text
            took.append(time.monotonic() - began)
    assert max(took[FAILURES:]) < 0.3
    with transaction(sqlite_engine) as session:
        assert (session.scalar(select(func.sum(ModelUse.requests))) or 0) <= 3 * FAILURES


def test_the_share_of_a_day_is_a_persons_and_outlives_a_restart(engine: Engine, tmp_path: Path) -> None:
    with endpoint(call(("help", {})), say("")) as served:
        house = model_house(engine, tmp_path, served, daily_tokens=2500)
        served.script = lambda place, _: say("") if place % 2 else call(("help", {}))
        for _ in range(2):
            assert "used up" not in house.say("what now").text
        house.agent._graph = None  # what a new process would not know
        assert "used up for today" in house.say("what now").text
        assert "used up" not in house.say("what now", person=NED).text
    with transaction(engine) as session:
        spent = dict(
            session.execute(select(ModelUse.person_id, func.sum(ModelUse.tokens)).group_by(ModelUse.person_id)).all()
        )
    assert spent == {ANN: 4000, NED: 2000}


def test_where_the_endpoint_counts_no_tokens_they_are_estimated(sqlite_engine: Engine, tmp_path: Path) -> None:
    with endpoint(Reply(calls=(("help", {}),), usage=False), Reply(usage=False)) as served:
        house = model_house(sqlite_engine, tmp_path, served)
        house.say("what now")
    with transaction(sqlite_engine) as session:
        use = session.scalars(select(ModelUse)).one()
    assert use.tokens > use.bytes_sent // 4


def test_a_turn_whose_reading_is_sure_asks_nobody(sqlite_engine: Engine, tmp_path: Path) -> None:
    with endpoint(say("")) as served:
        house = model_house(sqlite_engine, tmp_path, served)
        house.own.reading = Reading("call", "en", OWN.calls, confidence=1.0)
        assert "50" in house.say("Blue Harbour").text
    assert served.asked == []


@pytest.mark.slow
def test_hundreds_of_readings_by_a_hostile_model_write_leak_and_link_nothing(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    bad = [
        "<https://evil.example|x>",
        "Secret Vault",
        "<!everyone>",
        "![](http://evil.example)",
        "€99,999,999",
        "@here",
    ]
    tools = [
        "log_note",
        "look_up_account",
        "draft_email",
        "find_guidance",
        "account_history",
        "ask_back",
        "correct_waiting",
    ]
    names = ["account", "note_body", "topic", "query", "contact", "recipient", "purpose", "candidates", "owner"]
    place = iter(range(10**6))

    def script(_: int, __: object) -> Reply:
        number = next(place)
        word, tool = bad[number % len(bad)], tools[number % len(tools)]
        arguments = {name: word for at, name in enumerate(names) if (number >> at) & 1}
        return Reply(text=f"{word} was saved. {word}", calls=((tool, json.dumps(arguments)),) if number % 4 else ())

    with endpoint(script=script) as served:
        house = model_house(sqlite_engine, tmp_path, served, breaker=Breaker())
        for _ in range(60):
            answer = house.say("how is Blue Harbour doing")
            assert "evil" not in answer.text
            assert "99" not in answer.text
            assert "@here" not in answer.text
            assert "everyone" not in answer.text
            assert "was saved" not in answer.text
            assert "50" not in answer.text or "Secret" not in answer.text
    with transaction(sqlite_engine) as session:
        assert session.scalar(select(func.count()).select_from(Activity)) == 0
        states = set(session.scalars(select(ProposalRow.state)))
    assert states <= {"pending", "replaced"}


ODD: tuple[object, ...] = (
    0, -1, 10**30, -(10**30), 1e308, "", " ", "x" * 290, "\u0000", "9999-12-31", "0001-01-01", True, None, [], {}, [[]],
    ["x"] * 50, {"start": "0001-01-01", "end": "9999-12-31"}, {"start": "9999-12-31", "end": None}, "me", "red", ["red"],
    "EUR", "Blue Harbour",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("tool", toolbox.names())
def test_arguments_that_nobody_would_give_end_in_an_answer_too(
    sqlite_engine: Engine, tmp_path: Path, tool: str
) -> None:
    pick = random.Random(tool)  # noqa: S311 - the same in every run
    names = list(toolbox.tool(tool).arguments.model_fields)

    def script(_: int, asked: Mapping[str, object]) -> Reply:
        if asked["messages"][-1]["role"] != "user":  # type: ignore[index]  # the endpoint's interface
            return say("")
        return call((tool, {name: pick.choice(ODD) for name in pick.sample(names, min(3, len(names)))}))

    with endpoint(script=script) as served:
        house = model_house(sqlite_engine, tmp_path, served, breaker=Breaker())
        house.own.reading = OWN
        for _ in range(20):
            answer = house.say("how is Blue Harbour doing")
            assert answer.text
            assert not answer.failed
    with transaction(sqlite_engine) as session:
        assert session.scalar(select(func.count()).select_from(Activity)) == 0
