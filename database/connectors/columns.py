"""The words of `templates.py`: a column, what its cells hold, a template made of columns."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

Reads = Literal[
    "text",  # words of a line
    "body",  # words as they were written, line breaks included
    "list",  # several, separated by ; or |
    "count",  # a whole number, not negative
    "amount",  # money, up to four decimals; a currency sign beside it is read
    "number",  # up to four decimals; a per cent sign is read
    "rate",  # up to ten decimals, more are rounded
    "flag",  # TRUE/FALSE, yes/no, oui/non, ja/nein, 是/否, 1/0
    "done",  # a flag, or open/completed in words
    "day",
    "moment",  # a day, with or without time of day and zone; without zone it is UTC
    "month",  # YYYY-MM, or any day of the month
    "monthday",  # MM-DD, or a day of any year
    "currency",  # ISO 4217
    "language",  # a code or the language's name
    "email",
    "choice",  # one of a closed set, in several languages
    "priority",  # low, medium, high, urgent; other words stay
    "account",  # an account's id or name
    "person",  # a colleague's id, e-mail or name
    "owner",  # the same; one who is not known yet becomes a colleague with role csm
    "team",  # a team's name; made if it is new
    "contact",  # a contact's id, e-mail or name, at the row's account
    "contract",  # a contract's or a contract line's id, or a contract's number
]


@dataclass(frozen=True)
class Column:
    """One column of a template: its header, how its cells are read, what it means."""

    name: str
    reads: Reads
    about: str
    required: bool = False
    choices: str = ""
    """Of a choice: the name of its set in `csv.words.CHOICES`."""
    limit: int = 300
    """The longest text that is kept, in characters."""
    negative: bool = True
    """Of an amount: whether it may be below nought."""
    summed: bool = False
    """Of a count: whether it is a sum, which outgrows what a count of people or seats can be."""


@dataclass(frozen=True)
class Template:
    """One kind of file: what its columns are, and which of them name a record."""

    kind: str
    about: str
    columns: Sequence[Column]
    keys: Sequence[Sequence[str]]
    """Columns that together name a record; of several such sets the first that a row fills counts."""
    either: Sequence[str] = field(default=())
    """At least one of these columns must be there."""

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """The columns by their headers."""
        return {column.name: column for column in self.columns}

    @property
    def required(self) -> list[str]:
        """The columns without which a file is not of this kind."""
        return [column.name for column in self.columns if column.required]
