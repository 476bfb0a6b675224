"""Why: the words of a request that carry no order, and no value that has an argument of its own."""

import re

from bot.agents.embedded.languages import load
from bot.agents.embedded.part import Part

from .clauses import cause_span, story
from .free import trimmed

_FORMAL = frozenset(["severity", "category"])
"""Values with an argument of their own: a clause of nothing else is no reason."""


def reason_of(part: Part, orders: frozenset[str], labels: frozenset[str]) -> str | None:
    """What is told, behind the order or before it; `orders` and `labels`: cues of the tool's own orders and heads."""
    cause = cause_span(part, orders | _FORMAL)
    told = trimmed(part.scene.message.said(*cause)) if cause else story(part, orders | _FORMAL, labels)
    for code in part.scene.codes:
        if opening := load(code).text("language.reason_opening"):
            told = re.sub(opening, "", told, count=1, flags=re.IGNORECASE)
    return told or None
