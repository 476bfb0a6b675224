"""What a tool is: arguments, permission, a query, cards, examples in four languages.

A file in `tools/` ends with `TOOL = Tool(…)` and is found by itself.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, Self, TypeVar

from pydantic import BaseModel, ConfigDict, model_validator
from sqlalchemy.orm import Session

from database.models import ROLES
from tools.kit.cards import Card, Words
from tools.kit.desk import Asker, Desk


class Arguments(BaseModel):
    """The base of every tool's arguments: nothing beyond the catalogue gets in."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, defer_build=True)


class Period(BaseModel):
    """A span of days, both ends inclusive; None is an open end."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
    start: date | None = None
    end: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.start and self.end and self.start > self.end:
            raise ValueError("the period ends before it starts")
        return self


A = TypeVar("A", bound=Arguments)

EVERYBODY = frozenset(ROLES)


@dataclass(frozen=True)
class Saving:
    """What saving a proposal needs: who saves, and the very content that was shown."""

    asker: Asker
    content: Mapping[str, object]
    today: date


@dataclass(frozen=True)
class Written:
    """The rows that a save wrote: ("activities", 12, 1) is table, id and version."""

    rows: tuple[tuple[str, int, int], ...]
    done: Words
    """What was done, as the card says it afterwards."""


@dataclass(frozen=True)
class Change:
    """What a tool that proposes can do once the person has clicked. Runs in the owner's transaction."""

    save: Callable[[Session, Saving], Written]
    undo: Callable[[Session, Saving, Sequence[tuple[str, int, int]]], Written]
    edit: Callable[[Desk, Mapping[str, object], Mapping[str, str]], Sequence[Card]] | None = None
    """Makes the proposal anew out of its content and the edited fields of its form."""


@dataclass(frozen=True)
class Tool(Generic[A]):
    """One capability. `run` reads through `desk.read()` and returns cards; it never writes."""

    name: str
    does: str
    """What it answers or does, in a line of English: help, README and a model read it."""
    arguments: type[A]
    run: Callable[[Desk, A], Sequence[Card]]
    examples: Mapping[str, Sequence[str]]
    """Language → messages that a person would type."""
    roles: frozenset[str] = EVERYBODY
    account_data: bool = True
    """Whether its answers hold customers' data and so may not stand in a channel."""
    reads: tuple[str, ...] = ()
    """The kinds of imported rows that it answers from, the main one first: the answer's age is theirs."""
    change: Change | None = field(default=None)
    """Set by tools that propose."""
