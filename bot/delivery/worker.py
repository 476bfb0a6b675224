"""Answers what the inbox holds. A turn is thought through with no transaction open; what it leaves behind, what it
sends, and that it is done, commit together, if the lease still holds."""

import logging
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot.delivery import outbox
from bot.delivery.inbox import Claimed, Inbox, LostLeaseError, finish
from bot.delivery.outbox import Outbox, Sending
from bot.slack.incoming import Incoming
from database.engine import transaction
from database.models import now

log = logging.getLogger("steward")

POLL = 2.0
ATTEMPTS = 3
"""Times that an item is taken up before its person is told that it failed: a turn that ends the process must not do so
for ever."""

Finish = Callable[[Session], list[Sending]]
Think = Callable[[Incoming], Finish]
Fail = Callable[[Incoming, Exception], tuple[list[Sending], str | None]]


class GivenUpError(Exception):
    """The item was taken up several times, and never finished."""


class Worker:
    """One thread's work: take the head of a conversation, answer it."""

    def __init__(self, engine: Engine, inbox: Inbox, out: Outbox, think: Think, fail: Fail) -> None:
        self._engine = engine
        self._inbox = inbox
        self._outbox = out
        self._think = think
        self._fail = fail
        self._at_hand: Claimed | None = None

    def step(self, poll: float = POLL) -> bool:
        """Answers the next item if there is one; else waits for one, at most `poll` seconds. True when it answered."""
        claimed = self._inbox.claim()
        if claimed is None:
            self._inbox.bell.wait(poll)
            return False
        self._at_hand = claimed
        self.answer(claimed)
        self._at_hand = None
        return True

    def give_back(self) -> None:
        """Lets another worker answer what this one could not finish before the stop."""
        if self._at_hand:
            self._inbox.give_back(self._at_hand, now())

    def answer(self, claimed: Claimed) -> None:
        """Answers one claimed item: with what was asked for, or with the sentence for what went wrong."""
        try:
            if claimed.attempts > ATTEMPTS:
                raise GivenUpError
            think = self._think(claimed.incoming)
            sent = self._settle(claimed, think)
        except LostLeaseError:
            log.warning("inbox row %s was taken over by another worker", claimed.id)
            return
        except OperationalError:
            # The database is away or full: nothing can be kept of this turn, so it is done again.
            log.exception("inbox row %s waits for the database", claimed.id)
            self._inbox.give_back(claimed, now() + timedelta(seconds=5))
            return
        except Exception as error:  # noqa: BLE001 - the one handler of this surface: every failure becomes a sentence
            sent = self._settle_failed(claimed, error)
        if sent:
            self._outbox.bell.ring(sent)

    def _settle(self, claimed: Claimed, think: Finish) -> int:
        with transaction(self._engine) as session:
            finish(session, claimed)
            sendings = think(session)
            outbox.add(session, claimed.id, sendings)
        return len(sendings)

    def _settle_failed(self, claimed: Claimed, error: Exception) -> int:
        sendings, reference = self._fail(claimed.incoming, error)
        try:
            with transaction(self._engine) as session:
                finish(session, claimed, "failed" if reference else "refused", reference)
                outbox.add(session, claimed.id, sendings)
        except LostLeaseError:
            return 0
        return len(sendings)
