"""What holds of a stretch of a message, in the terms in which the rules speak."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from .languages import load
from .message import COVERS
from .scene import Scene

_INVOICE = re.compile(r"(?<![a-z])[a-z]{2,4}-?\d{3,}(?!\w)")
_FEW_WORDS = 5


@dataclass(frozen=True)
class Request:
    """One request: its head from `start` to `end`, and the body that belongs to it."""

    tool: str | None
    chance: float
    """How likely the tool is, 0 to 1."""
    start: int
    end: int
    features: frozenset[str]
    body: tuple[int, int] | None = None
    """Words kept as they were written."""
    tail: tuple[int, int] | None = None
    """Words behind the body that ask for the logging."""
    label: str = ""
    """What it is most like: its tool, or decline, acknowledge, followup."""
    of: Mapping[str, float] = field(default_factory=dict)
    """How like each label it is."""


def features(scene: Scene, start: int, end: int) -> frozenset[str]:
    """The cues between two places, the names of their arguments, and what else a rule may ask for."""
    found = {hit.cue for hit in scene.hits if start <= hit.start and hit.end <= end and scene.is_read(hit.end - 1)}
    found |= {cue.partition("=")[0] for cue in found if "=" in cue}
    accounts = [one for one in scene.accounts if start <= one.start < end and scene.is_read(one.start)]
    contact = any(start <= one.start < end and scene.is_read(one.start) for one in scene.contacts)
    person = any(start <= one.start < end and scene.is_read(one.start) for one in scene.people)
    extra = {
        "account": bool(accounts),
        "one_account": len(accounts) == 1,
        "many_accounts": len({one.text for one in accounts}) > 1,
        "contact": contact,
        "person": person,
        "person_like": contact or person or _names_somebody(scene, start, end),
        "period": bool(scene.times_in(start, end)),
        "money": any(amount.money or amount.bound for amount in scene.amounts_in(start, end)),
        "percent": bool(scene.percentages_in(start, end)),
        "days": bool(scene.days_in(start, end)),
        "invoice_number": bool(_INVOICE.search(scene.quiet(start, end))),
        "health_colour": bool(found & {"health", "not_green"}),
        "filter": bool(found & {"region", "segment", "industry", "status"}),
        "question": is_question(scene, start, end),
        "few": len(word_list(scene.message.low[start:end])) <= _FEW_WORDS,
    }
    return frozenset(found | {name for name, holds in extra.items() if holds})


def is_question(scene: Scene, start: int, end: int) -> bool:
    """Whether the words, less a greeting, ask something."""
    read = next((last for first, last in scene.bodies if first <= start < last), start)
    said = scene.message.low[read:end].strip(" ,-")
    if said.endswith(("?", "？")) or scene.message.low[end : end + 3].lstrip().startswith(("?", "？")):
        return True
    return any(load(code).question.match(said) for code in scene.codes)


def word_list(low: str) -> list[str]:
    """Words, signs and covered names of a folded text."""
    return re.findall(rf"[{COVERS}]+|[\u3400-\u9fff]|[^\W_]+", low)


_STRANGER = re.compile(
    r"\b(?:for|to|at|with|on|pour|chez|avec|bei|für|an)\s+((?:[A-ZÀ-Þ][\w'’-]*\s+(?:&\s+|of\s+|de\s+)?)+[A-ZÀ-Þ][\w'’-]+)"
)


def names_a_stranger(scene: Scene, start: int, end: int) -> bool:
    """Whether two or more words in capitals behind "for", "chez", "bei" are no name that the asker knows, nor a time."""
    message = scene.message
    known = [(one.start, one.end) for one in (*scene.accounts, *scene.contacts, *scene.people)]
    known += [(time.start, time.end) for time in scene.times] + [(hit.start, hit.end) for hit in scene.hits]
    for match in _STRANGER.finditer(message.said(start, end)):
        first = message.place(message.at[start] + match.start(1))
        last = message.place(message.at[start] + match.end(1))
        if scene.is_read(first) and not any(begin < last and first < stop for begin, stop in known):
            return True
    return False


def _names_somebody(scene: Scene, start: int, end: int) -> bool:
    """Two words in capitals in the middle of a sentence: a person whom nobody has on file yet."""
    text = scene.message.said(start, end)
    return re.search(r"(?<!^)(?<![.!?] )\b[A-ZÀ-Þ][\w'’-]+ [A-ZÀ-Þ][\w'’-]+", text) is not None
