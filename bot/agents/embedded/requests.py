"""A message split into the requests that it carries, in the order in which they were written, each with its tool."""

from dataclasses import replace

from bot.agents.base import Call

from .bodies import find_body
from .features import Request, features
from .likeness import Likenesses, requests_in
from .scene import Scene

NO_TOOLS = frozenset(["decline", "acknowledge", "followup"])
"""What a stretch may be like besides a tool."""
NARROWED = frozenset(["renewals_due", "accounts_at_risk", "expansion_opportunities", "list_tasks", "contract_terms"])
"""Lists that a following message may narrow: "anything above 50k"."""


NEXT = {
    "list_tasks": "change_task",
    "stakeholders": "update_contact",
    "open_escalation": "open_escalation",
    "contract_terms": "contract_terms",
    "look_up_account": "look_up_account",
    "log_note": "log_note",
}
"""What is asked after a call, more often than out of the blue, of what it showed."""


def split(scene: Scene, tools: frozenset[str] | None, last: Call | None = None) -> list[Request]:
    """The requests of a message after the call `last`. Bodies are taken out of what is read of the scene."""
    known = Likenesses(scene, likelier=None if last is None or scene.accounts else NEXT.get(last.tool))
    return [_request(scene, known, start, stop, tools) for start, stop in requests_in(known, 0, len(known.low))]


def _request(scene: Scene, known: Likenesses, start: int, stop: int, tools: frozenset[str] | None) -> Request:
    likeness = known.of(start, stop)
    tool, chance = likeness.among((set(likeness.of) if tools is None else tools) - NO_TOOLS)
    request = Request(tool, chance, start, stop, features(scene, start, stop), label=likeness.best, of=likeness.of)
    kept = find_body(scene, start, stop, tool) if tool and likeness.best not in NO_TOOLS else None
    if kept is None:
        return request
    if tool != "change_task":
        scene.bodies.append(kept.body)  # a task's day and person stand in its words; all other bodies are data
    head = features(scene, start, kept.head)
    return replace(request, end=kept.head, body=kept.body, tail=kept.tail, features=head | {"body"})


def is_bare_name(request: Request) -> bool:
    """Whether a request is nothing but an account's name."""
    return request.tool == "look_up_account" and bool(request.features & {"few"}) and "field" not in request.features
