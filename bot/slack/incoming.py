"""Slack's payloads, read: what was said or clicked, by whom, where, and under which identity.

Everything is taken from the signed envelope. What is no message to us, or has not the shape that Slack documents, reads
as None and is dropped before it is stored.
"""

import hashlib
import html
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from pydantic import TypeAdapter

from bot.slack.paint import DISCARD, EDIT, PRESS, SAVE, SHOW, UNDO

Kind = Literal["message", "command", "note", "click", "form", "home", "prompts", "job"]
Payload = Mapping[str, object]

LONGEST = 40_000
DECISIONS = frozenset({SAVE, EDIT, DISCARD, UNDO, SHOW})
SAID = frozenset({None, "", "file_share", "thread_broadcast", "me_message"})
"""Kinds of message that a person wrote; the other subtypes are edits, deletions and notices of Slack's own."""


@dataclass(frozen=True)
class Incoming:
    """Something to be answered. Ids are Slack's; `thread` is the message to answer under, "" where there is none."""

    kind: Kind
    identity: str
    """The same for every delivery of the same thing."""
    order_key: str
    """The conversation: a DM is its channel, a channel's thread its root, a command channel and user."""
    order_by: str
    """Its place there, as text of equal width."""
    user: str
    team: str = ""
    channel: str = ""
    thread: str = ""
    direct: bool = True
    """Said where the asker alone reads."""
    shared: bool = False
    """Slack says that people of other companies are in the channel."""
    text: str = ""
    attached: bool = False
    """A file, voice clip or picture came along."""
    first: bool = False
    """Opens a thread in a channel."""
    follow_up: bool = False
    """In a channel's thread without a mention: ours only if we were talking with this person there."""
    action: str = ""
    ref: str = ""
    """A proposal's id, or the token of the answer whose button was clicked."""
    place: int = 0
    message: str = ""
    """The message that was clicked on."""
    view: str = ""
    form: Mapping[str, str] = field(default_factory=dict)
    response_url: str = ""

    def json(self) -> str:
        """As the inbox keeps it."""
        return STORED.dump_json(self).decode()

    def with_view(self, view: str) -> "Incoming":
        """The click, with the modal that was opened for it."""
        return replace(self, view=view)


STORED = TypeAdapter(Incoming)


def read(text: str) -> Incoming:
    """What the inbox kept."""
    return STORED.validate_json(text)


def message(body: Payload, bot_user: str) -> Incoming | None:
    """A message event: in a DM always ours; in a channel only by mention, or (where the company's manifest lets us see
    them) as a follow-up in a thread. The pair that one mention arrives as has one identity."""
    event = _map(body, "event")
    user, channel, ts = _text(event, "user"), _text(event, "channel"), _text(event, "ts")
    if not (user and channel and _is_ts(ts)) or user == bot_user or event.get("bot_id"):
        return None
    if event.get("subtype") not in SAID:
        return None
    direct = event.get("channel_type") == "im" or channel.startswith("D")
    said = _text(event, "text")
    root = _text(event, "thread_ts")
    attached = bool(event.get("files"))
    mentioned = f"<@{bot_user}>" in said
    if not (direct or mentioned or root):
        return None
    team = _text(body, "team_id")
    return Incoming(
        kind="message",
        identity=f"event:{_text(body, 'event_id')}" if direct else f"message:{team}:{channel}:{ts}",
        order_key=channel if direct else f"{channel}:{root or ts}",
        order_by=ts,
        user=user,
        team=_text(event, "user_team") or _text(event, "team") or team,
        channel=channel,
        thread=root or ts,
        direct=direct,
        shared=body.get("is_ext_shared_channel") is True,
        text=words(said.replace(f"<@{bot_user}>", " ", 1) if not direct else said),
        attached=attached,
        first=not direct and not root,
        follow_up=not direct and not mentioned,
    )


def home(body: Payload) -> Incoming | None:
    """The app's home was opened, or the tab in which one talks to it."""
    event = _map(body, "event")
    user, tab = _text(event, "user"), _text(event, "tab")
    kinds: dict[str, Kind] = {"home": "home", "messages": "prompts"}
    if not user or tab not in kinds:
        return None
    return Incoming(
        kind=kinds[tab],
        identity=f"event:{_text(body, 'event_id')}",
        order_key=f"{kinds[tab]}:{user}",
        order_by=arrival(),
        user=user,
        team=_text(body, "team_id"),
        channel=_text(event, "channel"),
    )


def command(body: Payload) -> Incoming | None:
    """`/steward …`: answered to the asker alone."""
    user, channel = _text(body, "user_id"), _text(body, "channel_id")
    identity = _clicked("command", body, _text(body, "team_id"), user)
    if not (user and channel and identity):
        return None
    return Incoming(
        kind="command",
        identity=identity,
        order_key=f"{channel}:{user}",
        order_by=arrival(),
        user=user,
        team=_text(body, "team_id"),
        channel=channel,
        direct=channel.startswith("D"),
        text=words(_text(body, "text")),
        response_url=_text(body, "response_url"),
    )


def shortcut(body: Payload) -> Incoming | None:
    """ "Log as note" on a message: its text, for the person who clicked."""
    user = _text(_map(body, "user"), "id")
    said, channel = _map(body, "message"), _text(_map(body, "channel"), "id")
    identity = _clicked("note", body, _text(_map(body, "team"), "id"), user)
    if not (user and identity):
        return None
    return Incoming(
        kind="note",
        identity=identity,
        order_key=f"{channel}:{user}",
        order_by=_text(body, "action_ts") or arrival(),
        user=user,
        team=_text(_map(body, "user"), "team_id") or _text(_map(body, "team"), "id"),
        channel=channel,
        direct=channel.startswith("D"),
        text=words(_text(said, "text")),
        attached=bool(said.get("files")),
    )


def click(body: Payload) -> Incoming | None:
    """A button of ours: on a proposal, or the next step under an answer. It carries an opaque id and nothing else."""
    user, container = _map(body, "user"), _map(body, "container")
    actions = body.get("actions")
    pressed = actions[0] if isinstance(actions, list) and actions and isinstance(actions[0], Mapping) else {}
    action, _, place = _text(pressed, "action_id").partition(":")
    name = _text(user, "id")
    identity = _clicked("click", body, _text(_map(body, "team"), "id"), name)
    if not (name and identity and action in {PRESS, *DECISIONS} and (place.isdigit() or not place)):
        return None
    said = _map(body, "message")
    channel = _text(_map(body, "channel"), "id") or _text(container, "channel_id")
    ts = _text(container, "message_ts") or _text(said, "ts")
    root = _text(container, "thread_ts") or _text(said, "thread_ts") or ts
    direct = not channel or channel.startswith("D")
    return Incoming(
        kind="click",
        identity=identity,
        order_key=f"home:{name}" if not channel else channel if direct else f"{channel}:{root}",
        order_by=_text(pressed, "action_ts") or arrival(),
        user=name,
        team=_text(user, "team_id") or _text(_map(body, "team"), "id"),
        channel=channel,
        thread=root,
        direct=direct,
        action=action,
        ref=_text(pressed, "value")[:100],
        place=int(place or 0),
        message=ts,
        view=_text(container, "view_id"),
    )


def form(body: Payload) -> Incoming | None:
    """An edited proposal, sent off. The modal names the proposal; whose it is, is checked against the sender."""
    user, view = _map(body, "user"), _map(body, "view")
    name = _text(user, "id")
    identity = _clicked("form", body, _text(_map(body, "team"), "id"), name)
    proposal = _text(view, "private_metadata")
    if not (name and identity and proposal):
        return None
    return Incoming(
        kind="form",
        identity=identity,
        order_key=f"form:{name}",
        order_by=arrival(),
        user=name,
        team=_text(user, "team_id") or _text(_map(body, "team"), "id"),
        ref=proposal[:100],
        view=_text(view, "id"),
        form=entered(_map(_map(view, "state"), "values")),
    )


def entered(values: Payload) -> dict[str, str]:
    """The fields of a form by name: what was typed, chosen, or picked as a day."""
    found: dict[str, str] = {}
    for name, block in values.items():
        for element in block.values() if isinstance(block, Mapping) else ():
            if isinstance(element, Mapping):
                option = element.get("selected_option")
                chosen = option.get("value") if isinstance(option, Mapping) else None
                value = element.get("value") or element.get("selected_date") or chosen
                found[name] = value if isinstance(value, str) else ""
    return found


def arrival() -> str:
    """The present time in the form of Slack's ts."""
    return f"{time.time():.6f}"


_TOKEN = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")


def words(text: str) -> str:
    """A message as its writer saw it: links by their label, addresses bare, signs unescaped. Mentions stay <@U…>."""

    def shown(found: re.Match[str]) -> str:
        target, label = found[1], found[2]
        if target.startswith("@"):
            return f"<{target}>"
        if target.startswith("#"):
            return f"#{label}" if label else target
        return label or target.removeprefix("mailto:").removeprefix("!")

    return html.unescape(_TOKEN.sub(shown, text))[:LONGEST].strip()


def _clicked(kind: str, body: Payload, team: str, user: str) -> str | None:
    trigger = _text(body, "trigger_id")
    if not trigger:
        return None
    return f"{kind}:{hashlib.sha256(f'{team} {user} {trigger}'.encode('utf-8', 'replace')).hexdigest()}"


def _is_ts(text: str) -> bool:
    return bool(re.fullmatch(r"\d{10}\.\d{6}", text))


def _map(body: Payload, name: str) -> Payload:
    value = body.get(name)
    return value if isinstance(value, Mapping) else {}


def _text(body: Payload, name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str):
        return ""
    # Halves of signs and zero bytes can't be stored.
    return value.encode("utf-8", "replace").decode().replace("\x00", "")
