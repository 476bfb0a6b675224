"""Messages that lean on what was before: answers to the bot's question, corrections, "and in June?", "the second one"."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.agents.base import Ask, Call, Json, Reading
from tools.kit.names import Found

from .arguments import READERS, WRITES
from .arguments.free import trimmed
from .arguments.guidance import skip_greeting
from .bodies import BODY_TOOLS
from .features import Request
from .languages import load
from .message import Message
from .ordinals import ordinal
from .part import Part, as_period
from .past import Past
from .periods.units import whole
from .requests import NARROWED, NO_TOOLS, is_bare_name
from .scene import Scene

_STANDS_ALONE, _SAYS_ENOUGH = 0.4, 0.7
"""How likely a request's tool must be where it names somebody, and where it does not."""
_WHOLE = 0.85
"""From here on a request of the same tool is a new one, unless its first word takes up the last."""
_CERTAIN, _ENDS = 0.6, 0.95
"""How likely "nothing is to be done" must be to be just that; and where a word of correction is said."""
_FREE_TEXT = {"note_body", "feedback", "reason", "task", "topic"}
_SHORT = 6
_NOT_THAT = re.compile(
    r"(?:,\s*|\b)(?:not|nicht|pas|et non|statt|instead of|rather than|without|ohne|sans)\s+(?:de |in |im |the |den |die |das |le |la )?[^\s,.;!?]+|不是[^，,。是]+"
)
_INSTEAD = (
    re.compile(r"(?P<new>[\w.,%€$£/-]+)\s*,?\s*(?:not|nicht|pas|et non pas|et pas|statt|instead of|rather than)\s+(?P<old>[\w.,%€$£/-]+)"),
    re.compile(r"不是(?P<old>[^，,。是]+?)[，,]?(?:而)?是(?P<new>[^，,。]+)"),
)  # fmt: skip


def completed(scene: Scene, said: Request, requests: list[Request], past: Past) -> Reading | None:
    """An answer to what the bot asked: one of the rows, or what was missing."""
    ask = past.ask
    if ask is None or ask.pending is None:
        return None
    fresh = [one for one in requests if one.tool and one.chance >= 0.6 and one.tool != ask.pending.tool]
    if ask.candidates:
        chosen = _chosen(scene, ask.candidates)
        if chosen:
            return _made(scene, replace(ask.pending, arguments={**ask.pending.arguments, "account": chosen}), 0.9)
        return None
    if fresh and not _is_plain_answer(scene, ask):
        return None
    return _filled(scene, said, ask, past)


def _is_plain_answer(scene: Scene, ask: Ask) -> bool:
    return bool(_FREE_TEXT & set(ask.missing)) and not scene.message.low.rstrip().endswith("?")


def _made(scene: Scene, call: Call, confidence: float) -> Reading:
    return Reading("call", scene.code, calls=(call,), confidence=confidence)


def _chosen(scene: Scene, candidates: tuple[str, ...]) -> str | None:
    """The candidate that the words mean: named, counted, or called by a part of the name."""
    low = scene.message.low
    for named in scene.accounts:
        rows = [row.name for row in named.rows if row.name in candidates]
        if len(rows) == 1:
            return rows[0]
    names = scene.view.names
    text = scene.message.text
    words = re.findall(r"[\u3400-\u9fff]{2}|[^\W_]+", text) + re.findall(
        r"(?<=[\u3400-\u9fff])[\u3400-\u9fff]{2}", text
    )
    for word in words:
        rows = [row.name for row in names.accounts(word) if row.name in candidates]
        if len(rows) == 1:
            return rows[0]
    if chosen := _by_beginning(low, candidates):
        return chosen
    number = ordinal(low)
    return candidates[number] if number is not None and number < len(candidates) else None


def _by_beginning(low: str, candidates: tuple[str, ...]) -> str | None:
    """Feinkostladen → Müller Feinkost: a word that begins like one of just one candidate's words, or the other way."""
    said = list(re.findall(r"[^\W_]{4,}", low))
    hits = {
        name
        for name in candidates
        for part in re.findall(r"[^\W_]{4,}", Message(name).low)
        for word in said
        if word.startswith(part[: max(4, len(part) - 1)]) or part.startswith(word)
    }
    return hits.pop() if len(hits) == 1 else None


def _filled(scene: Scene, said: Request, ask: Ask, past: Past) -> Reading | None:
    """The pending call with what the answer adds."""
    pending = ask.pending
    if pending is None:
        return None
    request = replace(said, tool=pending.tool, chance=1.0)
    part = Part(scene, request, account=_text(pending.arguments.get("account")), contact=past.contact)
    arguments: dict[str, Json] = {**pending.arguments}
    found = READERS[pending.tool](part)
    for name, value in found.items():
        beside = name not in arguments and name not in _FREE_TEXT and pending.tool not in BODY_TOOLS
        if name in ask.missing or beside:
            arguments[name] = value
    left = [name for name in ask.missing if name not in arguments]
    free = next((name for name in left if name in _FREE_TEXT), None)
    if free and not (len(left) > 1 and scene.accounts):
        body = trimmed(scene.message.text)
        if body and not (scene.accounts and len(body) <= len(scene.accounts[0].text) + 6):
            arguments[free] = body
            left.remove(free)
    if part.ambiguous:
        return _asked(
            scene, Ask(candidates=tuple(row.name for row in part.ambiguous), pending=Call(pending.tool, arguments))
        )
    if arguments == dict(pending.arguments):
        return None
    if left:
        return _asked(scene, Ask(missing=tuple(left), pending=Call(pending.tool, arguments)))
    return _made(scene, Call(pending.tool, arguments), 0.85)


def _asked(scene: Scene, ask: Ask) -> Reading:
    return Reading("ask", scene.code, ask=ask, confidence=0.8)


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) else None


def followed(scene: Scene, said: Request, requests: list[Request], past: Past) -> Reading | None:
    """A correction or a continuation of the last call; None where the message stands on its own."""
    last = past.proposal or past.last
    if last is None or last.tool not in READERS:
        return None
    own = [one for one in requests if stands_alone(one)]
    if picked := _task_changed(scene, said, past) or _picked(scene, own, past):
        return picked
    elsewhere = any(one.tool != last.tool for one in own)
    if past.proposal is not None and not elsewhere and (corrected := _corrected(scene, said, own, past.proposal)):
        return corrected
    if own and not _continues(scene, said, own, last):
        return None
    changed = _changed(scene, said, last, past)
    if changed is None or len(own) > 1:
        return None
    return changed


def stands_alone(request: Request) -> bool:
    """Whether a request says what it wants without the turn before."""
    least = _STANDS_ALONE if request.features & {"account", "contact", "body"} else _SAYS_ENOUGH
    return request.label not in NO_TOOLS and request.chance >= least and not is_bare_name(request)


def leans(scene: Scene, requests: Sequence[Request], past: Past) -> bool:
    """Whether a message that sounds like no request may still change the last one: "no wait, Marcus"."""
    if past.last is None or len(requests) != 1:
        return False
    sure = requests[0].of.get(requests[0].label, 0.0)
    corrects = any(hit.cue in ("followup", "correction") for hit in scene.hits)
    return requests[0].label == "followup" or sure < _CERTAIN or (corrects and sure < _ENDS)


def _picked(scene: Scene, own: list[Request], past: Past) -> Reading | None:
    """ "the second one" of a list that was shown."""
    if not past.items or own:
        return None
    low = scene.message.low
    number = ordinal(low)
    if number is None or number >= len(past.items) or len(low.split()) > _SHORT:
        return None
    rows = scene.view.names.accounts(past.items[number])
    return _made(scene, Call("look_up_account", {"account": rows[0].name}), 0.75) if len(rows) == 1 else None


def _task_changed(scene: Scene, said: Request, past: Past) -> Reading | None:
    """ "the second one is done": what becomes of a task of the list that was shown."""
    last = past.last
    if last is None or last.tool != "list_tasks":
        return None
    if not said.features & {"task_done", "task_move", "task_assign"}:
        return None
    request = replace(said, tool="change_task", chance=1.0)
    part = Part(scene, request, account=_text(last.arguments.get("account")), items=past.items)
    found = READERS["change_task"](part)
    number = ordinal(scene.message.low)
    if number is None or number >= len(past.items):
        return None
    return _made(scene, Call("change_task", {**found, "task": past.items[number]}), 0.8)


def _continues(scene: Scene, said: Request, own: list[Request], last: Call) -> bool:
    """Whether a message with a request of its own still continues the one before."""
    narrows = own[0].tool == "list_accounts" and last.tool in NARROWED
    if own[0].tool != last.tool and not narrows:
        return False
    if last.tool in ("log_note", "change_task", "find_guidance", "log_feedback"):
        return False
    low = scene.message.low[skip_greeting(Part(scene, said)) :]
    begins = any(hit.cue in ("followup", "correction") and _is_first(scene, hit.start) for hit in scene.hits)
    if own[0].chance >= _WHOLE and not begins:
        return False
    whole = any(load(code).question.match(low) for code in scene.codes if code != "zh")
    return begins or (not whole and len(re.findall(r"[\u3400-\u9fff]{2}|[^\W_]+", low)) <= _SHORT)


def _is_first(scene: Scene, place: int) -> bool:
    return not re.search(r"[^\W_]", scene.message.low[:place])


def _corrected(scene: Scene, said: Request, own: list[Request], pending: Call) -> Reading | None:
    """The waiting change with what the message puts right."""
    if own and own[0].tool == pending.tool and own[0].body and own[0].features & {"account"}:
        return None  # another note, not a correction of this one
    arguments: dict[str, Json] = {**pending.arguments}
    if own and own[0].body and pending.tool == "log_note":
        text = trimmed(scene.message.said(*own[0].body))
        return _made(scene, Call("log_note", {"account": arguments.get("account"), "note_body": text}), 0.7)
    _replace_words(scene, arguments)
    for match in _NOT_THAT.finditer(scene.message.low):
        scene.bodies.append(match.span())
    part = Part(scene, replace(said, tool=pending.tool), account=_text(arguments.get("account")))
    found = READERS[pending.tool](part)
    for name, value in found.items():
        if name not in _FREE_TEXT and name != "action" and name != "attendees":
            arguments[name] = value
    if part.ambiguous:
        return _asked(scene, Ask(candidates=_names(part.ambiguous), pending=Call(pending.tool, arguments)))
    _kind_alone(part, arguments, pending)
    if arguments == dict(pending.arguments):
        return None
    return replace(_made(scene, Call(pending.tool, arguments), 0.85), replaces=True)


def _names(rows: Iterable[Found]) -> tuple[str, ...]:
    return tuple(row.name for row in rows)


def _kind_alone(part: Part, arguments: dict[str, Json], pending: Call) -> None:
    """ "make it private", "it was yesterday", "it was a call": what the reader of notes looks for in a head."""
    if pending.tool != "log_note":
        return
    if part.has("private"):
        arguments["visibility"] = "private"
    elif part.has("team_visible"):
        arguments["visibility"] = "team"
    kinds = [kind for kind in part.values("type") if kind in ("meeting", "call", "email")]
    if kinds:
        arguments["activity_type"] = kinds[0]
    for time in part.scene.times_in(0, part.end):
        if time.kind == "day" and time.back.end:
            arguments["note_date"] = time.back.end.isoformat()


def _replace_words(scene: Scene, arguments: dict[str, Json]) -> None:
    """ "84k not 48k": where the old words stand in the note, the new ones take their place."""
    for pattern in _INSTEAD:
        match = pattern.search(scene.message.text)
        if not match:
            continue
        old, new = match.group("old").strip(".,"), match.group("new").strip(".,")
        for name in _FREE_TEXT & arguments.keys():
            value = arguments[name]
            if isinstance(value, str) and old in value:
                arguments[name] = value.replace(old, new)


def _changed(scene: Scene, said: Request, last: Call, past: Past) -> Reading | None:
    """The last call with what the message says anew."""
    if last.tool == "find_guidance":
        return _asked_further(scene, said, last)
    if last.tool in WRITES and last.tool != "change_task":
        return None
    for match in _NOT_THAT.finditer(scene.message.low):
        scene.bodies.append(match.span())
    part = Part(
        scene, replace(said, tool=last.tool), account=_text(last.arguments.get("account")), contact=past.contact
    )
    found = READERS[last.tool](part)
    arguments: dict[str, Json] = {**last.arguments}
    if last.tool == "draft_email" and not part.hits("topic_said"):
        found = {name: value for name, value in found.items() if name not in ("topic", "purpose", "recipient_role")}
    if last.tool == "retention_metrics" and "period" in found and part.has("compare") and "compare_to" not in found:
        found["compare_to"] = _back_period(part) or found["period"]
        del found["period"]
    if "forecast" in str(last.arguments.get("metric")) and (categories := part.values("category")):
        found["forecast_categories"] = list(categories)
    if moved := _moved(part, last):
        found["period"] = moved
    new = {name: value for name, value in found.items() if arguments.get(name) != value}
    if last.tool == "open_escalation" and arguments.get("action") == "status" and {"severity", "assignee"} & new.keys():
        new["action"] = "change"
    if part.ambiguous:
        return _asked(scene, Ask(candidates=_names(part.ambiguous), pending=Call(last.tool, {**arguments, **new})))
    if not new:
        return None
    if "account" in new:
        arguments.pop("accounts", None)
        arguments.pop("contact", None)
        arguments.pop("recipient", None) if last.tool == "draft_email" else None
    arguments.update(new)
    return _made(scene, Call(last.tool, arguments), 0.75)


def _moved(part: Part, last: Call) -> Json:
    """ "the week after that": the unit behind the period of the last call, or before it."""
    shifts, period = part.values("shift"), last.arguments.get("period")
    if not shifts or not isinstance(period, Mapping):
        return None
    unit, _, direction = shifts[0].partition("-")
    day = period.get("end") if direction == "after" else period.get("start")
    if not isinstance(day, str):
        return None
    edge = date.fromisoformat(day) + timedelta(days=1 if direction == "after" else -1)
    return as_period(whole(unit, edge, 0, 1, part.scene.view.fiscal_year_start))


def _back_period(part: Part) -> Json:
    times = part.times()
    return as_period(times[0].back) if times else None


def _asked_further(scene: Scene, said: Request, last: Call) -> Reading | None:
    """A question of method goes on: the new words belong to the old question."""
    part = Part(scene, said)
    text = trimmed(scene.message.said(skip_greeting(part), said.end).rstrip("?？ "))
    languages = part.values("language")
    arguments: dict[str, Json] = {**last.arguments}
    if languages:
        arguments["language"] = languages[0]
        if len(text.split()) <= 4:
            return _made(scene, Call("find_guidance", arguments), 0.8)
    if not text:
        return None
    text = re.sub(r"^(?:and|et|und|那|but|aber|mais)\s*", "", text, flags=re.IGNORECASE)
    topic = _text(last.arguments.get("topic")) or ""
    arguments["topic"] = f"{topic.rstrip('?？ ')} {text}".strip()
    return _made(scene, Call("find_guidance", arguments), 0.6)
