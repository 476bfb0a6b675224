"""Durations in a message, in days: "60 days", "three weeks", half a year."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from .languages import load

_UNIT_DAYS = {"day": 1, "week": 7, "fortnight": 14, "month": 30, "quarter": 90, "half": 180, "year": 365}


def find_days(low: str, code: str) -> list[tuple[int, int, int]]:
    """Durations ("60 days", "three weeks", 三个月) as place, end and days."""
    language = load(code)
    found = []
    for match in _durations(code).finditer(low):
        text, unit = match.group("n"), language.table("calendar.units")[match.group("u")]
        if unit not in _UNIT_DAYS:
            continue
        count = int(text) if text.isdigit() else language.numbers("calendar.numbers").get(text, 1)
        days = count * _UNIT_DAYS[unit]
        if match.groupdict().get("half"):
            days += _UNIT_DAYS[unit] // 2
        if code == "zh" and text == "半":
            days = 180 if "年" in match.group() else 15
        found.append((match.start(), match.end(), days))
    spoken = [(match.start(), match.end(), days) for match, days in _spoken(low, code)]
    return sorted(
        [one for one in found if not any(one[0] < end and start < one[1] for start, end, _ in spoken)] + spoken
    )


def _spoken(low: str, code: str) -> Iterator[tuple[re.Match[str], int]]:
    """Durations that have words of their own: half a year, un semestre."""
    days = load(code).numbers("amounts.durations")
    if days:
        for match in _spoken_pattern(code).finditer(low):
            yield match, days[match.group()]


@cache
def _spoken_pattern(code: str) -> re.Pattern[str]:
    words = _either(load(code).table("amounts.durations"))
    return re.compile(words if code == "zh" else rf"(?<![a-z0-9])(?:{words})(?![a-z])")


@cache
def _durations(code: str) -> re.Pattern[str]:
    language = load(code)
    counts = _either(language.table("calendar.numbers"))
    units = _either(language.table("calendar.units"))
    if code == "zh":
        units = _either({*language.table("calendar.units")} - {"月", "日", "季", "年度", "半"})
        return re.compile(
            rf"(?P<n>\d{{1,4}}|{counts})(?:多|来)?(?:个多?)?(?P<half>半)?\s?(?P<u>(?<=[个多半])月|{units})(?![一二三四五六日天])"
        )
    return re.compile(rf"(?<![\w.,])(?P<n>\d{{1,4}}|(?:{counts})(?![a-z]))\+?[\s-]?(?P<u>{units})(?!\w)")


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
