"""The calls to Slack that the outbox makes, and what each way of failing means for whether it arrived."""

import base64
import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast
from urllib.error import URLError
from urllib.request import Request, urlopen

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.delivery.outbox import RESPOND, UPLOAD, Claimed, Sending
from bot.slack.limits import Json

METADATA = "steward_answer"
REPEATABLE = frozenset(
    {
        "chat.update",
        "views.update",
        "views.publish",
        "assistant.threads.setSuggestedPrompts",
        "assistant.threads.setStatus",
    }
)
"""Methods that may be called twice with the same effect as once."""
TEMPORARY = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout", "ratelimited"})
BAD_BLOCKS = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "invalid_attachments"})
TIMEOUT = 15


class NotSent(Exception):  # noqa: N818 - one of the four outcomes of a call
    """Slack will not take it, now or later."""


class Again(Exception):  # noqa: N818
    """It surely did not arrive; try again, after `seconds` if Slack said so."""

    def __init__(self, problem: str, seconds: float | None = None) -> None:
        super().__init__(problem)
        self.seconds = seconds


class Unclear(Exception):  # noqa: N818
    """Nobody knows whether it arrived. `can_look`: the channel's history can be read to find out."""

    def __init__(self, problem: str, *, can_look: bool) -> None:
        super().__init__(problem)
        self.can_look = can_look


@dataclass(frozen=True)
class Arrived:
    """Where it arrived, and as which message (None where there is none)."""

    channel: str
    ts: str | None


class Calls:
    """Makes one outbox row's call."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._direct: dict[str, str] = {}
        """User → the channel of their direct messages, as answers told."""

    def make(self, claimed: Claimed) -> Arrived:
        """Sends it. Raises NotSent, Again or Unclear."""
        sending = claimed.sending
        try:
            if sending.method == UPLOAD:
                return self._upload(sending)
            if sending.method == RESPOND:
                return self._respond(sending)
            if sending.method == "chat.postMessage":
                return self._post(claimed)
            return self._call(sending.method, sending)
        except SlackApiError as error:
            raise self._meaning(error, sending) from error
        except (URLError, http.client.HTTPException, OSError) as error:
            raise self._broken(error, sending) from error

    def look_for(self, claimed: Claimed) -> Arrived | None:
        """The message, if an earlier attempt did arrive. Raises Unclear when the history can't be read."""
        sending = claimed.sending
        if sending.method in REPEATABLE:
            return None
        if not self._can_look(sending):
            raise Unclear("no history to look in", can_look=False)
        channel = self._direct.get(sending.channel, sending.channel)
        thread = sending.payload.get("thread_ts")
        method = "conversations.replies" if thread else "conversations.history"
        query: dict[str, str] = {"channel": channel, "limit": "100", "include_all_metadata": "true"}
        query |= {"ts": str(thread)} if thread else {}
        query["oldest"] = f"{claimed.created_at.timestamp() - 5:.6f}"
        try:
            found = self._client.api_call(method, params=query).get("messages") or []
        except (SlackApiError, URLError, http.client.HTTPException, OSError) as error:
            raise Unclear(f"{method} failed: {type(error).__name__}", can_look=True) from error
        for message in found:
            payload = (message.get("metadata") or {}).get("event_payload") or {}
            if payload.get("id") == claimed.mark:
                return Arrived(channel, str(message["ts"]))
        return None

    def _post(self, claimed: Claimed) -> Arrived:
        sending = claimed.sending
        payload: dict[str, Json] = {
            **sending.payload,
            "channel": sending.channel,
            "metadata": {"event_type": METADATA, "event_payload": {"id": claimed.mark}},
        }
        try:
            answer = self._client.api_call(sending.method, json=payload)
        except SlackApiError as error:
            if error.response.get("error") not in BAD_BLOCKS or "blocks" not in payload:
                raise
            # What Slack refused was the layout: the same answer goes out as text.
            answer = self._client.api_call(sending.method, json={**payload, "blocks": []})
        channel = str(answer.get("channel") or sending.channel)
        if channel != sending.channel:
            self._direct[sending.channel] = channel
        return Arrived(channel, str(answer["ts"]))

    def _call(self, method: str, sending: Sending) -> Arrived:
        self._client.api_call(method, json=dict(sending.payload))
        return Arrived(sending.channel, None)

    def _respond(self, sending: Sending) -> Arrived:
        body = json.dumps({"text": sending.payload["text"], "response_type": "ephemeral"}).encode()
        address = str(sending.payload["url"])
        if not address.startswith(("https://", "http://")):
            raise NotSent("no address to respond to")
        request = Request(address, body, {"content-type": "application/json"})  # noqa: S310 - checked above
        with urlopen(request, timeout=TIMEOUT):  # noqa: S310
            return Arrived(sending.channel, None)

    def _upload(self, sending: Sending) -> Arrived:
        """Three calls: an address to upload to, the bytes, and the sharing of the file."""
        channel = self._direct_channel(sending)
        try:
            file = self._uploaded(sending)
        except (URLError, http.client.HTTPException, OSError) as error:
            # Nobody sees a file before it is shared: up to here it can be done again.
            raise Again(f"upload failed: {type(error).__name__}") from error
        files: Json = [{"id": file, "title": str(sending.payload["title"])}]
        shared: dict[str, Json] = {"files": files, "channel_id": channel}
        if sending.payload.get("thread_ts"):
            shared["thread_ts"] = sending.payload["thread_ts"]
        self._client.api_call("files.completeUploadExternal", json=shared)
        return Arrived(channel, None)

    def _uploaded(self, sending: Sending) -> str:
        content = base64.b64decode(str(sending.payload["content"]))
        wanted = {"filename": str(sending.payload["name"]), "length": str(len(content))}
        if sending.payload.get("alt"):
            wanted["alt_txt"] = str(sending.payload["alt"])[:1000]
        ticket = self._client.api_call("files.getUploadURLExternal", params=wanted)
        request = Request(str(ticket["upload_url"]), content, {"content-type": "application/octet-stream"})  # noqa: S310
        with urlopen(request, timeout=TIMEOUT):  # noqa: S310 - the address comes from Slack's own answer
            return str(ticket["file_id"])

    def _direct_channel(self, sending: Sending) -> str:
        """Files go to channels, not to users: the channel is known once a message went there."""
        if not sending.channel.startswith(("U", "W")):
            return sending.channel
        if sending.channel not in self._direct:
            title = {"channel": sending.channel, "text": str(sending.payload["title"]), "mrkdwn": False}
            self._direct[sending.channel] = str(self._client.api_call("chat.postMessage", json=title)["channel"])
        return self._direct[sending.channel]

    def _meaning(self, error: SlackApiError, sending: Sending) -> Exception:
        status = cast("int | None", getattr(error.response, "status_code", None)) or 200
        reason = str(error.response.get("error"))
        headers = cast("Mapping[str, str]", getattr(error.response, "headers", None) or {})
        if status == 429 or reason == "ratelimited":
            lowered = {name.lower(): value for name, value in headers.items()}
            given = str(lowered.get("retry-after", ""))
            return Again("429", float(given) if given.isdigit() else 1.0)
        if status >= 500 or reason in TEMPORARY:
            problem = f"HTTP {status}" if status >= 500 else reason
            safe = sending.method in REPEATABLE or status == 503 or reason == "service_unavailable"
            return Again(problem) if safe else Unclear(problem, can_look=self._can_look(sending))
        return NotSent(reason[:200])

    def _broken(self, error: Exception, sending: Sending) -> Exception:
        reason = error.reason if isinstance(error, URLError) else error
        problem = type(reason).__name__
        if isinstance(reason, ConnectionRefusedError) or sending.method in REPEATABLE:
            return Again(problem)
        return Unclear(problem, can_look=self._can_look(sending))

    def _can_look(self, sending: Sending) -> bool:
        channel = self._direct.get(sending.channel, sending.channel)
        return sending.method == "chat.postMessage" and channel.startswith("D")
