"""Answers what the inbox holds. A turn is thought through with no transaction open; what it leaves behind, what it
sends, and that it is done, commit together, if the lease still holds."""

import logging
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot.delivery import outbox
from bot.delivery.inbox import Claimed, Inbox, LostLeaseError, NotStoredError, finish
from bot.delivery.outbox import Sending
from bot.delivery.sender import Sender
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

    def __init__(self, engine: Engine, inbox: Inbox, sender: Sender, think: Think, fail: Fail) -> None:
        self._engine = engine
        self._inbox = inbox
        self._sender = sender
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
            self._settle(claimed, self._think(claimed.incoming))
        except LostLeaseError:
            log.warning("inbox row %s was taken over by another worker", claimed.id)
        except NotStoredError:
            log.warning("what was being answered could not be stored: it was not acknowledged, and comes again")
        except OperationalError:
            # The database is away or full: nothing can be kept of this turn, so it is done again.
            log.exception("inbox row %s waits for the database", claimed.id)
            self._inbox.give_back(claimed, now() + timedelta(seconds=5))
        except Exception as error:  # noqa: BLE001 - the one handler of this surface: every failure becomes a sentence
            self._settle_failed(claimed, error)

    def _settle(self, claimed: Claimed, think: Finish) -> None:
        with transaction(self._engine) as session:
            finish(session, claimed)
            sendings = think(session)
            # Where another worker is free for what comes next, this one posts the answer itself.
            at_once = bool(sendings) and self._inbox.bell.is_idle() and self._sender.is_free(sendings[0].channel)
            mine = outbox.add(session, claimed.id, sendings, at_once)
        self._sent(len(sendings), mine)

    def _settle_failed(self, claimed: Claimed, error: Exception) -> None:
        sendings, reference = self._fail(claimed.incoming, error)
        try:
            with transaction(self._engine) as session:
                finish(session, claimed, "failed" if reference else "refused", reference)
                outbox.add(session, claimed.id, sendings)
        except (LostLeaseError, NotStoredError):
            return
        self._sent(len(sendings), None)

    def _sent(self, number: int, mine: outbox.Claimed | None) -> None:
        if mine is not None:
            self._sender.send(mine)
        if number > (mine is not None):
            self._sender.ring(number - (mine is not None))
