"""What a story file says, and which stories the book tells.

A file of `stories/` is one kind of story: how such an account stands (health, use, renewal, people) and the steps that
led there, each in four languages. `stories/champion_left.toml` is a good one to read first.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

HERE = Path(__file__).parent

Part = Literal["champion", "decision_maker", "buyer", "procurement", "user", "sponsor", "newcomer"]
"""The part that a customer's person plays in a story."""

Renewal = Literal["open", "renewed", "lost", "locked", "notice", "late", "left", "new"]
"""How the renewal stands; the month beside it says when the term ends, counted from the running month.

open: undecided, ends today or later. renewed: a following contract is signed. lost: the customer said no; the term
still runs. locked: renews by itself, and the notice date is past. notice 0: renews by itself unless notice is given by
a day of the running month. notice 2 …: notice was given. late: the term is over, nothing signed. left: ended, the
customer is gone. new: the first term, which began some months ago.
"""

UsageShape = Literal[
    "steady", "rises", "falls", "slips", "drops", "dips", "recovers", "full", "starts", "stalls", "fades"
]


class _Read(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class InLanguages(_Read):
    """One text in the four languages."""

    en: str
    fr: str
    de: str
    zh: str

    def in_(self, language: str) -> str:
        """The text in `language`."""
        return {"en": self.en, "fr": self.fr, "de": self.de, "zh": self.zh}[language]


class Words(_Read):
    """What was written at one step, in one language."""

    subject: str
    body: str
    task: str | None = None


class Step(_Read):
    """One contact with the customer."""

    days_ago: int
    kind: Literal["note", "meeting", "call", "email"]
    with_: tuple[Part, ...] = Field((), alias="with")
    sets: Literal["left", "notice", "renewed", "lost"] | None = None
    """The fact that this step brought: the champion's leaving, notice given, the contract renewed or lost."""
    private: bool = False
    task_due_in: int | None = None
    """Days from this step on which the task that came out of it is due."""
    task_done: bool = False
    en: Words
    fr: Words
    de: Words
    zh: Words

    def words(self, language: str) -> Words:
        """What was written, in `language`."""
        return {"en": self.en, "fr": self.fr, "de": self.de, "zh": self.zh}[language]


class Case(InLanguages):
    """A support ticket that belongs to the story."""

    days_ago: int
    priority: Literal["low", "medium", "high", "urgent"]
    closed_after_hours: int | None = None
    """None: still open, and so late."""
    escalated: bool = False


class Churn(_Read):
    """Why they left."""

    stated_reason: str
    root_reason: str
    competitor: bool = False
    preventable: bool
    after_downgrade: bool = False
    refund_percent: int | None = None
    feedback: InLanguages
    details: InLanguages


class Due(_Read):
    """How a renewal stands and in which month its term ends, counted from the running one; written "open 3"."""

    renewal: Renewal
    months: int

    @model_validator(mode="before")
    @classmethod
    def _out_of_words(cls, written: object) -> object:
        if not isinstance(written, str):
            return written
        renewal, months = written.split()
        return {"renewal": renewal, "months": months}


class Story(_Read):
    """One kind of story."""

    title: str
    tells: str
    accounts: int
    """How many of the book's accounts tell it."""
    status: Literal["active", "onboarding", "churned"] = "active"
    health: tuple[Literal["red", "amber", "green", "unknown"], ...]
    usage: UsageShape
    renewals: tuple[Due, ...]
    """Taken in turn by the accounts of this story, as is `health`."""
    cast: tuple[Part, ...]
    main: Part | None = None
    """Who is the main contact; the first of the cast where it is not said."""
    arr_before: float | None = None
    """Revenue of the term before, as a share of this one's."""
    arr_after: float = 1.0
    """Revenue of the term after, where there is one."""
    trial: str | None = None
    """A product on trial."""
    jitter: int = 6
    """By how many days an account's dates may lie further back than the file says."""
    counted_from: Literal["today", "end"] = "today"
    """Whether `days_ago` counts from today or from the contract's end."""
    health_reason: InLanguages
    churn: Churn | None = None
    step: tuple[Step, ...]
    ticket: tuple[Case, ...] = ()


class _Routine(_Read):
    step: tuple[Step, ...]


@cache
def stories() -> tuple[Story, ...]:
    """Every story of the folder, by file name. Raises pydantic.ValidationError for a file that does not fit."""
    return tuple(Story.model_validate(_toml(path)) for path in sorted((HERE / "stories").glob("*.toml")))


@cache
def routine() -> tuple[Step, ...]:
    """The ordinary contacts that went before each story."""
    return _Routine.model_validate(_toml(HERE / "data" / "routine.toml")).step


def _toml(path: Path) -> dict[str, object]:
    with path.open("rb") as file:
        return tomllib.load(file)
