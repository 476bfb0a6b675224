"""An HTTP server that speaks as an OpenAI-compatible endpoint does, and says what a test has written down: words and calls in
a stream, faults, streams that break off, drip, or never end. The real client talks to it over a real socket."""

import json
import socket
import struct
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

Call = tuple[str, Mapping[str, object] | str]
"""A tool and its arguments; a str is sent as it is, be it JSON or not."""


@dataclass(frozen=True)
class Reply:
    """What the endpoint answers to one request."""

    text: str = ""
    calls: tuple[Call, ...] = ()
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    finish: str | None = None
    """Why it ended; None: as fits. "" leaves it out."""
    cut: str | None = None
    """"closed": the connection closes halfway; "reset": it is torn down; "short": the stream ends without its end."""
    raw: bytes | None = None
    """The body, instead of a stream."""
    pause: float = 0.0
    """Seconds between the parts of the stream."""
    silent: float = 0.0
    """Seconds before anything at all."""
    usage: bool = True


def say(text: str) -> Reply:
    """Words alone."""
    return Reply(text=text)


def call(*calls: Call, text: str = "") -> Reply:
    """Calls, with words before them if there are any."""
    return Reply(text=text, calls=calls)


Script = Callable[[int, Mapping[str, object]], Reply]
"""The place of a request (0 is the first) and what it asks → the answer."""


@dataclass
class Asked:
    """A request as it came in."""

    body: bytes
    headers: Mapping[str, str]
    path: str

    @property
    def data(self) -> dict[str, object]:
        """Its JSON."""
        found: dict[str, object] = json.loads(self.body)
        return found

    @property
    def messages(self) -> list[dict[str, str]]:
        """Its messages."""
        return self.data["messages"]  # type: ignore[return-value]  # as the endpoint's interface says

    @property
    def tools(self) -> list[str]:
        """The names of the tools it tells of."""
        return [tool["function"]["name"] for tool in self.data.get("tools", [])]  # type: ignore[attr-defined]  # as above


class _Quiet(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no news here."""


class Endpoint:
    """The server while it runs."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.asked: list[Asked] = []
        self._server = _Quiet(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        """The base address for the client."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def close(self) -> None:
        """Stops listening."""
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                place = len(endpoint.asked)
                endpoint.asked.append(Asked(body, dict(self.headers), self.path))
                _answer(self, endpoint.script(place, json.loads(body)))

            def log_message(self, format: str, *args: object) -> None:
                """Says nothing."""

        return Handler


@contextmanager
def endpoint(*replies: Reply, script: Script | None = None) -> Iterator[Endpoint]:
    """An endpoint that gives these replies in turn, the last of them for ever; or what a script says."""
    found = Endpoint(script or (lambda place, _: replies[min(place, len(replies) - 1)]))
    try:
        yield found
    finally:
        found.close()


def _answer(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    time.sleep(reply.silent)
    try:
        if reply.status != 200 or reply.raw is not None:
            body = reply.raw if reply.raw is not None else b'{"error": {"message": "a scripted fault"}}'
            _head(handler, reply, {"Content-Type": "application/json", "Content-Length": str(len(body))})
            handler.wfile.write(body)
            return
        _head(handler, reply, {"Content-Type": "text/event-stream", "Transfer-Encoding": "chunked"})
        parts = list(_parts(reply))
        for part in parts[: len(parts) // 2] if reply.cut in ("closed", "reset") else parts:
            _chunk(handler, part)
            time.sleep(reply.pause)
        if reply.cut == "reset":
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if reply.cut in ("closed", "reset"):
            handler.close_connection = True
            handler.connection.close()
            return
        handler.wfile.write(b"0\r\n\r\n")
    except (BrokenPipeError, ConnectionResetError):
        handler.close_connection = True  # the client had enough


def _head(handler: BaseHTTPRequestHandler, reply: Reply, headers: Mapping[str, str]) -> None:
    handler.send_response(reply.status)
    for name, value in {**headers, **reply.headers}.items():
        handler.send_header(name, value)
    handler.end_headers()


def _chunk(handler: BaseHTTPRequestHandler, data: bytes) -> None:
    handler.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
    handler.wfile.flush()


def _parts(reply: Reply) -> Iterator[bytes]:
    yield _event({"role": "assistant", "content": ""})
    step = max(8, len(reply.text) // 400)
    for start in range(0, len(reply.text), step):
        yield _event({"content": reply.text[start : start + step]})
    for place, (name, arguments) in enumerate(reply.calls):
        written = arguments if isinstance(arguments, str) else json.dumps(arguments, ensure_ascii=False)
        half = len(written) // 2
        first = {
            "index": place,
            "id": f"c{place}",
            "type": "function",
            "function": {"name": name, "arguments": written[:half]},
        }
        yield _event({"tool_calls": [first]})
        yield _event({"tool_calls": [{"index": place, "function": {"arguments": written[half:]}}]})
    if reply.cut == "short":
        return
    finish = reply.finish if reply.finish is not None else "tool_calls" if reply.calls else "stop"
    if finish:
        yield _event({}, finish)
    if reply.usage:
        usage = {"prompt_tokens": 900, "completion_tokens": 100, "total_tokens": 1000}
        yield _line(
            {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [], "usage": usage}
        )
    yield b"data: [DONE]\n\n"


def _event(delta: Mapping[str, object], finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return _line({"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]})


def _line(data: Mapping[str, object]) -> bytes:
    return f"data: {json.dumps(data, ensure_ascii=False)}\n\n".encode()
