"""What is no request: yes and no to a waiting change, thanks, "not yet", what is outside the job."""

import re
from collections.abc import Sequence

from bot.agents.base import Call, Decision, Reading

from .arguments import WRITES
from .features import Request
from .message import COVERS
from .past import Past
from .requests import NO_TOOLS
from .scene import Scene

_SMALL = frozenset(["politeness", "thanks"])
_SHORT = 8
"""Words of a message that may be nothing but an answer."""
_CERTAIN, _LIKELY = 0.9, 0.75
"""A tool this likely is meant, even if a word of the message sounds like something else."""


def answered(scene: Scene, said: Request, past: Past) -> Reading | None:
    """Yes, no, more, thanks: messages that are nothing else."""
    waits = past.proposal
    if _is_only(scene, {"help_word"}):
        return Reading("call", scene.code, calls=(Call("help", {}),), confidence=1.0)
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
        return Reading("acknowledge", scene.code, confidence=1.0)
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


def refused(scene: Scene, said: Request, requests: Sequence[Request], past: Past) -> Reading | None:
    """What is outside the job (weather, travel, jokes, deleting customers), and what asks that nothing be done."""
    likeliest = max(requests, key=lambda one: max(one.of.values()))
    writes = [one for one in requests if one.tool in WRITES and one.label == one.tool]
    if "erase" in said.features and likeliest.chance < _CERTAIN and not any(one.body for one in requests):
        return Reading("decline", scene.code, confidence=0.8)
    if "offtopic" in said.features and likeliest.chance < _LIKELY and not any(one.body for one in requests):
        return Reading("decline", scene.code, confidence=0.8)
    if writes and scene.within("not_now", 0, len(scene.message.low)) and "howto" not in said.features:
        return Reading("acknowledge", scene.code, confidence=1.0)
    if any(one.label not in NO_TOOLS for one in requests) or likeliest.label == "followup":
        return None
    decision: Decision = "decline" if likeliest.label == "decline" else "acknowledge"
    if decision == "acknowledge" and past.proposal is not None and likeliest.of["acknowledge"] >= _CERTAIN:
        decision = "discard"
    return Reading(decision, scene.code, confidence=likeliest.of[likeliest.label])


def nothing(scene: Scene, said: Request, past: Past) -> Reading:
    """A message in which nothing was heard that could be done."""
    if said.features & {"thanks"} or _is_only(scene, {"save", "thanks", "followup"}):
        return Reading("acknowledge", scene.code, confidence=0.5)
    return Reading("decline", scene.code, confidence=0.25)
