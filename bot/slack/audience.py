"""Who reads here, and who asks: Slack's own facts, and what follows from them. What can't be found out is refused."""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tools.kit.cards import Words, say

log = logging.getLogger("steward")

REMEMBERED = 300
"""Seconds for which a user's facts are good."""
CHANNEL_REMEMBERED = 20
"""A channel can be shared with another company at any moment."""
MOST = 10_000

UNSURE = say(
    "I could not find out who reads here, so I don't answer with customers' data. Please try again in a moment."
)
UNSURE_WHO = say("I could not find out from Slack who you are. Please try again in a moment.")
SHARED = say(
    "People from outside the company can read this channel, so I don't answer here. Ask me in a direct message."
)
GUEST = say("Guests of this workspace get no customers' data from me.")
STRANGER = say("I answer only members of this workspace.")
GONE = say("This Slack account is deactivated, so I don't answer it.")


class Refusal(Exception):  # noqa: N818 - an answer, not a failure
    """No data here or to them; `words` is the reason, for the person."""

    def __init__(self, words: Words, locale: str | None = None) -> None:
        super().__init__(words.key)
        self.words = words
        self.locale = locale


@dataclass(frozen=True)
class SlackUser:
    """A member, as Slack knows them."""

    id: str
    email: str | None
    locale: str | None
    time_zone: str | None


T = TypeVar("T")


class _Memory(Generic[T]):
    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._kept: dict[str, tuple[float, T]] = {}
        self._lock = Lock()

    def get(self, key: str) -> T | None:
        with self._lock:
            at, value = self._kept.get(key, (0.0, None))
        return value if time.monotonic() - at < self._seconds else None

    def put(self, key: str, value: T) -> None:
        with self._lock:
            if len(self._kept) >= MOST:
                self._kept.clear()
            self._kept[key] = (time.monotonic(), value)


class Slack:
    """What Slack says about users and channels, asked no more often than need be."""

    def __init__(self, client: WebClient, team: str) -> None:
        self._client = client
        self._team = team
        self._users: _Memory[Mapping[str, object]] = _Memory(REMEMBERED)
        self._channels: _Memory[Mapping[str, object]] = _Memory(CHANNEL_REMEMBERED)

    def member(self, user: str, team: str = "") -> SlackUser:
        """The member who asks. Raises Refusal for guests, strangers, other workspaces' and deactivated users."""
        info = self._users.get(user) or self._ask(
            "users.info", "user", {"user": user, "include_locale": "true"}, UNSURE_WHO
        )
        self._users.put(user, info)
        reason = refused_user(info, self._team, team)
        if reason:
            raise Refusal(reason, _text(info, "locale"))
        profile = info.get("profile")
        email = profile.get("email") if isinstance(profile, Mapping) else None
        return SlackUser(
            id=user,
            email=email.strip().lower() if isinstance(email, str) and email.strip() else None,
            locale=_text(info, "locale"),
            time_zone=_text(info, "tz"),
        )

    def check_channel(self, channel: str, *, shared: bool = False) -> None:
        """Raises Refusal unless everybody in the channel is known to be of this company."""
        if shared:
            raise Refusal(SHARED)
        info = self._channels.get(channel) or self._ask("conversations.info", "channel", {"channel": channel})
        self._channels.put(channel, info)
        reason = refused_channel(info)
        if reason:
            raise Refusal(reason)

    def _ask(self, method: str, name: str, query: Mapping[str, str], failed: Words = UNSURE) -> Mapping[str, object]:
        try:
            found = self._client.api_call(method, params=dict(query)).get(name)
        except (SlackApiError, URLError, OSError) as error:
            log.warning("%s failed: %s", method, type(error).__name__)
            raise Refusal(failed) from error
        if not isinstance(found, Mapping):
            raise Refusal(failed)
        return found


def refused_user(info: Mapping[str, object], ours: str, said_from: str = "") -> Words | None:
    """Why this user gets no answer; None for an active, full member of our own workspace."""
    if info.get("deleted"):
        return GONE
    if info.get("is_restricted") or info.get("is_ultra_restricted"):
        return GUEST
    if info.get("is_stranger") or info.get("is_bot") or info.get("team_id") != ours or said_from not in ("", ours):
        return STRANGER
    return None


def refused_channel(info: Mapping[str, object]) -> Words | None:
    """Why a channel gets no answer; None for one that Slack says is internal. A missing fact is no fact."""
    across_the_company = info.get("is_org_shared")
    if info.get("is_ext_shared") or info.get("is_pending_ext_shared"):
        return SHARED
    if info.get("is_shared") and not across_the_company:
        return SHARED
    if info.get("is_ext_shared") is not False:
        return UNSURE
    return None


def _text(info: Mapping[str, object], name: str) -> str | None:
    value = info.get(name)
    return value if isinstance(value, str) and value else None
