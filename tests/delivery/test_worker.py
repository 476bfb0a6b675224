"""A worker keeps all of a turn or nothing of it."""

import time
from threading import Event, Thread

import pytest
from slack_sdk import WebClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.delivery.calls import Calls
from bot.delivery.inbox import Inbox, NotStoredError
from bot.delivery.outbox import Outbox, Sending
from bot.delivery.pace import Pace
from bot.delivery.sender import Sender
from bot.delivery.worker import ATTEMPTS, Finish, Think, Worker
from bot.slack.audience import Slack
from bot.slack.incoming import Incoming
from database.engine import transaction
from database.models import InboxItem, OutboxItem, now
from tests.delivery.test_inbox import count, message

SENDING = Sending("chat.postMessage", "D1", {"text": "hi"})
COMMITS_FAIL = (
    "CREATE TABLE owing (id INTEGER REFERENCES people (id) DEFERRABLE INITIALLY DEFERRED)",
    "CREATE TRIGGER fails AFTER INSERT ON inbox BEGIN INSERT INTO owing VALUES (404); END",
)
"""From here on a row of the inbox can be inserted and can't be committed."""


def worker(engine: Engine, inbox: Inbox, finish: Finish, think: Think | None = None) -> Worker:
    def fail(_incoming: Incoming, error: Exception) -> tuple[list[Sending], str | None]:
        return [Sending("chat.postMessage", "D1", {"text": type(error).__name__})], "REF"

    client = WebClient("", base_url="http://127.0.0.1:9/")
    sender = Sender(Outbox(engine), Calls(client), Slack(client, ""), Pace(), lambda _person, _words: None)
    return Worker(engine, inbox, sender, think or (lambda _incoming: finish), fail)


def state(engine: Engine) -> tuple[str, list[str]]:
    with transaction(engine) as session:
        item = session.scalars(select(InboxItem)).one()
        return item.state, [row.payload for row in session.scalars(select(OutboxItem).order_by(OutboxItem.id))]


def test_an_answer_and_done_are_committed_together(engine: Engine) -> None:
    inbox = Inbox(engine)
    inbox.accept(message("event:1"))
    worker(engine, inbox, lambda _session: [SENDING]).step()
    assert state(engine) == ("done", ['{"text": "hi"}'])


def test_a_failure_while_storing_leaves_nothing_but_its_sentence(engine: Engine) -> None:
    def finish(session: Session) -> list[Sending]:
        session.add(OutboxItem(method="chat.postMessage", channel="D1", audience="direct", payload="half"))
        session.flush()
        raise ValueError

    inbox = Inbox(engine)
    inbox.accept(message("event:1"))
    worker(engine, inbox, finish).step()
    assert state(engine) == ("failed", ['{"text": "ValueError"}'])


def test_whoever_lost_the_lease_meanwhile_leaves_nothing(engine: Engine) -> None:
    inbox = Inbox(engine)
    inbox.accept(message("event:1"))
    claimed = inbox.claim()
    assert claimed is not None
    inbox.give_back(claimed, now())
    inbox.claim()
    worker(engine, inbox, lambda _session: [SENDING]).answer(claimed)
    assert state(engine) == ("leased", [])


def test_what_ends_the_process_again_and_again_is_given_up_and_told(engine: Engine) -> None:
    inbox = Inbox(engine)
    inbox.accept(message("event:1"))
    for _ in range(ATTEMPTS):
        claimed = inbox.claim()
        assert claimed is not None
        inbox.give_back(claimed, now())
    worker(engine, inbox, lambda _session: [SENDING]).step()
    assert state(engine) == ("failed", ['{"text": "GivenUpError"}'])


def test_what_is_handed_over_and_then_not_stored_leaves_nothing_and_is_answered_when_it_comes_again(
    sqlite_engine: Engine,
) -> None:
    with transaction(sqlite_engine) as session:
        for command in COMMITS_FAIL:
            session.connection().exec_driver_sql(command)
    thought = Event()

    def finish(_session: Session) -> list[Sending]:
        return [SENDING]

    def think(_incoming: Incoming) -> Finish:
        thought.set()
        return finish

    inbox = Inbox(sqlite_engine)
    at_work = worker(sqlite_engine, inbox, finish, think)
    waiting = Thread(target=lambda: [at_work.step(10) for _ in range(2)], daemon=True)
    waiting.start()
    while not inbox.bell.is_idle():
        time.sleep(0.01)
    with pytest.raises(NotStoredError):
        inbox.accept(message("event:1"))
    waiting.join(10)
    assert thought.is_set(), "it was thought about meanwhile"
    assert count(sqlite_engine) == 0
    with transaction(sqlite_engine) as session:
        assert session.scalars(select(OutboxItem)).all() == []
        session.connection().exec_driver_sql("DROP TRIGGER fails")
    assert inbox.accept(message("event:1"))
    worker(sqlite_engine, inbox, finish).step()
    assert state(sqlite_engine) == ("done", ['{"text": "hi"}'])
