"""Runs the calls of a turn: each tool's cards into the answer, each read and each proposal into the audit."""

import json
from collections.abc import Callable, Sequence

from bot import errors, wording
from bot.agents.base import Ask, Call
from bot.turn import Turn
from database import audit
from tools.kit import toolbox
from tools.kit.cards import Proposal, Question
from tools.kit.rights import sees_nothing
from tools.kit.toolbox import BadArgumentsError, Outcome


class Runner:
    """The toolbox, for turns. `agent`: whose readings these are, where a turn does not say."""

    def __init__(self, has_accounts: Callable[[], bool], agent: str) -> None:
        self._has_accounts = has_accounts
        self._agent = agent

    def run(self, turn: Turn, calls: Sequence[Call]) -> None:
        """Runs each call; one that fails says so in its own place and keeps no other from its answer."""
        for call in calls:
            try:
                self.one(turn, call)
            except BadArgumentsError as error:
                self.ask(turn, Ask(missing=error.missing or error.wrong, pending=call))
            except toolbox.ToolError as error:
                turn.cards.append(errors.explain(error).card)
                turn.entries.append(self._entry(turn, call, "refuse", type(error).__name__))
        self.close(turn)

    def one(self, turn: Turn, call: Call) -> Outcome | None:
        """Runs one call; None where there are no accounts that it could speak of. Raises ToolError."""
        tool = toolbox.tool(call.tool)
        turn.account_data = turn.account_data or tool.account_data
        if tool.account_data and not self._has_accounts():
            if wording.NO_ACCOUNTS not in turn.cards:
                turn.cards.append(wording.NO_ACCOUNTS)
            return None
        outcome = toolbox.run(turn.desk, call.tool, dict(call.arguments))
        turn.outcomes.append(outcome)
        turn.cards += [wording.answerable(card, call) if isinstance(card, Question) else card for card in outcome.cards]
        asked = next((card for card in outcome.cards if isinstance(card, Question)), None)
        if asked:  # the tool found the doubt: the call waits for the answer as if the agent had asked
            turn.ask = Ask(candidates=tuple(choice.say for choice in asked.choices), pending=call)
        if tool.account_data and not outcome.rows:
            self._say_what_is_seen(turn)
        action = "propose" if any(isinstance(card, Proposal) for card in outcome.cards) else "read"
        turn.entries.append(self._entry(turn, call, action, "answered", outcome))
        return outcome

    def close(self, turn: Turn) -> None:
        """Says how old the answer's data is. What only asks back rests on no data yet."""
        turn.cards += toolbox.origin(turn.desk, [one for one in turn.outcomes if not _only_asks(one)])

    def ask(self, turn: Turn, ask: Ask) -> None:
        """Asks the person."""
        turn.ask = ask
        turn.cards.append(wording.question(ask))
        # The names to choose from are customers' names.
        turn.account_data = turn.account_data or bool(ask.candidates)
        if "account" in ask.missing:
            self._say_what_is_seen(turn)

    def _say_what_is_seen(self, turn: Turn) -> None:
        """To somebody who may see no account at all, nothing found is not the whole answer."""
        if wording.SEES_NOTHING not in turn.cards and self._has_accounts() and sees_nothing(turn.desk):
            turn.cards.append(wording.SEES_NOTHING)

    def _entry(self, turn: Turn, call: Call, action: str, outcome: str, ran: Outcome | None = None) -> audit.Entry:
        rows = [ref.partition(":") for ref in ran.rows] if ran else []
        return audit.Entry(
            action=action,
            tool=call.tool,
            outcome=outcome,
            channel=turn.desk.order_key,
            person_id=turn.desk.asker.id,
            rows=[(table, int(row_id), 0) for table, _, row_id in rows],
            agent=turn.by or self._agent,
            milliseconds=ran.milliseconds if ran else None,
            detail=json.dumps(call.arguments, ensure_ascii=False, default=str),
        )


def _only_asks(outcome: Outcome) -> bool:
    return all(isinstance(card, Question) for card in outcome.cards)
