"""What stands before the emulator: it remembers every call, adds what the emulator knows nothing of (channels shared
with other companies, guests, an agent's prompts), and fails where a test wants it to."""

import json
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Thread
from urllib.parse import parse_qs, urlsplit

Json = dict[str, object]
BYTES = "upload"
"""The call that brings a file's bytes."""


@dataclass(frozen=True)
class Call:
    """A call that somebody made, and what it was answered."""

    method: str
    arguments: Mapping[str, object]
    status: int
    answer: Mapping[str, object]


@dataclass(frozen=True)
class Fault:
    """How one call fails. `after`: it is carried out first, and only its answer is lost."""

    status: int = 200
    body: Mapping[str, object] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    close: bool = False
    after: bool = False


class Front:
    """The address that the bot calls, and what it knows of the calls."""

    def __init__(self, behind: str) -> None:
        self.behind = behind
        self.calls: list[Call] = []
        self.users: dict[str, Json] = defaultdict(dict)
        """Facts about users that the emulator does not know: is_restricted, deleted …"""
        self.channels: dict[str, Json] = defaultdict(lambda: {"is_ext_shared": False})
        self.faults: dict[str, list[Fault]] = defaultdict(list)
        self.changed = Condition()
        front = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                front._answer(self)

            def log_message(self, format: str, *args: object) -> None:
                """Tests are quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"

    @contextmanager
    def open(self) -> Iterator["Front"]:
        Thread(target=self._server.serve_forever, daemon=True).start()
        yield self
        self._server.shutdown()
        self._server.server_close()

    def fail(self, method: str, *faults: Fault) -> None:
        """The next calls of `method` fail, each in its way."""
        self.faults[method] += faults

    def made(self, method: str) -> list[Call]:
        """The calls of a method so far that went well."""
        with self.changed:
            return [call for call in self.calls if call.method == method and call.answer.get("ok")]

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        raw = handler.rfile.read(int(handler.headers["content-length"] or 0))
        path = handler.path.split("?")[0]
        method = BYTES if path.startswith("/upload/") else path.rsplit("/", 1)[-1]
        fault = self.faults[method].pop(0) if self.faults[method] else None
        if fault and not fault.after:
            status, body, headers = fault.status, json.dumps(fault.body).encode(), dict(fault.headers)
        else:
            status, body, headers = self._forward(handler, method, raw)
        self._remember(Call(method, _arguments(raw, handler.path), status, _object(body)))
        if fault and fault.close:
            handler.close_connection = True
            return
        if fault and fault.after:
            status, body, headers = fault.status, json.dumps(fault.body).encode(), dict(fault.headers)
        handler.send_response(status)
        for name, value in {"content-type": "application/json", **headers, "content-length": str(len(body))}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    def _forward(self, handler: BaseHTTPRequestHandler, method: str, raw: bytes) -> tuple[int, bytes, dict[str, str]]:
        if method == "assistant.threads.setSuggestedPrompts":
            # Slack shows nothing at all when a thread goes along.
            return 200, json.dumps({"ok": "thread_ts" not in _arguments(raw, handler.path)}).encode(), {}
        if method == "respond":
            return 200, b'{"ok": true}', {}
        kept = {name: handler.headers[name] for name in ("authorization", "content-type") if handler.headers[name]}
        request = urllib.request.Request(self.behind + handler.path, raw, kept, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                status, body = answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read(), {}
        return status, self._completed(method, _arguments(raw, handler.path), body), {}

    def _completed(self, method: str, arguments: Mapping[str, object], body: bytes) -> bytes:
        if method == "files.getUploadURLExternal":
            # The bytes come this way too.
            ticket = json.loads(body)
            return json.dumps(ticket | {"upload_url": self.address + urlsplit(ticket["upload_url"]).path}).encode()
        facts = {"users.info": ("user", self.users), "conversations.info": ("channel", self.channels)}
        if method not in facts:
            return body
        name, known = facts[method]
        answer = json.loads(body)
        if isinstance(answer.get(name), dict):
            answer[name] |= known[str(arguments.get(name))]
        return json.dumps(answer).encode()

    def _remember(self, call: Call) -> None:
        with self.changed:
            self.calls.append(call)
            self.changed.notify_all()


def _object(body: bytes) -> Json:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _arguments(raw: bytes, path: str) -> Json:
    found = _object(raw)
    if not found:
        pairs = {**parse_qs(path.partition("?")[2]), **parse_qs(raw.decode("utf-8", "replace"))}
        found = {name: values[0] for name, values in pairs.items()}
    return found
