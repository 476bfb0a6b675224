"""The threads that answer and send, started and stopped together."""

import logging
from collections.abc import Callable
from threading import Event, Thread
from time import monotonic

from slack_sdk import WebClient
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.conversation import Conversation
from bot.delivery import replies
from bot.delivery.answers import Answers
from bot.delivery.calls import Calls
from bot.delivery.inbox import Inbox
from bot.delivery.outbox import Outbox, Sending
from bot.delivery.pace import Pace
from bot.delivery.persons import Persons
from bot.delivery.replies import Place
from bot.delivery.schedule import Schedule
from bot.delivery.sender import Sender
from bot.delivery.worker import Worker
from bot.slack.audience import Slack
from bot.slack.incoming import Incoming
from bot.text import Reader
from database.engine import reading
from database.models import now
from tools.kit.cards import Words

log = logging.getLogger("steward")

SENDERS = 2
PLAN_EVERY = 60.0
GRACE = 10.0
"""Seconds to finish what is being answered when we are asked to stop."""
RESTART_AFTER = 1.0


class Service:
    """Accepts, answers and sends for one workspace."""

    def __init__(
        self,
        engine: Engine,
        conversation: Conversation,
        client: WebClient,
        *,
        team: str,
        workers: int,
        reads_threads: bool = False,
    ) -> None:
        self.inbox = Inbox(engine)
        self.outbox = Outbox(engine)
        self.persons = Persons(engine)
        slack = Slack(client, team)
        self.schedule = Schedule(engine, self.inbox, self.persons, conversation)
        self.answers = Answers(conversation, slack, self.persons, reads_threads)
        calls, pace = Calls(client, self.persons.direct_channel), Pace()
        self._senders = [Sender(self.outbox, calls, slack, pace, self._tell) for _ in range(SENDERS)]
        self._workers = [
            Worker(engine, self.inbox, self._senders[0], self._think, self.answers.failed) for _ in range(workers)
        ]
        self._engine = engine
        self._stopping = Event()
        self._threads: list[Thread] = []

    def start(self) -> None:
        """Starts every thread."""
        steps = [("worker", worker.step) for worker in self._workers]
        steps += [("sender", sender.step) for sender in self._senders]
        self._threads = [
            Thread(target=self._run, args=(step,), name=f"{name}-{place}", daemon=True)
            for place, (name, step) in enumerate(steps)
        ]
        self._threads.append(Thread(target=self._plan, name="schedule", daemon=True))
        for thread in self._threads:
            thread.start()

    def stop(self, grace: float = GRACE) -> None:
        """Takes nothing new, finishes what is at hand within `grace` seconds, gives back the rest."""
        self._stopping.set()
        self.inbox.bell.ring(len(self._workers))
        self.outbox.bell.ring(len(self._senders))
        until = monotonic() + grace
        for thread in self._threads:
            thread.join(max(until - monotonic(), 0.0))
        for worker in self._workers:
            worker.give_back()
        self.inbox.give_back_all()

    def healthy(self) -> bool:
        """Whether every thread lives and the database answers."""
        if self._stopping.is_set() or not all(thread.is_alive() for thread in self._threads):
            return False
        try:
            with reading(self._engine) as session:
                session.connection().exec_driver_sql("SELECT 1")
        except SQLAlchemyError:
            return False
        return True

    def _run(self, step: Callable[[], bool]) -> None:
        while not self._stopping.is_set():
            try:
                step()
            except SQLAlchemyError:
                # The database is away: the work waits in it, and so do we.
                log.exception("a step failed, and is taken up again")
                self._stopping.wait(RESTART_AFTER)

    def _plan(self) -> None:
        while not self._stopping.is_set():
            try:
                self.schedule.plan(now())
            except SQLAlchemyError:
                log.exception("planning failed, and is taken up again")
            self._stopping.wait(PLAN_EVERY)

    def _think(self, incoming: Incoming) -> Callable[[Session], list[Sending]]:
        return self.schedule.to(incoming) if incoming.kind == "job" else self.answers.to(incoming)

    def _tell(self, person_id: int, words: Words) -> Sending | None:
        who = self.persons.addressee(person_id)
        if who is None:
            return None
        return replies.sentence(words, Reader(who.language, who.locale), Place(who.slack_id, person_id=person_id))[0]
