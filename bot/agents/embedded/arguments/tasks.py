"""Follow-ups: created, completed, moved, handed to somebody."""

import re

from bot.agents.embedded.languages import load
from bot.agents.embedded.message import ACCOUNT, PERSON
from bot.agents.embedded.ordinals import ordinal
from bot.agents.embedded.part import Arguments, Part, written

from .accounts import account_of_contact
from .clauses import story_span
from .days import named_day
from .free import find, without

_ORDERS = frozenset(["remind", "task_new", "task_done", "task_move", "task_assign", "record_it", "log"])
_LABELS = frozenset(["tasks", "task_open"])


def change_task(part: Part) -> Arguments:
    """Create, complete, reschedule or assign a follow-up. Looks forward."""
    arguments: Arguments = {}
    action, people = _action(part), part.people()
    arguments["action"] = action
    part.name_account(arguments, needed=False)
    if not part.accounts() and part.contacts():
        account_of_contact(part, arguments)
    task = _task(part, action)
    if task and part.items and (number := ordinal(task)) is not None and number < len(part.items):
        task = part.items[number]
    if task and task.lower() not in {one.text.lower() for one in people}:
        arguments["task"] = task
    else:
        part.missing.append("task")
    days = [day for time in part.times() if time.kind != "since" and (day := named_day(part, time) or time.ahead.end)]
    if days and action != "complete":
        arguments["due"] = days[0].isoformat()
    if people and action in ("assign", "create"):
        arguments["owner"] = written(people[0].text)
    if part.contacts():
        arguments["contact"] = written(part.contacts()[0].text)
    elif part.contact and part.has("pronoun_them") and action == "create":
        arguments["contact"] = part.contact
    if action == "create" and "account" not in arguments and part.has("pronoun_them") and not part.contacts():
        part.missing.append("account")
    return arguments


def _action(part: Part) -> str:
    if part.has("remind", "task_new"):
        return "create"
    if part.people() and part.has("task_assign", "assigning"):
        return "assign"
    if part.has("task_move") and not part.has("task_done"):
        return "reschedule"
    if part.has("task_done", "task_went"):
        return "complete"
    return "create" if part.request.body or part.has("tasks") else "reschedule"


def _task(part: Part, action: str) -> str:
    """What is to be done: where the language's table says, else what is told; without its day, its place, its doer."""
    if part.request.body:
        return _tidy(part, *part.request.body)
    if (found := find(part, f"language.task_{action}")) and _says_something(part, *found, _EMPTY):
        return _tidy(part, *found)
    told = story_span(part, _ORDERS, _LABELS)
    if told is None or not _says_something(part, *told, _EMPTY | _ORDERS | _LABELS):
        return ""
    thing = find(part, f"language.task_{action}", *told) if action == "complete" else None
    return _tidy(part, *(thing or told))


_EMPTY = frozenset(["pronoun", "pronoun_them", "politeness", "assigning", "followup", "correction", "thanks"])
_WORD = re.compile(r"[\u3400-\u9fff]{2}|[^\W\d_\u3400-\u9fff]{3,}")


def _says_something(part: Part, start: int, end: int, empty: frozenset[str]) -> bool:
    """Whether words are left besides these cues, days, names and small words: "mark that one as done" names no task."""
    scene = part.scene
    letters = list(scene.message.low)
    inside = [hit for hit in scene.hits if start <= hit.start and hit.end <= end and hit.end - hit.start > 1]
    spans = [(hit.start, hit.end) for hit in inside if hit.cue in empty]
    spans += [(one.start, one.end) for one in (*scene.accounts, *scene.people)]
    spans += [(time.start, time.end) for time in scene.times]
    for first, last in spans:
        letters[first:last] = " " * (last - first)
    common = {w for code in scene.codes for w in load(code).common | load(code).words("language.task_small")}
    left = _WORD.findall("".join(letters)[start:end])
    return any(word not in common for word in left)


_BEFORE_TIME = re.compile(
    r"(?:^|[\s,])(?:on|by|until|till|due|for|am|bis|bis zum|zum|le|pour|pour le|d'ici|avant|avant le|before|at)\s*$"
)


def _tidy(part: Part, start: int, end: int) -> str:
    """A task without its day, which stands in its own argument, and without "at …", "for …" in front of a customer."""
    message = part.scene.message
    cuts = []
    for time in part.times():
        if start <= time.start and time.end <= end:
            opening = _BEFORE_TIME.search(message.low[start : time.start])
            cuts.append((start + opening.start() if opening else time.start, time.end))
    for code in part.scene.codes:
        if behind := load(code).text("language.task_place"):
            cuts += [match.span() for match in re.finditer(behind, message.low[:end]) if match.start() >= start]
    return _edges(part, without(part, start, end, cuts))


_EDGES = re.compile(rf"^[\s,;:.\-–—·，。；：、{ACCOUNT}{PERSON}]+|[\s,;:.\-–—·，。；：、?？!！]+$")


def _edges(part: Part, text: str) -> str:
    """Without signs and small connecting words at either end."""
    text = _EDGES.sub("", text)
    for code in part.scene.codes:
        if opening := load(code).text("language.task_edges"):
            text = re.sub(opening, "", text, flags=re.IGNORECASE)
    return _EDGES.sub("", text)
