"""The inbox on both engines: what is accepted is there, once; a conversation is answered one at a time, in order."""

from datetime import timedelta
from threading import Thread

import pytest
from sqlalchemy import Engine, func, select

from bot.delivery.inbox import LEASE, Inbox, LostLeaseError, finish
from bot.slack.incoming import Incoming
from database.engine import transaction
from database.models import InboxItem, now


def message(identity: str, key: str = "D1", order: str = "1700000000.000001") -> Incoming:
    return Incoming("message", identity, key, order, "U1", text="hello")


def count(engine: Engine) -> int:
    with transaction(engine) as session:
        return session.scalar(select(func.count()).select_from(InboxItem)) or 0


def test_the_same_event_is_accepted_once(engine: Engine) -> None:
    inbox = Inbox(engine)
    assert inbox.accept(message("event:1"))
    assert not inbox.accept(message("event:1"))
    assert count(engine) == 1


def test_many_deliveries_at_once_are_accepted_once(engine: Engine) -> None:
    inbox = Inbox(engine)
    accepted: list[bool] = []
    threads = [Thread(target=lambda: accepted.append(inbox.accept(message("event:1")))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(accepted) == [False] * 7 + [True]


def test_a_conversation_is_claimed_one_at_a_time_in_slacks_order(engine: Engine) -> None:
    inbox = Inbox(engine)
    inbox.accept(message("event:2", order="1700000002.000000"))
    inbox.accept(message("event:1", order="1700000001.000000"))
    first = inbox.claim()
    assert first is not None
    assert first.incoming.identity == "event:1"
    assert inbox.claim() is None, "the second waits for the first"
    with transaction(engine) as session:
        finish(session, first)
    second = inbox.claim()
    assert second is not None
    assert second.incoming.identity == "event:2"


def test_another_conversation_does_not_wait(engine: Engine) -> None:
    inbox = Inbox(engine)
    inbox.accept(message("event:1", key="D1"))
    inbox.accept(message("event:2", key="D2"))
    claimed = [inbox.claim(), inbox.claim()]
    assert {one.incoming.order_key for one in claimed if one} == {"D1", "D2"}


def test_what_a_dead_worker_held_is_taken_over_and_the_dead_one_can_finish_nothing(engine: Engine) -> None:
    inbox = Inbox(engine)
    inbox.accept(message("event:1"))
    dead = inbox.claim()
    later = now() + LEASE + timedelta(seconds=1)
    alive = inbox.claim(later)
    assert dead is not None
    assert alive is not None
    assert alive.id == dead.id
    with pytest.raises(LostLeaseError), transaction(engine) as session:
        finish(session, dead)
    with transaction(engine) as session:
        finish(session, alive)
    assert inbox.claim(later) is None


def test_a_job_is_not_due_before_its_moment(engine: Engine) -> None:
    inbox = Inbox(engine)
    inbox.accept(message("job:1"), now() + timedelta(hours=1))
    assert inbox.claim() is None
    assert inbox.claim(now() + timedelta(hours=2)) is not None


def test_what_is_given_back_can_be_claimed_again_at_once(engine: Engine) -> None:
    inbox = Inbox(engine)
    inbox.accept(message("event:1"))
    held = inbox.claim()
    assert held is not None
    inbox.give_back(held, now())
    again = inbox.claim()
    assert again is not None
    assert again.attempts == 2


def test_racing_workers_never_hold_the_same_item(engine: Engine) -> None:
    inbox = Inbox(engine)
    for number in range(20):
        inbox.accept(message(f"event:{number}", key=f"D{number % 5}", order=f"17000000{number:02}.000000"))
    answered: list[tuple[str, str]] = []

    def work() -> None:
        while (claimed := inbox.claim()) or count_waiting(engine):
            if claimed is None:
                continue
            answered.append((claimed.incoming.order_key, claimed.incoming.order_by))
            with transaction(engine) as session:
                finish(session, claimed)

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(answered) == len(set(answered)) == 20
    for key in {key for key, _ in answered}:
        order = [place for at, place in answered if at == key]
        assert order == sorted(order)


def count_waiting(engine: Engine) -> int:
    with transaction(engine) as session:
        return session.scalar(select(func.count()).select_from(InboxItem).where(InboxItem.state == "waiting")) or 0
