"""Cells become values: how each column of a template is read, once the file's habits are known."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from database.connectors.base import Value
from database.connectors.columns import Column

from .dates import Order, UnreadableDateError, read_day, read_moment
from .numbers import (
    LARGEST_COUNT,
    LARGEST_SUM,
    Mark,
    UnreadableNumberError,
    is_currency,
    read_count,
    read_number,
    read_rate,
)
from .words import CHOICES, DONE, EMPTY, FALSE, LANGUAGES, MONTHS, NOT_DONE, PRIORITIES, SIGNS, TRUE

_EMAIL = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+")
_MONTH = re.compile(r"(\d{4})[-/.]?(\d{1,2})|(\d{1,2})[-/.](\d{4})")
_MONTH_DAY = re.compile(r"(?:--)?(\d{1,2})[-/.](\d{1,2})\.?")
_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_].*)?")


LONGEST_NAME = 300


class UnreadableError(ValueError):
    """A cell that can't be read; the message says why."""


class Money(NamedTuple):
    """An amount beside which a currency stands."""

    amount: Value
    currency: str


@dataclass(frozen=True)
class Habits:
    """How a file writes one column's dates and numbers."""

    order: Order = "DMY"
    mark: Mark = "."


def reader(column: Column, habits: Habits) -> Callable[[str], Value | Money]:
    """The function from a cell of `column` to its value, None for an empty one. It raises UnreadableError."""
    if column.reads == "body":
        return lambda cell: _short(cell, column.limit) if cell.strip() else None
    if column.reads in _WORDS:
        words = _WORDS[column.reads]
        return lambda cell: words(_short(text, column.limit)) if (text := cell.strip()) else None
    read = _TYPED[column.reads]

    def typed(cell: str) -> Value | Money:
        text = cell.strip()
        if not text or text.casefold() in EMPTY:
            return None
        try:
            return read(_short(text, column.limit), column, habits)
        except UnreadableDateError as error:
            raise UnreadableError(f"is no date, read as {_ORDERS[habits.order]}") from error
        except UnreadableNumberError as error:
            raise UnreadableError(str(error)) from error

    return typed


PLAIN = ("text", "body")


def read_texts(column: Column, cells: Sequence[str]) -> list[Value] | None:
    """A whole column of words at once; None where a cell is too long, and so must be looked at alone."""
    if column.reads == "body":
        texts: Sequence[str] = cells
        values: list[Value] = [cell if cell and not cell.isspace() else None for cell in cells]
    else:
        texts = [cell.strip() for cell in cells]
        if not "".join(texts).isascii():
            texts = [_composed(text) for text in texts]
        values = [text or None for text in texts]
    return values if max(map(len, texts), default=0) <= column.limit else None


_ORDERS = {"DMY": "day, month, year", "MDY": "month, day, year"}


def _short(text: str, limit: int) -> str:
    if len(text) > limit:
        raise UnreadableError(f"is longer than {limit} characters")
    return text


def _composed(text: str) -> str:
    """One form for letters that can be written as one sign or as two, so that names compare."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _list(text: str) -> Value:
    separator = ";" if ";" in text else "|" if "|" in text else "\n"
    parts = [_composed(part.strip()) for part in text.split(separator)]
    if any(len(part) > LONGEST_NAME for part in parts):
        raise UnreadableError(f"holds a name longer than {LONGEST_NAME} characters")
    return tuple(dict.fromkeys(part for part in parts if part))


_WORDS: dict[str, Callable[[str], Value]] = {
    "text": _composed,
    "list": _list,
    **dict.fromkeys(("account", "person", "owner", "team", "contact", "contract"), _composed),
}


def _amount(text: str, column: Column, habits: Habits) -> Value | Money:
    amount, currency = read_number(text, habits.mark)
    if amount < 0 and not column.negative:
        raise UnreadableError("is below nought")
    return Money(amount, currency) if currency else amount


def _flag(text: str, column: Column, habits: Habits) -> Value:
    word = text.casefold()
    if word in TRUE:
        return True
    if word in FALSE:
        return False
    raise UnreadableError("is neither yes nor no")


def _done(text: str, column: Column, habits: Habits) -> Value:
    word = text.casefold()
    return word in DONE if word in DONE or word in NOT_DONE else _flag(text, column, habits)


def _month(text: str, column: Column, habits: Habits) -> Value:
    if found := _MONTH.fullmatch(text):
        year, month = (found[1], found[2]) if found[1] else (found[4], found[3])
        return read_day(f"{year}-{month}-1", habits.order)
    return read_day(text, habits.order).replace(day=1)


def _month_day(text: str, column: Column, habits: Habits) -> Value:
    """MM-DD. With two numbers alone the month comes first, unless it can't; a month alone is its last day."""
    if month := MONTHS.get(text.casefold()):
        return f"{month:02}-{monthrange(2001, month)[1]}"
    if found := _MONTH_DAY.fullmatch(text):
        first, second = int(found[1]), int(found[2])
        if first > 12 or "." in text:
            first, second = second, first
        text = f"2000-{first}-{second}"
    elif not re.search(r"\d{4}", text):
        text = f"{text} 2000"
    return read_day(text, habits.order).strftime("%m-%d")


def _currency(text: str, column: Column, habits: Habits) -> Value:
    code = SIGNS.get(text.casefold()) or text.upper()
    if not is_currency(code):
        raise UnreadableError("is no currency; write it as EUR, USD, CNY")
    return code


def _language(text: str, column: Column, habits: Habits) -> Value:
    word = text.casefold()
    if word in LANGUAGES:
        return LANGUAGES[word]
    if found := _LANGUAGE.fullmatch(word):
        return found[1]
    raise UnreadableError("is no language; write it as en, fr, de, zh")


def _email(text: str, column: Column, habits: Habits) -> Value:
    if not _EMAIL.fullmatch(text):
        raise UnreadableError("is no e-mail address")
    return text.lower()


def _choice(text: str, column: Column, habits: Habits) -> Value:
    words = CHOICES[column.choices]
    word = re.sub(r"\s+", " ", text.casefold())
    if word in words:
        return words[word] or None
    raise UnreadableError(f"is none of {', '.join(dict.fromkeys(filter(None, words.values())))}")


_TYPED: dict[str, Callable[[str, Column, Habits], Value | Money]] = {
    "count": lambda text, column, habits: read_count(
        text, habits.mark, LARGEST_SUM if column.summed else LARGEST_COUNT
    ),
    "amount": _amount,
    "number": lambda text, column, habits: read_number(text, habits.mark)[0],
    "rate": lambda text, column, habits: read_rate(text, habits.mark),
    "flag": _flag,
    "done": _done,
    "day": lambda text, column, habits: read_day(text, habits.order),
    "moment": lambda text, column, habits: read_moment(text, habits.order),
    "month": _month,
    "monthday": _month_day,
    "currency": _currency,
    "language": _language,
    "email": _email,
    "choice": _choice,
    "priority": lambda text, column, habits: PRIORITIES.get(text.casefold(), text.casefold()),
}
