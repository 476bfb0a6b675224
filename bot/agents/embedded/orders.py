"""Orders, groupings and numbers of rows: "the five largest", "by owner", "just the count"."""

import re
from dataclasses import dataclass
from functools import cache

from .languages import load
from .part import Arguments, Part


def ordering(part: Part, arguments: Arguments) -> None:
    """sort, top_n, group_by, count_only."""
    sorts = part.values("sort")
    if sorts:
        # "by ARR, ascending": what says the direction says more than what says by what
        arguments["sort"] = "arr_asc" if {"arr_asc", "arr_desc"} <= set(sorts) else sorts[0]
    if asked := _asked(part):
        arguments["top_n"] = asked.number
        arguments.setdefault("sort", "renewal_date" if asked.is_next else "arr_desc")
    if groups := part.values("group_by"):
        arguments["group_by"] = groups[0]
    if part.hits("count"):
        arguments["count_only"] = True


def top_n(part: Part) -> int | None:
    """How many rows were asked for: "top 3", "5 biggest", 最大的5家."""
    asked = _asked(part)
    return asked.number if asked else None


@dataclass(frozen=True, slots=True)
class _Asked:
    """A number of rows, and whether the next ones by date are meant."""

    number: int
    is_next: bool


def _asked(part: Part) -> _Asked | None:
    low = part.scene.quiet(part.start, part.end)[part.start : part.end]
    for code in part.scene.codes:
        counts = load(code).numbers("calendar.numbers")
        for shape in _shapes(code):
            if match := shape.search(low):
                text = match.group("n")
                number = int(text) if text.isdigit() else counts[text]
                if number:
                    return _Asked(number, bool(match.groupdict().get("next")))
    return None


@cache
def _shapes(code: str) -> tuple[re.Pattern[str], ...]:
    """How a language says how many. `{most}`: its superlatives, `{n}`: its numbers, `{rows}`: what is counted."""
    language = load(code)
    words = [
        word for word, number in language.numbers("calendar.numbers").items() if number and (number > 1 or code == "zh")
    ]
    either = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    number = rf"(?P<n>(?<!\d)\d{{1,3}}(?!\d|[.,]\d)|{either})"
    most, rows = language.text("amounts.most") or r"(?!)", language.text("amounts.rows") or r"(?!)"
    return tuple(
        re.compile(shape.replace("{most}", most).replace("{rows}", rows).replace("{n}", number))
        for _, shape in language.rules("amounts.shapes")
    )
