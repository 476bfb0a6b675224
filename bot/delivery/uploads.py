"""A file, in Slack's three steps: an address to upload to, the bytes, the sharing.

Nobody sees a file before it is shared, so the first two are simply done again. Before the third, the file's id is kept in
the row: whatever happens then, Slack shares one id once only, and the file that stands in a message is found by it.
"""

import base64
import http.client
from collections.abc import Callable, Iterable, Mapping
from urllib.error import URLError
from urllib.request import Request, urlopen

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.delivery.outbox import Sending
from bot.delivery.outcomes import Again, Unclear, broken, refused
from bot.slack.limits import Json

TIMEOUT = 15
FILE = "file"
"""Where a row keeps the id of its file, once Slack has the bytes."""
USED_UP = "file_not_found"
"""Slack's answer for a file that was shared already, and for one that it does not have any more."""

Reached = Callable[[str], None]
"""Keeps a file's id in the row, committed; raises when the row is no longer ours."""


class Uploads:
    """Takes files to Slack."""

    def __init__(self, client: WebClient) -> None:
        self._client = client

    def send(self, sending: Sending, channel: str, reached: Reached) -> None:
        """Takes it from the step that was reached to the last. Raises NotSent, Again or Unclear."""
        file = file_of(sending)
        if file is None:
            file = self._uploaded(sending)
            reached(file)
        self._share(sending, file, channel)

    def _uploaded(self, sending: Sending) -> str:
        content = base64.b64decode(str(sending.payload["content"]))
        wanted = {"filename": str(sending.payload["name"]), "length": str(len(content))}
        if sending.payload.get("alt"):
            wanted["alt_txt"] = str(sending.payload["alt"])[:1000]
        try:
            ticket = self._client.api_call("files.getUploadURLExternal", params=wanted)
            address = str(ticket["upload_url"])
            request = Request(address, content, {"content-type": "application/octet-stream"})  # noqa: S310
            with urlopen(request, timeout=TIMEOUT):  # noqa: S310 - the address comes from Slack's own answer
                return str(ticket["file_id"])
        except SlackApiError as error:
            raise refused(error, repeatable=True, can_look=False) from error
        except (URLError, http.client.HTTPException, OSError) as error:
            raise Again(f"upload failed: {type(error).__name__}") from error

    def _share(self, sending: Sending, file: str, channel: str) -> None:
        files: Json = [{"id": file, "title": str(sending.payload["title"])}]
        # `channels` takes users too: their direct messages, where we have not written to them yet.
        where = "channels" if channel.startswith(("U", "W")) else "channel_id"
        shared: dict[str, Json] = {"files": files, where: channel}
        if sending.payload.get("thread_ts"):
            shared["thread_ts"] = sending.payload["thread_ts"]
        try:
            self._client.api_call("files.completeUploadExternal", json=shared)
        except SlackApiError as error:
            if error.response.get("error") == USED_UP:
                # Shared by a try whose answer was lost, or gone: where nobody can look, nobody knows.
                raise Unclear(USED_UP, can_look=channel.startswith("D")) from error
            raise refused(error, repeatable=False, can_look=True) from error
        except (URLError, http.client.HTTPException, OSError) as error:
            raise broken(error, repeatable=False, can_look=True) from error


def file_of(sending: Sending) -> str | None:
    """The id of the row's file, once Slack has the bytes."""
    file = sending.payload.get(FILE)
    return file if isinstance(file, str) else None


def message_with(file: str, messages: Iterable[Mapping[str, object]]) -> str | None:
    """The ts of the message in which a file stands."""
    for message in messages:
        held = message.get("files")
        if any(one.get("id") == file for one in (held if isinstance(held, list) else ()) if isinstance(one, dict)):
            return str(message["ts"])
    return None
