"""What a time expression says: numbers, units, months, directions, read out of a match."""

import re
from dataclasses import dataclass
from datetime import date

from bot.agents.embedded.languages import Language

from .units import Span

_SIGNS = {"零": 0, "〇": 0, "一": 1, "两": 2, "二": 2, "俩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8,
          "九": 9}  # fmt: skip
_TENS = {"十": 10, "百": 100}


@dataclass(frozen=True, slots=True)
class Day:
    """The day on which something is said, and where the company's year starts."""

    today: date
    fiscal_start: int = 1
    month_first: bool = False
    """Whether dates in figures name the month before the day."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an expression means looking forward and looking back. Only a bare month, quarter or weekday differs."""

    ahead: Span
    back: Span
    kind: str = "span"
    """day, end (a last day), part, now, or span."""


def same(span: Span, kind: str = "span") -> Meaning:
    """A meaning that does not depend on where one looks."""
    return Meaning(span, span, kind)


def one(day: date, kind: str = "day") -> Meaning:
    """A single day."""
    return same(Span(day, day), kind)


class Words:
    """What a match says, in numbers."""

    def __init__(self, match: re.Match[str], language: Language) -> None:
        self._groups = {re.sub(r"\d+$", "", name): value for name, value in match.groupdict().items() if value}
        self.language = language

    def get(self, name: str) -> str:
        """The text of a group, "" if it is not there."""
        return self._groups.get(name, "").strip()

    def count(self, name: str = "n") -> int:
        """A number in figures or in words; of "2-3" the larger, where none is said 1."""
        text = re.split(r"\s?(?:-|to|bis|a|到|至)\s?(?=\d)", self.get(name))[-1].strip()
        if text.isdigit() or not text:
            return int(text or 1)
        found = self.language.numbers("calendar.numbers").get(text)
        return sign_count(text) if found is None else found

    def unit(self, name: str = "unit") -> str:
        """day, workday, week, fortnight, month, quarter, half or year."""
        return unit_of(self.get(name) or "month", self.language)

    def month(self, name: str = "month") -> int:
        """1 to 12."""
        text = self.get(name).rstrip(".")
        return int(text) if text.isdigit() else self.language.numbers("calendar.months")[text]

    def weekday(self, name: str = "weekday") -> int:
        """0 is Monday."""
        return self.language.numbers("calendar.weekdays")[self.get(name)]

    def day(self, name: str = "d") -> int:
        """The number of a day in a month, in figures or in words."""
        text = self.get(name)
        if text.isdigit():
            return int(text)
        found = self.language.numbers("calendar.ordinals").get(text)
        if found is None:
            found = self.language.numbers("calendar.numbers").get(text)
        return sign_count(text) if found is None else found

    def ordinal(self, name: str) -> int:
        """first, 2nd, dritte, 四: 1, 2, 3, 4; the last is -1, the last but one -2."""
        text = self.get(name)
        if figures := re.match(r"\d+", text):
            return int(figures.group())
        found = (self.language.numbers("calendar.ordinals") | self.language.numbers("calendar.halves")).get(text)
        return sign_count(text) if found is None else found

    def year(self, name: str = "year") -> int | None:
        """A year that was named, with four digits or two."""
        text = self.get(name).lstrip("'")
        if not text:
            return None
        if not text.isdigit():
            text = "".join(str(_SIGNS[sign]) for sign in text)
        return int(text) + (0 if len(text) == 4 else 2000 if int(text) < 70 else 1900)

    def direction(self, name: str = "rel") -> int | None:
        """after next 2, next 1, this 0, last -1, before last -2, or None: not said."""
        text = self.get(name)
        if not text:
            return None
        return next((step for pattern, step in _DIRECTIONS if pattern.match(text)), 0)


_DIRECTIONS = tuple(
    (re.compile(pattern), step)
    for pattern, step in (
        (r"下下|后|ubernach|uebernach|apres-procha|(?:.* )?after next|.* apres", 2),
        (r"(?:the |this )?(?:next|nxt|coming|upcoming|following)|.*(?:procha|suiva|qui (?:vient|suit|arrive)|a venir|d'apres)|.*n(?:a|ae)chst|kommend|folgend|下|明|来", 1),
        (r"上上|前|vorletzt|vorvor|avant-dern|(?:.* )?before last", -2),
        (r"(?:the |this )?(?:last|previous|prior|past|preceding)|.*(?:dern|passe|precede|ecoule|d'avant)|letzt|vergangen|(?:des |im )?vor$|vorig|abgelaufen|verg|上|去", -1),
    )
)  # fmt: skip


def unit_of(text: str, language: Language) -> str:
    """The unit that a word names. Raises KeyError where it names none."""
    return language.table("calendar.units").get(text) or _SHORT_UNITS[text]


_SHORT_UNITS = {
    "m": "month", "q": "quarter", "y": "year", "w": "week", "季": "quarter", "年": "year", "个月": "month",
}  # fmt: skip


def sign_count(text: str) -> int:
    """A number in Chinese numerals: 二十 is 20, 四十五 is 45. Raises KeyError where it is none."""
    total, digit = 0, 0
    for sign in text:
        if sign in _SIGNS:
            digit = digit * 10 + _SIGNS[sign]
        else:
            total += (digit or 1) * _TENS[sign]
            digit = 0
    if not text:
        raise KeyError(text)
    return total + digit
