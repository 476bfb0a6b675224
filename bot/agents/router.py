"""Who reads a message: the embedded agent where it is sure, a model where it is not. What the embedded agent read answers
wherever the model does not, and says so."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from bot.agents.base import Agent, Reading, Said, View
from bot.agents.openai.failures import ModelError

SURE = 0.9
"""The embedded agent's probability from which its reading is taken as it is. `Reading.confidence` is a calibrated one:
`make evals` prints, for each step of it, how often such readings were right; from here on they are right more often
than a leading model's are (93 of 100). Change it where that table says so, and nowhere else."""

NEVER = 2.0
"""A threshold that no reading reaches: every message goes to the model."""

_OURS = frozenset({"save", "discard", "more"})
"""What a person confirms, or turns over, is never a model's to say."""


class Thinker(Protocol):
    """Reads what the embedded agent was not sure of, over a model."""

    @property
    def name(self) -> str:
        """As the audit names it."""
        ...

    def think(self, message: str, before: Sequence[Said], view: View, own: Reading) -> Reading:
        """The meaning of the message. Raises ModelError."""
        ...


class Router:
    """Two agents as one."""

    def __init__(self, own: Agent, model: Thinker, sure: float = SURE) -> None:
        self._own = own
        self._model = model
        self._sure = sure
        self.name = own.name
        """What the audit says of readings that are the embedded agent's; a model's say themselves whose they are."""

    def read(self, message: str, before: Sequence[Said], view: View) -> Reading:
        """The meaning of `message`. Never raises for any text, nor for anything that a model does."""
        own = self._own.read(message, before, view)
        if own.decision in _OURS or own.confidence >= self._sure or not message.strip():
            return own
        try:
            return self._model.think(message, before, view, own)
        except ModelError as error:
            return replace(own, notice=error.words)
