"""A message split into the requests that it carries, each with its words, its tool, and the body that it keeps."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from .intents import best
from .languages import load
from .message import ACCOUNT, CONTACT, COVERS, PERSON
from .scene import Scene

BODY_TOOLS = frozenset(
    ["log_note", "log_feedback", "open_escalation", "hand_off", "record_roi", "record_churn", "change_task"]
)
"""Tools that keep words as they were written."""
FREE_TOOLS = BODY_TOOLS | {"draft_email", "find_guidance", "update_forecast", "draft_qbr", "help", "log_opportunity"}
"""Tools after which a clause belongs to them unless it plainly starts something new."""
_HEAD_CUES = frozenset(
    ["log", "note_word", "private", "feedback", "escalation", "hand_off", "opp_new", "remind", "task_new", "roi_new",
     "churn_new", "type=meeting", "type=call", "type=email"]
)  # fmt: skip
_TAIL_HEAD_CUES = frozenset(["type=meeting", "type=call", "type=email"])
_SEPARATOR = re.compile(r"[:：](?![\d/()-])(?=\s|\S)|\s-\s|\n")
_SENTENCE_END = re.compile(r"[.!?;。！？；\n]+(?:\s+|$|(?=[^\s\w]))|[。！？；\n]+")
_CLAUSE_END = re.compile(r"[.!?;。！？；\n,，]+\s*|\s-\s")
_INVOICE = re.compile(r"(?<![a-z])[a-z]{2,4}-?\d{3,}(?!\w)")
_EMAIL_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_FEW_WORDS = 5


@dataclass(frozen=True)
class Request:
    """One request: its head from `start` to `end`, and the body that belongs to it."""

    tool: str | None
    strength: float
    start: int
    end: int
    features: frozenset[str]
    body: tuple[int, int] | None = None
    tail: tuple[int, int] | None = None


def features(scene: Scene, start: int, end: int, body: bool = False) -> frozenset[str]:
    """What holds of the words between two places, in the terms of the rules."""
    low = scene.message.low
    found = {hit.cue for hit in scene.hits if start <= hit.start and hit.end <= end and scene.is_read(hit.start)}
    named = [one for one in scene.accounts if start <= one.start < end and scene.is_read(one.start)]
    contact = any(start <= one.start < end and scene.is_read(one.start) for one in scene.contacts)
    person = any(start <= one.start < end and scene.is_read(one.start) for one in scene.people)
    said = scene.quiet(start, end)
    extra = {
        "account": bool(named),
        "one_account": len(named) == 1,
        "many_accounts": len({one.text for one in named}) > 1,
        "contact": contact,
        "person": person,
        "person_like": contact or person or bool(_capitalised(scene, start, end)),
        "period": bool(scene.times_in(start, end)),
        "money": any(amount.money or amount.bound for amount in scene.amounts_in(start, end)),
        "percent": bool(scene.percentages_in(start, end)),
        "days": bool(scene.days_in(start, end)),
        "body": body,
        "invoice_number": bool(_INVOICE.search(said)),
        "health_colour": any(cue.startswith("health=") or cue == "not_green" for cue in found),
        "filter": any(cue.startswith(("region=", "segment=", "industry=", "status=")) for cue in found),
        "list_sort": any(cue.startswith("sort=") for cue in found),
        "grouped": any(cue.startswith("group_by=") for cue in found),
        "purpose": any(cue.startswith("purpose=") for cue in found),
        "category": any(cue.startswith("category=") for cue in found),
        "question": is_question(scene, start, end),
        "few": len(_words(low[start:end])) <= _FEW_WORDS,
    }
    return frozenset(found | {name for name, holds in extra.items() if holds})


def is_question(scene: Scene, start: int, end: int) -> bool:
    """Whether the words ask something."""
    said = scene.message.low[start:end].strip(" ,-")
    if said.endswith(("?", "？")):
        return True
    return any(re.match(load(code).text("language.questions") or r"(?!)", said) for code in scene.codes)


def _words(low: str) -> list[str]:
    return re.findall(rf"[{COVERS}]+|[\u3400-\u9fff]|[^\W_]+", low)


def _capitalised(scene: Scene, start: int, end: int) -> list[re.Match[str]]:
    """Two words in capitals, which may be a person nobody has on file yet."""
    text = scene.message.said(start, end)
    return list(re.finditer(r"(?<!^)(?<![.!?] )\b[A-ZÀ-Þ][\w'’-]+ [A-ZÀ-Þ][\w'’-]+", text))


def split(scene: Scene, tools: frozenset[str] | None, start: int = 0, end: int | None = None) -> list[Request]:
    """The requests of a message, in the order in which they were written."""
    stop = len(scene.message.low) if end is None else end
    kept = _with_body(scene, start, stop, tools)
    if kept is None:
        return _clauses(scene, start, stop, tools)
    before = split(scene, tools, start, kept.start) if kept.start > start + 2 else []
    rest_start = max(kept.end, (kept.body or (0, 0))[1], (kept.tail or (0, 0))[1])
    after = split(scene, tools, rest_start, stop) if stop - rest_start > 2 else []
    if kept.body:
        scene.bodies.append(kept.body)
    return [one for one in before if one.strength >= 6] + [kept] + [one for one in after if one.strength >= 5]


def _with_body(scene: Scene, start: int, stop: int, tools: frozenset[str] | None) -> Request | None:
    """The first part that keeps words as they were written, if there is one."""
    low = scene.message.low
    tail = _tail(scene, start, stop)
    for match in _SEPARATOR.finditer(low, start, stop):
        head_start = _sentence_start(low, start, match.start())
        found = _headed(scene, head_start, match, tail, stop, tools)
        if found:
            return found
        if match.start() - start > 240:
            break
    return _unheaded(scene, start, stop, tail, tools)


def _headed(
    scene: Scene,
    head_start: int,
    match: re.Match[str],
    tail: tuple[int, int] | None,
    stop: int,
    tools: frozenset[str] | None,
) -> Request | None:
    low = scene.message.low
    head = features(scene, head_start, match.start(), body=True)
    wanted = head & _HEAD_CUES
    if not low[match.end() : stop].strip() or len(low[head_start : match.start()].strip()) < 2:
        return None
    if tail and head_start <= tail[0] and match.end() < tail[0] and not head & {"howto"}:
        if wanted or head & {"account", "contact"}:
            label = head | {"log"}
            tool, strength = best(label, tools)
            if tool == "log_note" and len(_words(low[head_start : match.start()])) <= 14:
                return Request(tool, strength, head_start, match.start(), label, (match.end(), tail[0]), tail)
    if not wanted or wanted <= _TAIL_HEAD_CUES:
        return None
    tool, strength = best(head, tools)
    if tool not in BODY_TOOLS or strength < 7.5:
        return None
    body_end = _order(scene, match.end(), tail[0] if tail and tail[0] > match.end() else stop)
    own_tail = tail if tail and body_end >= tail[0] - 2 else None
    return Request(tool, strength, head_start, match.start(), head, (match.end(), body_end), own_tail)


def _unheaded(
    scene: Scene, start: int, stop: int, tail: tuple[int, int] | None, tools: frozenset[str] | None
) -> Request | None:
    """A note without a colon: "… pls save" behind it, or "note that …" in front."""
    low = scene.message.low
    if tail:
        first = _leading(scene, start, tail[0])
        found = features(scene, first, tail[0], body=True) | {"log"}
        tool, strength = best(found, tools)
        if tool == "log_note" and not found & {"howto"}:
            return Request(tool, strength, first, first, found, (first, tail[0]), tail)
    everything = features(scene, start, stop)
    tool, strength = best(everything | {"body"}, tools)
    if tool not in ("log_note", "log_feedback", "hand_off", "open_escalation") or strength < 8:
        return None
    if tool == "log_note" and everything & {"log_asked", "howto", "howto_weak"}:
        return None
    cues = {"log_note": ("log", "note_word"), "log_feedback": ("feedback",), "hand_off": ("hand_off", "to"),
            "open_escalation": ("escalation_open", "escalation")}[tool]  # fmt: skip
    hits = [hit for cue in cues for hit in scene.within(cue, start, stop)]
    if not hits:
        return None
    lead = min(hit.start for hit in hits)
    begin = _sentence_start(low, start, lead)
    opening = _opening(scene, begin, min(hits, key=lambda hit: hit.start).end, stop)
    if opening is None:
        return None
    head_end, body_start = opening
    head = features(scene, begin, head_end, body=True)
    tool_of_head, strength = best(head, tools)
    if tool_of_head != tool:
        return None
    return Request(tool, strength, begin, head_end, head, (body_start, _order(scene, body_start, stop)))


_THAT = re.compile(
    r",?\s+(?:that|dass|que)\s+|,?\s+qu'|(?<=[\ue000-\ue002])的?[,，]\s*|[,，]\s*(?=[\u3400-\u9fff])|(?<=备注)[,，]"
)
_AFTER_NAME = re.compile(r"\s*[,，)]?\s+(?=\S)")


def _opening(scene: Scene, begin: int, hit_end: int, stop: int) -> tuple[int, int] | None:
    """Where the head ends and the body starts when no colon parts them."""
    low = scene.message.low
    limit = _next_sentence_end(low, hit_end, stop)
    that = _THAT.search(low, hit_end - 5, limit)
    names = [
        one.end for one in (*scene.accounts, *scene.contacts) if hit_end - 2 <= one.start < min(limit, hit_end + 60)
    ]
    if that and that.start() >= begin + 2 and (not names or that.start() <= max(names) + 80):
        return that.start(), that.end()
    comma = re.compile(r",\s+").search(low, max([hit_end, *names[:1]]), limit)
    if comma and names:
        return comma.start(), comma.end()
    if names and (match := _AFTER_NAME.match(low, names[0])) and limit - match.end() > 8:
        return names[0], match.end()
    return None


def _leading(scene: Scene, start: int, stop: int) -> int:
    """Where the words proper begin: greetings are no part of a note."""
    greetings = [load(code).text("language.greetings") for code in scene.codes]
    place = start
    while any(
        text and (match := re.compile(text).match(scene.message.low, place, stop)) and match.end() > place
        for text in greetings
    ):
        place = max(
            m.end() for text in greetings if text and (m := re.compile(text).match(scene.message.low, place, stop))
        )
    return place


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
    words = _words(low[place:stop])
    limit = 12 if any("\u3400" <= word <= "\u9fff" for word in words) else 6
    covered = any(cover in low[place:stop] for cover in (ACCOUNT, CONTACT, PERSON))
    if (
        len(words) > limit
        or covered
        or (_SEPARATOR.search(low, hits[-1].end, stop) and low[hits[-1].end : stop].strip(" :：\n"))
    ):
        return None
    return place, stop


def _order(scene: Scene, start: int, stop: int) -> int:
    """Where a body ends because a new sentence gives the bot an order; else `stop`."""
    low = scene.message.low
    orders = [hit for cue in ("remind", "task_new", "log", "draft") for hit in scene.within(cue, start, stop)]
    for hit in sorted(orders, key=lambda hit: hit.start):
        before = low[start : hit.start]
        joint = re.search(_NEW_ORDER, before)
        if not joint or not before[: joint.start()].strip():
            continue
        sentence = bool(re.search(r"[.!?;。！？；\n]", joint.group()))
        if hit.cue == "remind" or (sentence and (hit.cue != "draft" or _drafts(scene, hit.start, stop))):
            return start + joint.start() + (1 if sentence and low[start + joint.start()] in ".!?。！？" else 0)
    return stop


_NEW_ORDER = (
    r"(?:[.!?;。！？；\n]+\s*|[,，]\s*(?=(?:and|also|et|und|另外|并))|\s(?=and\s+$|et\s+$|und\s+$))"
    r"(?:(?:and|also|plus|then|oh|ps|et|puis|aussi|und|auch|ausserdem|dann|另外|并且|并|顺便|再|还有|同时)[\s,，]*)*"
    r"(?:(?:please|pls|can you|could you|bitte|stp|merci de|tu peux|kannst du|请|帮我|麻烦)\s*)*$"
)


def _drafts(scene: Scene, start: int, stop: int) -> bool:
    cues = features(scene, start, _next_sentence_end(scene.message.low, start, stop))
    return bool(cues & {"email", "email_verb", "qbr"})


def _sentence_start(low: str, start: int, place: int) -> int:
    ends = [match.end() for match in _SENTENCE_END.finditer(low, start, place) if match.end() <= place]
    return ends[-1] if ends else start


def _next_sentence_end(low: str, start: int, stop: int) -> int:
    match = _SENTENCE_END.search(low, start, stop)
    return match.start() if match else stop


_JOINTS = re.compile(
    r"(?P<hard>[.!?;。！？；\n]+(?=\s|$|[^\w.])|[。！？；\n]+)"
    r"|(?P<soft>,\s*(?:and|then|also|plus|und|et|puis|dann|ausserdem)\s+|\s+(?:and|then|plus|also|und|et|puis|sowie|dann)\s+|\s*\+\s*|\s*&\s*|,\s+|[,，]\s*|\s-\s|、)"
)


def _clauses(scene: Scene, start: int, stop: int, tools: frozenset[str] | None) -> list[Request]:
    """Clause by clause: a clause that is a request of its own starts one, any other belongs to the one before."""
    requests: list[Request] = []
    for first, last, hard in _pieces(scene.message.low, start, stop):
        found = features(scene, first, last)
        tool, strength = best(found, tools)
        piece = Request(tool, strength, first, last, found)
        if (requests and not _starts_anew(scene, requests[-1], piece, hard)) or (
            requests and requests[-1].strength < 6
        ):
            requests[-1] = _united(scene, requests[-1], piece, tools)
        else:
            requests.append(piece)
    return requests


def _pieces(low: str, start: int, stop: int) -> Iterator[tuple[int, int, bool]]:
    place, hard = start, True
    for match in _JOINTS.finditer(low, start, stop):
        if low[place : match.start()].strip():
            yield place, match.start(), hard
            place, hard = match.end(), bool(match.group("hard"))
    if low[place:stop].strip():
        yield place, stop, hard


def _starts_anew(scene: Scene, before: Request, piece: Request, hard: bool) -> bool:
    if piece.tool is None or piece.strength < 6 or before.tool is None:
        return False
    if piece.tool == before.tool:
        return _second_of_kind(scene, before, piece)
    if before.tool in FREE_TOOLS or piece.tool in ("find_guidance", "help"):
        if before.tool in ("find_guidance", "help"):
            return piece.strength >= 9 and hard and "account" in piece.features and "howto" not in piece.features
        return piece.strength >= 8 and _is_order(scene, piece, hard)
    return not (before.tool == "accounts_at_risk" and piece.tool in ("list_accounts", "retention_metrics"))


def _second_of_kind(scene: Scene, before: Request, piece: Request) -> bool:
    """Two calls of one tool: the card of another account, not one more fact of the same."""
    if piece.tool not in ("log_note", "draft_email", "change_task", "draft_qbr"):
        return False
    return piece.strength >= 9 and _is_order(scene, piece, True) and bool(piece.features & {"account", "contact"})


def _is_order(scene: Scene, piece: Request, hard: bool) -> bool:
    """Whether a clause begins with a verb of asking or a question word."""
    low = scene.message.low[piece.start : piece.end].lstrip()
    start = re.compile(
        "|".join(
            f"(?:{load(code).text('language.starters')})"
            for code in scene.codes
            if load(code).text("language.starters")
        )
    )
    return bool(start.match(low))


def _united(scene: Scene, first: Request, second: Request, tools: frozenset[str] | None) -> Request:
    found = features(scene, first.start, second.end)
    tool, strength = best(found, tools)
    if first.strength > strength or (first.strength >= 8 and first.strength >= second.strength - 1 and first.tool):
        tool, strength = first.tool, first.strength
    return replace(first, tool=tool, strength=strength, end=second.end, features=found)


def addresses(text: str) -> list[str]:
    """E-mail addresses in a text."""
    return _EMAIL_ADDRESS.findall(text)


def any_of(names: Iterable[str], found: frozenset[str]) -> bool:
    """Whether one of the features holds."""
    return bool(found & set(names))
