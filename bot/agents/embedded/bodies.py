"""Words that a request keeps as they were written: where its head ends, where its body stands, what order follows."""

import re
from dataclasses import dataclass

from .features import features, is_question, word_list
from .message import ACCOUNT, CONTACT, COVERS, PERSON
from .scene import Scene, greeting_end

_CUES = {
    "log_note": ("log", "private", "note_word"),
    "log_feedback": ("feedback",),
    "open_escalation": ("escalation_open", "escalation"),
    "hand_off": ("hand_off", "to"),
    "change_task": ("remind", "task_new", "tasks"),
    "record_roi": ("roi_new",),
    "record_churn": ("churn_new",),
}
"""Tools that keep words → the cues by which a head of theirs is known."""
BODY_TOOLS = frozenset(_CUES)
_WITHOUT_COLON = {"log_note": ("log", "private"), "log_feedback": ("feedback",), "hand_off": ("hand_off", "to"),
                  "open_escalation": ("escalation_open",)}  # fmt: skip
"""Tools whose body may follow without a colon → the cues behind which it does."""
_SEPARATOR = re.compile(r"[:：](?![\d/()-])(?=\s|\S)|\s-\s|\n")
SENTENCE_END = re.compile(r"(?:(?<!\d)\.|[!?;])+(?:\s+|$|(?=[^\s\w]))|[。！？；\n]+")
_CLAUSE_END = re.compile(r"(?:(?<!\d)\.|\.(?=\s+[a-z]{2,})|[!?;。！？；\n,，])+\s*|\s-\s")
_HEAD = 240
"""Letters within which a head must have ended."""
_LABEL = 14
"""Words of a label in front of a note: "Gestern Telefonat mit Sabine Freitag (Freitag Möbel):"."""
_FEW = 4
_NEAR = 16
"""Letters before a command that stands at the beginning."""
_LEAST = 6
"""Letters of a body."""
_THAT = re.compile(r",?\s+(?:that|dass|que)\s+|,?\s+qu'")
_COMMA = re.compile(r",\s+|[,，]\s*")
_AFTER_NAME = re.compile(r"(?:'s)?\s*[,，)]?\s+(?=\S)")
_AFTER_PRIVACY = re.compile(r"\s*[:：-]\s*")


@dataclass(frozen=True)
class Kept:
    """A body in a request: `head` is where what stands before it ends."""

    head: int
    body: tuple[int, int]
    tail: tuple[int, int] | None = None
    """Words behind the body that ask for the keeping."""


def find_body(scene: Scene, start: int, stop: int, tool: str) -> Kept | None:
    """The words between two places that a request for `tool` keeps."""
    if tool not in BODY_TOOLS:
        return None
    first = greeting_end(scene.message.low, scene.codes, start)
    tail = _tail(scene, first, stop, tool)
    end = tail[0] if tail else stop
    if headed := _headed(scene, first, end, tool, tail):
        return headed
    if tail:
        begin, end = _less_privacy(scene, first, end) if tool == "log_note" else (first, end)
        return Kept(begin, (begin, end), tail)
    return _open_ended(scene, first, stop, tool) or (_rest(scene, first, stop) if tool == "log_note" else None)


def _rest(scene: Scene, start: int, stop: int) -> Kept | None:
    """A note that nothing parts from its command: what stands behind the command, or before it, or all that was said."""
    low = scene.message.low
    hits = scene.within("log", start, stop)
    begin, end = start, stop
    if hits and min(hit.start for hit in hits) - start <= _NEAR:
        begin = max(hit.end for hit in hits if hit.start - start <= _NEAR)
    elif hits:
        ends = [match.start() for match in _CLAUSE_END.finditer(low, start, hits[-1].start)]
        end = ends[-1] if ends else hits[-1].start
    said = [word for word in word_list(low[begin:end]) if word[0] not in COVERS]
    return Kept(begin, (begin, end), (end, stop) if end < stop else None) if len(said) >= _FEW else None


def _headed(scene: Scene, start: int, stop: int, tool: str, tail: tuple[int, int] | None) -> Kept | None:
    """ "Notiz zu 3Gipfel: …": a head that says what it is or whom it is about, a colon or a dash, the body."""
    low = scene.message.low
    for match in _SEPARATOR.finditer(low, start, stop):
        if match.start() - start > _HEAD:
            return None
        label = low[start : match.start()]
        if len(label.strip()) < 2 or not low[match.end() : stop].strip():
            continue
        head = features(scene, start, match.start())
        named = any(cover in label for cover in (ACCOUNT, CONTACT)) and len(word_list(label)) <= _LABEL
        if not head & set(_CUES[tool]) and not (named and (tool == "log_note" or tail)):
            continue
        if tool == "log_note" and not head & {"log", "private"} and is_question(scene, start, match.start()):
            continue
        return Kept(match.start(), (match.end(), stop), tail)
    return None


def _open_ended(scene: Scene, start: int, stop: int, tool: str) -> Kept | None:
    """A command with its body but no colon: "note that …", "brief support on X, …"."""
    hits = [hit for cue in _WITHOUT_COLON.get(tool, ()) for hit in scene.within(cue, start, stop)]
    if not hits:
        return None
    hit = min(hits, key=lambda hit: (hit.start, -hit.end))
    opening = _opening(scene, start, hit.end, _sentence_stop(scene.message.low, hit.end, stop))
    if opening is None or not scene.message.low[opening[1] : stop].strip():
        return None
    return Kept(opening[0], (opening[1], stop))


def _opening(scene: Scene, start: int, hit_end: int, end: int) -> tuple[int, int] | None:
    """Where the head ends and the body starts when no colon parts them."""
    low = scene.message.low
    names = [one.end for one in (*scene.accounts, *scene.contacts) if hit_end - 2 <= one.start < end]
    if (that := _THAT.search(low, max(start, hit_end - 5), end)) and that.start() > start:
        return that.start(), that.end()
    comma = _COMMA.search(low, max([hit_end, *names[:1]]), end) or _COMMA.search(low, hit_end, end)
    if comma and end - comma.end() >= _LEAST:
        return comma.start(), comma.end()
    if names and (match := _AFTER_NAME.match(low, names[0])) and end - match.end() > _LEAST + 2:
        return names[0], match.end()
    return None


def _less_privacy(scene: Scene, start: int, stop: int) -> tuple[int, int]:
    """A note without a first or last clause that only says who may read it."""
    low = scene.message.low
    for hit in scene.within("private", start, stop):
        if hit.start - start <= 2 and (match := _CLAUSE_END.match(low, hit.end) or _AFTER_PRIVACY.match(low, hit.end)):
            start = match.end()
        ends = [match.end() for match in _CLAUSE_END.finditer(low, start, hit.start)]
        if ends and len(word_list(low[ends[-1] : stop])) <= _FEW + 2:
            stop = ends[-1]
    return start, stop


def _tail(scene: Scene, start: int, stop: int, tool: str) -> tuple[int, int] | None:
    """A short last clause that asks for the keeping: ". pls save", "，帮我存一下", ", pass it on to product"."""
    low = scene.message.low
    cues = ("log",) if tool == "log_note" else _CUES[tool]
    hits = [hit for cue in cues for hit in scene.within(cue, start, stop) if hit.start > start + 8]
    if not hits:
        return None
    last = max(hits, key=lambda hit: hit.start)
    ends = [match.end() for match in _CLAUSE_END.finditer(low, start, stop) if match.end() <= last.start]
    if not ends:
        return None
    place = ends[-1]
    words = word_list(low[place:stop])
    limit = 14 if any("\u3400" <= word <= "\u9fff" for word in words) else 8
    covered = any(cover in low[place:stop] for cover in (ACCOUNT, CONTACT, PERSON))
    goes_on = _SEPARATOR.search(low, last.end, stop) and low[last.end : stop].strip(" :：\n")
    return None if len(words) > limit or covered or goes_on else (place, stop)


def _sentence_stop(low: str, start: int, stop: int) -> int:
    match = SENTENCE_END.search(low, start, stop)
    return match.start() if match else stop
