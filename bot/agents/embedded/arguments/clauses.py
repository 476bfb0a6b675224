"""The clauses of a request: which give orders or only name what has an argument of its own, and which tell the story."""

import re
from dataclasses import dataclass

from bot.agents.embedded.languages import load
from bot.agents.embedded.message import ACCOUNT, CONTACT, HIDDEN, PERSON
from bot.agents.embedded.part import Part

from .free import trimmed

CLAUSES = re.compile(r"\s*(?:,(?!\d)|;|，|；|。|\s-\s|:|：|\n|\.\s)\s*")
"""What parts the clauses of a short request."""
_PARTS = re.compile(
    r"\s*(?:,(?!\d)|;|，|；|。|！|？|\s-+>?\s|\s?[:：](?!\d|[/)])|\n|(?<!\d)[.!?]+(?=\s|$)|(?<=\d)[.!?]+(?=\s+[^\d\s]|$)|\s/\s)+\s*"
)
_NAMES = ACCOUNT + CONTACT + PERSON + HIDDEN
_WORD = re.compile(rf"[{_NAMES}]+|[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+(?:'(?=[^\W_]))?")
_ORDERS = frozenset(["passing", "assigning", "politeness"])
"""Cues of orders that no story contains: "pass it on", "<@U1> takes it"."""
_BEHIND_COLON = frozenset(["assigning", "severity", "category", "closing", "politeness"])
"""What may stand between a head's colon and the story: values with an argument of their own."""
_LEFT_OVER = 0.2
"""Words of an order that no table knows, as a share."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause between two places of the folded message."""

    start: int
    end: int
    sign: str
    """What stands behind it."""


def story(part: Part, orders: frozenset[str], labels: frozenset[str]) -> str:
    """What is told, as written: the request's clauses without those that are nothing but orders, at either end, and
    without a label in front ("feedback Q-Nine: …"). Clauses in between stay."""
    span = story_span(part, orders, labels)
    return trimmed(part.scene.message.said(*span)) if span else ""


def story_span(part: Part, orders: frozenset[str], labels: frozenset[str]) -> tuple[int, int] | None:
    """Where the story stands in the folded message; None where there is none."""
    request = part.request
    end = max(place[1] for place in ((part.start, part.end), request.body, request.tail) if place)
    found = clauses_of(part, part.start, end)
    known = orders | _ORDERS
    first, last = _colon(found), len(found)
    heads = _BEHIND_COLON if first else known | labels
    while first < last and is_only(part, found[first], heads):
        first += 1
    while last > first and is_only(part, found[last - 1], known):
        last -= 1
    told = found[first:last] or [clause for clause in found if not is_only(part, clause, known)]
    return (told[0].start, told[-1].end) if told else None


def cause_span(part: Part, orders: frozenset[str]) -> tuple[int, int] | None:
    """Where the story stands behind a "because", less orders behind it; None where no such word was said."""
    end = max(place[1] for place in ((part.start, part.end), part.request.body, part.request.tail) if place)
    found = clauses_of(part, part.start, end)
    for number, clause in enumerate(found[:-1], 1):
        if any(re.search(load(code).text("language.because") or r"(?!)", clause.sign) for code in part.scene.codes):
            last = len(found)
            while last > number + 1 and is_only(part, found[last - 1], orders | _ORDERS):
                last -= 1
            return found[number].start, found[last - 1].end
    return None


def clauses_of(part: Part, start: int, end: int) -> list[Clause]:
    """The clauses between two places, parted at signs and at words like "because" and "that"."""
    low = part.scene.message.low
    places = [(match.start(), match.end()) for match in _PARTS.finditer(low, start, end)]
    for code in part.scene.codes:
        if joint := _joint(code):
            places += [match.span() for match in joint.finditer(low, start, end) if not _in_time(part, match.start())]
    clauses, place = [], start
    for first, last in sorted(places):
        if first >= place:
            if low[place:first].strip():
                clauses.append(Clause(place, first, low[first:last].strip()))
            place = last
    if low[place:end].strip():
        clauses.append(Clause(place, end, ""))
    return clauses


def _joint(code: str) -> re.Pattern[str] | None:
    text = load(code).text("language.joint")
    return re.compile(text) if text else None


def _in_time(part: Part, place: int) -> bool:
    return any(time.start <= place < time.end for time in part.scene.times)


def _colon(found: list[Clause]) -> int:
    """How many clauses stand before the first colon, where it is near the beginning; else none."""
    for number, clause in enumerate(found[:3], 1):
        if clause.sign[:1] in (":", "：") and number < len(found):
            return number
    return 0


def is_only(part: Part, clause: Clause, cues: frozenset[str]) -> bool:
    """Whether a clause is made of these cues, names, and small words; times and amounts count as known."""
    low, scene = part.scene.message.low, part.scene
    if any(re.compile(load(code).text("language.told") or r"(?!)").match(low, clause.start) for code in scene.codes):
        return False
    spans = [
        (hit.start, hit.end)
        for hit in scene.hits
        if clause.start <= hit.start and hit.end <= clause.end and hit.cue.partition("=")[0] in cues
    ]
    known = spans + [(time.start, time.end) for time in scene.times]
    known += [(amount.start, amount.end) for amount in scene.amounts_in(clause.start, clause.end)]
    small = frozenset().union(*(load(code).words("language.small") for code in scene.codes))
    total = left = 0
    for match in _WORD.finditer(low, clause.start, clause.end):
        word = match.group()
        if word[0] in _NAMES:
            continue
        total += 1
        if word.strip("'") not in small and not any(a <= match.start() and match.end() <= b for a, b in known):
            left += 1
    return left <= _LEFT_OVER * total if spans else left == 0
