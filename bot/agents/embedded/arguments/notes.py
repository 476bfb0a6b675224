"""Notes and feedback: what is kept, of which kind, of which day, who was there, who may read it."""

from collections import Counter
from collections.abc import Iterator

from bot.agents.embedded.message import CONTACT
from bot.agents.embedded.part import Arguments, Part, covers, written

from .clauses import story, story_span
from .free import body_text, finds, unquoted

_PASSED_ON = frozenset(["log", "hand_off", "record_it"])
_FEEDBACK_LABELS = frozenset(["feedback", "to", "note_word", "tasks"])
_KINDS = ("meeting", "call", "email")


def log_note(part: Part) -> Arguments:
    """A note, meeting, call or email, word for word. Its head says what it is; the words inside are data."""
    arguments: Arguments = {}
    part.name_account(arguments)
    body = body_text(part)
    opening = _opening(part)
    heads = [(part.start, part.end), *([part.request.tail] if part.request.tail else []), *opening]
    if body:
        arguments["note_body"] = body
    else:
        part.missing.append("note_body")
    if kind := _kind(part, heads):
        arguments["activity_type"] = kind
    _day(part, arguments, heads)
    if names := _attendees(part, heads, kind):
        arguments["attendees"] = list(names)
    _visibility(part, arguments, heads)
    return arguments


def _opening(part: Part) -> list[tuple[int, int]]:
    """The first clause of the body, where the head says nothing: "Met Kenji … yesterday. … log as meeting"."""
    if not part.request.body or (part.accounts() and part.end - part.start > 3):
        return []
    start, end = part.request.body
    low = part.scene.message.low
    stops = [place for sign in ",.;:，。；：\n" if (place := low.find(sign, start + 6, end)) > 0]
    return [(start, min(stops, default=end))]


def _cues(part: Part, heads: list[tuple[int, int]]) -> set[str]:
    """Cues in the heads, a body's first clause included."""
    return {h.cue for h in part.scene.hits for start, end in heads if start <= h.start and h.end <= end}


def _kind(part: Part, heads: list[tuple[int, int]]) -> str | None:
    found = [
        hit
        for hit in part.scene.hits
        for start, end in heads
        if hit.cue.startswith("type=") and start <= hit.start and hit.end <= end
    ]
    kinds = [hit.cue.partition("=")[2] for hit in sorted(found, key=lambda hit: (hit.start, hit.start - hit.end))]
    kinds = [kind for kind in kinds if kind in _KINDS]
    return kinds[0] if kinds else None


def _day(part: Part, arguments: Arguments, heads: list[tuple[int, int]]) -> None:
    for time in part.scene.times:
        inside = any(start <= time.start and time.end <= end for start, end in heads)
        if inside and time.kind == "day" and time.back.end:
            arguments["note_date"] = time.back.end.isoformat()
            return


def _attendees(part: Part, heads: list[tuple[int, int]], kind: str | None) -> list[str]:
    """Who was there: contacts on file, else who is named where the head says with whom."""
    if kind is None:
        return []
    message = part.scene.message
    inside = [c for c in part.scene.contacts if any(start <= c.start and c.end <= end for start, end in heads)]
    known = [written(c.text) for c in inside if CONTACT in message.low[c.start : c.end]]
    return list(dict.fromkeys(known)) or [name for start, end in heads for name in _strangers(part, start, end)][:1]


def _strangers(part: Part, start: int, end: int) -> Iterator[str]:
    message = part.scene.message
    for first, last in finds(part, "language.with_whom", start, end):
        said = message.said(first, last)
        capitals = all(word[:1].isupper() and not word.isupper() for word in said.split() if len(word) > 2)
        known = any(first <= hit.start and hit.end <= last for hit in part.scene.hits if hit.cue != "qbr_make")
        timed = any(time.start < last and first < time.end for time in part.scene.times)
        if (said[:1] > "\u3400" or (capitals and not known)) and not timed:
            yield said


def _visibility(part: Part, arguments: Arguments, heads: list[tuple[int, int]]) -> None:
    cues = _cues(part, [(part.start, part.end), *([part.request.tail] if part.request.tail else [])])
    if "private" in cues and "team_visible" not in cues:
        arguments["visibility"] = "private"
    elif "team_visible" in cues:
        arguments["visibility"] = "team"


def log_feedback(part: Part) -> Arguments:
    """Feedback or complaint, word for word, and how it is meant."""
    arguments: Arguments = {}
    part.name_account(arguments)
    body = story(part, _PASSED_ON, _FEEDBACK_LABELS)
    if body:
        arguments["feedback"] = unquoted(body)
    else:
        part.missing.append("feedback")
    if tone := sentiment(part):
        arguments["sentiment"] = tone
    return arguments


def sentiment(part: Part) -> str | None:
    """positive, negative or neutral: what the head or the order calls it, else what the words sound like."""
    ends = [place[1] for place in (part.request.body, part.request.tail) if place]
    start, end = part.start, max([part.end, *ends])
    hits = [
        hit for hit in part.scene.hits if hit.cue.startswith("sentiment=") and start <= hit.start and hit.end <= end
    ]
    hits = [hit for hit in hits if not any(covers(other, hit) for other in hits)]
    told = story_span(part, _PASSED_ON, _FEEDBACK_LABELS) or (end, end)
    named = [hit for hit in hits if hit.end <= told[0] or hit.start >= told[1]]
    for group in (named, hits):
        spoken = Counter(hit.cue.partition("=")[2] for hit in group)
        if spoken["positive"] != spoken["negative"]:
            return "positive" if spoken["positive"] > spoken["negative"] else "negative"
        if spoken["neutral"]:
            return "neutral"
    return "negative" if any(hit.cue == "sentiment=negative" for hit in hits) else None
