"""A person's memory of a conversation: what they said, what was answered, what it showed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from .models import Moment, Turn
from .statement import Statement

LONGEST = 40_000
"""Characters of a message that are remembered: the longest that Slack delivers."""
REMEMBERED_TURNS = 20
REMEMBERED_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class PastTurn:
    """A turn as it is remembered: what was said, in which language it was read, and (JSON) what was called and shown."""

    said: str
    language: str
    calls: str
    shown: str


# Every turn runs them.
_RECALL = Statement(
    select(Turn.said, Turn.language, Turn.calls, Turn.shown)
    .where(
        Turn.order_key == bindparam("key"),
        Turn.person_id == bindparam("person"),
        Turn.at > bindparam("since", type_=Moment),
    )
    .order_by(Turn.id.desc())
    .limit(REMEMBERED_TURNS)
)
_GIVEN = ("token", "order_key", "person_id", "said", "language", "calls", "shown", "at")
_REMEMBER = Statement(insert(Turn).values({name: bindparam(name) for name in _GIVEN}))


def recall(session: Session, order_key: str, person_id: int, now: datetime) -> list[PastTurn]:
    """The last turns of this person in this conversation, oldest first, as long as they are remembered."""
    values = {"key": order_key, "person": person_id, "since": now - REMEMBERED_FOR}
    rows = _RECALL.rows(session.connection(), values)
    return [PastTurn(*map(str, row)) for row in reversed(rows)]


def turn_of(session: Session, token: str) -> Turn | None:
    """The turn whose buttons carry `token`, if it is the reader's own."""
    return session.scalar(select(Turn).where(Turn.token == token))


def remember(
    session: Session,
    *,
    token: str,
    order_key: str,
    person_id: int,
    said: str,
    language: str,
    calls: Mapping[str, object],
    shown: Mapping[str, object],
    at: datetime,
) -> None:
    """Stores a turn, inside the caller's transaction. Of the answer only references are kept, no row's content."""
    values = {
        "token": token,
        "order_key": order_key,
        "person_id": person_id,
        "said": said.encode("utf-8", "replace").decode().replace("\x00", "")[:LONGEST],
        "language": language,
        "calls": json.dumps(calls, ensure_ascii=False),
        "shown": json.dumps(shown, ensure_ascii=False),
        "at": at,
    }
    _REMEMBER.change(session.connection(), values)
