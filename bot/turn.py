"""What goes into a turn and what comes out: a person's message or click, the turn thought through, its answer."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot import errors
from bot.agents.base import Ask, Call, Reading
from bot.agents.meter import Meter
from bot.memory import Shown, stored
from bot.text import Reader, Screen, plain
from database import audit, model_use, transcript
from database.engine import Session
from database.models import ModelUse, now
from tools.kit import proposals
from tools.kit.cards import Card
from tools.kit.desk import Audience, Desk
from tools.kit.proposals import ProposalError
from tools.kit.toolbox import Outcome

Action = Literal["save", "discard", "undo", "edit", "do"]


@dataclass(frozen=True)
class Message:
    """Words of a person, as the surface received them. `person_id` is established by the surface, never by the words."""

    person_id: int
    text: str
    order_key: str
    audience: Audience = "direct"
    now: datetime | None = None


@dataclass(frozen=True)
class Press:
    """A click: on a proposal (`ref` is its id) or on a button of an answer (`ref` is the answer's token, `place` which)."""

    person_id: int
    action: Action
    ref: str
    order_key: str
    place: int = 0
    form: Mapping[str, str] = field(default_factory=dict)
    audience: Audience = "direct"
    now: datetime | None = None


@dataclass(frozen=True)
class Wish:
    """A call that the surface itself offers, as "Log as note" on a message: `text` is what it is about."""

    person_id: int
    call: Call
    text: str
    order_key: str
    audience: Audience = "direct"
    now: datetime | None = None


@dataclass(frozen=True)
class Answer:
    """What to show: the cards, how their reader reads, and the token that the answer's buttons carry."""

    cards: Sequence[Card]
    reader: Reader
    token: str
    account_data: bool
    """Whether it holds customers' data and so is for the asker alone."""
    calls: Sequence[Call] = ()
    reading: Reading | None = None
    failed: bool = False
    """Something went wrong: the one card says what, with a reference."""

    @property
    def text(self) -> str:
        """The answer as plain text."""
        return plain(self.cards, self.reader)

    def on(self, screen: Screen) -> str:
        """The answer as text for a certain screen."""
        return plain(self.cards, self.reader, screen)


Decide = Callable[[Session], list[Card]]
"""A click's change, made in the surface's transaction."""


@dataclass
class Turn:
    """A turn that has been thought through and waits to be finished."""

    desk: Desk
    said: str
    cards: list[Card]
    reading: Reading | None = None
    outcomes: list[Outcome] = field(default_factory=list)
    ask: Ask | None = None
    decide: Decide | None = None
    replaced: str | None = None
    """The proposal whose place a new one takes."""
    account_data: bool = False
    entries: list[audit.Entry] = field(default_factory=list)
    by: str | None = None
    """Who read it, where that is not simply the house's agent."""
    use: Meter | None = None
    """What was used of a model, if anything was."""

    def finish(self, session: Session) -> Answer:
        """Stores what the turn leaves behind, makes a click's change, and gives the answer. The caller commits."""
        desk = self.desk
        answer = self._stored_proposals(session)
        if self.decide:
            answer += self.decide(session)
        if self.use:
            self._count(session, self.use)
        for entry in self.entries:
            audit.record(session, entry)
        token = secrets.token_urlsafe(18)
        calls = self.reading.calls if self.reading else ()
        transcript.remember(
            session,
            token=token,
            order_key=desk.order_key,
            person_id=desk.asker.id,
            said=self.said,
            language=desk.language,
            calls=stored(calls, self.ask),
            shown=Shown.of(answer).data,
            at=desk.now,
        )
        return Answer(answer, reader_of(desk), token, self.account_data, calls, self.reading)

    def _count(self, session: Session, use: Meter) -> None:
        """The model's use, for the person's share of the day and for the audit; now, whatever day the turn answers for."""
        person = self.desk.asker.id
        model_use.remember(
            session,
            ModelUse(
                at=now(),
                person_id=person,
                model=use.model,
                prompt=use.prompt,
                requests=use.requests,
                bytes_sent=use.bytes_sent,
                tokens=use.tokens,
            ),
        )
        done = f"{use.requests} requests, {use.bytes_sent} bytes sent, {use.tokens} tokens"
        agent = f"model {use.model[:50]} prompt {use.prompt}"
        self.entries.append(audit.Entry("ask", "model", done, self.desk.order_key, person, agent=agent))

    def _stored_proposals(self, session: Session) -> list[Card]:
        try:
            if self.replaced and self.desk.tray:
                proposals.claim(session, self.replaced, self.desk.asker.id, self.desk.now, state="replaced")
        except ProposalError as error:  # saved or discarded by another click while this one was thought through
            return [errors.explain(error).card]
        for row in self.desk.tray:
            # A turn may answer as on an earlier day; what it proposed is kept from the day on which it was really asked.
            row.expires_at = max(row.expires_at, now() + proposals.KEPT_FOR)
        session.add_all(self.desk.tray)
        session.flush()
        return list(self.cards)


def reader_of(desk: Desk) -> Reader:
    """How the asker reads this turn's answer."""
    return Reader(desk.language, desk.asker.locale, desk.asker.time_zone, desk.today)
