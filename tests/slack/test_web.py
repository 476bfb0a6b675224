"""Calls to Slack's Web API over a real socket."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Queue
from threading import Thread

import pytest

from bot.slack.web import Client

OK = b'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 11\r\n\r\n{"ok":true}'


class Server:
    """Answers every request; tells which pieces came over which connection."""

    def __init__(self, last_answers: int) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._answers = last_answers
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}/api/"
        self.pieces: Queue[tuple[int, bytes]] = Queue()
        self.closed: Queue[int] = Queue()

    @contextmanager
    def open(self) -> Iterator["Server"]:
        Thread(target=self._serve, daemon=True).start()
        yield self
        self._listener.close()

    def _serve(self) -> None:
        number = 0
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            number += 1
            for _ in range(self._answers):
                piece = line.recv(1_000_000)
                if not piece:
                    break
                self.pieces.put((number, piece))
                line.sendall(OK)
            line.close()
            self.closed.put(number)


@pytest.fixture
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    with Server(request.param).open() as server:
        yield server


@pytest.mark.parametrize("server", [3], indirect=True)
def test_head_and_body_leave_in_one_piece_and_the_connection_stays_open(server: Server) -> None:
    client = Client("xoxb-test", server.address, 5)
    for text in ("one", "two", "three"):
        assert client.api_call("chat.postMessage", json={"text": text})["ok"]
    for text in ("one", "two", "three"):
        number, piece = server.pieces.get(timeout=5)
        assert number == 1
        assert piece.startswith(b"POST /api/chat.postMessage HTTP/1.1\r\n")
        assert b"Bearer xoxb-test" in piece
        assert piece.endswith(b'{"text": "%s"}' % text.encode())


@pytest.mark.parametrize("server", [1], indirect=True)
def test_a_connection_that_the_other_side_closed_is_opened_anew(server: Server) -> None:
    client = Client("xoxb-test", server.address, 5)
    for number in (1, 2, 3):
        assert client.api_call("auth.test")["ok"]
        assert server.pieces.get(timeout=5)[0] == number
        assert server.closed.get(timeout=5) == number
