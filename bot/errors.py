"""Each failure becomes one sentence for the person and a reference for the log. Nobody is shown an exception's text."""

import logging
import secrets
import traceback
from dataclasses import dataclass

from tools.kit import cards
from tools.kit.cards import Notice, Words
from tools.kit.proposals import ProposalError
from tools.kit.toolbox import NotAllowedError, UnknownToolError

log = logging.getLogger("steward")


class NoAskerError(Exception):
    """The acting person is unknown here, or was deactivated."""


@dataclass(frozen=True)
class Failure:
    """What to tell, and under which reference the log has the rest (None: nothing went wrong, it is just a no)."""

    words: Words
    reference: str | None = None

    @property
    def card(self) -> Notice:
        """The sentence as a card."""
        if self.reference is None:
            return Notice(level="warning", text=self.words)
        return Notice(
            level="problem",
            text=cards.say("{sentence} Reference: {reference}", sentence=self.words, reference=self.reference),
        )


def explain(error: Exception) -> Failure:
    """The sentence for an exception. The unexpected is logged with its traceback, without anybody's words."""
    match error:
        case ProposalError():
            return Failure(error.words)
        case UnknownToolError():
            return Failure(cards.say("I understand what you want, but I can't do this yet."))
        case NotAllowedError():
            return Failure(cards.say("Your role may not do this here. An administrator can change that."))
        case NoAskerError():
            return Failure(
                cards.say("I don't know you here yet. Ask your administrator to add you to Steward's people.")
            )
    reference = secrets.token_hex(4).upper()
    # The exception's text may hold somebody's data: its kind and the places are enough to find the fault.
    places = " < ".join(
        f"{frame.filename}:{frame.lineno}" for frame in reversed(traceback.extract_tb(error.__traceback__))
    )
    log.error("turn failed, reference %s: %s at %s", reference, type(error).__name__, places)
    return Failure(cards.say("Something went wrong on my side, and nothing was saved. Please try again."), reference)
