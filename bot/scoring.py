"""Whether two meanings are the same: names resolved, periods to the day, free text by the words that it shares."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from bot.agents.base import Json

Resolve = Callable[[str, str], frozenset[int]]
"""("account" or "person", a written name) → ids of the rows that it means."""

NAMES = {"account": "account", "owner": "person", "assignee": "person", "to_person": "person"}
WORD_FOR_WORD = {"note_body", "feedback"}
FREE = {"topic", "task", "reason", "focus", "query", "exclude", "length", "tone", "title", "role", "recipient", "contact",
        "leaver", "product", "missing_role", "recipient_role"}  # fmt: skip
PERIODS = {"period", "compare_to", "close_period", "meeting_period"}
SOFT = {"fields", "language"}
"""Counted as right where the gold does not name them."""
LOOKING_BACK = {"account_history", "retention_metrics", "account_health", "summarise_notes"}
ENOUGH, WORDED = 0.5, 0.8


class Judge:
    """Compares the arguments of one call with the gold's, on the day that the message was asked."""

    def __init__(self, today: date, resolve: Resolve) -> None:
        self._today = today
        self._resolve = resolve

    def wrong(self, tool: str, got: Mapping[str, Json], gold: Mapping[str, Json]) -> list[str]:
        """The names of the arguments that differ; an argument that nobody said is among them."""
        got, gold = self._plain(tool, got), self._plain(tool, gold)
        missing = [name for name in gold if name not in SOFT and not self._same(tool, name, got.get(name), gold[name])]
        if "language" in gold and got.get("language") != gold["language"]:
            missing.append("language")
        return missing + [name for name in got if name not in gold and name not in SOFT]

    def _plain(self, tool: str, arguments: Mapping[str, Json]) -> dict[str, Json]:
        """Equal values in one form: today said is today unsaid, a risk list without colours is red and amber."""
        plain = dict(arguments)
        if plain.get("note_date") == self._today.isoformat():
            del plain["note_date"]
        if tool == "accounts_at_risk" and set(_texts(plain.get("health"))) == {"red", "amber"}:
            del plain["health"]
        return plain

    def _same(self, tool: str, name: str, got: Json, gold: Json) -> bool:
        if got is None:
            return False
        if name in PERIODS:
            return self._same_period(tool, got, gold)
        if name == "accounts":
            return {self._rows("account", text) for text in _texts(got)} == {
                self._rows("account", t) for t in _texts(gold)
            }
        if name in NAMES:
            return self._same_name(NAMES[name], str(got), str(gold))
        if name in WORD_FOR_WORD:
            return overlap(str(got), str(gold)) >= WORDED
        if name == "attendees":
            return len(_texts(got)) == len(_texts(gold)) and all(
                any(overlap(one, other) >= ENOUGH for other in _texts(got)) for one in _texts(gold)
            )
        if name in FREE:
            return overlap(str(got), str(gold)) >= ENOUGH
        if isinstance(gold, list):
            return isinstance(got, list) and set(map(str, got)) == set(map(str, gold))
        if isinstance(gold, int | float) and not isinstance(gold, bool):
            return isinstance(got, int | float) and float(got) == float(gold)
        return str(got).casefold() == str(gold).casefold()

    def _same_name(self, kind: str, got: str, gold: str) -> bool:
        if got.casefold() == gold.casefold():
            return True
        rows = self._rows(kind, got)
        return bool(rows) and rows == self._rows(kind, gold)

    def _rows(self, kind: str, written: str) -> frozenset[int]:
        return self._resolve(kind, written)

    def _same_period(self, tool: str, got: Json, gold: Json) -> bool:
        if not isinstance(got, Mapping) or not isinstance(gold, Mapping):
            return False
        ends = [self._day(tool, side.get("end"), end=True) for side in (got, gold)]
        starts = [self._day(tool, side.get("start")) for side in (got, gold)]
        # A period that starts today may be counted with or without today: a day more or less at each end.
        room = timedelta(days=1 if starts[1] == self._today else 0)
        return _near(starts[0], starts[1], room) and _near(ends[0], ends[1], room)

    def _day(self, tool: str, value: Json, *, end: bool = False) -> date | None:
        if value is None:
            return self._today if end and tool in LOOKING_BACK else None
        return date.fromisoformat(str(value))


def overlap(got: str, gold: str) -> float:
    """F1 of the words (of the single characters in Chinese) that two texts share, 0 to 1."""
    one, other = Counter(_words(got)), Counter(_words(gold))
    shared = sum((one & other).values())
    return 2 * shared / (sum(one.values()) + sum(other.values())) if shared else 0.0


def _words(text: str) -> list[str]:
    return re.findall(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+", text.casefold().replace("&amp;", "&"))


def _texts(value: Json) -> Sequence[str]:
    if isinstance(value, str):
        return [value]
    return [str(item) for item in value] if isinstance(value, Sequence) else []


def _near(one: date | None, other: date | None, room: timedelta) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= room
