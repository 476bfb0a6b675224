"""The pieces of Block Kit that we use, each within Slack's limits.

Text out of the database goes into elements that Slack does not parse (plain_text, rich_text, raw_text), as it stands.
Where Slack does parse (mrkdwn, the fallback text), it is escaped and sent `verbatim`, so that no name, link or channel
in somebody's words becomes one in the message.
"""

from collections.abc import Iterable, Sequence
from typing import Literal

from bot.slack.limits import (
    BUTTON_LABEL,
    BUTTONS,
    FIELD,
    FIELDS,
    HEADER,
    SECTION,
    Block,
    Json,
)

EMPTY = "–"
PIECE = 2_800
"""Characters of one text element; longer words are cut into several."""
MARKUP = frozenset("*_~`")

Style = Literal["bold", "italic", "strike", "code"]
Spoken = tuple[str, Style | None]
"""A run of text and how it is set."""


def escaped(text: str) -> str:
    """Text as Slack's markup takes it literally."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def clamped(text: str, most: int) -> str:
    """At most that many characters, the last one an ellipsis where something is missing; never empty."""
    text = text if text.strip() else EMPTY
    return text if len(text) <= most else f"{text[: most - 1]}…"


def one_line(text: str) -> str:
    """The text without line breaks."""
    return " ".join(text.split())


def pieces(text: str, most: int = PIECE) -> list[str]:
    """Long text cut where a paragraph, a line or a word ends; put together again it is the very text."""
    found = []
    while len(text) > most:
        cut = next(
            (at + len(mark) for mark in ("\n\n", "\n", " ") if (at := text.rfind(mark, most // 2, most)) > 0), most
        )
        found.append(text[:cut])
        text = text[cut:]
    return [*found, text] if text else found


def plain_text(text: str, most: int) -> Block:
    """A plain text object."""
    return {"type": "plain_text", "text": clamped(text, most), "emoji": False}


def header(text: str) -> Block:
    """A title."""
    return {"type": "header", "text": plain_text(one_line(text), HEADER)}


def context(text: str) -> Block:
    """Small print under an answer."""
    return {"type": "context", "elements": [plain_text(text, SECTION)]}


def divider() -> Block:
    """A line across."""
    return {"type": "divider"}


def said(*runs: Spoken) -> Block:
    """A paragraph, its runs set as asked and otherwise literal."""
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": _runs(runs)}]}


def quoted(text: str) -> Block:
    """Somebody's words, word for word, behind a line at the margin."""
    return {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": _runs([(text, None)])}]}


def listed(items: Iterable[Sequence[Spoken]]) -> Block:
    """A list, one item a line."""
    sections: list[Json] = [{"type": "rich_text_section", "elements": _runs(item)} for item in items]
    return {"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "bullet", "elements": sections}]}


def _runs(runs: Iterable[Spoken]) -> list[Json]:
    found: list[Json] = []
    for text, style in runs:
        if not text:
            continue
        run: dict[str, Json] = {"type": "text", "text": text}
        if style:
            run["style"] = {style: True}
        found.append(run)
    return found or [{"type": "text", "text": EMPTY}]


def linked(label: str, url: str) -> Block:
    """A link that our own code made (a mailto, never a text of somebody's)."""
    link: Json = {"type": "link", "url": url, "text": label}
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [link]}]}


def fields(facts: Sequence[tuple[str, str]]) -> list[Block]:
    """Labels and values side by side. Values that hold signs of markup must not come here (`grid_can_hold`)."""
    texts: list[Json] = [
        {"type": "mrkdwn", "text": clamped(f"*{escaped(label)}*\n{escaped(value)}", FIELD), "verbatim": True}
        for label, value in facts
    ]
    return [{"type": "section", "fields": texts[start : start + FIELDS]} for start in range(0, len(texts), FIELDS)]


def grid_can_hold(facts: Sequence[tuple[str, str]]) -> bool:
    """Whether these facts look in a grid as they are: short, and without a sign that Slack would take for markup."""
    return all(len(value) <= 120 and "\n" not in value and not MARKUP & set(label + value) for label, value in facts)


def button(label: str, action: str, value: str, style: Literal["primary", "danger"] | None = None) -> Block:
    """A button. `value` is an opaque id and nothing else."""
    made: Block = {
        "type": "button",
        "text": plain_text(one_line(label), BUTTON_LABEL),
        "action_id": action,
        "value": value,
    }
    if style:
        made["style"] = style
    return made


def actions(buttons: Sequence[Block]) -> list[Block]:
    """Rows of buttons."""
    return [
        {"type": "actions", "elements": list(buttons[start : start + BUTTONS])}
        for start in range(0, len(buttons), BUTTONS)
    ]


def table(head: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool]) -> Block:
    """A table: a bold head, then literal cells."""
    bold: list[Json] = [
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_section", "elements": _runs([(clamped(one_line(name), 75), "bold")])}],
        }
        for name in head
    ]
    body: list[Json] = [[{"type": "raw_text", "text": clamped(cell, CELL)} for cell in row] for row in rows]
    settings: list[Json] = [
        {"align": "right" if at_right else "left", "is_wrapped": any(len(row[place]) > WRAPPED for row in rows)}
        for place, at_right in enumerate(right)
    ]
    return {"type": "table", "rows": [bold, *body], "column_settings": settings}


CELL = 500
"""Characters of a table's cell."""
WRAPPED = 32
"""Characters from which on a column's cells are set over several lines."""
