"""The hands of an agent that must see what a tool returns before it goes on: a turn of its own, apart from the person's
until the agent's reading counts. What they ran is in the audit in any case."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from bot.agents.base import Call, Ran
from bot.running import Runner
from bot.text import plain
from bot.turn import Turn, reader_of
from tools.kit import people_at, toolbox
from tools.kit.cards import Card, Remark
from tools.kit.desk import Desk, Read
from tools.kit.people_at import PersonAt, keeps_private_notes
from tools.kit.tool import Arguments, Tool


class TurnHands:
    """The toolbox of one turn. `sealed`: the asker's session without even their own private notes."""

    def __init__(self, runner: Runner, desk: Desk, sealed: Read) -> None:
        self._runner = runner
        self._sealed = replace(desk, read=sealed, tray=[])
        self._turn = Turn(replace(desk, tray=[]), "", [])

    def offered(self) -> Sequence[Tool[Arguments]]:
        """The tools that this asker may use here."""
        return toolbox.offered(self._turn.desk)

    def call(self, call: Call) -> Ran:
        """Runs a call for the asker. Raises ToolError."""
        turn = self._turn
        before = len(turn.cards)
        outcome = self._runner.one(turn, call)
        shown = turn.cards[before:]
        if outcome is None:
            return Ran(shown, shown)
        told = outcome.cards
        if outcome.tool.change is None and self._keeps_private_notes:
            # Read again without them: what goes to a model is not filtered afterwards, it was never there.
            told = toolbox.run(self._sealed, call.tool, dict(call.arguments)).cards
        return Ran(shown, told, self._accounts(call))

    @cached_property
    def _keeps_private_notes(self) -> bool:
        return keeps_private_notes(self._turn.desk)

    def _accounts(self, call: Call) -> frozenset[int]:
        written = call.arguments.get("account")
        rows = self._turn.desk.names.accounts(written) if isinstance(written, str) else ()
        return frozenset(row.id for row in rows) if len(rows) == 1 else frozenset()

    def words(self, cards: Sequence[Card]) -> str:
        """Cards as plain text, as the asker reads them."""
        return plain(cards, reader_of(self._turn.desk))

    def people_at(self, accounts: frozenset[int]) -> Sequence[PersonAt]:
        """The contacts of these accounts."""
        return people_at.people_at(self._turn.desk, accounts)

    def progress(self, sentence: str) -> None:
        """Shows a sentence to whoever waits."""
        self._turn.desk.progress(sentence)

    def count(self, turn: Turn, remarks: Sequence[str]) -> None:
        """What was run becomes the turn's: the remarks, the cards, the proposals."""
        own = self._turn
        if remarks:
            turn.cards.append(Remark(drafted=tuple(remarks), language=own.desk.language))
        turn.cards += own.cards
        turn.outcomes += own.outcomes
        turn.ask = own.ask
        turn.account_data = turn.account_data or own.account_data
        turn.desk.tray.extend(own.desk.tray)
        self._runner.close(turn)

    def leave(self, turn: Turn, by: str | None) -> None:
        """What was read stays in the audit, whether it counts or not; with `by`, who read it."""
        turn.entries += [replace(entry, agent=by or entry.agent) for entry in self._turn.entries]
