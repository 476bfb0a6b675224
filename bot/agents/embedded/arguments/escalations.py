"""Escalations: opened, changed, closed, or asked after."""

from bot.agents.embedded.languages import load
from bot.agents.embedded.message import Message
from bot.agents.embedded.part import Arguments, Part, covers, written
from bot.agents.embedded.scene import Named

from .reasons import reason_of

_ORDERS = frozenset(
    ["escalation_open", "escalation_close", "escalation_change", "escalation", "hand_off", "task_assign"]
)
_LABELS = frozenset(["to", "hand_off", "log", "draft", "escalation_status"])


def open_escalation(part: Part) -> Arguments:
    """Open, change or close an escalation, or tell how it stands."""
    arguments: Arguments = {}
    ordered = part.request.body or part.has("escalation_open", "escalation_change", "escalation_close")
    asked = part.has("question") and (not ordered or part.has("escalation_status"))
    if part.has("escalation_close") and not asked:
        action = "close"
    elif asked or (part.has("escalation_status") and not ordered):
        action = "status"
    elif part.has("escalation_change") and not _opens(part):
        action = "change"
    else:
        action = "open"
    arguments["action"] = action
    part.name_account(arguments, needed=action != "status")
    severities = part.values("severity") or _severity_in_body(part)
    if other := _not_severity(part):
        arguments["account"], severities = written(other[1].text), severities or [other[0]]
    if severities and action in ("open", "change"):
        arguments["severity"] = severities[0]
    people = _assigned(part)
    if people and action in ("open", "change"):
        arguments["assignee"] = written(people[0].text)
    if action != "status" and (reason := reason_of(part, _ORDERS, _LABELS)):
        arguments["reason"] = reason
    elif action == "open" and "account" in part.missing:
        part.missing.append("reason")
    return arguments


def _opens(part: Part) -> bool:
    """Whether one is to be opened; "升级降到低" is a change, though it contains the word for escalating."""
    changes = part.hits("escalation_change")
    return any(not any(covers(change, hit) for change in changes) for hit in part.hits("escalation_open"))


def _assigned(part: Part) -> list[Named]:
    """Who is to take it: ", assign <@U1>", "<@U1> takes it"; in the head or in the words that were kept."""
    start, end = part.start, max(part.end, (part.request.body or (0, 0))[1])
    given = [hit for hit in part.scene.hits if hit.cue == "assigning" and start <= hit.start and hit.end <= end]
    people = [one for one in part.scene.people if start <= one.start < end]
    return [one for one in people if any(hit.start <= one.start < hit.end for hit in given)] or part.people()


def _not_severity(part: Part) -> tuple[str, Named] | None:
    """The account where two are named and one of them is called like a severity: "P1 for Saint Orso"."""
    named = part.accounts()
    for one in named:
        low = Message(one.text).low
        said = [h.cue.partition("=")[2] for code in part.scene.codes for h in load(code).lookup.find(low)
                if h.cue.startswith("severity=") and h.end - h.start == len(low)]  # fmt: skip
        others = [other for other in named if other is not one]
        if said and others:
            return said[0], others[0]
    return None


def _severity_in_body(part: Part) -> list[str]:
    """A severity that stands in the first clause behind the account: "…, P1, api down"."""
    start, end = part.request.body or (0, 0)
    hits = [
        h
        for h in part.scene.hits
        if h.cue.startswith("severity=") and start <= h.start and h.end <= min(end, start + 16)
    ]
    return [hit.cue.partition("=")[2] for hit in hits[:1]]
