"""The manifests ask for what the code uses, and for nothing else."""

import json
from pathlib import Path

import pytest

from bot.delivery.pages import PROMPTS
from bot.handlers.commands import COMMAND
from bot.handlers.shortcuts import LOG_AS_NOTE

FOLDER = Path("bot/slack")
SCOPES = {
    "app_mentions:read": "app_mention",
    "assistant:write": "assistant.threads.setSuggestedPrompts",
    "channels:read": "conversations.info",
    "groups:read": "conversations.info",
    "chat:write": "chat.postMessage",
    "commands": COMMAND,
    "files:write": "files.getUploadURLExternal",
    "im:history": "conversations.history",
    "users:read": "users.info",
    "users:read.email": '"email"',
}
"""What each scope is for, as it stands in the code."""


def manifest(name: str) -> dict[str, dict[str, dict[str, list[str]]]]:
    found: dict[str, dict[str, dict[str, list[str]]]] = json.loads((FOLDER / name).read_text())
    return found


def test_every_scope_is_used_and_every_use_has_its_scope() -> None:
    source = "\n".join(path.read_text() for path in Path("bot").rglob("*.py"))
    assert set(manifest("manifest.json")["oauth_config"]["scopes"]["bot"]) == set(SCOPES)
    for scope, use in SCOPES.items():
        assert use in source, f"{scope} is for nothing"


@pytest.mark.parametrize("name", ["manifest.json", "manifest-threads.json"])
def test_what_slack_sends_is_what_the_handlers_listen_to(name: str) -> None:
    handlers = "\n".join(path.read_text() for path in Path("bot/handlers").glob("*.py"))
    for event in manifest(name)["settings"]["event_subscriptions"]["bot_events"]:
        assert f'app.event("{event.split(".")[0]}")' in handlers
    features = json.loads((FOLDER / name).read_text())["features"]
    assert [command["command"] for command in features["slash_commands"]] == [COMMAND]
    assert [shortcut["callback_id"] for shortcut in features["shortcuts"]] == [LOG_AS_NOTE]
    assert "agent_view" in features
    assert "assistant_view" not in features
    assert len(PROMPTS) <= 4


def test_reading_threads_is_all_that_the_second_manifest_adds() -> None:
    first, second = manifest("manifest.json"), manifest("manifest-threads.json")
    scopes = [set(one["oauth_config"]["scopes"]["bot"]) for one in (first, second)]
    events = [set(one["settings"]["event_subscriptions"]["bot_events"]) for one in (first, second)]
    assert scopes[1] - scopes[0] == {"channels:history", "groups:history"}
    assert events[1] - events[0] == {"message.channels", "message.groups"}
    assert scopes[0] < scopes[1]
    assert first["features"] == second["features"]
