"""Rows by owner, month, segment or region."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TypeVar

from tools.kit.book import GroupBy
from tools.kit.cards import Mention, Name, Value, Words, say
from tools.kit.paging import month

Key = str | int | date | None
R = TypeVar("R")

HEADS: Mapping[GroupBy, Words] = {
    "owner": say("Owner"),
    "month": say("Month"),
    "segment": say("Segment"),
    "region": say("Region"),
}


def groups(rows: Iterable[R], key: Callable[[R], Key], by: GroupBy) -> list[tuple[Key, list[R]]]:
    """The rows of each group: the largest group first, months in order; what has no value comes last."""
    found: dict[Key, list[R]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    if by == "month":
        return sorted(found.items(), key=lambda group: (group[0] is None, str(group[0])))
    return sorted(found.items(), key=lambda group: (group[0] is None, -len(group[1]), str(group[0])))


def group_name(key: Key, people: Mapping[int, Mention]) -> Value | None:
    """What a group is called: a value as it stands, the month of a day, the colleague of an id."""
    match key:
        case None:
            return say("none on record")
        case str():
            return Name(text=key)
        case date():
            return month(key)
        case _:
            return people.get(key)
