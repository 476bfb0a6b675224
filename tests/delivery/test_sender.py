"""What goes wrong on the way to Slack: said again where that is safe, looked for where it isn't known, told where it is
lost, and never said twice."""

import pytest

from bot.delivery.outbox import Sending, add
from bot.delivery.sender import MAYBE_LOST
from database.engine import transaction
from tests.delivery.post import Post
from tests.journeys.front import Fault


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
