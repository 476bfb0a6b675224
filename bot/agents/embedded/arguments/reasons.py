"""Why: the words of a request that carry no order, and no value that has an argument of its own."""

import re

from bot.agents.embedded.languages import load
from bot.agents.embedded.message import Message
from bot.agents.embedded.part import Part

from .free import body_text, find, trimmed

CLAUSES = re.compile(r"\s*(?:,(?!\d)|;|，|；|。|\s-\s|:|：|\n|\.\s)\s*")
"""What parts the clauses of a request."""


def reason_of(part: Part) -> str | None:
    """The body, or the clauses that carry no order."""
    if body := body_text(part):
        first, comma, rest = body.partition(",")
        return less_people(part, trimmed(rest) if comma and is_formal(part, first) else body)
    if found := find(part, "language.reason"):
        return less_people(part, trimmed(part.scene.message.said(*found)))
    text = part.scene.message.said(part.start, part.end)
    clauses = [clause for clause in CLAUSES.split(text) if clause.strip()]
    kept = [clause for clause in clauses[1:] if not is_formal(part, clause)]
    return trimmed(", ".join(kept)) or None


def is_formal(part: Part, clause: str) -> bool:
    """A clause that names only what has its own argument: an amount, a date, a category, who takes it."""

    low = Message(clause).low
    for code in part.scene.codes:
        pattern = load(code).text("language.formal_clause")
        if pattern and re.fullmatch(pattern, low.strip()):
            return True
    places = part.scene.message.low.find(low.strip()[:12], part.start, part.end)
    if places < 0:
        return False
    covered = [amount for amount in part.amounts() if places <= amount.start < places + len(low)]
    times = [time for time in part.times() if places <= time.start < places + len(low)]
    length = sum(a.end - a.start for a in covered) + sum(t.end - t.start for t in times)
    return bool(length) and length >= 0.4 * len(low.strip())


def less_people(part: Part, text: str) -> str:
    """Without a last clause that only says who takes it: ", assign <@U1>"."""
    head, found, rest = text.rpartition(",")
    if found and re.search(r"<@|assign|zuweisen|assigne|分配|指派", rest, re.IGNORECASE) and len(rest) < 40:
        return trimmed(head)
    return text
