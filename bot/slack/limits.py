"""What Slack takes in one message or view, and the check that nothing beyond it is ever sent.

The SDK's own validation knows part of the limits; the rest of them stand here.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block as SdkBlock

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
Block = dict[str, Json]

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
ALL_CHARACTERS = 13_200
"""Over all blocks of a message together."""
TEXT = 40_000
HEADER = 150
SECTION = 3_000
FIELD = 2_000
FIELDS = 10
BUTTON_LABEL = 75
BUTTON_VALUE = 2_000
BUTTONS = 25
OPTION = 75
OPTIONS = 100
CONTEXT_ELEMENTS = 10
TABLE_ROWS = 100
TABLE_COLUMNS = 20
MODAL_TITLE = 24
INPUT = 3_000
METADATA = 3_000
UNCHECKED = frozenset({"rich_text", "table", "divider"})
"""Blocks of whose content the SDK checks nothing; taking them apart takes it longer than all of our own checks."""


def problems(blocks: Sequence[Block], most: int = MESSAGE_BLOCKS) -> list[str]:
    """What Slack would refuse about these blocks, in words; empty when they can be sent."""
    parts = [nested(block) for block in blocks]
    alone = (found for block, inner in zip(blocks, parts, strict=True) for found in _alone(block, inner))
    return [*_together(blocks, most, sum(_characters(inner) for inner in parts)), *alone]


def _together(blocks: Sequence[Block], most: int, characters: int) -> Iterator[str]:
    if len(blocks) > most:
        yield f"{len(blocks)} blocks"
    if sum(block.get("type") == "table" for block in blocks) > 1:
        yield "more than one table"
    if characters > ALL_CHARACTERS:
        yield f"{characters} characters"
    ids = Counter(str(block["block_id"]) for block in blocks if "block_id" in block)
    yield from (f"block id {name} twice" for name, times in ids.items() if times > 1)


def _alone(block: Block, parts: Sequence[Mapping[str, Json]]) -> Iterator[str]:
    if block["type"] not in UNCHECKED:
        yield from _sdk(block)
    if block["type"] == "table":
        yield from _table(block)
    for element in parts:
        yield from _element(element)


def _sdk(block: Block) -> Iterator[str]:
    try:
        parsed = SdkBlock.parse(dict(block))
        if parsed is None:
            yield f"unknown block {block.get('type')}"
        else:
            parsed.validate_json()
    except SlackObjectFormationError as error:
        yield f"{block.get('type')}: {error}"


def _table(block: Block) -> Iterator[str]:
    rows = block["rows"]
    if not isinstance(rows, list) or len(rows) > TABLE_ROWS:
        yield "table: too many rows"
        return
    widths = {len(row) for row in rows if isinstance(row, list)}
    if len(widths) != 1 or max(widths) > TABLE_COLUMNS:
        yield f"table: {sorted(widths)} columns"


_LONGEST = {"plain_text": SECTION, "mrkdwn": SECTION, "text": ALL_CHARACTERS, "raw_text": ALL_CHARACTERS}


def _element(element: Mapping[str, Json]) -> Iterator[str]:
    kind, text = element.get("type"), element.get("text")
    if isinstance(kind, str) and kind in _LONGEST and isinstance(text, str):
        if not text:
            yield f"empty {kind}"
        if len(text) > _LONGEST[kind]:
            yield f"{kind} of {len(text)} characters"
    if kind == "button":
        yield from _at_most(element, "button", BUTTON_LABEL)
        if len(str(element.get("value", ""))) > BUTTON_VALUE:
            yield "button value"
    if kind == "actions":
        elements = element["elements"]
        made = elements if isinstance(elements, list) else []
        names = [str(button.get("action_id")) for button in made if isinstance(button, dict)]
        if len(set(names)) != len(names):
            yield "action id twice"
    options = element.get("options")
    if isinstance(options, list):
        if not 0 < len(options) <= OPTIONS:
            yield f"{len(options)} options"
        for option in options:
            if isinstance(option, dict):
                yield from _at_most(option, "option", OPTION)


def _at_most(element: Mapping[str, Json], name: str, most: int) -> Iterator[str]:
    text = element.get("text")
    label = text.get("text") if isinstance(text, dict) else text
    if not isinstance(label, str) or not 0 < len(label) <= most:
        yield f"{name} label"


_HOLDERS = frozenset({dict, list})


def nested(value: "Json | Sequence[Block]") -> list[dict[str, Json]]:
    """Every object inside a block, and the block itself."""
    found: list[dict[str, Json]] = []
    left: list[object] = [value]
    while left:
        inner = left.pop()
        if isinstance(inner, dict):
            found.append(inner)
            left.extend([part for part in inner.values() if type(part) in _HOLDERS])
        elif isinstance(inner, list):
            left.extend(inner)
    return found


def characters(block: Block) -> int:
    """The characters of a block that are shown to somebody."""
    return _characters(nested(block))


def _characters(parts: Iterable[Mapping[str, Json]]) -> int:
    return sum(len(text) for part in parts if isinstance(text := part.get("text"), str))
