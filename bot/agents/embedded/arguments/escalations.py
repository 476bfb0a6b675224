"""Escalations: opened, changed, closed, or asked after."""

import re

from bot.agents.embedded.part import Arguments, Part, written
from bot.agents.embedded.scene import Named

from .reasons import reason_of

_ASSIGNS = re.compile(r"assign|zuweis|assigne|attribue|confie|分配|指派|交给|let|soll")


def open_escalation(part: Part) -> Arguments:
    """Open, change or close an escalation, or tell how it stands."""
    arguments: Arguments = {}
    asked = part.has("question") and not part.request.body
    if part.has("escalation_close") and not asked:
        action = "close"
    elif asked or (part.has("escalation_status") and not (part.request.body or part.has("escalation_open"))):
        action = "status"
    elif part.has("escalation_change") and not part.has("escalation_open"):
        action = "change"
    else:
        action = "open"
    arguments["action"] = action
    part.name_account(arguments, needed=action != "status")
    severities = part.values("severity") or _severity_in_body(part)
    if severities and action in ("open", "change"):
        arguments["severity"] = severities[0]
    people = part.people() or _assigned(part)
    if people and action in ("open", "change"):
        arguments["assignee"] = written(people[0].text)
    if action != "status" and (reason := reason_of(part)):
        arguments["reason"] = reason
    elif action == "open" and "account" in part.missing:
        part.missing.append("reason")
    return arguments


def _assigned(part: Part) -> list[Named]:
    """Who is to take it, said at the end of the reason: ", assign <@U1>"."""
    start, end = part.request.body or (0, 0)
    low = part.scene.message.low
    people = [one for one in part.scene.people if start <= one.start < end]
    return [one for one in people if _ASSIGNS.search(low[max(start, one.start - 24) : one.start])]


def _severity_in_body(part: Part) -> list[str]:
    """A severity that stands in the first clause behind the account: "…, P1, api down"."""
    start, end = part.request.body or (0, 0)
    hits = [
        h
        for h in part.scene.hits
        if h.cue.startswith("severity=") and start <= h.start and h.end <= min(end, start + 16)
    ]
    return [hit.cue.partition("=")[2] for hit in hits[:1]]
