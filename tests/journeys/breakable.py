"""The embedded agent, with a fault that a test can ask for."""

from collections.abc import Sequence

from bot.agents.base import Reading, Said, View
from bot.agents.embedded import EmbeddedAgent


class Breakable:
    """Reads as the embedded agent does, until it is told to break."""

    name = "embedded"

    def __init__(self) -> None:
        self._agent = EmbeddedAgent()

    def read(self, message: str, before: Sequence[Said], view: View) -> Reading:
        if message == "break":
            raise RuntimeError("a fault of ours, with a secret in its words")
        return self._agent.read(message, before, view)
