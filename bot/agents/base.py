"""What an agent is: it reads a message and says which tools to call, or asks, declines, or acknowledges."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from tools.kit.names import Names

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]


@dataclass(frozen=True)
class Call:
    """A tool and its arguments, by the names of the catalogue."""

    tool: str
    arguments: Mapping[str, Json]


@dataclass(frozen=True)
class Ask:
    """What is missing (names of arguments), or the rows between which to choose. `pending` is the call that waits."""

    missing: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    pending: Call | None = None


@dataclass(frozen=True)
class Said:
    """An earlier turn of the conversation. `calls`, `pending` and `shown` are known where it is our own memory;
    a transcript handed in from outside has only the words."""

    role: Literal["user", "assistant"]
    text: str
    calls: tuple[Call, ...] = ()
    ask: Ask | None = None
    shown: tuple[str, ...] = ()
    """Row references in the order shown: "accounts:12"."""
    language: str | None = None
    """The language in which the turn was read, where it is our own memory: its calls and ask are then all it meant."""


@dataclass(frozen=True)
class View:
    """What an agent may know: the day, the asker's names, which proposal waits. No rows, no rights, no session."""

    today: date
    names: Names
    asker: str
    """The acting person's name, for first names and initials; not a right."""
    language: str
    """The asker's own language, where the message leaves it open."""
    fiscal_year_start: int = 1
    pending: Call | None = None
    """The call behind the proposal that waits for Save, Edit or Discard in this conversation."""
    tools: frozenset[str] | None = None
    """The tools offered here; None: all of the catalogue."""


Decision = Literal["call", "ask", "decline", "acknowledge", "save", "discard", "more"]


@dataclass(frozen=True)
class Reading:
    """What a message means. "save" and "discard" speak of the proposal that waits, "more" of the last list."""

    decision: Decision
    language: str
    calls: tuple[Call, ...] = ()
    ask: Ask | None = None
    replaces: bool = False
    """The call corrects the proposal that waits (View.pending) and takes its place."""
    confidence: float = 1.0
    """How sure the agent is that this is what was meant, 0 to 1."""


class Agent(Protocol):
    """Reads messages. It runs nothing and writes nothing."""

    name: str

    def read(self, message: str, before: Sequence[Said], view: View) -> Reading:
        """The meaning of `message` after the turns `before` (oldest first). Never raises for any text."""
        ...
