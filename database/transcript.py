"""A person's memory of a conversation: what they said, what was answered, what it showed."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from .models import Moment, Turn

LONGEST = 40_000
"""Characters of a message that are remembered: the longest that Slack delivers."""
REMEMBERED_TURNS = 20
REMEMBERED_FOR = timedelta(hours=24)

# Made once: every turn runs it, and putting it together costs more than running it.
_RECALL = (
    select(Turn)
    .where(
        Turn.order_key == bindparam("key"),
        Turn.person_id == bindparam("person"),
        Turn.at > bindparam("since", type_=Moment),
    )
    .order_by(Turn.id.desc())
    .limit(REMEMBERED_TURNS)
)
_REMEMBER = insert(Turn)


def recall(session: Session, order_key: str, person_id: int, now: datetime) -> list[Turn]:
    """The last turns of this person in this conversation, oldest first, as long as they are remembered."""
    values = {"key": order_key, "person": person_id, "since": now - REMEMBERED_FOR}
    return list(reversed(session.scalars(_RECALL, values).all()))


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
    session.connection().execute(_REMEMBER, values)
