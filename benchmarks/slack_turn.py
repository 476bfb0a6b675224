"""A message in, its answer posted: Steward against a bare Bolt echo app, both over HTTP, before the same emulator.

The short message shows what the way costs (stored, claimed, read, remembered, stored again, sent); the question adds what
reading it, looking it up and setting its table cost.

Both run in a process of their own. A relay before the emulator notes the moment at which a message was accepted there;
it adds the same to both.
"""

import itertools
import json
import os
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from queue import Empty, Queue
from select import select as select_sockets

from slack_sdk import WebClient
from sqlalchemy import select

from benchmarks.table import Figure
from database import sample
from database.engine import Session, open_engine, sqlite_url
from database.models import Person
from database.schema import upgrade
from tests.journeys.emulator import TOKEN, emulator, free_port
from tests.journeys.workspace import SECRET, signed_post

MESSAGES = 120
WARM_UP = 20
SHORT = "thanks"
QUESTION = "which accounts renew this month"
BETWEEN = 0.05
"""Seconds of silence before the next message."""
NUMBERS = itertools.count(1)
STEWARD = [sys.executable, "-m", "bot", "run"]

ECHO = """
import os, waitress
from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient
client = WebClient(os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"])
app = App(client=client, signing_secret=os.environ["SLACK_SIGNING_SECRET"])

@app.event("message")
def echo(event, say):
    say(event["text"])

waitress.serve(SlackRequestHandler(app), host="127.0.0.1", port=int(os.environ["STEWARD_PORT"]), _quiet=True)
"""


def run() -> list[Figure]:
    """Medians of interleaved messages, each sent when the one before was answered."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book = _book(folder)
        disk = _commit(folder)
        with emulator(_seed(folder, book)) as api, _relay(api) as (address, posted):
            workspace = WebClient(TOKEN, base_url=f"{api}/api/")
            environment = {"PATH": os.environ["PATH"], "HOME": name, "STEWARD_DATA": name, "DATABASE_URL": book}
            environment |= {
                "SLACK_API_URL": f"{address}/api/",
                "SLACK_BOT_TOKEN": TOKEN,
                "SLACK_SIGNING_SECRET": SECRET,
            }
            with _serving([sys.executable, "-c", ECHO], environment) as echo, _serving(STEWARD, environment) as ours:
                short = _asked((ours, echo), SHORT, workspace, posted)
                long = _asked((ours, echo), QUESTION, workspace, posted)
    against = "a bare Bolt echo app"
    return [
        Figure("Slack: a word in, its reply posted", "ms", short[ours], short[echo], against, "at most 2"),
        Figure("Slack: renewals asked, the table posted", "ms", long[ours], long[echo], against),
        Figure("one commit on this disk; a word waits for one", "ms", disk),
    ]


def _commit(folder: Path) -> float:
    """The median of one row's commit, as safe as Steward's: what a disk costs is not Steward's, and belongs to the figures."""
    connection = sqlite3.connect(folder / "disk.db", isolation_level=None)
    connection.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE kept (row TEXT)")
    times: list[float] = []
    for _ in range(MESSAGES):
        started = time.perf_counter()
        connection.execute("INSERT INTO kept VALUES (?)", ("x" * 500,))
        times.append(time.perf_counter() - started)
    connection.close()
    return statistics.median(times) * 1000


def _asked(doors: tuple[str, str], text: str, workspace: WebClient, posted: "Queue[float]") -> dict[str, float]:
    times: dict[str, list[float]] = {door: [] for door in doors}
    users = [str(user["id"]) for user in workspace.users_list()["members"] if user["name"].startswith("person")]
    channels = {user: str(workspace.conversations_open(users=[user])["channel"]["id"]) for user in users}
    for number in range(WARM_UP + MESSAGES):
        user = users[number % len(users)]
        for door in doors:
            body = _event(user, channels[user], text, next(NUMBERS))
            started = time.perf_counter()
            if signed_post(door, body)[0] != 200:
                raise RuntimeError(f"{door} did not accept a message")
            times[door].append(posted.get(timeout=30) - started)
            _until_quiet(posted)
    return {door: statistics.median(seen[WARM_UP:]) * 1000 for door, seen in times.items()}


def _until_quiet(posted: "Queue[float]") -> None:
    """What follows an answer (its further messages and files) is not to stand in the way of the next."""
    while True:
        try:
            posted.get(timeout=BETWEEN)
        except Empty:
            return


def _event(user: str, channel: str, text: str, number: int) -> bytes:
    ts = f"{int(time.time())}.{number:06d}"
    event = {"type": "message", "channel": channel, "channel_type": "im", "user": user, "text": text, "ts": ts}
    body = {"type": "event_callback", "team_id": "T000000001", "event_id": f"Ev{number}", "event": event}
    return json.dumps(body).encode()


def _book(folder: Path) -> str:
    url = sqlite_url(folder / "book.db")
    engine = open_engine(url)
    upgrade(engine)
    sample.make(engine, date.today())
    engine.dispose()
    return url


def _seed(folder: Path, book: str) -> Path:
    """A workspace with the book's people in it, by their e-mail addresses."""
    engine = open_engine(book)
    with Session(engine) as session:
        addresses = session.scalars(select(Person.email).where(Person.email.is_not(None), Person.active)).all()
    engine.dispose()
    users = [{"name": f"person{place}", "email": address} for place, address in enumerate(addresses)]
    path = folder / "seed.json"
    path.write_text(json.dumps({"slack": {"users": users}}))
    return path


@contextmanager
def _serving(command: list[str], environment: dict[str, str]) -> Iterator[str]:
    """A bot in a process of its own; its address, once it listens."""
    port = free_port()
    process = subprocess.Popen(command, env=environment | {"STEWARD_PORT": str(port)}, stdout=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def _relay(behind: str) -> Iterator[tuple[str, "Queue[float]"]]:
    """Passes bytes on to the emulator, and notes when it has taken a message."""
    posted: Queue[float] = Queue()
    port = int(behind.rsplit(":", 1)[1])
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=_pass_on, args=(client, port, posted), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}", posted
    listener.close()


def _pass_on(client: socket.socket, port: int, posted: "Queue[float]") -> None:
    with client, socket.create_connection(("127.0.0.1", port)) as server:
        for sock in (client, server):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        posting = False
        while True:
            for ready in select_sockets([client, server], [], [])[0]:
                data = ready.recv(65536)
                if not data:
                    return
                if ready is client:
                    posting = posting or b"/chat.postMessage" in data
                elif posting:
                    posted.put(time.perf_counter())
                    posting = False
                (server if ready is client else client).sendall(data)
