"""Times as people say them, and their days: `times/LANGUAGE.txt`, said on Thursday 29 October 2026."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

from bot.agents.embedded.message import Message
from bot.agents.embedded.periods import Day, Span, Time, find_times

SAID_ON = date(2026, 10, 29)


@dataclass(frozen=True)
class SaidTime:
    """One line: the words, the first and the last day, and whether they are read looking back ("reviews in August")."""

    text: str
    start: str
    end: str
    looks_back: bool


@cache
def said_times(code: str) -> tuple[SaidTime, ...]:
    """What `times/LANGUAGE.txt` holds: words | first day | last day | back. An open end is left empty."""
    lines = (Path(__file__).parent / "times" / f"{code}.txt").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    return tuple(SaidTime(row[0], row[1], row[2], len(row) > 3) for row in rows)


@cache
def phrases(code: str) -> list[str]:
    """The words alone."""
    return [said.text for said in said_times(code)]


def find(code: str, text: str, today: date, fiscal: int = 1) -> list[Time]:
    """The times in a text."""
    return find_times(Message(text).low, code, Day(today, fiscal))


def ahead(code: str, text: str, today: date, fiscal: int = 1) -> Span:
    """What the one time in a text means, looking ahead."""
    found = find(code, text, today, fiscal)
    assert len(found) == 1, (code, text, found)
    return found[0].ahead


def length(span: Span) -> int:
    """How many days it has."""
    assert span.start is not None
    assert span.end is not None
    return (span.end - span.start).days + 1


def lie_side_by_side(spans: list[Span]) -> bool:
    """Whether each begins on the day after the one before it ends."""
    return all(one.end and other.start and one.end + timedelta(days=1) == other.start for one, other in pairwise(spans))
