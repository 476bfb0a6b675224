"""A message split into the requests that it carries, in the order in which they were written."""

import re
from collections.abc import Iterator
from dataclasses import replace

from .bodies import BODY_TOOLS, find_kept
from .features import Request, features, word_list
from .intents import CHANGES, best
from .languages import load
from .scene import Scene

FREE_TOOLS = BODY_TOOLS | {"draft_email", "find_guidance", "update_forecast", "draft_qbr", "help", "log_opportunity"}
"""Tools after which a clause belongs to them unless it plainly starts something new."""
NARROWED = frozenset(["renewals_due", "accounts_at_risk", "expansion_opportunities", "list_tasks", "contract_terms"])
"""Lists that a following clause may narrow: "…, anything above 50k"."""
_JOINTS = re.compile(
    r"(?P<hard>(?:(?<!\d)\.|[!?;])+(?=\s|$|[^\w.])|[。！？；\n]+)"
    r"|(?P<and>,\s*(?:and|then|also|plus|und|et|puis|dann|ausserdem)\s+|\s*\+\s*|\s*&\s*"
    r"|\s+(?:and|then|plus|also|und|et|puis|sowie|dann)\s+|[,，]\s*(?:再|并|另外|顺便|还有|同时|也)|、)"
    r"|(?P<comma>,\s+|[,，]\s*|\s-\s)"
)
_ALONE = 6.0
"""From this strength on a clause is a request of its own."""


def split(scene: Scene, tools: frozenset[str] | None, start: int = 0, end: int | None = None) -> list[Request]:
    """The requests between two places. Bodies are taken out of what is read of the scene."""
    stop = len(scene.message.low) if end is None else end
    kept = find_kept(scene, start, stop, tools)
    if kept is None:
        return _clauses(scene, start, stop, tools)
    before = split(scene, tools, start, kept.start) if kept.start > start + 2 else []
    rest = max(one[1] for one in ((kept.start, kept.end), kept.body, kept.tail) if one)
    after = split(scene, tools, rest, stop) if stop - rest > 2 else []
    if kept.body and kept.tool != "change_task":
        scene.bodies.append(kept.body)  # a task's day and person stand in its words; all other bodies are data
    return [one for one in before if one.strength >= _ALONE] + [kept] + [one for one in after if one.strength >= 5]


def _clauses(scene: Scene, start: int, stop: int, tools: frozenset[str] | None) -> list[Request]:
    """Clause by clause: a clause that is a request of its own starts one, any other belongs to the one before."""
    requests: list[Request] = []
    for first, last, joint in _pieces(scene.message.low, start, stop):
        found = features(scene, first, last)
        if any("account" in one.features for one in requests):
            found |= {"account_before"}
        tool, strength = best(found, tools)
        piece = Request(tool, strength, first, last, found)
        if requests and (requests[-1].strength < _ALONE or not _starts_anew(scene, requests[-1], piece, joint)):
            requests[-1] = _united(scene, requests[-1], piece, tools)
        else:
            requests.append(piece)
    return _about_method(scene, requests, tools)


def _pieces(low: str, start: int, stop: int) -> Iterator[tuple[int, int, str]]:
    place, joint = start, "hard"
    for match in _JOINTS.finditer(low, start, stop):
        if low[place : match.start()].strip():
            yield place, match.start(), joint
            place, joint = match.end(), match.lastgroup or "hard"
    if low[place:stop].strip():
        yield place, stop, joint


def _starts_anew(scene: Scene, before: Request, piece: Request, joint: str) -> bool:
    if piece.tool is None or piece.strength < _ALONE or before.tool is None or is_bare_name(piece):
        return False
    if (
        piece.tool == "log_note"
        and before.tool in CHANGES
        and not piece.features & {"account", "contact"}
        and _is_short(piece)
    ):
        return False  # "… Bitte eintragen" asks for the change before it
    if piece.tool == before.tool:
        return _second_of_kind(scene, before, piece)
    order = _is_order(scene, piece)
    if before.tool in ("find_guidance", "help"):
        return piece.strength >= 9 and joint == "hard" and "account" in piece.features and "howto" not in piece.features
    if before.tool in FREE_TOOLS or piece.tool in ("find_guidance", "help"):
        return piece.strength >= 8 and order
    if piece.tool == "list_accounts" and (joint == "comma" or before.tool == "accounts_at_risk"):
        return order and before.tool not in NARROWED
    if joint == "comma":
        return order or piece.strength >= 8
    return True


def _is_short(piece: Request) -> bool:
    return "few" in piece.features


def is_bare_name(piece: Request) -> bool:
    """Whether a request is nothing but an account's name."""
    return piece.tool == "look_up_account" and piece.strength <= _ALONE and "field" not in piece.features


def _second_of_kind(scene: Scene, before: Request, piece: Request) -> bool:
    """Two calls of one tool: another letter, another task; a second fact of one card is none."""
    if piece.tool not in ("log_note", "draft_email", "change_task", "draft_qbr"):
        return False
    return piece.strength >= 9 and _is_order(scene, piece) and bool(piece.features & {"account", "contact"})


def _is_order(scene: Scene, piece: Request) -> bool:
    """Whether a clause begins with a verb of asking or a question word."""
    low = scene.message.low[piece.start : piece.end].lstrip()
    return any(load(code).starter.match(low) for code in scene.codes)


def _united(scene: Scene, first: Request, second: Request, tools: frozenset[str] | None) -> Request:
    found = features(scene, first.start, second.end)
    tool, strength = best(found, tools)
    own = first.tool and first.strength >= 8 and first.strength >= second.strength - 1
    if first.strength > strength or (own and tool != "find_guidance"):
        tool, strength = first.tool, first.strength
    return replace(first, tool=tool, strength=strength, end=second.end, features=found)


def _about_method(scene: Scene, requests: list[Request], tools: frozenset[str] | None) -> list[Request]:
    """A story that leads to a question of method is one request: "I've got a call in an hour … how do I respond"."""
    if not requests or requests[-1].tool != "find_guidance" or len(requests) < 2:
        return requests
    story = [one for one in requests[:-1] if not _is_order(scene, one) and "account" not in one.features]
    if len(story) < len(requests) - 1:
        return requests
    whole = features(scene, requests[0].start, requests[-1].end)
    return [replace(requests[-1], start=requests[0].start, features=whole)]


__all__ = ["Request", "split", "word_list"]
