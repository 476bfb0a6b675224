"""What goes wrong on the way to Slack: said again where that is safe, looked for where it isn't known, told where it is
lost, and never said twice."""

import itertools
from collections.abc import Iterator

import pytest
from slack_sdk import WebClient
from sqlalchemy import Engine, select, update

from bot.delivery.calls import Calls
from bot.delivery.outbox import Audience, Outbox, Sending, add
from bot.delivery.pace import Pace
from bot.delivery.sender import MAYBE_LOST, Sender
from bot.slack.audience import Slack
from database.engine import transaction
from database.models import OutboxItem, Person, now
from tests.journeys.emulator import TOKEN, emulator
from tests.journeys.front import Fault, Front
from tools.kit.cards import Words


@pytest.fixture(scope="session")
def slack_api() -> Iterator[str]:
    with emulator() as address:
        yield address


@pytest.fixture
def front(slack_api: str) -> Iterator[Front]:
    with Front(slack_api).open() as front:
        yield front


class Post:
    """An outbox with one person's messages, and a sender that is stepped by hand."""

    def __init__(self, engine: Engine, front: Front) -> None:
        self.engine, self.front = engine, front
        client = WebClient(TOKEN, base_url=f"{front.address}/api/", timeout=5, retry_handlers=[])
        self.outbox = Outbox(engine)
        self.clock = itertools.count(0.0, 60.0).__next__
        self.sender = Sender(self.outbox, Calls(client), Slack(client, "T000000001"), Pace(self.clock), self.tell)
        users = {user["name"]: user["id"] for user in client.users_list()["members"]}
        self.direct = str(client.conversations_open(users=[users["ann"]])["channel"]["id"])
        self.channel = next(one["id"] for one in client.conversations_list()["channels"] if one["name"] == "customers")
        front.channels[self.channel] = {"is_ext_shared": False}
        with transaction(engine) as session:
            session.add(Person(id=1, name="Ann", slack_id=users["ann"]))

    def tell(self, _person_id: int, words: Words) -> Sending:
        return Sending("chat.postMessage", self.direct, {"text": words.key}, person_id=1)

    def put(self, *texts: str, channel: str | None = None, audience: Audience = "direct") -> None:
        with transaction(self.engine) as session:
            add(
                session,
                None,
                [Sending("chat.postMessage", channel or self.direct, {"text": text}, audience, 1) for text in texts],
            )

    def step(self, times: int = 1) -> None:
        """Sends what is due; what waits for later is made due."""
        for _ in range(times):
            with transaction(self.engine) as session:
                session.execute(
                    update(OutboxItem).where(OutboxItem.state.in_(("waiting", "leased"))).values(not_before=now())
                )
            self.sender.step(poll=0.01)

    def arrived(self) -> list[str]:
        """What stands in the emulator's channel, as told by the calls that it carried out."""
        return [str(call.arguments["text"]) for call in self.front.made("chat.postMessage")]

    def states(self) -> list[str]:
        with transaction(self.engine) as session:
            return list(session.scalars(select(OutboxItem.state).order_by(OutboxItem.id)))


@pytest.fixture
def post(sqlite_engine: Engine, front: Front) -> Post:
    return Post(sqlite_engine, front)


def test_messages_of_a_channel_leave_in_order(post: Post) -> None:
    post.put("one", "two", "three")
    post.step(3)
    assert post.arrived() == ["one", "two", "three"]
    assert post.states() == ["done"] * 3


def test_being_asked_to_wait_keeps_the_order(post: Post) -> None:
    post.front.fail("chat.postMessage", Fault(429, {"ok": False, "error": "ratelimited"}, {"retry-after": "0"}))
    post.put("one", "two")
    post.step(3)
    assert post.arrived() == ["one", "two"]


def test_an_answer_that_was_lost_after_it_was_carried_out_is_found_and_not_repeated(post: Post) -> None:
    post.front.fail("chat.postMessage", Fault(close=True, after=True))
    post.put("one", "two")
    post.step(3)
    assert post.arrived() == ["one", "two"]
    assert post.states() == ["done", "done"]


def test_a_call_that_was_cut_off_before_it_was_carried_out_is_made_again(post: Post) -> None:
    post.front.fail("chat.postMessage", Fault(close=True))
    post.put("one")
    post.step(2)
    assert post.arrived() == ["one"]


@pytest.mark.parametrize("after", [True, False])
def test_a_server_error_is_looked_into_before_anything_is_repeated(post: Post, after: bool) -> None:
    post.front.fail("chat.postMessage", Fault(500, {"ok": False, "error": "internal_error"}, after=after))
    post.put("one")
    post.step(2)
    assert post.arrived() == ["one"]
    assert post.states() == ["done"]


def test_where_nothing_can_be_looked_up_the_person_is_told_instead(post: Post) -> None:
    post.front.fail("chat.postMessage", Fault(close=True, after=True))
    post.put("one", channel=post.channel, audience="channel")
    post.step(3)
    assert post.arrived() == ["one", MAYBE_LOST.key]
    assert post.states() == ["failed", "done"]


def test_a_layout_that_slack_refuses_is_sent_as_text(post: Post) -> None:
    post.front.fail("chat.postMessage", Fault(200, {"ok": False, "error": "invalid_blocks"}))
    with transaction(post.engine) as session:
        blocks: list[object] = [{"type": "divider"}]
        payload = {"text": "one", "blocks": blocks}
        add(session, None, [Sending("chat.postMessage", post.direct, payload, person_id=1)])  # type: ignore[arg-type]
    post.step()
    assert post.arrived() == ["one"]


def test_a_channel_that_was_shared_meanwhile_gets_nothing(post: Post) -> None:
    post.front.channels[post.channel] = {"is_ext_shared": True}
    post.put("for us alone", channel=post.channel, audience="channel")
    post.step()
    assert post.arrived() == []
    assert post.states() == ["refused"]


def test_a_channel_where_we_may_not_write_is_answered_by_direct_message(post: Post) -> None:
    post.front.fail("chat.postMessage", Fault(200, {"ok": False, "error": "not_in_channel"}))
    post.put("one", channel=post.channel, audience="channel")
    post.step(2)
    assert len(post.arrived()) == 1
    assert "could not answer where you asked" in post.arrived()[0]


def test_a_notice_that_can_not_be_sent_either_ends_it(post: Post) -> None:
    post.front.fail("chat.postMessage", *[Fault(200, {"ok": False, "error": "account_inactive"})] * 3)
    post.put("one")
    post.step(4)
    assert post.arrived() == []
    assert post.states() == ["failed", "failed"]
