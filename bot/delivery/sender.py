"""Sends what the outbox holds: in order, paced, again where that is safe, and never twice where nobody knows."""

import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from bot.delivery.calls import Calls
from bot.delivery.outbox import UPLOAD, Claimed, Outbox, Sending, TakenOverError
from bot.delivery.outcomes import Again, NotSent, Unclear
from bot.delivery.pace import Pace
from bot.slack.audience import Refusal, Slack
from tools.kit.cards import Words, say

log = logging.getLogger("steward")

POLL = 1.0
ATTEMPTS = 8
LONGEST_WAIT = 300.0

NOT_THERE = say("I could not answer where you asked me: Slack did not let me write there. Ask me here instead.")
MAYBE_LOST = say("Slack did not confirm an answer of mine. If you don't see it, please ask again.")

Tell = Callable[[int, Words], Sending | None]
"""A person's id and a sentence → the direct message that says it; None when they can't be reached."""


class Sender:
    """One thread's work: take the next row, send it, say what became of it."""

    def __init__(self, outbox: Outbox, calls: Calls, slack: Slack, pace: Pace, tell: Tell) -> None:
        self._outbox = outbox
        self._calls = calls
        self._slack = slack
        self._pace = pace
        self._tell = tell

    def step(self, poll: float = POLL) -> bool:
        """Sends the next row if one is due; else waits for one, at most `poll` seconds. True when it sent something."""
        claimed = self._outbox.claim(self._pace.busy())
        if claimed is None:
            self._outbox.bell.wait(self._pace.wait(poll))
            return False
        self.send(claimed)
        return True

    def is_free(self, channel: str) -> bool:
        """Whether a message may go there at this moment."""
        return self._pace.is_free(channel)

    def ring(self, times: int) -> None:
        """Says that there is something to send."""
        self._outbox.bell.ring(times)

    def send(self, claimed: Claimed) -> None:
        """Sends one claimed row and settles it."""
        sending = claimed.sending
        self._pace.take(sending.channel)
        try:
            if sending.audience == "channel":
                # Checked when it was read, and again now: a channel can be shared with others at any moment.
                self._slack.check_channel(sending.channel)
            arrived = self._calls.look_for(claimed) if claimed.uncertain else None
            arrived = arrived or self._calls.make(claimed, partial(self._outbox.uploaded, claimed))
            self._outbox.sent(claimed, arrived.channel, arrived.ts)
        except Refusal:
            self._outbox.dropped(claimed, "the channel is no longer known to be internal", "refused")
        except TakenOverError:
            log.warning("outbox row %s was taken over by another sender", claimed.id)
        except Again as again:
            self._again(claimed, again)
        except Unclear as unclear:
            self._unclear(claimed, unclear)
        except NotSent as no:
            self._give_up(claimed, str(no), NOT_THERE)

    def _again(self, claimed: Claimed, again: Again) -> None:
        if claimed.attempts >= ATTEMPTS:
            self._give_up(claimed, f"given up after {claimed.attempts} attempts: {again}", MAYBE_LOST)
            return
        wait = again.seconds if again.seconds is not None else min(2.0**claimed.attempts / 2, LONGEST_WAIT)
        if again.seconds is not None:
            self._pace.pause(claimed.sending.channel, again.seconds)
        self._outbox.later(claimed, wait, str(again))

    def _unclear(self, claimed: Claimed, unclear: Unclear) -> None:
        if unclear.can_look and claimed.attempts < ATTEMPTS:
            self._outbox.uncertain(claimed, min(2.0**claimed.attempts / 2, LONGEST_WAIT), str(unclear))
        else:
            self._give_up(claimed, f"nobody knows whether it arrived: {unclear}", MAYBE_LOST)

    def _give_up(self, claimed: Claimed, problem: str, words: Words) -> None:
        """Says so to the person, once, by direct message: no silence, and no second copy of the answer."""
        sending = claimed.sending
        log.error("outbox row %s not sent (%s): %s", claimed.id, sending.method, problem)
        tell = self._tell(sending.person_id, words) if sending.person_id is not None else None
        if tell is None or sending.method not in ("chat.postMessage", UPLOAD) or sending.payload == tell.payload:
            self._outbox.dropped(claimed, problem)
        else:
            self._outbox.instead(claimed, replace(tell, person_id=sending.person_id), problem)
