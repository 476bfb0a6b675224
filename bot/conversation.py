"""One turn: a person's message or click in, cards out. Knows no Slack, and opens no transaction of its own.

`Conversation.turn` reads, asks the agent and runs the tools; nothing is written. What it returns is finished inside the
surface's one transaction (`turn.Turn.finish`), where proposals, transcript and audit are stored and a click's change is made.
"""

import json
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Protocol

from bot import decisions, errors, wording
from bot.agents.base import Agent, Ask, Call, Hands, Reading, Said, View
from bot.agents.meter import Meter, metered
from bot.hands import TurnHands
from bot.memory import Shown, recalled
from bot.running import Runner
from bot.turn import Message, Press, Turn, Wish
from database import model_use, transcript
from database.engine import Session
from database.models import ProposalRow, now
from locales import language_of
from tools.kit import proposals, toolbox
from tools.kit.cards import Notice
from tools.kit.desk import Company, Desk, load_asker
from tools.kit.names import Names
from tools.kit.writer import Writer

if TYPE_CHECKING:
    from knowledge import Library  # opened when somebody asks for guidance


class Open(Protocol):
    """A person's id → their restricted session; without `private` not even their own private notes are in it."""

    def __call__(self, person_id: int, *, private: bool = True) -> AbstractContextManager[Session]: ...


@dataclass(frozen=True)
class House:
    """What a conversation is made of; `bot/app.py` puts it together."""

    open: Open
    names: Callable[[Callable[[], AbstractContextManager[Session]]], Names]
    agent: Agent
    library: "Library"
    writer: Writer
    company: Company
    sample: bool
    has_accounts: Callable[[], bool]
    clock: Callable[[], datetime]


Remembered = tuple[list[transcript.PastTurn], list[ProposalRow]]
"""The turns of this person in this conversation, and what waits to be saved here."""


class Conversation:
    """Turns messages and clicks into answers, for whoever may ask."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._runner = Runner(lambda: self._house.has_accounts(), house.agent.name)

    def turn(self, incoming: Message | Press | Wish, progress: Callable[[str], None] | None = None) -> Turn:
        """Thinks one turn through. Writes nothing; raises NoAskerError when the person is unknown or deactivated."""
        with self._house.open(incoming.person_id) as session:
            desk = self._desk(session, incoming)
            remembered = _remembered(session, desk) if isinstance(incoming, Message) else None
            if isinstance(incoming, Press):  # a click has no words: the conversation's language goes on
                desk = replace(desk, language=_language_here(session, desk))
        if progress:
            desk = replace(desk, progress=progress)
        with metered(Meter(partial(_spent, desk))) as meter:
            if isinstance(incoming, Press):
                turn = self._press(incoming, desk)
            elif isinstance(incoming, Wish):
                turn = self._wish(incoming, desk)
            else:
                turn = self._message(incoming.text, desk, remembered)
        turn.use = meter if meter.requests else None
        return turn

    def desk(self, incoming: Message | Press | Wish) -> Desk:
        """The desk of the acting person."""
        with self._house.open(incoming.person_id) as session:
            return self._desk(session, incoming)

    def _desk(self, session: Session, incoming: Message | Press | Wish) -> Desk:
        house = self._house
        read = partial(house.open, incoming.person_id)
        asker = load_asker(session, incoming.person_id)
        if asker is None:
            raise errors.NoAskerError
        return Desk(
            asker=asker,
            read=read,
            names=house.names(read),
            library=house.library,
            writer=house.writer,
            now=incoming.now or house.clock(),
            language=language_of(asker.locale),
            company=house.company,
            audience=incoming.audience,
            order_key=incoming.order_key,
            sample=house.sample,
        )

    def read(
        self,
        text: str,
        desk: Desk,
        before: Sequence[Said],
        pending: Call | None = None,
        hands: Callable[[str], Hands] | None = None,
    ) -> Reading:
        """What a message means; without `hands`, without doing anything about it."""
        view = View(
            today=desk.today,
            names=desk.names,
            asker=desk.asker.name,
            language=desk.language,
            fiscal_year_start=desk.company.fiscal_year_start,
            pending=pending,
            hands=hands,
        )
        return self._house.agent.read(text, before, view)

    def _message(self, text: str, desk: Desk, remembered: Remembered | None = None) -> Turn:
        if remembered is None:
            with desk.read() as session:
                remembered = _remembered(session, desk)
        turns, waiting = remembered
        shown = Shown.read(turns[-1].shown) if turns else None
        if shown and (chosen := shown.chosen(text)):
            return self._chosen(text, replace(desk, language=turns[-1].language), chosen)
        pending = Call(waiting[0].tool, json.loads(waiting[0].arguments)) if waiting else None
        opened: list[TurnHands] = []
        reading = self.read(text, desk, recalled(turns), pending, partial(self._hands, desk, opened))
        if shown:
            reading = replace(reading, calls=tuple(map(shown.as_offered, reading.calls)))
        desk = replace(desk, language=reading.language)
        turn = Turn(desk, text, [], reading, by=reading.by)
        match reading.decision:
            case "call" if reading.ran:
                opened[-1].count(turn, reading.remarks)
                turn.replaced = waiting[0].id if reading.replaces and waiting else None
            case "call":
                self._runner.run(turn, reading.calls)
                turn.replaced = waiting[0].id if reading.replaces and waiting else None
            case "ask" if reading.ask and reading.ask.pending and _namesakes(reading.ask):
                self._runner.run(turn, [reading.ask.pending])  # the tool knows what tells them apart
            case "ask":
                self._runner.ask(turn, reading.ask or Ask())
            case "save" | "discard" if waiting:
                turn.decide = decisions.maker(desk, reading.decision, waiting[0].id, turn.entries)
                turn.account_data = True
            case "more":
                more = shown.more if shown else None
                self._runner.run(turn, [more]) if more else turn.cards.append(wording.NO_MORE)
            case "save" | "discard":
                turn.cards.append(wording.NOTHING_WAITS)
            case "acknowledge":
                turn.cards.append(wording.ACKNOWLEDGED)
            case "decline":
                turn.cards += wording.declined()
        for hands in opened:
            hands.leave(turn, reading.by)
        if reading.notice:
            turn.cards.append(Notice(level="warning", text=reading.notice))
        return turn

    def _hands(self, desk: Desk, opened: list[TurnHands], language: str) -> TurnHands:
        sealed = partial(self._house.open, desk.asker.id, private=False)
        opened.append(TurnHands(self._runner, replace(desk, language=language), sealed))
        return opened[-1]

    def _press(self, press: Press, desk: Desk) -> Turn:
        turn = Turn(desk, "", [], account_data=True)
        if press.action == "edit":
            with desk.read() as session:
                self._edit(turn, session, press)
        elif press.action == "do":
            with desk.read() as session:
                stored_turn = transcript.turn_of(session, press.ref)
            if stored_turn is None:
                turn.cards.append(wording.OLD_BUTTON)
                return turn
            chosen = Shown.read(stored_turn.shown).at(press.place)
            turn.desk = desk = replace(desk, language=stored_turn.language)
            if isinstance(chosen, str):
                return self._message(chosen, desk)
            if chosen is not None:
                return self._chosen("", desk, chosen)
            turn.cards.append(wording.OLD_BUTTON)
        else:
            turn.decide = decisions.maker(desk, press.action, press.ref, turn.entries)
        return turn

    def _chosen(self, said: str, desk: Desk, call: Call) -> Turn:
        """What was offered as a button or as an answer to a question: there is nothing to understand."""
        turn = Turn(desk, said, [], Reading("call", desk.language, (call,)), account_data=True)
        self._runner.run(turn, [call])
        return turn

    def _wish(self, wish: Wish, desk: Desk) -> Turn:
        heard = desk.names.heard_accounts(wish.text)
        # One account named in the text is the one it is about; with several or none the tool asks.
        named = {"account": heard[0].text} if len(heard) == 1 else {}
        call = Call(wish.call.tool, {**named, **wish.call.arguments})
        turn = Turn(desk, wish.text, [], Reading("call", desk.language, (call,)))
        self._runner.run(turn, [call])
        return turn

    def _edit(self, turn: Turn, session: Session, press: Press) -> None:
        row = next(
            (row for row in proposals.waiting(session, turn.desk.asker.id, turn.desk.now) if row.id == press.ref), None
        )
        change = toolbox.tool(row.tool).change if row else None
        if row is None or change is None or change.edit is None:
            turn.cards.append(wording.OLD_BUTTON)
            return
        turn.cards += change.edit(turn.desk, proposals.content_of(row), press.form)
        turn.replaced = row.id


def _spent(desk: Desk) -> int:
    with desk.read() as session:
        return model_use.spent(session, desk.asker.id, now())


def _namesakes(ask: Ask) -> bool:
    return len({name.casefold() for name in ask.candidates}) < len(ask.candidates)


def _language_here(session: Session, desk: Desk) -> str:
    turns = transcript.recall(session, desk.order_key, desk.asker.id, desk.now)
    return turns[-1].language if turns else desk.language


def _remembered(session: Session, desk: Desk) -> Remembered:
    turns = transcript.recall(session, desk.order_key, desk.asker.id, desk.now)
    waiting = proposals.waiting(session, desk.asker.id, desk.now)
    return turns, [row for row in waiting if row.order_key == desk.order_key]
