"""What is to be sent: rows that commit with the answer they belong to, and leave in order, channel by channel."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, cast

from sqlalchemy import Boolean, Engine, Select, Update, and_, bindparam, case, exists, insert, or_, select, update
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql.dml import ReturningInsert

from bot.delivery.bell import Bell
from bot.slack.limits import Json
from database.models import Moment, OutboxItem, now
from database.statement import Statement, brief

LEASE = timedelta(seconds=60)
"""Longer than any call to Slack may take."""

UPLOAD = "files.upload"
"""Our name for the three calls that share a file."""
RESPOND = "respond"
"""An ephemeral line to where a command was typed, by the address that came with it."""

Audience = Literal["direct", "channel", "anyone"]
"""Who may read it: the person alone, an internal channel, or everybody (a refusal, which holds no data)."""


class TakenOverError(Exception):
    """Somebody else sends the row by now."""


@dataclass(frozen=True)
class Sending:
    """Something to be sent: a Web API method with its arguments, for one audience."""

    method: str
    channel: str
    """The channel, or the user whose direct messages it goes to."""
    payload: Mapping[str, Json]
    audience: Audience = "direct"
    person_id: int | None = None
    about: str | None = None
    """The proposal that the message asks about."""


@dataclass(frozen=True)
class Claimed:
    """A row that is ours to send. `uncertain`: somebody had begun to send it, and nobody knows whether it arrived."""

    id: int
    sending: Sending
    attempts: int
    created_at: datetime
    uncertain: bool

    @property
    def mark(self) -> str:
        """What the message carries along, unseen, so that it is found again: no other row ever had it."""
        return f"{self.id}-{self.created_at.timestamp():.6f}"


@dataclass(frozen=True)
class Where:
    """Where a proposal's message stands; as which, is known of one that is on its way once it has arrived."""

    channel: str
    ts: str
    row: int | None = None
    """The row of this outbox that brings it, as long as `ts` is not known."""


class Outbox:
    """The queue of what is to be sent."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.bell: Bell[Claimed] = Bell()

    def claim(self, busy: Sequence[str] = (), moment: datetime | None = None) -> Claimed | None:
        """The oldest row that is due, of a channel that is not `busy` and has none before it; leased to the caller."""
        moment = moment or now()
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            row = session.scalar(_HEAD, {"moment": moment, "busy": list(busy)})
            if row is None:
                return None
            uncertain = row.state == "leased"
            sending = _arrived(session, _sending(row))
            row.state, row.not_before, row.attempts = "leased", moment + LEASE, row.attempts + 1
            return Claimed(row.id, sending, row.attempts, row.created_at, uncertain)

    def sent(self, claimed: Claimed, channel: str, ts: str | None) -> None:
        """It arrived: where, and as which message."""
        arrived = {"row": claimed.id, "attempt": claimed.attempts, "to": channel, "ts": ts, "at": now()}
        with brief(self._engine) as transaction:
            _SENT.change(transaction, arrived)

    def uploaded(self, claimed: Claimed, file: str) -> None:
        """Slack has the file's bytes: whoever goes on shares this very file. Raises TakenOverError."""
        payload = json.dumps({**claimed.sending.payload, "file": file}, ensure_ascii=False)
        if not self._set(claimed, payload=payload):
            raise TakenOverError

    def later(self, claimed: Claimed, seconds: float, problem: str) -> None:
        """It did not arrive, and is to be sent again after so many seconds; what follows in the channel waits."""
        self._set(claimed, state="waiting", not_before=now() + timedelta(seconds=seconds), problem=problem[:300])

    def uncertain(self, claimed: Claimed, seconds: float, problem: str) -> None:
        """Nobody knows whether it arrived: whoever takes it next looks first."""
        self._set(claimed, not_before=now() + timedelta(seconds=seconds), problem=problem[:300])

    def dropped(self, claimed: Claimed, problem: str, state: Literal["failed", "refused"] = "failed") -> None:
        """It will not be sent any more."""
        self._set(claimed, state=state, problem=problem[:300], done_at=now())

    def instead(self, claimed: Claimed, sending: Sending, problem: str) -> None:
        """It can't be sent where it should go: `sending` goes out in its place, committed together."""
        with Session(self._engine) as session, session.begin():
            session.execute(_row(claimed).values(state="failed", problem=problem[:300], done_at=now()))
            add(session, None, [sending])
        self.bell.ring()

    def _set(self, claimed: Claimed, **values: object) -> bool:
        with self._engine.begin() as connection:
            return connection.execute(_row(claimed).values(**values)).rowcount == 1


def add(session: Session, inbox_id: int | None, sendings: Sequence[Sending], at_once: bool = False) -> Claimed | None:
    """Stores what is to be sent, in the transaction of what it tells about; rows leave in the order of their ids.

    `at_once`: the first of them is leased to the caller, who sends it after the commit; None when it has to wait in line.
    """
    if not sendings:
        return None
    first, moment = sendings[0], now()
    rows = [_values(inbox_id, seq, sending, moment) for seq, sending in enumerate(sendings)]
    rows[0] |= {"at_once": at_once and _can_be_found(first), "leased_until": moment + LEASE}
    connection = session.connection()
    [(row, state)] = _ADDING_FIRST.rows(connection, rows[0])
    if len(rows) > 1:
        connection.execute(_ADDING, rows[1:])
    return Claimed(int(str(row)), first, 1, moment, uncertain=False) if state == "leased" else None


def _can_be_found(sending: Sending) -> bool:
    # Should we end between the commit and the call, it must be possible to look whether the call was made.
    return sending.method == "chat.postMessage" and sending.channel.startswith("D")


def _values(inbox_id: int | None, seq: int, sending: Sending, moment: datetime) -> dict[str, object]:
    return {
        "inbox_id": inbox_id,
        "seq": seq,
        "method": sending.method,
        "channel": sending.channel,
        "person_id": sending.person_id,
        "audience": sending.audience,
        "payload": json.dumps(sending.payload, ensure_ascii=False),
        "about": sending.about,
        "created_at": moment,
        "not_before": moment,
    }


def shown_at(session: Session, proposal: str) -> list[Where]:
    """The messages that show a proposal, those too that are still on their way."""
    query = select(OutboxItem.id, OutboxItem.channel, OutboxItem.sent_ts, OutboxItem.state).where(
        OutboxItem.about == proposal, OutboxItem.method == "chat.postMessage"
    )
    return [
        Where(row.channel, row.sent_ts or "", None if row.sent_ts else row.id)
        for row in session.execute(query.order_by(OutboxItem.id))
        if row.sent_ts or row.state in ("waiting", "leased")
    ]


def _arrived(session: Session, sending: Sending) -> Sending:
    """An update of a message that was on its way when the update was written: by now it has a channel and a ts."""
    before = sending.payload.get("of_row")
    if not isinstance(before, int):
        return sending
    row = session.get_one(OutboxItem, before)
    kept = {name: value for name, value in sending.payload.items() if name != "of_row"}
    return replace(sending, payload=kept | {"channel": row.channel, "ts": row.sent_ts or ""})


def _sending(row: OutboxItem) -> Sending:
    return Sending(
        row.method, row.channel, json.loads(row.payload), cast("Audience", row.audience), row.person_id, row.about
    )


def _row(claimed: Claimed) -> Update:
    # Whoever takes a row over raises its attempts: what a slower sender then says of it no longer counts.
    return update(OutboxItem).where(OutboxItem.id == claimed.id, OutboxItem.attempts == claimed.attempts)


def _head() -> Select[OutboxItem]:
    earlier = aliased(OutboxItem)
    before = exists().where(
        earlier.channel == OutboxItem.channel, earlier.state.in_(("waiting", "leased")), earlier.id < OutboxItem.id
    )
    # A leased row whose time has come was given up by whoever held it.
    return (
        select(OutboxItem)
        .where(
            OutboxItem.state.in_(("waiting", "leased")),
            OutboxItem.not_before <= bindparam("moment", type_=Moment),
            ~before,
            OutboxItem.channel.not_in(bindparam("busy", expanding=True)),
        )
        .order_by(OutboxItem.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


# Made once: putting these together costs more than running them.
_HEAD = _head()
_GIVEN = (
    "inbox_id",
    "seq",
    "method",
    "channel",
    "person_id",
    "audience",
    "payload",
    "about",
    "created_at",
    "not_before",
)
_ADDING = insert(OutboxItem).values({name: bindparam(name) for name in _GIVEN} | {"state": "waiting", "attempts": 0})


def _adding_first() -> ReturningInsert[int, str]:
    """A row that is leased from the start if that is wanted and nothing waits in its channel."""
    unsent = or_(OutboxItem.state == "waiting", OutboxItem.state == "leased")
    before = exists().where(OutboxItem.channel == bindparam("channel"), unsent)
    leased = and_(bindparam("at_once", type_=Boolean), ~before)
    values = {
        "state": case((leased, "leased"), else_="waiting"),
        "attempts": case((leased, 1), else_=0),
        "not_before": case(
            (leased, bindparam("leased_until", type_=Moment)), else_=bindparam("not_before", type_=Moment)
        ),
    }
    return (
        insert(OutboxItem)
        .values({name: bindparam(name) for name in _GIVEN} | values)
        .returning(OutboxItem.id, OutboxItem.state)
    )


_ADDING_FIRST = Statement(_adding_first())
_SENT = Statement(
    update(OutboxItem)
    .where(OutboxItem.id == bindparam("row"), OutboxItem.attempts == bindparam("attempt"))
    .values(state="done", channel=bindparam("to"), sent_ts=bindparam("ts"), done_at=bindparam("at"))
)
