"""What a time expression says: numbers, units, months, directions, read out of a match."""

import re
from dataclasses import dataclass
from datetime import date

from bot.agents.embedded.languages import Language

from .units import Span


@dataclass(frozen=True, slots=True)
class Day:
    """The day on which something is said, and where the company's year starts."""

    today: date
    fiscal_start: int = 1


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an expression means looking forward and looking back. Only a bare month, quarter or weekday differs."""

    ahead: Span
    back: Span
    kind: str = "span"
    """day, end (a last day), part, or span."""


class Words:
    """What a match says, in numbers."""

    def __init__(self, match: re.Match[str], language: Language) -> None:
        self._groups = {re.sub(r"\d+$", "", name): value for name, value in match.groupdict().items() if value}
        self._language = language

    def get(self, name: str) -> str:
        """The text of a group, "" if it is not there."""
        return self._groups.get(name, "").strip()

    def count(self, name: str = "n") -> int:
        """A number in figures or in words."""
        text = self.get(name)
        return int(text) if text.isdigit() else self._language.numbers("calendar.numbers")[text]

    def unit(self) -> str:
        """day, week, month, quarter, half or year."""
        text = self.get("unit") or "month"
        short = {"m": "month", "q": "quarter", "y": "year", "w": "week", "今年": "year", "本年": "year", "全年": "year"}
        short |= {"明年": "year", "来年": "year", "去年": "year", "上年": "year", "季": "quarter", "年": "year"}
        return self._language.table("calendar.units").get(text) or short[text]

    def month(self) -> int:
        """1 to 12."""
        return self._language.numbers("calendar.months")[self.get("month").rstrip(".")]

    def weekday(self) -> int:
        """0 is Monday."""
        text = self.get("weekday").replace("周天", "周日")
        return self._language.numbers("calendar.weekdays")[text]

    def year(self) -> int | None:
        """A year that was named, with four digits or two."""
        text = self.get("year").lstrip("'")
        return None if not text else int(text) + (2000 if len(text) == 2 else 0)

    def direction(self) -> int | None:
        """next 1, this 0, last -1, or None: not said."""
        text = self.get("rel")
        if not text:
            return None
        return next((step for start, step in _DIRECTIONS.items() if text.startswith(start)), 0)


_DIRECTIONS = {
    "next": 1, "nxt": 1, "coming": 1, "this coming": 1, "upcoming": 1, "prochain": 1, "qui vient": 1, "nachst": 1,
    "naechst": 1, "kommend": 1, "下下": 2, "下": 1, "明": 1, "last": -1, "dernier": -1, "passe": -1, "letzt": -1,
    "vergangen": -1, "上": -1, "去": -1, "this": 0, "ce": 0, "dies": 0, "本": 0, "这": 0, "今": 0,
}  # fmt: skip
_ORDINALS = {
    1: ("first", "1st", "premier", "1er", "erste", "一", "1", "上"),
    2: ("second", "2nd", "deuxieme", "2e", "zweite", "二", "2", "下"),
    3: ("third", "3rd", "troisieme", "3e", "dritte", "三", "3"),
    4: ("fourth", "4th", "quatrieme", "4e", "vierte", "四", "4", "last", "dernier"),
}


def ordinal_of(text: str) -> int:
    """first, 2nd, dritte, 四 → 1 to 4."""
    return next(number for number, words in _ORDINALS.items() if text.startswith(words))
