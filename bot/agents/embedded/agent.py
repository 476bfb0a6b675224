"""The agent that needs no model: it hears what a message is about, and says which tools to call with which arguments."""

from collections.abc import Sequence
from dataclasses import replace

from bot.agents.base import Ask, Call, Reading, Said, View

from . import followups, talk
from .arguments import READERS, WRITES
from .features import Request, features, names_a_stranger
from .intents import CHANGES
from .part import Part
from .past import Past, recall
from .requests import split
from .scene import Scene, look
from .sureness import kind, sure

_GUESS = 0.2
"""A tool less likely than this is none."""
_SURE = 0.6
_HINT = 0.1
"""A request that leans on what was never said is asked about from here on."""
_WRITE = 0.35
"""A change is proposed only where the words ask for it plainly."""


class EmbeddedAgent:
    """Reads messages by tables of words, a grammar of times and the names that the asker may see."""

    name = "embedded"

    def read(self, message: str, before: Sequence[Said], view: View) -> Reading:
        """The meaning of `message` after the turns `before`. Never raises for any text."""
        reading = _read(message, recall(before, view, _read), view)
        if reading.decision in ("save", "discard", "more"):
            return reading
        return replace(reading, confidence=sure(reading.confidence, kind(reading)))


def _read(message: str, past: Past, view: View) -> Reading:
    scene = look(message, view, past.account_ids, past.language)
    everything = Request(None, 0.0, 0, len(scene.message.low), features(scene, 0, len(scene.message.low)))
    if not scene.message.low.strip():
        return Reading("acknowledge", scene.code, confidence=0.1)
    if talked := talk.answered(scene, everything, past):
        return talked
    requests = split(scene, view.tools, past.last)
    if completed := followups.completed(scene, everything, requests, past):
        return completed
    refused = talk.refused(scene, everything, requests, past)
    if refused and refused.confidence < _SURE and (unsaid := _unsaid(scene, requests, past)):
        return unsaid
    heard = refused is None or followups.leans(scene, requests, past)
    if heard and (followed := followups.followed(scene, everything, requests, past)):
        return followed
    if refused:
        return refused
    return (
        _called(scene, [one for one in requests if _is_enough(one)], past)
        or _unsaid(scene, requests, past)
        or talk.nothing(scene, everything, past)
    )


def _is_enough(request: Request) -> bool:
    return request.chance >= (_WRITE if request.tool in WRITES else _GUESS)


def _unsaid(scene: Scene, requests: Sequence[Request], past: Past) -> Reading | None:
    """ "assign it to Zhou" out of the blue: a request that leans on something nobody has said asks for it."""
    if len(requests) != 1 or past.last is not None or requests[0].tool is None or requests[0].chance < _HINT:
        return None
    _, ask = read_request(Part(scene, requests[0]))
    leans = requests[0].label == "followup" or requests[0].features & {"pronoun", "pronoun_them"}
    return Reading("ask", scene.code, ask=ask, confidence=_confidence(scene, requests[0])) if ask and leans else None


def _called(scene: Scene, requests: Sequence[Request], past: Past) -> Reading | None:
    """The calls of the requests, or the question that must be asked first."""
    calls: list[Call] = []
    part: Part | None = None
    for request in requests:
        part = _part(scene, request, past, part)
        call, ask = read_request(part)
        if ask:
            return Reading("ask", scene.code, ask=ask, confidence=_confidence(scene, request))
        calls.append(call)
    if not calls:
        return None
    weakest = min(requests, key=lambda one: one.chance)
    return Reading("call", scene.code, calls=tuple(calls), confidence=_confidence(scene, weakest))


def read_request(part: Part) -> tuple[Call, Ask | None]:
    """The call of one request, and what is to be asked before it can be made."""
    tool = part.request.tool or ""
    arguments = READERS[tool](part)
    call = Call(tool, arguments)
    if part.ambiguous:
        return call, Ask(candidates=tuple(row.name for row in part.ambiguous), pending=call)
    if part.missing:
        return call, Ask(missing=tuple(dict.fromkeys(part.missing)), pending=call)
    return call, None


def _part(scene: Scene, request: Request, past: Past, before: Part | None) -> Part:
    """A request with what it may lean on: the request before it in the message, then the conversation."""
    account, contact = past.account, past.contact
    leans = bool(request.features & {"pronoun", "followup"}) or past.calls != ()
    if request.tool in CHANGES and names_a_stranger(scene, request.start, request.end):
        leans = False  # a letter to somebody unknown is not for the customer of whom was spoken before
    part = Part(scene, request, account=account if leans else None, contact=contact, items=past.items)
    if before is not None:
        named = [one for one in scene.accounts if before.start <= one.start < request.start]
        part.account = named[-1].text if named else before.account or part.account
        people = [one for one in scene.contacts if before.start <= one.start < request.start]
        part.contact = people[-1].text if people else part.contact
    return part


def _confidence(scene: Scene, request: Request) -> float:
    """How sure a reading is: how likely its tool is, less where the language was a guess."""
    return round(request.chance if scene.sure else 0.9 * request.chance, 2)
