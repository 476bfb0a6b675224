"""The calls to Slack that the outbox makes."""

import http.client
import json
from collections.abc import Callable, Mapping
from urllib.error import URLError
from urllib.request import Request, urlopen

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.delivery.outbox import RESPOND, UPLOAD, Claimed, Sending
from bot.delivery.outcomes import Arrived, NotSent, Unclear, broken, refused
from bot.delivery.uploads import Reached, Uploads, file_of, message_with
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
BAD_BLOCKS = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "invalid_attachments"})
TIMEOUT = 15

Direct = Callable[[int], str | None]
"""A person's id → the channel of their direct messages, as far as an answer went there before."""


class Calls:
    """Makes one outbox row's call."""

    def __init__(self, client: WebClient, direct: Direct = lambda _person: None) -> None:
        self._client = client
        self._uploads = Uploads(client)
        self._known = direct
        self._direct: dict[str, str] = {}
        """User → the channel of their direct messages, as answers told."""

    def make(self, claimed: Claimed, reached: Reached) -> Arrived:
        """Sends it. `reached` keeps how far a file has come. Raises NotSent, Again or Unclear."""
        sending = claimed.sending
        try:
            if sending.method == UPLOAD:
                channel = self._channel(sending)
                self._uploads.send(sending, channel, reached)
                return Arrived(channel, None)
            if sending.method == RESPOND:
                return self._respond(sending)
            if sending.method == "chat.postMessage":
                return self._post(claimed)
            return self._call(sending.method, sending)
        except SlackApiError as error:
            repeatable = sending.method in REPEATABLE
            raise refused(error, repeatable=repeatable, can_look=self._can_look(sending)) from error
        except (URLError, http.client.HTTPException, OSError) as error:
            repeatable = sending.method in REPEATABLE
            raise broken(error, repeatable=repeatable, can_look=self._can_look(sending)) from error

    def look_for(self, claimed: Claimed) -> Arrived | None:
        """The message, if an earlier attempt did arrive. Raises Unclear when the history can't be read."""
        sending = claimed.sending
        file = file_of(sending)
        if sending.method in REPEATABLE or (sending.method == UPLOAD and file is None):
            return None
        channel = self._channel(sending)
        if not self._can_look(sending):
            if file is not None:
                return None  # Slack shares it once, however often it is asked to
            raise Unclear("no history to look in", can_look=False)
        messages = self._history(claimed, channel)
        ts = message_with(file, messages) if file is not None else _marked(claimed.mark, messages)
        return Arrived(channel, ts) if ts is not None else None

    def _history(self, claimed: Claimed, channel: str) -> list[Mapping[str, object]]:
        thread = claimed.sending.payload.get("thread_ts")
        method = "conversations.replies" if thread else "conversations.history"
        query: dict[str, str] = {"channel": channel, "limit": "100", "include_all_metadata": "true"}
        query |= {"ts": str(thread)} if thread else {}
        query["oldest"] = f"{claimed.created_at.timestamp() - 5:.6f}"
        try:
            return self._client.api_call(method, params=query).get("messages") or []
        except (SlackApiError, URLError, http.client.HTTPException, OSError) as error:
            raise Unclear(f"{method} failed: {type(error).__name__}", can_look=True) from error

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

    def _channel(self, sending: Sending) -> str:
        """The channel it goes to; the user, where it goes to direct messages that are not known yet."""
        if not sending.channel.startswith(("U", "W")):
            return sending.channel
        known = self._direct.get(sending.channel)
        if known is None and sending.person_id is not None:
            known = self._known(sending.person_id)
        if known is not None:
            self._direct[sending.channel] = known
        return known or sending.channel

    def _can_look(self, sending: Sending) -> bool:
        return sending.method in ("chat.postMessage", UPLOAD) and self._channel(sending).startswith("D")


def _marked(mark: str, messages: list[Mapping[str, object]]) -> str | None:
    for message in messages:
        metadata = message.get("metadata")
        payload = metadata.get("event_payload") if isinstance(metadata, Mapping) else None
        if isinstance(payload, Mapping) and payload.get("id") == mark:
            return str(message["ts"])
    return None
