"""What a note holds, from the card to the rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import TypeAdapter

Kind = Literal["note", "meeting", "call", "email"]


@dataclass(frozen=True)
class Guest:
    """Somebody who was there or is spoken of: a contact on file, or a name as it was written."""

    name: str
    contact_id: int | None


@dataclass(frozen=True)
class FollowUp:
    """Something to be done, in the note's words, and by when."""

    title: str
    due_on: date


@dataclass(frozen=True)
class Note:
    """A note, meeting, call or email before it is saved. `body` is what the person wrote."""

    account_id: int
    account: str
    kind: Kind
    on: date
    private: bool
    body: str
    people: tuple[Guest, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()

    @property
    def visibility(self) -> Literal["private", "team"]:
        """Who reads it."""
        return "private" if self.private else "team"

    @property
    def content(self) -> dict[str, object]:
        """As JSON: what a proposal keeps, and what saving writes."""
        content: dict[str, object] = _NOTE.dump_python(self, mode="json")
        return content

    @classmethod
    def of(cls, content: Mapping[str, object]) -> "Note":
        """The note out of a proposal's content."""
        return _NOTE.validate_python(content)


_NOTE = TypeAdapter(Note)
