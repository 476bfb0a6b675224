"""A workspace with people who type, click and read: signed requests in, the emulator's messages out."""

import hashlib
import hmac
import itertools
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

from slack_sdk import WebClient

from tests.journeys.emulator import TOKEN
from tests.journeys.front import Call, Front

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
WITHIN = 10.0
Json = dict[str, object]
T = TypeVar("T")


@dataclass(frozen=True)
class Message:
    """A message as its reader sees it."""

    channel: str
    ts: str
    text: str
    blocks: list[Json]
    thread: str

    @property
    def shown(self) -> str:
        """Everything that can be read in it."""
        return "\n".join([self.text, *_texts(self.blocks)])

    @property
    def tables(self) -> list[Json]:
        return [block for block in self.blocks if block["type"] == "table"]

    @property
    def buttons(self) -> dict[str, Json]:
        """Its buttons by what is written on them."""
        found = {}
        for block in self.blocks:
            for element in _list(block.get("elements")) if block["type"] == "actions" else []:
                found[str(_map(element["text"])["text"])] = element
        return found


def signed_post(door: str, body: bytes, content_type: str = "application/json", **headers: str) -> tuple[int, str]:
    """One request as Slack signs it; status and body of its answer."""
    now = str(int(time.time()))
    digest = hmac.new(SECRET.encode(), f"v0:{now}:".encode() + body, hashlib.sha256).hexdigest()
    signed = {"x-slack-request-timestamp": now, "x-slack-signature": f"v0={digest}", "content-type": content_type}
    request = urllib.request.Request(f"{door}/slack/events", body, signed | headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


class Workspace:
    """What the people of a workspace can do."""

    def __init__(self, door: str, front: Front) -> None:
        self.door = door
        self.front = front
        self.slack = WebClient(TOKEN, base_url=f"{front.behind}/api/")
        us = self.slack.auth_test()
        self.team, self.bot = str(us["team_id"]), str(us["user_id"])
        self.users = {str(user["name"]): str(user["id"]) for user in self.slack.users_list()["members"]}
        listed = self.slack.conversations_list()["channels"]
        self.channels = {str(channel["name"]): str(channel["id"]) for channel in listed}
        self._numbers = itertools.count(1)

    def dm(self, name: str) -> str:
        """The channel in which somebody talks with the bot alone."""
        opened = self.slack.conversations_open(users=[self.users[name]])
        return str(opened["channel"]["id"])

    def says(self, name: str, text: str, *, deliveries: int = 1, **more: object) -> str:
        """Types a direct message; its ts."""
        channel = self.dm(name)
        ts = self._ts()
        event = {"type": "message", "channel": channel, "channel_type": "im", "user": self.users[name]}
        body = self._event({**event, "text": text, "ts": ts, "event_ts": ts, "team": self.team, **more})
        for _ in range(deliveries):
            assert self.post(body)[0] == 200
        return ts

    def mentions(self, name: str, channel: str, text: str, *, pair: bool = False, **more: object) -> str:
        """Mentions the bot in a channel; the ts of the message. `pair`: the `message` event comes along."""
        ts = self._ts()
        event: Json = {"channel": self.channels[channel], "user": self.users[name], "team": self.team, "ts": ts}
        event |= {"text": f"<@{self.bot}> {text}", "event_ts": ts, **more}
        kinds: list[Json] = [{"type": "app_mention"}]
        kinds += [{"type": "message", "channel_type": "channel"}] if pair else []
        for kind in kinds:
            assert self.post(self._event({**event, **kind}))[0] == 200
        return ts

    def commands(self, name: str, text: str, channel: str = "customers") -> None:
        """Types /steward …"""
        form = {
            "command": "/steward",
            "text": text,
            "user_id": self.users[name],
            "team_id": self.team,
            "channel_id": self.channels[channel],
            "response_url": f"{self.front.address}/respond",
            "trigger_id": self.trigger(name),
        }
        assert self.post(urlencode(form).encode(), "application/x-www-form-urlencoded")[0] == 200

    def clicks(self, name: str, message: Message, label: str) -> None:
        """Clicks on a button of a message."""
        pressed = {**message.buttons[label], "action_ts": self._ts(), "type": "button"}
        self.interacts(
            name,
            {
                "type": "block_actions",
                "container": {"type": "message", "message_ts": message.ts, "channel_id": message.channel},
                "channel": {"id": message.channel},
                "message": {"ts": message.ts, "thread_ts": message.thread, "text": message.text},
                "actions": [pressed],
            },
        )

    def shortcut(self, name: str, text: str, channel: str = "customers") -> None:
        """Uses "Log as note" on a message that says `text`."""
        said = {"type": "message", "text": text, "ts": self._ts(), "user": self.users["ned"]}
        channel_id = self.channels[channel]
        body: Json = {"type": "message_action", "callback_id": "log_as_note", "message": said}
        self.interacts(name, {**body, "channel": {"id": channel_id}, "action_ts": self._ts(), "message_ts": said["ts"]})

    def submits(self, name: str, view: Mapping[str, object], **values: str) -> tuple[int, str]:
        """Sends a form off, with some of its fields changed."""
        state: Json = {}
        for block in _list(view["blocks"]):
            element = _map(block["element"])
            state[str(block["block_id"])] = {"value": _entered(element, values.get(str(block["block_id"])))}
        sent = {**view, "state": {"values": state}}
        return self.interacts(name, {"type": "view_submission", "view": sent})

    def opens(self, name: str, tab: str) -> None:
        """Opens a tab of the app."""
        event = {"type": "app_home_opened", "user": self.users[name], "channel": self.dm(name), "tab": tab}
        assert self.post(self._event({**event, "event_ts": self._ts()}))[0] == 200

    def interacts(self, name: str, body: Mapping[str, object]) -> tuple[int, str]:
        who = {"id": self.users[name], "team_id": self.team}
        payload = {**body, "user": who, "team": {"id": self.team}, "trigger_id": self.trigger(name)}
        form = urlencode({"payload": json.dumps(payload)}).encode()
        answer = self.post(form, "application/x-www-form-urlencoded")
        assert answer[0] == 200
        return answer

    def trigger(self, name: str) -> str:
        """What Slack hands out with each interaction, good for three seconds."""
        return str(self.slack.api_call("views.generateTriggerId", json={"user_id": self.users[name]})["trigger_id"])

    def post(self, body: bytes, content_type: str = "application/json", **headers: str) -> tuple[int, str]:
        """One signed request; status and body of its answer."""
        return signed_post(self.door, body, content_type, **headers)

    def reply(self, channel: str, thread: str = "", *, number: int = 1) -> Message:
        """The `number`th message of the bot there; waits for it."""
        return self.until(lambda: _at(self.posts(channel, thread), number - 1))

    def posts(self, channel: str, thread: str = "") -> list[Message]:
        """The messages that the bot posted there, in order, each as it stands now (it may have been updated)."""
        updated: dict[str, Mapping[str, object]] = {}
        for call in self.front.made("chat.update"):
            updated[str(call.arguments["ts"])] = call.arguments
        found = []
        for call in self.front.made("chat.postMessage"):
            if call.answer["channel"] == channel and (not thread or call.arguments.get("thread_ts") == thread):
                ts = str(call.answer["ts"])
                found.append(_message(channel, {**call.arguments, **updated.get(ts, {}), "ts": ts}))
        return found

    def until(self, look: Callable[[], T | None], within: float = WITHIN) -> T:
        """What `look` finds, as soon as it finds something."""
        end = time.monotonic() + within
        with self.front.changed:
            while (found := look()) is None:
                if not self.front.changed.wait(end - time.monotonic()):
                    raise AssertionError(f"nothing came within {within} s; calls: {self._last()}")
        return found

    def called(self, method: str, number: int = 1) -> Call:
        """The `number`th call of a method; waits for it."""
        return self.until(lambda: _at(self.front.made(method), number - 1))

    def quiet(self, seconds: float = 0.5) -> None:
        """Waits as long as something happens, and a little longer."""
        while True:
            with self.front.changed:
                if not self.front.changed.wait(seconds):
                    return

    def _last(self) -> list[tuple[str, object]]:
        return [(call.method, call.answer.get("error") or call.status) for call in self.front.calls[-8:]]

    def _event(self, event: Mapping[str, object]) -> bytes:
        shared = event.get("channel") in {
            channel for channel, facts in self.front.channels.items() if facts.get("is_ext_shared")
        }
        body = {"type": "event_callback", "team_id": self.team, "event_id": f"Ev{next(self._numbers):08d}"}
        return json.dumps({**body, "event": event, "is_ext_shared_channel": shared}).encode()

    def _ts(self) -> str:
        return f"{int(time.time())}.{next(self._numbers):06d}"


def _message(channel: str, one: Mapping[str, object]) -> Message:
    blocks = [dict(block) for block in _list(one.get("blocks"))]
    return Message(channel, str(one["ts"]), str(one.get("text", "")), blocks, str(one.get("thread_ts", "")))


def _entered(element: Mapping[str, object], changed: str | None) -> Json:
    if element["type"] == "datepicker":
        return {"type": "datepicker", "selected_date": changed or element.get("initial_date")}
    if element["type"] == "static_select":
        options = {str(option["value"]): option for option in _list(element["options"])}
        return {"type": "static_select", "selected_option": options.get(changed or "", element.get("initial_option"))}
    return {"type": "plain_text_input", "value": changed if changed is not None else element.get("initial_value")}


def _at(found: list[T], place: int) -> T | None:
    return found[place] if len(found) > place else None


def _map(value: object) -> Mapping[str, object]:
    assert isinstance(value, Mapping)
    return value


def _list(value: object) -> list[Json]:
    return value if isinstance(value, list) else []


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        if isinstance(value.get("text"), str):
            yield str(value["text"])
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
