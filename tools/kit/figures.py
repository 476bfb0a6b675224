"""Numbers and dates inside a text of any of the four languages, by what they mean and not how they are spelt."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from locales import LANGUAGES, in_language

GAP = r" \t\u00a0\u202f\u2009"
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_CHINESE_DAY = re.compile(r"(?:(\d{4})\s*年\s*)?(\d{1,2})\s*月(?:\s*(\d{1,2})\s*[日号])?|(\d{4})\s*年")
NUMBER = re.compile(r"\d+(?:[.,'’\u00a0\u202f\u2009]\d+)*|\d{1,3}(?: \d{3})+(?:,\d+)?")
PERCENT = re.compile(rf"[{GAP}]*(?:%|％|per ?cent|Prozent|pour cent|个?百分点)", re.IGNORECASE)
CURRENCIES = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "CNY", "￥": "CNY", "元": "CNY", "欧元": "EUR", "美元": "USD"}
CURRENCY = r"([A-Z]{3}(?![A-Za-z])|欧元|美元|[€$£¥￥元])"
BEFORE = re.compile(rf"{CURRENCY}[{GAP}]*$")
_AFTER = re.compile(rf"[{GAP}]*{CURRENCY}")


@dataclass(frozen=True)
class Figure:
    """A number in a text; `kind` is "percent", "plain", or the currency of an amount."""

    value: Decimal
    kind: str
    spelling: str


@dataclass(frozen=True)
class DayIn:
    """A date in a text; what the text leaves out is None."""

    year: int | None
    month: int | None
    day: int | None
    spelling: str

    def is_covered_by(self, other: "DayIn") -> bool:
        """Whether `other` says all that this one says."""
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return all(said is None or said == known for said, known in pairs)


def take_days(text: str) -> tuple[str, list[DayIn]]:
    """The dates of a text, and the text without them."""
    found: list[DayIn] = []

    def keep(match: re.Match[str], year: str | None, month: int | None, day: str | None) -> str:
        found.append(DayIn(int(year) if year else None, month, int(day) if day else None, match[0].strip()))
        return " "

    def named(match: re.Match[str]) -> str:
        parts = match.groupdict()
        return keep(match, parts.get("year"), _months(*LANGUAGES)[match["month"].casefold()], parts.get("day"))

    text = _ISO.sub(lambda match: keep(match, match[1], int(match[2]), match[3]), text)
    for pattern in _patterns():
        text = pattern.sub(named, text)
    text = _CHINESE_DAY.sub(
        lambda match: keep(match, match[1] or match[4], int(match[2]) if match[2] else None, match[3]), text
    )
    return text, found


@cache
def _months(*languages: str) -> dict[str, int]:
    """The names of the months in all languages: what was said may be in another one than the letter."""
    names: dict[str, int] = {}
    for language in languages:
        for width in ("wide", "abbreviated"):
            months = in_language(language).babel.months["format"][width].items()
            names |= {str(name).casefold().rstrip("."): int(number) for number, name in months}
    return {name: number for name, number in names.items() if not name[0].isdigit()}


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    month, german = _any_of(_months(*LANGUAGES)), _any_of(_months("de"))
    year = rf"(?:,?[{GAP}]+(?P<year>\d{{4}})\b)?"
    number = r"(?<![\d.,])(?P<day>0?[1-9]|[12]\d|3[01])"
    day = rf"{number}(?:er|st|nd|rd|th)?"
    return (
        # A day with a point is German: "it costs 30. May I …" is none.
        re.compile(rf"{number}\.[{GAP}]*{german}\b\.?{year}", re.IGNORECASE),
        re.compile(rf"{day}[{GAP}]+(?:of )?{month}\b\.?{year}", re.IGNORECASE),
        re.compile(rf"\b{month}\b\.?[{GAP}]+{day}(?!\d){year}", re.IGNORECASE),
        re.compile(rf"\b{month}\b\.?,?[{GAP}]+(?P<year>\d{{4}})\b", re.IGNORECASE),
    )


def _any_of(months: dict[str, int]) -> str:
    return "(?P<month>" + "|".join(sorted(map(re.escape, months), key=len, reverse=True)) + ")"


def figures(text: str) -> Iterator[Figure]:
    """The numbers of a text, dates apart (`take_days` first)."""
    for match in NUMBER.finditer(text):
        value = value_of(match[0])
        before, after = text[max(0, match.start() - 6) : match.start()], text[match.end() : match.end() + 14]
        if percent := PERCENT.match(after):
            yield Figure(value, "percent", match[0] + percent[0])
        elif sign := BEFORE.search(before) or _AFTER.match(after):
            yield Figure(value, CURRENCIES.get(sign[1], sign[1]), match[0])
        else:
            yield Figure(value, "plain", match[0])


def value_of(written: str) -> Decimal:
    """1.234,50 and 1,234.50 are 1234.5; a single sign before three digits separates thousands: 1.234 is 1234."""
    groups = re.split(r"([.,])", re.sub(rf"['’{GAP}]", "", written))
    signs = groups[1::2]
    has_decimals = bool(signs) and (len(groups[-1]) != 3 or (len(signs) > 1 and signs[-1] != signs[0]))
    digits = groups[0::2]
    return Decimal("".join(digits[:-1]) + "." + digits[-1]) if has_decimals else Decimal("".join(digits))
