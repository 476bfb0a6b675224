"""Times in a message: what days they mean, looking forward and looking back."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from .grammar import Grammar, grammar
from .joins import Time, joined, listed
from .kinds import KINDS
from .said import Day, Meaning, Words, one
from .units import BeyondCalendarError, Span, add_days, whole

__all__ = ["BeyondCalendarError", "Day", "Meaning", "Span", "Time", "find_times"]


def find_times(low: str, code: str, day: Day, start: int = 0, end: int | None = None) -> list[Time]:
    """The times between two places of a folded message, in order, without overlaps."""
    rules = grammar(code)
    stop = len(low) if end is None else end
    if _MONTH_FIRST.search(low, start, stop):
        day = replace(day, month_first=True)
    atoms = _chosen(_atoms(low, rules, day, start, stop))
    ends = [start, *(atom.end for atom in atoms)]
    atoms = [time for atom, floor in zip(atoms, ends, strict=False) for time in listed(low, atom, rules, floor)]
    return list(joined(low, atoms, rules, day, start))


_MONTH_FIRST = re.compile(r"(?<![\d/.])(?:0?[1-9]|1[0-2])/(?:1[3-9]|2\d|3[01])(?![\d.])")
"""One date in figures that can only name the month first: "11/1 to 11/15" lies in November."""


def _atoms(low: str, rules: Grammar, day: Day, start: int, stop: int) -> Iterator[Time]:
    for rule in rules.rules:
        for match in rule.finditer(low, start, stop):
            if match.end() > match.start() and not _is_another_word(low, match, rule.kind, rules):
                meaning = _meaning(rule.kind, match, rules, day)
                if meaning:
                    yield Time(match.start(), match.end(), meaning.ahead, meaning.back, meaning.kind, rule.kind)


def _meaning(kind: str, match: re.Match[str], rules: Grammar, day: Day) -> Meaning | None:
    words = Words(match, rules.language)
    try:
        if kind == "days_away":
            return one(add_days(day.today, rules.language.numbers("calendar.days")[match.group("days")]))
        if kind == "week_of":
            return _week_of(words.get("date"), rules, day)
        return KINDS[kind](day, words)
    except (ValueError, KeyError, IndexError, OverflowError, StopIteration):
        return None  # 31 February, week 77: no time at all


_JOINT = r"\s?(?:-|/|&|,|\b(?:to|thru|through|and|or|bis|und|oder|au|a|et|ou)\b)\s?"
_GOES_ON = re.compile(rf"{_JOINT}(?P<word>[a-z]+)")
_COMES_FROM = re.compile(rf"(?P<word>[a-z]+){_JOINT}$")


def _is_another_word(low: str, match: re.Match[str], kind: str, rules: Grammar) -> bool:
    """ "may", "march", "so", "mi": only a month or a day where something announces a time."""
    if kind not in ("month", "weekday", "holiday"):
        return False
    word = match.group().strip()
    if word not in rules.risky:
        return False
    if not low[: match.start()].strip() and not low[match.end() :].strip(" ?!.,"):
        return False  # nothing else is said
    beside = (_GOES_ON.match(low, match.end()), _COMES_FROM.search(low[max(0, match.start() - 16) : match.start()]))
    weekdays = rules.language.table("calendar.weekdays")
    if kind == "weekday" and any(one and one.group("word") in weekdays for one in beside):
        return False  # "Mon to Wed"
    return not rules.announces.search(low[max(0, match.start() - 14) : match.start()])


def _week_of(text: str, rules: Grammar, day: Day) -> Meaning | None:
    times = [time for time in _chosen(_atoms(text, rules, day, 0, len(text))) if time.kind == "day"]
    if not times or times[0].ahead.start is None or times[0].back.start is None:
        return None
    return Meaning(whole("week", times[0].ahead.start), whole("week", times[0].back.start))


def _chosen(atoms: Iterable[Time]) -> list[Time]:
    """The longest of those that overlap; of equally long ones the first that the grammar names."""
    chosen: list[Time] = []
    for atom in sorted(atoms, key=lambda atom: atom.start - atom.end):
        if all(atom.end <= other.start or other.end <= atom.start for other in chosen):
            chosen.append(atom)
    return sorted(chosen, key=lambda atom: atom.start)
