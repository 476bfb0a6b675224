"""Slack's Web API over connections that stay open: an answer does not wait for another handshake."""

import logging
import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from select import POLLIN, poll
from threading import local
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import Request, getproxies

from slack_sdk import WebClient

if TYPE_CHECKING:
    from _typeshed import SupportsRead
    from typing_extensions import Buffer

QUIET = logging.getLogger("steward.slack")
"""The SDK and Bolt log bodies of what they do not understand; ours are nobody's to read."""
QUIET.setLevel(logging.CRITICAL)

IDLE = 50.0
"""Seconds after which a connection is not used again: servers close theirs about then."""


class Client(WebClient):
    """The SDK's client. It repeats nothing by itself: what may be sent twice is for the outbox to know."""

    def __init__(self, token: str, address: str, timeout: int) -> None:
        super().__init__(token, base_url=address, timeout=timeout, retry_handlers=[], logger=QUIET)
        self._lines = local()
        self._by_proxy = bool(getproxies())

    def _perform_urllib_http_request_internal(self, url: str, req: Request) -> dict[str, object]:
        """One request over this thread's own connection."""
        if self._by_proxy:
            return super()._perform_urllib_http_request_internal(url, req)
        parts = urlsplit(url)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        line = self._line(parts.scheme, parts.netloc)
        try:
            body = req.data if isinstance(req.data, bytes) else b""
            with line.in_one_piece():
                line.request("POST", target, body, dict(req.header_items()))
            answer = line.getresponse()
            text = answer.read().decode(answer.headers.get_content_charset() or "utf-8")
        except (HTTPException, OSError, ValueError):
            line.close()
            self._lines.open = None
            raise
        self._lines.used = time.monotonic()
        return {"status": answer.status, "headers": answer.headers, "body": text}

    def _line(self, scheme: str, place: str) -> "_Line":
        kept: _Line | None = getattr(self._lines, "open", None)
        if kept is not None and _still_open(kept) and time.monotonic() - self._lines.used < IDLE:
            return kept
        if kept is not None:
            kept.close()
        if scheme == "https":
            fresh: _Line = _SecureLine(place, timeout=self.timeout, context=ssl.create_default_context())
        else:
            fresh = _Line(place, timeout=self.timeout)
        self._lines.open = fresh
        return fresh


class _Line(HTTPConnection):
    """A connection on which head and body of a request leave together: apart, they wake the other side up twice."""

    _held: list[bytes] | None = None

    @contextmanager
    def in_one_piece(self) -> Iterator[None]:
        """What is sent within leaves at its end."""
        held: list[bytes] = []
        self._held = held
        try:
            yield
        finally:
            self._held = None
        self.send(b"".join(held))

    def send(self, data: "SupportsRead[bytes] | Iterable[Buffer] | Buffer | str") -> None:
        if self._held is not None and isinstance(data, bytes):
            self._held.append(data)
        else:
            super().send(data)


class _SecureLine(_Line, HTTPSConnection):
    """The same over TLS."""


def _still_open(line: HTTPConnection) -> bool:
    # Something to read where nothing was asked is the other side closing.
    if line.sock is None:
        return False
    heard = poll()  # select() knows no more than 1,024 open files
    heard.register(line.sock, POLLIN)
    return not heard.poll(0)
