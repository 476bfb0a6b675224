"""What a file's columns look like: headers cut into words, and a good part of their cells."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from .reading import Layout, UnreadableFileError, look
from .survey import batches

READ_ROWS = 100_000
"""Enough to tell what a column holds; more is not read."""

KEPT_CELLS = 100_000

CURRENCIES = frozenset(
    re.findall(
        "[A-Z]{3}",
        "AED ARS AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF IDR ILS INR JPY KRW MXN MYR NOK NZD PHP PLN RON SAR SEK "
        "SGD THB TRY TWD USD VND ZAR",
    )
)
_SIGNS = {"€": "EUR", "£": "GBP"}


@dataclass
class Profile:
    """One column: its header's words, and its different cells."""

    header: str
    place: int
    words: tuple[str, ...]
    currency: str | None
    """What the header itself says: refund_amount_usd."""
    cells: set[str] = field(default_factory=set)
    filled: int = 0

    @property
    def unique(self) -> bool:
        """Whether no cell stands there twice."""
        return self.filled > 1 and len(self.cells) == self.filled


@dataclass
class Table:
    """One file, column by column."""

    path: Path
    layout: Layout
    columns: Sequence[Profile]
    rows: int

    @property
    def words(self) -> tuple[str, ...]:
        """Of the file's name."""
        return words(self.path.stem)


def words(header: str) -> tuple[str, ...]:
    """A header's words, lower case: "AccountId", "account_id" and "Account ID" are account, id."""
    spaced = re.sub(r"(?<=[a-zà-ÿ0-9])(?=[A-Z])", " ", header.removesuffix("__c"))
    return tuple(re.findall(r"[^\W_]+", spaced.casefold()))


def profile(path: Path) -> Table | None:
    """Looks a file over; None where it is no table."""
    try:
        layout = look(path)
        columns = [_column(header, place) for place, header in enumerate(layout.header)]
        count = 0
        for row in islice(_rows(layout), READ_ROWS):
            count += 1
            for column in columns:
                cell = row[column.place].strip() if len(row) > column.place else ""
                if cell:
                    column.filled += 1
                    if len(column.cells) < KEPT_CELLS:
                        column.cells.add(cell)
    except (UnreadableFileError, UnicodeError):
        return None
    return Table(path, layout, columns, count)


def _rows(layout: Layout) -> Iterator[list[str]]:
    return (row for batch in batches(layout) for _, row in batch if isinstance(row, list))


def _column(header: str, place: int) -> Profile:
    found = words(header)
    named = [word.upper() for word in found if word.upper() in CURRENCIES]
    signs = [currency for sign, currency in _SIGNS.items() if sign in header]
    kept = tuple(word for word in found if word.upper() not in CURRENCIES) if named and len(found) > 1 else found
    return Profile(header, place, kept, next(iter(named + signs), None))
