"""The closed set of what can be shown: cards of message keys and typed values.

A card holds no markup, no link and no sentence of a model but in fields marked as drafted. It is turned into a person's
language and numbers at the very end, by `bot/text.py` and `bot/slack/render.py`; until then it is data, versioned and
serialisable (`Cards` below reads and writes JSON).
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

VERSION = 1
"""Raised when a card changes its shape; kept beside every stored card."""


class _Frozen(BaseModel):
    # Schemas are built when a card is first made: most questions need few kinds, and a start none.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Words(_Frozen):
    """A message: an English key with named places, translated at the end. `n` chooses the plural and fills {n}."""

    kind: Literal["words"] = "words"
    key: str
    plural: str | None = None
    n: int | None = None
    values: dict[str, "Value"] = {}


class Name(_Frozen):
    """Text out of a row (a customer's name, a note's words): never translated, always escaped."""

    kind: Literal["name"] = "name"
    text: str


class Mention(_Frozen):
    """A colleague. Shown as a name; a surface may make a mention of it."""

    kind: Literal["mention"] = "mention"
    name: str
    slack_id: str | None = None


class Money(_Frozen):
    """An exact amount in one currency. `short` rounds for headlines: €1.24M."""

    kind: Literal["money"] = "money"
    amount: Decimal
    currency: str
    short: bool = False


class Day(_Frozen):
    """A date. `short` leaves out the year where it is the current one."""

    kind: Literal["day"] = "day"
    on: date
    short: bool = False


class Span(_Frozen):
    """A period, both ends inclusive; an open end is None. `named`: a whole month goes by its name, March 2026."""

    kind: Literal["span"] = "span"
    start: date | None
    end: date | None
    named: bool = False

    @property
    def is_month(self) -> bool:
        """Whether it is exactly one calendar month."""
        start, end = self.start, self.end
        return bool(
            start
            and end
            and start.day == 1
            and (end + timedelta(days=1)) == (start + timedelta(days=31)).replace(day=1)
        )


class Moment(_Frozen):
    """A point in time, shown in the reader's time zone."""

    kind: Literal["moment"] = "moment"
    at: datetime


class Number(_Frozen):
    """A count or measure; `unit` is a message key such as "seats"."""

    kind: Literal["number"] = "number"
    value: Decimal


class Percent(_Frozen):
    """Percent points: 91.4 means 91.4 %."""

    kind: Literal["percent"] = "percent"
    value: Decimal


class Level(_Frozen):
    """A health level; None is unknown, never green."""

    kind: Literal["level"] = "level"
    level: Literal["red", "amber", "green"] | None


class Several(_Frozen):
    """Values that stand in one place, joined by the reader's list form or by `by`."""

    kind: Literal["several"] = "several"
    items: tuple["Value", ...]
    by: str | None = None


Value = Annotated[
    Words | Name | Mention | Money | Day | Span | Moment | Number | Percent | Level | Several,
    Field(discriminator="kind"),
]


class Source(_Frozen):
    """Where a fact is from: which record, of which day. `row` is "table:id" and is never shown."""

    kind: Literal[
        "note",
        "meeting",
        "call",
        "email",
        "contract",
        "account",
        "contact",
        "usage",
        "ticket",
        "task",
        "churn",
        "document",
        "file",
    ]
    label: Words | Name | None = None
    on: date | None = None
    row: str | None = None


class Button(_Frozen):
    """What can be done next: a call that a click makes. The surface hands out an opaque id, never the call itself."""

    label: Words
    tool: str
    arguments: str = "{}"
    """The call's arguments (JSON)."""


class Headline(_Frozen):
    """The answer in a line, with the number that matters; `scope` says period and whose accounts."""

    card: Literal["headline"] = "headline"
    text: Words
    scope: Words | None = None
    buttons: tuple[Button, ...] = ()


class Fact(_Frozen):
    """One field of a record. `value` None: not in the record."""

    label: Words
    value: Value | None
    source: Source | None = None


class Facts(_Frozen):
    """Fields of one thing."""

    card: Literal["facts"] = "facts"
    title: Value | None = None
    facts: tuple[Fact, ...]
    buttons: tuple[Button, ...] = ()


class Column(_Frozen):
    """A table's column."""

    label: Words
    align: Literal["left", "right"] = "left"


class Row(_Frozen):
    """A table's row: as many cells as the table has columns. `ref` ("accounts:12") is what "the second one" means."""

    cells: tuple[Value | None, ...]
    ref: str | None = None
    source: Source | None = None


class Table(_Frozen):
    """Rows under columns. `total` counts all rows; more than fit come as a `File` beside it and by `more`."""

    card: Literal["table"] = "table"
    title: Words | None = None
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: int
    more: Button | None = None
    buttons: tuple[Button, ...] = ()


class Passage(_Frozen):
    """A passage of a document, cited by document, section and date; or of a note, cited by its source."""

    card: Literal["passage"] = "passage"
    text: str
    document: str | None = None
    section: str | None = None
    source: Source | None = None
    on: date | None = None


class Draft(_Frozen):
    """A text for a customer. It stands alone in its message: nothing internal goes with it."""

    card: Literal["draft"] = "draft"
    subject: str
    body: str
    language: str
    to_name: str | None = None
    to_email: str | None = None
    mailto: str | None = None
    account_id: int | None = None


class Field_(_Frozen):  # noqa: N801 - "Field" is pydantic's
    """One field of a proposed change: old → new; old None: nothing was there."""

    name: str
    label: Words
    old: Value | None = None
    new: Value | None
    edit: Literal["text", "long_text", "date", "choice", "none"] = "none"
    """How a form edits it; "none": it can't be edited here."""
    raw: str | None = None
    """What the form starts from."""
    choices: tuple[tuple[str, Words], ...] = ()


class Proposal(_Frozen):
    """A change to be saved, edited or discarded, shown whole. `state` and `by` tell what became of it."""

    card: Literal["proposal"] = "proposal"
    id: str
    title: Words
    fields: tuple[Field_, ...]
    readers: Words | None = None
    """Who will be able to read it once saved."""
    state: Literal["pending", "saved", "discarded", "expired", "undone", "replaced"] = "pending"
    decided: Words | None = None


class Choice(_Frozen):
    """One answer to a question; `say` is what choosing it says, as if it had been typed."""

    label: Value
    say: str
    value: str | None = None
    """What the argument becomes that the question asks for; None: the words."""
    tool: str | None = None
    """The call that choosing it makes, where it is known: then nothing has to be understood again."""
    arguments: str = "{}"


class Question(_Frozen):
    """One short question, with buttons where the answers are known."""

    card: Literal["question"] = "question"
    text: Words
    choices: tuple[Choice, ...] = ()
    fills: str | None = None
    """The argument of the call that asks which a choice answers."""


class Picture(_Frozen):
    """A PNG with a text for those who can't see it."""

    card: Literal["picture"] = "picture"
    title: Words
    alt: Words
    png: bytes


class File(_Frozen):
    """A file to take along: CSV of a long table, an .eml."""

    card: Literal["file"] = "file"
    name: str
    title: Words
    media_type: str
    content: bytes


class Notice(_Frozen):
    """A sentence beside the answer: a warning, a limit, where the data is from (`origin`)."""

    card: Literal["notice"] = "notice"
    level: Literal["info", "warning", "problem", "origin"] = "info"
    text: Words


class Remark(_Frozen):
    """Sentences that a model drafted about the cards of this answer. They are plain text, each was checked against those
    cards (`tools/kit/claims.py`), and they never stand without one."""

    card: Literal["remark"] = "remark"
    drafted: tuple[str, ...]
    language: str


Card = Annotated[
    Headline | Facts | Table | Passage | Draft | Proposal | Question | Picture | File | Notice | Remark,
    Field(discriminator="card"),
]
Cards: TypeAdapter[list[Card]] = TypeAdapter(
    list[Card], config=ConfigDict(ser_json_bytes="base64", val_json_bytes="base64", defer_build=True)
)


def say(key: str, **values: "str | int | Decimal | Value") -> Words:
    """A message by its English key: `say("{account} renews on {day}", account=Name(text=…), day=Day(on=…))`.

    A plain str becomes a `Name`, a number a `Number`. Every key stands in each language's catalogue (tested).
    """
    return Words(key=key, values=_typed(values))


def say_n(one: str, many: str, n: int, **values: "str | int | Decimal | Value") -> Words:
    """A message with a plural: `say_n("{n} account renews", "{n} accounts renew", 12)`."""
    return Words(key=one, plural=many, n=n, values=_typed(values))


def _typed(values: dict[str, "str | int | Decimal | Value"]) -> dict[str, Value]:
    return {name: typed(value) for name, value in values.items()}


def typed(value: "str | int | Decimal | Value") -> Value:
    """A plain value as a typed one."""
    if isinstance(value, str):
        return Name(text=value)
    if isinstance(value, int | Decimal):
        return Number(value=Decimal(value))
    return value


def pressable(answer: Sequence[Card]) -> list[Button | Choice]:
    """Every button and choice of an answer in order of appearance: its place here is what a click names."""
    found: list[Button | Choice] = []
    for card in answer:
        match card:
            case Headline() | Facts():
                found.extend(card.buttons)
            case Table():
                found.extend(card.buttons)
                if card.more:
                    found.append(card.more)
            case Question():
                found.extend(card.choices)
            case _:
                pass
    return found
