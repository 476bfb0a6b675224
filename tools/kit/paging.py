"""Pages, the buttons to them, and months as groups."""

import json
from collections.abc import Mapping
from datetime import date, timedelta

from tools.kit.cards import Button, Span, Words, say

PAGE = 20
"""Rows on a page of a table."""


def month(day: date) -> Span:
    """The calendar month of a day, shown by its name."""
    following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return Span(start=day.replace(day=1), end=following - timedelta(days=1), named=True)


def page_of(total: int, page: int) -> slice:
    """The rows of a page; a page beyond the last shows the last."""
    last = max((total - 1) // PAGE, 0)
    start = min(page - 1, last) * PAGE
    return slice(start, start + PAGE)


def counted(total: int, page: int, shown: int) -> int:
    """What a table says that there is beside its rows: all of them; on a later page its title tells which these are."""
    return total if page == 1 else shown


def more(tool: str, arguments: Mapping[str, object], total: int, page: int) -> Button | None:
    """The button to the next page; None on the last."""
    if page * PAGE >= total:
        return None
    return button(say("Next {n}", n=min(PAGE, total - page * PAGE)), tool, {**arguments, "page": page + 1})


def button(label: Words, tool: str, arguments: Mapping[str, object]) -> Button:
    """A button that makes a call."""
    return Button(label=label, tool=tool, arguments=json.dumps(arguments, ensure_ascii=False))
