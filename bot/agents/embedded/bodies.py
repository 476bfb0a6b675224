"""Words that a request keeps as they were written: where its head ends, where its body begins, where an order follows."""

import re

from .features import Request, features, is_question, word_list
from .intents import best
from .message import ACCOUNT, CONTACT, PERSON
from .scene import Scene, greeting_end

BODY_TOOLS = frozenset(
    ["log_note", "log_feedback", "open_escalation", "hand_off", "record_roi", "record_churn", "change_task"]
)
_HEAD_CUES = frozenset(
    [
        "log",
        "note_word",
        "private",
        "feedback",
        "escalation",
        "hand_off",
        "remind",
        "task_new",
        "tasks",
        "roi_new",
        "churn_new",
    ]
)
_WITHOUT_COLON = {
    "log_note": ("log", "private"),
    "log_feedback": ("feedback",),
    "hand_off": ("hand_off", "to"),
    "open_escalation": ("escalation_open",),
}
"""Tools whose body may follow without a colon → the cues after which it does."""
_OTHER_OBJECTS = frozenset(
    ["opp_new", "feedback", "escalation_open", "roi_new", "churn_new", "task_new", "contact_new", "forecast_update"]
)
"""What else can be logged: "log an upsell" is no note."""
_OBJECT = 12
"""Letters behind the verb within which its object stands."""
_SEPARATOR = re.compile(r"[:：](?![\d/()-])(?=\s|\S)|\s-\s|\n")
SENTENCE_END = re.compile(r"(?:(?<!\d)\.|[!?;])+(?:\s+|$|(?=[^\s\w]))|[。！？；\n]+")
_CLAUSE_END = re.compile(r"(?:(?<!\d)\.|[!?;。！？；\n,，])+\s*|\s-\s")
_HEAD = 240
"""Letters within which a head must have ended."""
_LABEL = 14
"""Words of a label in front of a note: "Gestern Telefonat mit Sabine Freitag (Freitag Möbel):"."""


def find_kept(scene: Scene, start: int, stop: int, tools: frozenset[str] | None) -> Request | None:
    """The first request between two places that keeps words, if there is one."""
    low = scene.message.low
    tail = _tail(scene, start, stop)
    if tail and (labelled := _labelled(scene, start, tail, tools)):
        return labelled
    for match in _SEPARATOR.finditer(low, start, stop):
        if match.start() - start > _HEAD:
            break
        if found := _headed(scene, _sentence_start(low, start, match.start()), match, stop, tools):
            return found
    return None if tail else _open_ended(scene, start, stop, tools)


def _labelled(scene: Scene, start: int, tail: tuple[int, int], tools: frozenset[str] | None) -> Request | None:
    """A note whose logging is asked for at the end; a label in front of it is no part of it."""
    low = scene.message.low
    first = greeting_end(low, scene.codes, start)
    everything = features(scene, first, tail[0]) | {"log", "body"}
    asked, _ = best(features(scene, *tail) | {"body"}, tools)
    if is_question(scene, first, tail[0]) or asked != "log_note" or _is_record(scene, everything, tail):
        return None
    if tools is not None and "log_note" not in tools:
        return None
    for match in _SEPARATOR.finditer(low, first, tail[0]):
        label = low[first : match.start()]
        short = 0 < len(word_list(label)) <= _LABEL
        if short and any(cover in label for cover in (ACCOUNT, CONTACT)) and low[match.end() : tail[0]].strip():
            found = features(scene, first, match.start()) | {"log", "body"}
            return Request("log_note", 9.0, first, match.start(), found, (match.end(), tail[0]), tail)
        break
    begin, end = _less_privacy(scene, first, tail[0])
    return Request(
        "log_note", 9.0, first, begin, features(scene, first, begin) | {"log", "body"}, (begin, end), (end, tail[1])
    )


def _less_privacy(scene: Scene, start: int, stop: int) -> tuple[int, int]:
    """A note without a first or last clause that only says who may read it."""
    low = scene.message.low
    for hit in scene.within("private", start, stop):
        if hit.start - start <= 2 and (
            match := _CLAUSE_END.match(low, hit.end) or re.compile(r"\s*[:：-]\s*").match(low, hit.end)
        ):
            start = match.end()
        ends = [match.end() for match in _CLAUSE_END.finditer(low, start, hit.start)]
        if ends and len(word_list(low[ends[-1] : stop])) <= _FEW + 2:
            stop = ends[-1]
    return start, stop


def _is_record(scene: Scene, said: frozenset[str], tail: tuple[int, int]) -> bool:
    """ "Nachfolgerin ist Eva Pichler. Bitte eintragen": a change of contacts, not a note about it."""
    if not (said & {"contact_new", "contact_left", "contact_change"} and "person_like" in said):
        return False
    return "record_it" in features(scene, *tail)


def _headed(scene: Scene, start: int, match: re.Match[str], stop: int, tools: frozenset[str] | None) -> Request | None:
    """ "Notiz zu 3Gipfel: …": a head with its command, a colon or a dash, the body."""
    low = scene.message.low
    if not low[match.end() : stop].strip() or len(low[start : match.start()].strip()) < 2:
        return None
    head = features(scene, start, match.start()) | {"body"}
    tool, strength = best(head, tools)
    if not head & _HEAD_CUES or tool not in BODY_TOOLS or strength < 7.5:
        return None
    if tool == "log_note" and not head & {"log", "private"} and is_question(scene, start, match.start()):
        return None
    end = _order(scene, match.end(), stop, tool)
    tail = _tail(scene, match.end(), end)
    return Request(tool, strength, start, match.start(), head, (match.end(), tail[0] if tail else end), tail)


def _open_ended(scene: Scene, start: int, stop: int, tools: frozenset[str] | None) -> Request | None:
    """A command with its body but no colon: "note that …", "brief support on X, …"."""
    low, place = scene.message.low, start
    while place < stop:
        end = _sentence_stop(low, place, stop)
        found = features(scene, place, end)
        tool, strength = best(found | {"body"}, tools)
        ordered = _commands(scene, place, end) and (tools is None or "log_note" in tools)
        if ordered:
            tool, strength = "log_note", 9.0
        asks = found & {"log_asked", "howto", "howto_weak"} and not ordered
        opens = tool if tool in _WITHOUT_COLON and strength >= 8 and not asks else None
        if opens and (kept := _opened(scene, place, end, stop, opens, tools)):
            return kept
        match = SENTENCE_END.search(low, end, stop)
        place = match.end() if match else stop
    return None


def _commands(scene: Scene, start: int, end: int) -> bool:
    """Whether a sentence begins with the order to log: what follows is the note, whatever it speaks of."""
    begin = greeting_end(scene.message.low, scene.codes, start)
    lead = [hit for hit in scene.hits if hit.cue == "log" and start <= hit.start <= begin + 1 and hit.end <= end]
    if not lead:
        return False
    last = max(hit.end for hit in lead) + _OBJECT
    return not any(hit.cue in _OTHER_OBJECTS and begin <= hit.start < last for hit in scene.hits)


def _opened(scene: Scene, start: int, end: int, stop: int, tool: str, tools: frozenset[str] | None) -> Request | None:
    hits = [hit for cue in _WITHOUT_COLON[tool] for hit in scene.within(cue, start, end)]
    opening = _opening(scene, start, min(hits, key=lambda hit: hit.start).end, end) if hits else None
    if opening is None:
        return None
    head = features(scene, start, opening[0]) | {"body"}
    head_tool, strength = best(head, tools)
    if head_tool != tool or not scene.message.low[opening[1] : stop].strip():
        return None
    return Request(tool, strength, start, opening[0], head, (opening[1], _order(scene, opening[1], stop, tool)))


_THAT = re.compile(r",?\s+(?:that|dass|que)\s+|,?\s+qu'")
_COMMA = re.compile(r",\s+|[,，]\s*")
_AFTER_NAME = re.compile(r"(?:'s)?\s*[,，)]?\s+(?=\S)")
_LEAST = 6
"""Letters of a body."""


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


def _tail(scene: Scene, start: int, stop: int) -> tuple[int, int] | None:
    """A short last clause that asks for the logging: ". pls save", "，帮我存一下"."""
    low = scene.message.low
    hits = [hit for hit in scene.within("log", start, stop) if hit.start > start + 8]
    if not hits:
        return None
    ends = [match.end() for match in _CLAUSE_END.finditer(low, start, stop) if match.end() <= hits[-1].start]
    if not ends:
        return None
    place = ends[-1]
    words = word_list(low[place:stop])
    limit = 12 if any("\u3400" <= word <= "\u9fff" for word in words) else 6
    covered = any(cover in low[place:stop] for cover in (ACCOUNT, CONTACT, PERSON))
    goes_on = _SEPARATOR.search(low, hits[-1].end, stop) and low[hits[-1].end : stop].strip(" :：\n")
    return None if len(words) > limit or covered or goes_on else (place, stop)


_REFUSED = re.compile(r"\s*(?:not|nicht|pas|keine?n?|no)\b|\s*(?:别|不)")
_NEW_ORDER = re.compile(
    r"(?:(?:(?<!\d)\.|[!?;。！？；\n])+\s*|[,，]\s*(?=(?:and|also|et|und|另外|并))|\s(?=and\s+$|et\s+$|und\s+$))"
    r"(?:(?:and|also|plus|then|oh|ps|et|puis|aussi|und|auch|ausserdem|dann|另外|并且|并|顺便|再|还有|同时)[\s,，]*)*"
    r"(?:(?:please|pls|can you|could you|bitte|stp|merci de|tu peux|kannst du|请|帮我|麻烦)\s*)*$"
)


def _order(scene: Scene, start: int, stop: int, tool: str) -> int:
    """Where a body ends because the bot is given another order; what is inside the body is data."""
    low = scene.message.low
    orders = [hit for cue in ("remind", "task_new", "log", "draft") for hit in scene.within(cue, start, stop)]
    for hit in sorted(orders, key=lambda hit: hit.start):
        joint = _NEW_ORDER.search(low[start : hit.start])
        if not joint or not low[start : start + joint.start()].strip():
            continue
        sentence = bool(re.search(r"[.!?;。！？；\n]", joint.group()))
        refused = _REFUSED.match(low, hit.end) is not None
        drafting = hit.cue == "draft" and not refused and _drafts(scene, hit.start, stop)
        plain = hit.cue == "remind" or (
            hit.cue in ("log", "task_new") and sentence and not _is_all(scene, hit.start, stop)
        )
        if plain or (drafting and (sentence or tool != "log_note")):
            return start + joint.start() + (1 if low[start + joint.start()] in ".!?。！？" else 0)
    return stop


def _is_all(scene: Scene, start: int, stop: int) -> bool:
    """Whether nothing but a short "log pls" is left: that is the tail of this body, no order of its own."""
    return len(word_list(scene.message.low[start:stop])) <= _FEW and not _SEPARATOR.search(
        scene.message.low, start, stop
    )


_FEW = 4


def _drafts(scene: Scene, start: int, stop: int) -> bool:
    cues = features(scene, start, _sentence_stop(scene.message.low, start, stop))
    return bool(cues & {"email", "email_verb", "qbr", "purpose"})


def _sentence_start(low: str, start: int, place: int) -> int:
    ends = [match.end() for match in SENTENCE_END.finditer(low, start, place) if match.end() <= place]
    return ends[-1] if ends else start


def _sentence_stop(low: str, start: int, stop: int) -> int:
    match = SENTENCE_END.search(low, start, stop)
    return match.start() if match else stop
