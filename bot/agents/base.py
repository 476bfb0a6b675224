"""What an agent is: it reads a message and says which tools to call, or asks, declines, or acknowledges."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from tools.kit.cards import Card, Words
from tools.kit.names import Names
from tools.kit.people_at import PersonAt
from tools.kit.tool import Arguments, Tool

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
    """Row references in the order shown: "accounts:12"; of the last answer alone."""
    language: str | None = None
    """The language in which the turn was read, where it is our own memory: its calls and ask are then all it meant."""


@dataclass(frozen=True)
class Ran:
    """What a call gave, for an agent that looks at it before it goes on."""

    shown: Sequence[Card]
    """What the asker will see."""
    told: Sequence[Card]
    """The same, read by a session that has no private note in it: all that may go further than the asker."""
    accounts: frozenset[int] = frozenset()
    """The accounts that it speaks of, as far as its rows name them."""


class Hands(Protocol):
    """The toolbox of one turn, for an agent that must see what a tool returns before it goes on.

    What it runs is kept apart until the agent's reading says that it counts (`Reading.ran`).
    """

    def offered(self) -> Sequence[Tool[Arguments]]:
        """The tools that this asker may use here."""
        ...

    def call(self, call: Call) -> Ran:
        """Runs a call for the asker. Raises ToolError; writes nothing."""
        ...

    def words(self, cards: Sequence[Card]) -> str:
        """Cards as plain text, as the asker reads them."""
        ...

    def people_at(self, accounts: frozenset[int]) -> Sequence[PersonAt]:
        """The contacts of these accounts."""
        ...

    def progress(self, sentence: str) -> None:
        """Shows a sentence to whoever waits, where somebody does."""
        ...


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
    hands: Callable[[str], Hands] | None = None
    """Opens the turn's toolbox for an answer in a language; None where nothing is to be run, only understood."""


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
    ran: bool = False
    """The calls were run by `View.hands` already, in this order."""
    remarks: tuple[str, ...] = ()
    """Sentences of a model about what its calls gave: plain, and checked against it."""
    notice: Words | None = None
    """What the asker should know of how this reading came about."""
    by: str | None = None
    """Who read it, as the audit says it, where that is not simply the agent's name."""


class Agent(Protocol):
    """Reads messages. It runs nothing and writes nothing."""

    name: str

    def read(self, message: str, before: Sequence[Said], view: View) -> Reading:
        """The meaning of `message` after the turns `before` (oldest first). Never raises for any text."""
        ...
