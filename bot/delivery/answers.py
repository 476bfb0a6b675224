"""What each kind of incoming thing means: who asks, who reads along, which turn it is, and what is sent for it.

`Answers.to` thinks (no transaction is open); the `Finish` that it gives stores and says what to send, inside the
worker's one transaction.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot import errors
from bot.agents.base import Call
from bot.conversation import Conversation
from bot.delivery import pages, replies
from bot.delivery.outbox import Audience, Sending, Where, shown_at
from bot.delivery.persons import Addressee, Persons
from bot.delivery.replies import Place
from bot.slack.audience import Refusal, Slack
from bot.slack.incoming import Incoming
from bot.slack.paint import DISCARD, EDIT, PRESS, SAVE, SHOW, UNDO
from bot.text import Reader
from bot.turn import Action, Answer, Message, Press, Turn, Wish
from database import audit
from database.models import ProposalRow
from locales import language_of
from tools.kit import proposals
from tools.kit.cards import Card, Notice, Proposal, say
from tools.kit.desk import Audience as DeskAudience

Finish = Callable[[Session], list[Sending]]

DIRECTLY = say("I've answered you directly.")
NO_ATTACHMENTS = say("I can't read attachments; paste the text.")
MENTION_AGAIN = say("To go on in this thread, mention me again.")
NOT_OPENED = say("The form did not open in time. Please click Edit once more.")
REPLACED = say("There is a newer version of this draft below.")

DECISIONS: dict[str, Action] = {SAVE: "save", DISCARD: "discard", UNDO: "undo", EDIT: "edit", PRESS: "do"}


@dataclass(frozen=True)
class Answers:
    """Answers whatever came in from Slack."""

    conversation: Conversation
    slack: Slack
    persons: Persons
    reads_threads: bool = False
    """Whether the company's manifest lets us see a thread's messages that don't mention us."""

    def to(self, incoming: Incoming) -> Finish:
        """Thinks an answer through. Raises what went wrong; `failed` makes a sentence of it."""
        try:
            member = self.slack.member(incoming.user, incoming.team)
            if not incoming.direct and incoming.kind == "message":
                self.slack.check_channel(incoming.channel, shared=incoming.shared)
        except Refusal as refusal:
            return _refused(incoming, refusal)
        who = self.persons.asking(member)
        match incoming.kind:
            case "home":
                return pages.home(self.conversation, who, incoming)
            case "prompts":
                return pages.prompts(who, incoming)
            case "click" if incoming.action == EDIT and incoming.view:
                return pages.form(self.conversation, who, incoming)
            case "click" if incoming.action == EDIT:
                return lambda _session: replies.sentence(NOT_OPENED, _reader(who), _said_at(incoming, "direct"))
            case "click" if incoming.action == SHOW:
                return self._shown_again(who, incoming)
            case _:
                return self._turn(who, incoming)

    def failed(self, incoming: Incoming, error: Exception) -> tuple[list[Sending], str | None]:
        """The sentence for what went wrong, and its reference in the log."""
        failure = errors.explain(error)
        locale = error.locale if isinstance(error, Refusal) else None
        if incoming.kind in ("home", "prompts"):
            return [], failure.reference
        reader = Reader(language_of(locale))
        return replies.answer([failure.card], reader, "", _said_at(incoming, "anyone")), failure.reference

    def _turn(self, who: Addressee, incoming: Incoming) -> Finish:
        if incoming.attached and not incoming.text:
            return lambda _session: replies.sentence(NO_ATTACHMENTS, _reader(who), _said_at(incoming, "anyone"))
        turn = self.conversation.turn(self._asked(who, incoming))

        def finish(session: Session) -> list[Sending]:
            answer = turn.finish(session)
            if incoming.attached:
                answer = replace(answer, cards=[*answer.cards, Notice(text=NO_ATTACHMENTS)])
            return [*_updates(session, turn, answer, who, incoming), *self._sent(answer, who, incoming)]

        return finish

    def _asked(self, who: Addressee, incoming: Incoming) -> Message | Press | Wish:
        person, key = who.person_id, incoming.order_key
        match incoming.kind:
            case "click":
                return Press(person, DECISIONS[incoming.action], incoming.ref, key, place=incoming.place)
            case "form":
                return Press(
                    person, "edit", incoming.ref, self.persons.conversation_of(incoming.ref) or key, form=incoming.form
                )
            case "note":
                key = self.persons.direct_channel(person) or key
                return Wish(person, Call("log_note", {"note_body": incoming.text}), incoming.text, key)
            case _:
                audience: DeskAudience = "direct" if incoming.direct or incoming.kind == "command" else "channel"
                return Message(person, incoming.text or "help", key, audience=audience)

    def _sent(self, answer: Answer, who: Addressee, incoming: Incoming) -> list[Sending]:
        """Customers' data to the asker alone; what anybody inside may read, where it was asked."""
        cards = answer.cards
        if incoming.kind == "click" and incoming.action != PRESS:
            # The card itself was updated: only what is new is said.
            cards = [card for card in cards if not (isinstance(card, Proposal) and card.state != "pending")]
        here = replace(_said_at(incoming, "direct" if incoming.direct else "channel"), person_id=who.person_id)
        if incoming.direct and incoming.kind in ("message", "click") and incoming.channel:
            return replies.answer(cards, answer.reader, answer.token, here)
        if here.audience == "channel" and not answer.account_data and incoming.kind in ("message", "click"):
            return replies.answer([*cards, *self._how_to_go_on(incoming)], answer.reader, answer.token, here)
        direct = Place(who.slack_id, person_id=who.person_id)
        return [
            *replies.answer(cards, answer.reader, answer.token, direct),
            *_pointer(answer.reader, incoming, here),
        ]

    def _how_to_go_on(self, incoming: Incoming) -> list[Card]:
        return [Notice(level="origin", text=MENTION_AGAIN)] if incoming.first and not self.reads_threads else []

    def _shown_again(self, who: Addressee, incoming: Incoming) -> Finish:
        desk = self.conversation.desk(Message(who.person_id, "", incoming.order_key))
        with desk.read() as session:
            waiting = [row for row in proposals.waiting(session, who.person_id, desk.now) if row.id == incoming.ref]
        cards: list[Card] = [proposals.card_of(row) for row in waiting]
        if not cards:
            cards = [Notice(text=say("This is not waiting to be saved any more."))]
        place = Place(who.slack_id, person_id=who.person_id)
        return lambda _session: replies.answer(cards, _reader(who, desk.now), "", place)


def _reader(who: Addressee, now: datetime | None = None) -> Reader:
    return Reader(who.language, who.locale, who.time_zone, now.date() if now else None)


def _said_at(incoming: Incoming, audience: Audience) -> Place:
    """Where the asker looks for an answer: in the thread, else in their direct messages."""
    if incoming.kind in ("message", "click") and incoming.channel:
        return Place(incoming.channel, incoming.thread, audience)
    return Place(incoming.user)


def _pointer(reader: Reader, incoming: Incoming, here: Place) -> list[Sending]:
    """Tells, where it was asked, that the answer went to the asker alone."""
    if incoming.kind == "message":
        return replies.sentence(DIRECTLY, reader, here)
    if incoming.kind == "command" and incoming.response_url and not incoming.direct:
        return [replies.respond(DIRECTLY, reader, incoming.response_url, incoming.channel)]
    return []


def _updates(session: Session, turn: Turn, answer: Answer, who: Addressee, incoming: Incoming) -> list[Sending]:
    """The messages of proposals that this turn decided, or replaced by a newer one."""
    decided = [card for card in answer.cards if isinstance(card, Proposal) and card.state != "pending"]
    old = session.get(ProposalRow, turn.replaced) if turn.replaced else None
    if old is not None and old.state == "replaced":
        decided.append(proposals.card_of(old).model_copy(update={"state": "replaced", "decided": REPLACED}))
    return [
        replies.update(card, answer.reader, where, who.person_id)
        for card in decided
        for where in _places(session, card.id, incoming)
    ]


def _places(session: Session, proposal: str, incoming: Incoming) -> list[Where]:
    places = shown_at(session, proposal)
    if incoming.kind == "click" and incoming.ref == proposal and incoming.message and incoming.channel:
        clicked = Where(incoming.channel, incoming.message)
        # What is clicked on has arrived, even if its row does not know it yet.
        places = [clicked, *(place for place in places if place.ts and place != clicked)]
    return places


def _refused(incoming: Incoming, refusal: Refusal) -> Finish:
    def finish(session: Session) -> list[Sending]:
        audit.record(session, audit.Entry("refuse", incoming.kind, refusal.words.key, incoming.order_key[:80]))
        if incoming.kind in ("home", "prompts", "job"):
            return []
        return replies.sentence(refusal.words, Reader(language_of(refusal.locale)), _said_at(incoming, "anyone"))

    return finish
