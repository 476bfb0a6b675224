"""The door for HTTP: nothing is parsed before its raw bytes are found to be signed by Slack.

Forged, stale, malformed or oversize requests end here with a 4xx, change nothing and leave no body in the log. What
passes goes to Bolt, whose listeners store it; a request is answered 200 only once it is stored.
"""

import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from slack_bolt import App, BoltRequest

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

LARGEST = 1_000_000
"""Bytes of a request; Slack's own are far smaller."""
WINDOW = 300
"""Seconds by which a request's time may differ from ours: older ones are replays."""
PATH = "/slack/events"
PLAIN = "text/plain; charset=utf-8"


class Refused(Exception):  # noqa: N818 - it is an answer, not a failure
    """The request is turned away with this status."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


class Door:
    """The WSGI application that Slack talks to."""

    def __init__(
        self,
        app: App,
        signing_secret: str,
        *,
        healthy: Callable[[], bool],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._app = app
        self._secret = signing_secret.encode()
        self._healthy = healthy
        self._clock = clock

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        try:
            status, content_type, body = self._answer(environ)
        except Refused as refused:
            status, content_type, body = refused.status, PLAIN, refused.status.phrase
        start_response(f"{int(status)} {HTTPStatus(status).phrase}", [("content-type", content_type)])
        return [body.encode()]

    def _answer(self, environ: "WSGIEnvironment") -> tuple[int, str, str]:
        path, method = environ.get("PATH_INFO", ""), environ.get("REQUEST_METHOD", "")
        if path == "/health" and method == "GET":
            return (
                (HTTPStatus.OK, PLAIN, "ok") if self._healthy() else (HTTPStatus.SERVICE_UNAVAILABLE, PLAIN, "unwell")
            )
        if path != PATH:
            raise Refused(HTTPStatus.NOT_FOUND)
        if method != "POST":
            raise Refused(HTTPStatus.METHOD_NOT_ALLOWED)
        raw = _bounded(environ)
        self._verify(environ, raw)
        body = _checked(raw, environ.get("CONTENT_TYPE", ""))
        content_type = {"content-type": environ.get("CONTENT_TYPE", "")}
        try:
            response = self._app.dispatch(BoltRequest(body=body, headers=content_type))
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            # Bolt takes the shape of what it reads for granted.
            raise Refused(HTTPStatus.BAD_REQUEST) from error
        return response.status, response.headers.get("content-type", [PLAIN])[0], response.body or ""

    def _verify(self, environ: "WSGIEnvironment", raw: bytes) -> None:
        sent, given = environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", ""), environ.get("HTTP_X_SLACK_SIGNATURE", "")
        if not (sent.isascii() and sent.isdigit() and len(sent) <= 12):
            raise Refused(HTTPStatus.UNAUTHORIZED)
        if abs(self._clock() - int(sent)) > WINDOW:
            raise Refused(HTTPStatus.UNAUTHORIZED)
        expected = signature(self._secret, sent, raw)
        if not hmac.compare_digest(expected.encode(), given.encode("latin-1", "replace")):
            raise Refused(HTTPStatus.UNAUTHORIZED)


def signature(secret: bytes, timestamp: str, raw: bytes) -> str:
    """Slack's signature of a request: HMAC-SHA256 over version, time and raw body."""
    return "v0=" + hmac.new(secret, b"v0:" + timestamp.encode() + b":" + raw, hashlib.sha256).hexdigest()


def _bounded(environ: "WSGIEnvironment") -> bytes:
    length = environ.get("CONTENT_LENGTH") or ""
    if not (length.isascii() and length.isdigit()):
        raise Refused(HTTPStatus.LENGTH_REQUIRED)
    if int(length) > LARGEST:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    raw: bytes = environ["wsgi.input"].read(int(length))
    if len(raw) != int(length):
        raise Refused(HTTPStatus.BAD_REQUEST)
    return raw


def _checked(raw: bytes, content_type: str) -> str:
    """The body as text, if it is what Slack sends: an object, or a form with an object in it."""
    try:
        text = raw.decode()
        if content_type.split(";")[0].strip() == "application/json":
            _object(text)
            return text
        form = parse_qs(text, keep_blank_values=True, max_num_fields=200)
    except ValueError as error:
        raise Refused(HTTPStatus.BAD_REQUEST) from error
    if "payload" in form:
        _object(form["payload"][0])
    elif "command" not in form and "ssl_check" not in form:
        raise Refused(HTTPStatus.BAD_REQUEST)
    return text


def _object(text: str) -> None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused(HTTPStatus.BAD_REQUEST) from error
    if not isinstance(found, dict) or not isinstance(found.get("type"), str):
        raise Refused(HTTPStatus.BAD_REQUEST)
