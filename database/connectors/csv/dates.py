"""Dates in cells. Whether 03/04/2026 is March or April is decided once for a column, never for a row."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Literal

from .words import MONTHS

Order = Literal["DMY", "MDY"]

_NUMERIC = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_YEAR_FIRST = re.compile(r"(\d{4})([./-])(\d{1,2})\2(\d{1,2})(?!\d)|(\d{4})(\d{2})(\d{2})(?!\d)")
_CHINESE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]")
_DAY_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|\.)?[\s-]+([^\W\d_]+)\.?,?[\s-]+(\d{4}|\d{2})(?!\d)")
_MONTH_NAMED = re.compile(r"([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")
_CLOCK = re.compile(
    r"(?:T|,?\s+)(\d{1,2})[:h](\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([ap])?\.?(?:m\.?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)


class UnreadableDateError(ValueError):
    """The cell holds no date in any form that is read."""


@dataclass
class OrderEvidence:
    """How many different dates of a column can only be day first, only be month first, or either."""

    day_first: int = 0
    month_first: int = 0
    either: int = 0
    dotted: int = 0

    def add(self, cells: Iterable[str]) -> None:
        """Takes different cells into account."""
        for cell in cells:
            found = _NUMERIC.match(cell.strip())
            if not found:
                continue
            first, second = int(found[1]), int(found[3])
            if first == second and first <= 12:
                continue  # the same day both ways
            self.day_first += first > 12 >= second
            self.month_first += second > 12 >= first
            self.either += first <= 12 and second <= 12
            self.dotted += found[2] == "."

    @property
    def numeric(self) -> bool:
        """Whether the order matters at all."""
        return bool(self.day_first or self.month_first or self.either)

    def decide(self) -> Order | None:
        """The order that the values show; None: they fit both."""
        if self.day_first != self.month_first:
            return "DMY" if self.day_first > self.month_first else "MDY"
        # Where dots are written between the parts, the day comes first everywhere.
        return "DMY" if self.dotted and not self.day_first else None


def read_moment(cell: str, order: Order) -> datetime:
    """The date in `cell`, with its time of day where it has one. Without a zone it is UTC; without a time, midnight.

    Raises UnreadableDateError.
    """
    day, rest = _read_day(cell, order)
    if not rest.strip():
        return datetime.combine(day, time(), UTC)
    clock = _CLOCK.fullmatch(rest)
    if not clock:
        raise UnreadableDateError(cell)
    hour = int(clock[1])
    if clock[4]:
        hour = hour % 12 + (12 if clock[4] in "pP" else 0)
    try:
        moment = datetime.combine(day, time(hour, int(clock[2]), int(clock[3] or 0), tzinfo=_zone(clock[5])))
        moment.astimezone(UTC)  # where it is kept: the last day of 9999 is too late in the west
    except (ValueError, OverflowError) as error:
        raise UnreadableDateError(cell) from error
    return moment


def read_day(cell: str, order: Order) -> date:
    """The day in `cell`, as it is written there (a time of day, and its zone, are left aside)."""
    return read_moment(cell, order).date()


def _zone(text: str | None) -> timezone:
    if not text or text.upper() in ("Z", "UTC", "GMT"):
        return UTC
    digits = text[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)


def _read_day(cell: str, order: Order) -> tuple[date, str]:
    """The day, and what follows it."""
    text = cell.strip()
    if found := _YEAR_FIRST.match(text):
        year, month, day = (found[1], found[3], found[4]) if found[1] else (found[5], found[6], found[7])
    elif found := _NUMERIC.match(text):
        first, second, year = found[1], found[3], found[4]
        day, month = (first, second) if order == "DMY" else (second, first)
    elif found := _CHINESE.match(text):
        year, month, day = found[1], found[2], found[3]
    elif found := _DAY_NAMED.match(text):
        day, month, year = found[1], _month(found[2], cell), found[3]
    elif found := _MONTH_NAMED.match(text):
        month, day, year = _month(found[1], cell), found[2], found[3]
    else:
        raise UnreadableDateError(cell)
    try:
        return date(_full(int(year)), int(month), int(day)), text[found.end() :]
    except ValueError as error:
        raise UnreadableDateError(cell) from error


def _full(year: int) -> int:
    """Two digits are of this century up to 69, of the last one after."""
    return year if year >= 100 else year + (2000 if year < 70 else 1900)


def _month(name: str, cell: str) -> str:
    number = MONTHS.get(name.casefold())
    if number is None:
        raise UnreadableDateError(cell)
    return str(number)
