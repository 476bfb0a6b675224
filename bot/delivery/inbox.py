"""What was accepted and is not answered yet. Accepted is one committed row: after that nothing can lose it.

Each conversation is a queue of its own: only its head can be claimed, for the time of a lease and under a fence, so that
two workers never answer the same message and one that was given up for dead can't finish what another took over.
"""

from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    Boolean,
    Engine,
    Update,
    and_,
    bindparam,
    case,
    exists,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql.dml import ReturningUpdate

from bot.delivery.bell import Bell
from bot.slack.incoming import Incoming, read
from database.engine import reading
from database.models import InboxItem, Moment, Person, Turn, now
from database.statement import Statement, brief

LEASE = timedelta(seconds=90)
"""Longer than any turn may take."""


class NotStoredError(Exception):
    """What came in could not be stored: it must not be acknowledged, so that Slack sends it again."""


class LostLeaseError(Exception):
    """The item was taken over by another worker: nothing of this turn may be kept."""


@dataclass(frozen=True)
class Claimed:
    """The head of a conversation, ours until the lease ends."""

    id: int
    fence: int
    attempts: int
    incoming: Incoming
    received_at: datetime
    stored: Future[bool] | None = None
    """Of one that was handed over before its row was committed: whether it was."""

    def is_stored(self) -> bool:
        """Whether the row is there; waits until that is known."""
        return self.stored is None or self.stored.result()


class Inbox:
    """The queue of what is to be answered, over the database that everything else is in too."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.bell: Bell[Claimed] = Bell()
        dialect = sqlite if engine.dialect.name == "sqlite" else postgresql
        storing = dialect.insert(InboxItem).values(_NEW).on_conflict_do_nothing()
        self._storing = Statement(storing.returning(InboxItem.id, InboxItem.state))
        # Only where writers stand in line does a look at the queue hold until the row is in it.
        self._one_writer = engine.dialect.name == "sqlite"

    def accept(self, incoming: Incoming, not_before: datetime | None = None) -> bool:
        """Stores it, committed. False when it was here already: then nothing is changed.

        Where a worker is free and nothing is before it in its conversation, it is stored as leased and handed over: it is
        thought about while the disk takes the row. Raises NotStoredError; then nothing comes of what was thought.
        """
        moment = now()
        reserved = self._one_writer and not_before is None and self.bell.reserve()
        values = {**_values(incoming, moment), "not_before": not_before or moment, "at_once": reserved}
        committed: Future[bool] = Future()
        handed = False
        try:
            with brief(self._engine) as transaction:
                stored = self._storing.rows(transaction, values)
                if stored and stored[0][1] == "leased":
                    self.bell.hand(Claimed(int(str(stored[0][0])), 1, 1, incoming, moment, committed))
                    handed = True
            committed.set_result(True)
        except SQLAlchemyError as error:
            raise NotStoredError from error
        finally:
            if not committed.done():
                committed.set_result(False)
            if reserved and not handed:
                self.bell.free()
        if stored and not handed:
            self.bell.ring()
        return bool(stored)

    def is_talking(self, order_key: str, slack_user: str) -> bool:
        """Whether we were asked something by this person in this conversation before."""
        query = select(Turn.id).join(Person, Person.id == Turn.person_id)
        query = query.where(Turn.order_key == order_key, Person.slack_id == slack_user).limit(1)
        with reading(self._engine) as session:
            return session.scalar(query) is not None

    def claim(self, moment: datetime | None = None) -> Claimed | None:
        """The next head of a conversation that is due, leased to the caller; None when there is nothing to do."""
        handed = self.bell.take()
        if handed is not None:
            return handed
        moment = moment or now()
        with self._engine.begin() as connection:
            row = connection.execute(_TAKING, {"moment": moment, "until": moment + LEASE}).first()
        if row is None:
            return None
        return Claimed(row.id, row.fence, row.attempts, read(row.payload), row.received_at)

    def give_back(self, claimed: Claimed, not_before: datetime) -> None:
        """Lets the item be claimed again from a moment on, if it is there and still ours."""
        if not claimed.is_stored():
            return
        with self._engine.begin() as connection:
            connection.execute(_ours(claimed).values(state="waiting", not_before=not_before, lease_until=None))

    def give_back_all(self) -> None:
        """Lets go of what was handed over and not begun."""
        while (handed := self.bell.take()) is not None:
            self.give_back(handed, now())


def finish(session: Session, claimed: Claimed, state: str = "done", reference: str | None = None) -> None:
    """Marks it answered in the transaction that holds the answer; to be called before anything else in it. Raises
    LostLeaseError when it is no longer ours, NotStoredError when it never was there."""
    if not claimed.is_stored():
        raise NotStoredError
    ours = {"row": claimed.id, "at_fence": claimed.fence, "to": state, "at": now(), "named": reference}
    if _FINISHING.change(session.connection(), ours) != 1:
        raise LostLeaseError


def _ours(claimed: Claimed) -> Update:
    return update(InboxItem).where(
        InboxItem.id == claimed.id, InboxItem.fence == claimed.fence, InboxItem.state == "leased"
    )


def _values(incoming: Incoming, moment: datetime) -> dict[str, object]:
    return {
        "identity": incoming.identity,
        "kind": incoming.kind,
        "order_key": incoming.order_key[:200],
        "order_by": incoming.order_by[:40],
        "payload": incoming.json(),
        "received_at": moment,
        "lease_until": moment + LEASE,
    }


def _new() -> dict[str, object]:
    """A row's values; it is leased from the start if that is wanted and nothing is before it in its conversation."""
    unfinished = or_(InboxItem.state == "waiting", InboxItem.state == "leased")
    before = exists().where(InboxItem.order_key == bindparam("order_key"), unfinished)
    leased = and_(bindparam("at_once", type_=Boolean), ~before)
    given = ("identity", "kind", "order_key", "order_by", "payload", "received_at", "not_before")
    return {
        **{name: bindparam(name) for name in given},
        "state": case((leased, "leased"), else_="waiting"),
        "lease_until": case((leased, bindparam("lease_until", type_=Moment)), else_=None),
        "fence": case((leased, 1), else_=0),
        "attempts": case((leased, 1), else_=0),
    }


def _taking() -> ReturningUpdate[int, int, int, str, datetime]:
    moment = bindparam("moment", type_=Moment)
    earlier = aliased(InboxItem)
    unfinished_before = exists().where(
        earlier.order_key == InboxItem.order_key,
        earlier.state.in_(("waiting", "leased")),
        tuple_(earlier.order_by, earlier.id) < tuple_(InboxItem.order_by, InboxItem.id),
    )
    free = or_(InboxItem.state == "waiting", and_(InboxItem.state == "leased", InboxItem.lease_until < moment))
    head = (
        select(InboxItem.id)
        .where(free, InboxItem.not_before <= moment, ~unfinished_before)
        .order_by(InboxItem.not_before, InboxItem.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return (
        update(InboxItem)
        .where(InboxItem.id == head.scalar_subquery())
        .values(
            state="leased",
            lease_until=bindparam("until", type_=Moment),
            fence=InboxItem.fence + 1,
            attempts=InboxItem.attempts + 1,
        )
        .returning(InboxItem.id, InboxItem.fence, InboxItem.attempts, InboxItem.payload, InboxItem.received_at)
    )


# Made once: putting these together costs more than running them.
_FINISHING = Statement(
    update(InboxItem)
    .where(InboxItem.id == bindparam("row"), InboxItem.fence == bindparam("at_fence"), InboxItem.state == "leased")
    .values(state=bindparam("to"), done_at=bindparam("at"), reference=bindparam("named"), lease_until=None)
)
_NEW = _new()
_TAKING = _taking()
