"""Numbers in cells: 1,234.50 or 1.234,50 or 1 234,50 €; which mark is the decimal one is decided for a column."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache
from typing import Literal

from .words import SIGNS, VAGUE_SIGNS

Mark = Literal[".", ","]

_NUMBER = re.compile(
    r"(?P<open>\()?(?P<sign>[-+−])?\s*(?P<before>[^\d\s.,()+−-]{1,4}\.?)?\s*(?P<inner>[-+−])?"
    r"(?P<digits>\d[\d.,'’\s]*|[.,]\d+)"
    r"(?P<percent>%)?\s*(?P<after>[^\d\s.,()%+−-]{1,4}\.?)?(?P<close>\))?"
)

LARGEST = Decimal(10) ** 14
"""Beyond this a column that keeps four decimals overflows."""
LARGEST_COUNT = 2**31 - 1
"""What a database's integer holds."""
LARGEST_SUM = 10**12
"""Of one row; millions of rows of it still add up to what a big integer holds."""


class UnreadableNumberError(ValueError):
    """The cell holds no number, or one that can't be kept exactly; the message says which."""


@dataclass
class MarkEvidence:
    """How many different cells of a column show each decimal mark, and how many fit both."""

    point: int = 0
    comma: int = 0
    vague_point: int = 0
    vague_comma: int = 0

    def add(self, cells: Iterable[str]) -> None:
        """Takes different cells into account."""
        for cell in cells:
            if "." in cell or "," in cell:
                self._weigh("".join(character for character in cell if character.isdigit() or character in ".,"))

    def _weigh(self, digits: str) -> None:
        points, commas = digits.count("."), digits.count(",")
        if points and commas:
            last_is_comma = digits.rfind(",") > digits.rfind(".")
            self.comma += last_is_comma
            self.point += not last_is_comma
        elif points > 1 or commas > 1:  # what repeats groups thousands
            self.comma += points > 1
            self.point += commas > 1
        else:
            before, _, after = digits.partition("." if points else ",")
            vague = len(after) == 3 and 1 <= len(before) <= 3 and not before.startswith("0")
            self.point += points and not vague
            self.comma += commas and not vague
            self.vague_point += points and vague
            self.vague_comma += commas and vague

    @property
    def vague(self) -> bool:
        """Whether there are cells that could be read both ways."""
        return bool(self.vague_point or self.vague_comma)

    def decide(self) -> Mark | None:
        """The mark that the values show; None: they show none."""
        if self.point == self.comma:
            return None
        return "." if self.point > self.comma else ","

    def guess(self, *, money: bool) -> Mark:
        """For cells that fit both: money is written with thousands rather than with three decimals."""
        if money:
            return "," if self.vague_point > self.vague_comma else "."
        return "," if self.vague_comma > self.vague_point else "."


def read_number(cell: str, mark: Mark, places: int = 4) -> tuple[Decimal, str | None]:
    """The number in `cell`, exact, and the currency that a sign or code beside it names.

    Raises UnreadableNumberError where there is none, or more decimals than `places`.
    """
    if len(cell) < 14 and cell.isascii() and cell.isdigit():
        return Decimal(cell), None
    found = _NUMBER.fullmatch(cell.strip())
    if not found or bool(found["open"]) != bool(found["close"]) or (found["sign"] and found["inner"]):
        raise UnreadableNumberError("is no number")
    number = _plain(found["digits"], mark)
    if number.as_tuple().exponent < -places:  # type: ignore[operator]  # finite: it was read out of digits
        raise UnreadableNumberError(f"has more than {places} decimals")
    if abs(number) >= LARGEST:
        raise UnreadableNumberError("is too large")
    negative = found["open"] or (found["sign"] or found["inner"] or "+") in "-−"
    return (-number if negative else number), _currency(found["before"] or found["after"])


def read_rate(cell: str, mark: Mark) -> Decimal:
    """A rate, to ten decimals. Raises UnreadableNumberError."""
    rate, _ = read_number(cell, mark, places=40)
    return rate.quantize(Decimal(1).scaleb(-10), rounding=ROUND_HALF_EVEN).normalize()


def read_count(cell: str, mark: Mark, largest: int = LARGEST_COUNT) -> int:
    """A whole number, not negative and not beyond `largest`. Raises UnreadableNumberError."""
    if cell.isdigit() and cell.isascii():
        number = Decimal(cell)
    else:
        number, _ = read_number(cell, mark)
    if number != number.to_integral_value():
        raise UnreadableNumberError("is no whole number")
    if number < 0:
        raise UnreadableNumberError("is negative")
    if number > largest:
        raise UnreadableNumberError("is too large")
    return int(number)


def _plain(digits: str, mark: Mark) -> Decimal:
    other = "," if mark == "." else "."
    text = re.sub(r"[\s'’]", "", digits)
    whole, _, decimals = text.partition(mark)
    groups = whole.split(other)
    grouped = all(len(group) in (2, 3) for group in groups[1:-1]) and len(groups[-1]) == 3
    if mark in decimals or other in decimals or (len(groups) > 1 and not grouped):
        raise UnreadableNumberError(f"is no number with “{mark}” before the decimals, as the rest of the column has it")
    return Decimal(f"{''.join(groups) or '0'}.{decimals or '0'}").normalize() + 0


def _currency(sign: str | None) -> str | None:
    if not sign or sign in VAGUE_SIGNS:
        return None
    if known := SIGNS.get(sign.casefold()):
        return known
    if is_currency(sign.upper()):
        return sign.upper()
    raise UnreadableNumberError("is no number")


def is_currency(code: str) -> bool:
    """Whether it is a code of ISO 4217, in capitals, by which money is meant: not metals, tests and "no currency"."""
    return code in _currencies()


@cache
def _currencies() -> frozenset[str]:
    from babel.core import get_global  # only an import needs it

    known = frozenset(get_global("all_currencies"))
    return frozenset(code for code in known if code[0] != "X" or code in _SHARED)


_SHARED = frozenset(["XAF", "XCD", "XCG", "XOF", "XPF"])
"""Money of several countries at once, which alone of the codes with X is money."""
