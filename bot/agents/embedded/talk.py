"""What is no request: yes and no to a waiting change, thanks, "not yet", what is outside the job."""

import re

from bot.agents.base import Call, Reading

from .arguments import WRITES
from .features import Request
from .message import COVERS
from .past import Past
from .scene import Scene

_SMALL = frozenset(["politeness", "thanks"])
_SHORT = 8
"""Words of a message that may be nothing but an answer."""
_CERTAIN = 7.0
"""A request this strong is one, even if a word of it sounds like something else."""


def answered(scene: Scene, said: Request, past: Past) -> Reading | None:
    """Yes, no, more, thanks: messages that are nothing else."""
    waits = past.proposal
    if _is_only(scene, {"help_word"}):
        return Reading("call", scene.code, calls=(Call("help", {}),), confidence=0.9)
    if _is_only(scene, {"discard"}) and (waits is not None or past.ask or _is_only(scene, {"discard"} - {"more"})):
        return Reading("discard" if waits else "acknowledge", scene.code, confidence=0.95 if waits else 0.7)
    if waits is not None and _is_only(scene, {"save"}):
        return Reading("save", scene.code, calls=(waits,), confidence=0.95)
    if (
        waits is not None
        and "discard" in said.features
        and _words(scene) <= _SHORT
        and not said.features & {"body", "account"}
    ):
        return Reading("discard", scene.code, confidence=0.85)
    if past.calls and _is_only(scene, {"more"}):
        return Reading("more", scene.code, calls=past.calls[-1:], confidence=0.9)
    if _is_only(scene, {"thanks"}) or (_is_only(scene, {"save"}) and not past.ask):
        return Reading("acknowledge", scene.code, confidence=0.8)
    return None


def _is_only(scene: Scene, cues: set[str]) -> bool:
    """Whether nothing but these cues (and politeness) was said."""
    low = scene.message.low
    said = [hit for hit in scene.hits if hit.cue in cues]
    if not said:
        return False
    covered = [False] * len(low)
    for hit in scene.hits:
        if hit.cue in cues or hit.cue in _SMALL or hit.cue == "correction":
            covered[hit.start : hit.end] = [True] * (hit.end - hit.start)
    rest = "".join(letter for letter, hidden in zip(low, covered, strict=True) if not hidden)
    return not re.search(
        rf"[^\W_]|[{COVERS}]", re.sub(r"吧|了|的|啊|呀|哦|\b(?:it|then|to|das|es|wieder|doch|ca|le|la)\b", "", rest)
    )


def _words(scene: Scene) -> int:
    return len(re.findall(r"[\u3400-\u9fff]{1,2}|[^\W_]+", scene.message.low))


def is_not_now(scene: Scene, said: Request, requests: list[Request]) -> bool:
    """Whether the message asks that nothing be done yet."""
    if not any(scene.is_read(hit.end - 1) for hit in scene.hits if hit.cue == "not_now"):
        return False
    if "howto" in said.features and "question" in said.features:
        return False
    reads = [one for one in requests if one.tool and one.tool not in WRITES and one.strength >= 8]
    questions = [one for one in reads if "question" in one.features and one.tool not in ("draft_email", "draft_qbr")]
    return not questions


def declined(scene: Scene, said: Request, requests: list[Request]) -> Reading | None:
    """What is outside the job: weather, travel, jokes, deleting customers."""
    best = max((one.strength for one in requests if one.tool), default=0.0)
    kept = any(one.body for one in requests)
    if "erase" in said.features and not kept and not _is_contact_left(requests):
        return Reading("decline", scene.code, confidence=0.9)
    if "offtopic" not in said.features or kept:
        return None
    strong = [one for one in requests if one.tool and one.strength >= _CERTAIN and _has_subject(one)]
    if strong:
        return None
    return Reading("decline", scene.code, confidence=0.9 if best < _CERTAIN else 0.75)


def _is_contact_left(requests: list[Request]) -> bool:
    return any(one.tool == "update_contact" and one.strength >= 9 for one in requests)


_SUBJECTS = frozenset(
    ["email", "email_verb", "renewal", "qbr", "tasks", "remind", "log", "howto", "invoices", "escalation", "history",
     "stakeholders", "metric=grr", "metric=nrr", "metric=nps", "feedback", "contract_terms", "at_risk", "success_plan"]
)  # fmt: skip


def _has_subject(request: Request) -> bool:
    return bool(request.features & _SUBJECTS) and not (
        request.tool in ("draft_email", "find_guidance", "list_tasks", "log_note", "account_history")
        and not request.features & {"account", "contact", "purpose", "log"}
        and "howto" not in request.features
    )


def nothing(scene: Scene, said: Request, past: Past) -> Reading:
    """A message in which nothing was heard that could be done."""
    if said.features & {"thanks"} or _is_only(scene, {"save", "thanks", "followup"}):
        return Reading("acknowledge", scene.code, confidence=0.5)
    return Reading("decline", scene.code, confidence=0.25)
