"""The door: only what Slack signed, of the size and shape that Slack sends, gets in; all else is a 4xx."""

import hashlib
import hmac
import io
import json
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_sdk import WebClient
from sqlalchemy import Engine, func, select

from bot.delivery.inbox import Inbox
from bot.delivery.persons import Persons
from bot.handlers import slack_app
from bot.handlers.intake import Intake
from bot.slack.receive import LARGEST, Door
from database.engine import transaction
from database.models import InboxItem

SECRET = "a signing secret"
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


class Asked:
    """A door, knocked at without a network between; it remembers the last answer's body."""

    def __init__(self, door: Door, engine: Engine) -> None:
        self.door, self.engine = door, engine
        self.body = b""

    def post(
        self, body: bytes, kind: str = JSON, *, secret: str = SECRET, at: float | None = None, **changed: str
    ) -> int:
        now = str(int(at if at is not None else time.time()))
        digest = hmac.new(secret.encode(), b"v0:" + now.encode() + b":" + body, hashlib.sha256).hexdigest()
        environ = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": "/slack/events",
            "CONTENT_TYPE": kind,
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_X_SLACK_REQUEST_TIMESTAMP": now,
            "HTTP_X_SLACK_SIGNATURE": f"v0={digest}",
            "wsgi.input": io.BytesIO(body),
            **changed,
        }
        return self.knock(environ)

    def knock(self, environ: Mapping[str, object]) -> int:
        status: list[str] = []

        def start(line: str, _headers: object) -> None:
            status.append(line)

        self.body = b"".join(self.door(dict(environ), start))  # type: ignore[arg-type]
        return int(status[0].split()[0])

    def stored(self) -> int:
        with transaction(self.engine) as session:
            return session.scalar(select(func.count()).select_from(InboxItem)) or 0


@pytest.fixture
def asked(sqlite_engine: Engine) -> Asked:
    # Nobody is there: what comes in is stored without a word from Slack.
    client = WebClient("xoxb-test", base_url="http://127.0.0.1:9/api/", retry_handlers=[])
    app = slack_app(client, Intake(Inbox(sqlite_engine), Persons(sqlite_engine), client, "UBOT"))
    return Asked(Door(app, SECRET, healthy=lambda: True), sqlite_engine)


def event(**more: object) -> bytes:
    said = {"type": "message", "channel": "D1", "channel_type": "im", "user": "U1", "text": "hi", **more}
    said.setdefault("ts", "1700000000.000001")
    return json.dumps({"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": said}).encode()


def test_a_signed_message_is_stored_and_answered(asked: Asked) -> None:
    assert asked.post(event()) == 200
    assert asked.stored() == 1


def test_a_replay_changes_nothing(asked: Asked) -> None:
    assert [asked.post(event()), asked.post(event())] == [200, 200]
    assert asked.stored() == 1


def test_slacks_first_question_is_answered(asked: Asked) -> None:
    assert asked.post(json.dumps({"type": "url_verification", "challenge": "abc"}).encode()) == 200
    assert b"abc" in asked.body


@pytest.mark.parametrize(
    "changed",
    [
        {"secret": "another secret"},
        {"HTTP_X_SLACK_SIGNATURE": "v0=" + "0" * 64},
        {"HTTP_X_SLACK_SIGNATURE": ""},
        {"HTTP_X_SLACK_SIGNATURE": "v0=é\udcff"},
        {"HTTP_X_SLACK_REQUEST_TIMESTAMP": "now"},
        {"HTTP_X_SLACK_REQUEST_TIMESTAMP": "٣"},
        {"HTTP_X_SLACK_REQUEST_TIMESTAMP": ""},
    ],
)
def test_what_slack_did_not_sign_now_is_turned_away(asked: Asked, changed: dict[str, str]) -> None:
    assert asked.post(event(), **changed) == 401  # type: ignore[arg-type]


@pytest.mark.parametrize("seconds", [-400, 400])
def test_what_was_signed_long_before_or_for_later_is_turned_away(asked: Asked, seconds: int) -> None:
    assert asked.post(event(), at=time.time() + seconds) == 401
    assert asked.stored() == 0


def test_what_is_too_large_is_not_even_read(asked: Asked) -> None:
    assert asked.post(b"{}", CONTENT_LENGTH=str(LARGEST + 1)) == 413
    assert asked.post(b"{}", CONTENT_LENGTH="") == 411
    assert asked.post(b"{}", CONTENT_LENGTH="-1") == 411
    assert asked.post(b"{}", CONTENT_LENGTH="10") == 400


BROKEN = [b"", b"{", b"[]", b"null", b"1", b'"text"', b"{}", b"[" * 100_000, b"\xff\xfe", b'{"type": 1}', b"\x00"]


@pytest.mark.parametrize("body", BROKEN)
def test_a_signed_body_that_is_none_of_slacks_is_a_bad_request(asked: Asked, body: bytes) -> None:
    assert asked.post(body) == 400
    assert asked.post(body, FORM) == 400
    assert asked.post(urlencode({"payload": body}).encode(), FORM) == 400
    assert asked.stored() == 0


def test_only_this_path_and_method_are_open(asked: Asked) -> None:
    assert asked.post(event(), PATH_INFO="/") == 404
    assert asked.post(event(), REQUEST_METHOD="GET") == 405
    assert asked.knock({"REQUEST_METHOD": "GET", "PATH_INFO": "/health"}) == 200


def test_what_can_not_be_stored_is_not_acknowledged(asked: Asked) -> None:
    with transaction(asked.engine) as session:
        session.connection().exec_driver_sql("DROP TABLE outbox")
        session.connection().exec_driver_sql("DROP TABLE inbox")
    assert asked.post(event()) == 503


def mutations(value: object, leaf: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """The same shape with other leaves."""
    if isinstance(value, dict):
        return st.fixed_dictionaries({name: mutations(inner, leaf) for name, inner in value.items()})
    if isinstance(value, list):
        return st.tuples(*(mutations(inner, leaf) for inner in value)).map(list)
    return st.one_of(st.just(value), leaf)


LEAF = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8), st.just({}), st.just([]), st.just("D1"))


def small(value: object, depth: int = 0) -> object:
    """A recorded payload without the depths that nobody reads."""
    if isinstance(value, dict):
        return {name: small(inner, depth + 1) for name, inner in value.items()} if depth < 3 else {}
    if isinstance(value, list):
        return [small(inner, depth + 1) for inner in value[:1]]
    return value


@pytest.mark.slow
@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_recorded_shape_with_any_leaves_is_ever_a_server_error(
    asked: Asked, shared: Path, data: st.DataObject
) -> None:
    path = data.draw(st.sampled_from(sorted((shared / "data" / "slack").rglob("*.json"))))
    body = data.draw(mutations(small(json.loads(path.read_text())), LEAF), label=path.name)
    assert isinstance(body, dict)
    if "events" in path.parts:
        raw, kind = json.dumps(body | {"type": "event_callback"}).encode(), JSON
    elif "slash" in path.parent.name:
        raw, kind = urlencode({name: str(value) for name, value in body.items()}).encode(), FORM
    else:
        raw, kind = urlencode({"payload": json.dumps(body)}).encode(), FORM
    assert asked.post(raw, kind) < 500
