"""The check before sending sees what Slack would refuse, and what the SDK does not."""

import pytest

from bot.slack import blocks as kit
from bot.slack.limits import Block, problems

CELL: Block = {"type": "raw_text", "text": "x"}


def table(rows: int, columns: int) -> Block:
    return {"type": "table", "rows": [[CELL] * columns for _ in range(rows)]}


def button(label: str = "ok", action: str = "save", value: str = "id") -> Block:
    text: Block = {"type": "plain_text", "text": label}
    return {"type": "button", "text": text, "action_id": action, "value": value}


def options(number: int, label: str = "one") -> Block:
    made = [{"text": {"type": "plain_text", "text": label}, "value": str(place)} for place in range(number)]
    element = {"type": "static_select", "action_id": "a", "options": made}
    return {"type": "input", "label": {"type": "plain_text", "text": "l"}, "element": element}  # type: ignore[dict-item]


@pytest.mark.parametrize(
    "blocks",
    [
        [kit.divider()] * 51,
        [kit.divider() | {"block_id": "a"}] * 2,
        [{"type": "section", "text": {"type": "mrkdwn", "text": ""}}],
        [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}],
        [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}],
        [{"type": "actions", "elements": [button(label="x" * 76)]}],
        [{"type": "actions", "elements": [button(label="")]}],
        [{"type": "actions", "elements": [button(value="x" * 2001)]}],
        [{"type": "actions", "elements": [button(), button()]}],
        [{"type": "actions", "elements": [button(action=str(place)) for place in range(26)]}],
        [table(1, 1), table(1, 1)],
        [table(101, 1)],
        [table(1, 21)],
        [{"type": "table", "rows": [[CELL], [CELL, CELL]]}],
        [kit.said(("x" * 13_201, None))],
        [options(101)],
        [options(1, "x" * 76)],
        [{"type": "no such block"}],
    ],
)
def test_what_slack_refuses_is_seen(blocks: list[Block]) -> None:
    assert problems(blocks)


@pytest.mark.parametrize(
    "blocks",
    [[kit.divider()] * 50, [table(100, 20)], [options(100)], [{"type": "actions", "elements": [button()]}]],
)
def test_what_slack_takes_is_not_complained_of(blocks: list[Block]) -> None:
    assert problems(blocks) == []
