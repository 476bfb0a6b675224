"""Socket Mode against a real WebSocket: what comes over it is stored, and acknowledged only then."""

import base64
import hashlib
import json
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Queue
from threading import Thread

import pytest
from sqlalchemy import Engine, select

from bot.delivery.inbox import Inbox
from bot.delivery.persons import Persons
from bot.handlers import slack_app
from bot.handlers.intake import Intake
from bot.slack.socket import listen
from bot.slack.web import Client
from database.engine import transaction
from database.models import InboxItem
from tests.journeys.front import Fault, Front
from tests.slack.test_incoming import event

MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


class Peer:
    """Slack's end of one WebSocket: sends envelopes, collects what is sent back."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"ws://127.0.0.1:{self._listener.getsockname()[1]}/link"
        self.received: Queue[dict[str, object]] = Queue()
        self._lines: Queue[socket.socket] = Queue()

    @contextmanager
    def open(self) -> Iterator["Peer"]:
        Thread(target=self._serve, daemon=True).start()
        yield self
        self._listener.close()

    def send(self, body: dict[str, object]) -> None:
        line = self._lines.get(timeout=10)
        raw = json.dumps(body).encode()
        line.sendall(b"\x81\x7e" + struct.pack(">H", len(raw)) + raw)
        self._lines.put(line)

    def _serve(self) -> None:
        line, _ = self._listener.accept()
        head = b""
        while b"\r\n\r\n" not in head:
            head += line.recv(4096)
        lines = [part.partition(": ") for part in head.decode().split("\r\n")]
        key = next(value for name, _, value in lines if name.lower() == "sec-websocket-key")
        digest = hashlib.sha1((key + MAGIC).encode()).digest()  # noqa: S324 - as the protocol says
        answer = [
            "HTTP/1.1 101 Switching Protocols",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Accept: {base64.b64encode(digest).decode()}",
        ]
        line.sendall(("\r\n".join(answer) + "\r\n\r\n").encode())
        self._lines.put(line)
        while (frame := _frame(line)) is not None:
            if frame.startswith(b"{"):
                self.received.put(json.loads(frame))


def _frame(line: socket.socket) -> bytes | None:
    head = line.recv(2)
    if len(head) < 2:
        return None
    length = head[1] & 0x7F
    if length == 126:
        length = struct.unpack(">H", line.recv(2))[0]
    mask = line.recv(4)
    body = b""
    while len(body) < length:
        body += line.recv(length - len(body))
    return bytes(byte ^ mask[place % 4] for place, byte in enumerate(body))


@pytest.fixture
def peer(sqlite_engine: Engine) -> Iterator[Peer]:
    with Front("http://127.0.0.1:9").open() as front, Peer().open() as peer:
        front.fail("apps.connections.open", *[Fault(200, {"ok": True, "url": peer.address})] * 3)
        client = Client("xoxb-test", f"{front.address}/api/", 5)
        intake = Intake(Inbox(sqlite_engine), Persons(sqlite_engine), client, "UBOT")
        close = listen(slack_app(client, intake), "xapp-test")
        yield peer
        close()


def test_an_event_over_the_socket_is_stored_and_then_acknowledged(peer: Peer, sqlite_engine: Engine) -> None:
    peer.send({"type": "hello", "num_connections": 1})
    envelope = {"type": "events_api", "envelope_id": "E1", "accepts_response_payload": False}
    peer.send({**envelope, "payload": {**event(), "type": "event_callback"}})
    assert peer.received.get(timeout=10)["envelope_id"] == "E1"
    with transaction(sqlite_engine) as session:
        assert session.scalars(select(InboxItem.identity)).all() == ["event:Ev1"]


def test_what_can_not_be_stored_is_not_acknowledged(peer: Peer, sqlite_engine: Engine) -> None:
    with transaction(sqlite_engine) as session:
        session.connection().exec_driver_sql("DROP TABLE outbox")
        session.connection().exec_driver_sql("DROP TABLE inbox")
    peer.send({"type": "hello", "num_connections": 1})
    envelope = {"type": "events_api", "envelope_id": "E1", "accepts_response_payload": False}
    peer.send({**envelope, "payload": {**event(), "type": "event_callback"}})
    peer.send(
        {"type": "events_api", "envelope_id": "E2", "payload": {"type": "event_callback", "event": {"type": "other"}}}
    )
    assert peer.received.get(timeout=10)["envelope_id"] == "E2"
