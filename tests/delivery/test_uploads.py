"""A file goes on from the step that was reached, whatever broke, and stands in one message in the end."""

import base64
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, update

from bot.delivery.outbox import LEASE, UPLOAD, Claimed, Outbox, Sending, TakenOverError, add
from bot.delivery.sender import MAYBE_LOST
from database.engine import transaction
from database.models import OutboxItem, now
from tests.delivery.post import Post
from tests.journeys.front import BYTES, Fault, Front

TICKET, SHARING = "files.getUploadURLExternal", "files.completeUploadExternal"
BROKEN = (Fault(500, {"ok": False, "error": "internal_error"}), Fault(close=True))


@pytest.fixture
def post(engine: Engine, front: Front) -> Post:
    return Post(engine, front)


def put(post: Post, channel: str | None = None) -> None:
    content = base64.b64encode(b"account,arr").decode()
    payload: dict[str, object] = {"name": "renewals.csv", "title": "Renewals", "alt": None, "content": content}
    audience = "channel" if channel == post.channel else "direct"
    sending = Sending(UPLOAD, channel or post.direct, payload, audience, 1)  # type: ignore[arg-type]
    with transaction(post.engine) as session:
        add(session, None, [sending])


def files(post: Post, channel: str | None = None) -> list[str]:
    """The files that stand in the channel's messages, by their ids."""
    found = post.client.conversations_history(channel=channel or post.direct)["messages"]
    ours = {call.answer["file_id"] for call in post.front.made(TICKET)}
    return [one["id"] for message in found for one in message.get("files") or [] if one["id"] in ours]


def calls(post: Post) -> tuple[int, int, int]:
    """How often each step was tried."""
    made = [call.method for call in post.front.calls]
    return made.count(TICKET), made.count(BYTES), made.count(SHARING)


def test_a_file_is_shared_in_three_steps(post: Post) -> None:
    put(post)
    post.step()
    assert calls(post) == (1, 1, 1)
    assert len(files(post)) == 1
    assert post.states() == ["done"]


@pytest.mark.parametrize("step", [TICKET, BYTES])
@pytest.mark.parametrize("fault", BROKEN)
def test_what_fails_before_the_sharing_is_begun_again(post: Post, step: str, fault: Fault) -> None:
    post.front.fail(step, fault)
    put(post)
    post.step(2)
    assert len(files(post)) == 1
    assert post.states() == ["done"]


@pytest.mark.parametrize("fault", [*BROKEN, Fault(200, {"ok": False, "error": "file_update_failed"})])
def test_a_sharing_that_fails_is_all_that_is_repeated(post: Post, fault: Fault) -> None:
    post.front.fail(SHARING, fault)
    put(post)
    post.step(2)
    assert calls(post) == (1, 1, 2)
    assert len(files(post)) == 1
    assert post.states() == ["done"]


@pytest.mark.parametrize("fault", BROKEN)
def test_a_sharing_whose_answer_was_lost_is_found_and_not_repeated(post: Post, fault: Fault) -> None:
    post.front.fail(SHARING, replace(fault, after=True))
    put(post)
    post.step(2)
    assert calls(post) == (1, 1, 1)
    assert len(files(post)) == 1
    assert post.states() == ["done"]


class Crash(BaseException):
    """The process ends here."""


class EndsAfterTheBytes(Outbox):
    """The process ends once it is kept that Slack has the bytes."""

    def uploaded(self, claimed: Claimed, file: str) -> None:
        super().uploaded(claimed, file)
        raise Crash


class EndsAfterTheSharing(Outbox):
    """The process ends before it is kept that the file was shared."""

    def sent(self, claimed: Claimed, channel: str, ts: str | None) -> None:
        raise Crash


@pytest.mark.parametrize(("outbox", "shared"), [(EndsAfterTheBytes, 0), (EndsAfterTheSharing, 1)])
def test_after_a_crash_it_goes_on_where_it_was(post: Post, outbox: type[Outbox], shared: int) -> None:
    put(post)
    with pytest.raises(Crash):
        post.new_sender(outbox(post.engine)).step()
    assert len(files(post)) == shared
    post.sender = post.new_sender(post.outbox)
    post.step()
    assert calls(post) == (1, 1, 1)
    assert len(files(post)) == 1
    assert post.states() == ["done"]


def test_where_nobody_can_look_it_is_shared_once_and_told_if_that_is_not_sure(post: Post) -> None:
    post.front.fail(SHARING, Fault(close=True, after=True))
    put(post, post.channel)
    post.step(3)
    assert len(files(post, post.channel)) == 1
    assert post.states() == ["failed", "done"]
    assert post.arrived() == [MAYBE_LOST.key]


def test_where_nobody_can_look_a_sharing_that_failed_is_repeated(post: Post) -> None:
    post.front.fail(SHARING, Fault(close=True))
    put(post, post.channel)
    post.step(2)
    assert len(files(post, post.channel)) == 1
    assert post.states() == ["done"]


def test_a_file_can_be_the_first_thing_that_somebody_gets(post: Post) -> None:
    put(post, post.user)
    post.step()
    assert len(files(post)) == 1
    assert post.arrived() == [], "and no word beside it"


def test_whoever_was_too_slow_shares_nothing(post: Post) -> None:
    put(post)
    slow = post.outbox.claim()
    assert slow is not None
    quicker = post.outbox.claim(moment=now() + LEASE + timedelta(seconds=1))
    assert quicker is not None
    with pytest.raises(TakenOverError):
        post.outbox.uploaded(slow, "F1")
    post.sender.send(slow)
    assert files(post) == []
    with transaction(post.engine) as session:
        session.execute(update(OutboxItem).values(not_before=now()))
        assert "F1" not in session.scalars(select(OutboxItem.payload)).one()
    post.step()
    assert len(files(post)) == 1
