"""One turn's errand to a model: what it may call, what it called, what came of it. The graph carries it as its runtime
context; nothing of it is in a schema, and nothing that a model says can change who it acts for."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import ValidationError

from bot import errors
from bot.agents.base import Ask, Call, Hands, Json, Ran, View
from bot.agents.openai import bounds, outcomes
from bot.agents.openai.arguments import unfaithful
from bot.agents.openai.connection import Connection
from bot.agents.openai.failures import LoopError, ModelError
from bot.agents.openai.placeholders import Placeholders
from bot.agents.openai.sending import as_data, pieces, tellable
from tools.kit import toolbox
from tools.kit.cards import Card, Question
from tools.kit.claims import Evidence, evidence
from tools.kit.toolbox import BadArgumentsError, NotAllowedError, UnknownToolError

_MISSPOKEN = 2
_NOBODYS_ARGUMENTS = (ValueError, TypeError, ArithmeticError, LookupError, RecursionError)
"""What a tool may fail with over arguments that no person would give: the turn goes on without the model."""
_ROW = re.compile(r"accounts:(\d+)")


@dataclass
class Errand:
    """What happens between the message and the reading."""

    view: View
    hands: Hands | None
    connection: Connection
    people: Placeholders
    said: Sequence[str]
    """The person's own messages, this one last."""
    language: str
    tools: Sequence[str]
    """Names of the tools that this question tells of."""
    calls: list[Call] = field(default_factory=list)
    asked: Ask | None = None
    decided: str | None = None
    """"decline" or "acknowledge"."""
    corrects: bool = False
    done: bool = False
    """Nothing more is to be asked of the model."""
    shown: list[Card] = field(default_factory=list)
    """What a model may know of what the tools returned."""
    accounts: set[int] = field(default_factory=set)
    _numbers: int = 0
    _misspoken: int = 0
    _known: tuple[int, Evidence] | None = None
    _made: dict[str, int] = field(default_factory=dict)

    @property
    def outcomes(self) -> frozenset[str]:
        """What the model may decide besides calling a tool."""
        return outcomes.NAMES if self.view.pending else outcomes.NAMES - {outcomes.CORRECT}

    def misspoke(self) -> None:
        """The model's calls could not be read. Raises ModelError the third time."""
        self._misspoken += 1
        if self._misspoken > _MISSPOKEN:
            raise ModelError

    def take(self, name: str, given: Mapping[str, object]) -> str:
        """One call of the model's, as its place in the conversation reads it. Raises LoopError when there are too many."""
        self._numbers += 1
        if self._numbers > bounds.TOOL_CALLS:
            raise LoopError
        arguments = self._understood(given)
        same = f"{name} {json.dumps(arguments, sort_keys=True, default=str)}"
        self._made[same] = self._made.get(same, 0) + 1
        if self._made[same] > bounds.SAME_CALLS:
            raise LoopError
        if self._made[same] > 1:
            return "You called this already; its result is above."
        if name in outcomes.NAMES:
            return self._decide(name, arguments)
        return self._call(Call(name, arguments))

    def _understood(self, given: Mapping[str, object]) -> dict[str, Json]:
        """The arguments without what is empty, people being themselves again."""
        plain: dict[str, Json] = json.loads(json.dumps(dict(given), default=str))
        return {name: self.people.shown_in(value) for name, value in plain.items() if value not in (None, "", [], {})}

    def _decide(self, name: str, arguments: Mapping[str, Json]) -> str:
        if name == outcomes.CORRECT:
            self.corrects = self.view.pending is not None
            return "Noted. Now call the tool."
        self.done = True
        if name != outcomes.ASK:
            self.decided = name
            return "Noted."
        self.asked = self._ask(arguments)
        return "The colleague is asked."

    def _ask(self, arguments: Mapping[str, Json]) -> Ask:
        """Only arguments that exist are missing, and only accounts that the asker may see are candidates."""
        missing = tuple(name for name in _names(arguments.get("missing")) if name in outcomes.MISSING)
        rows = [self.view.names.accounts(name) for name in _names(arguments.get("candidates"))]
        candidates = tuple(dict.fromkeys(row.name for found in rows for row in found))
        return Ask(missing=() if len(candidates) > 1 else missing, candidates=candidates if len(candidates) > 1 else ())

    def _call(self, call: Call) -> str:
        try:
            tool = toolbox.tool(call.tool)
        except UnknownToolError:
            return f"There is no such tool. Use one of: {', '.join(self.tools)}."
        wrong = unfaithful(call.arguments, self.said, "\n".join(self._texts()), self.language)
        if wrong:
            return f"Not done: {', '.join(wrong)} must be in the colleague's own words."
        try:
            tool.arguments.model_validate(dict(call.arguments))
        except ValidationError as error:
            faults = [f"{'.'.join(map(str, fault['loc'])) or 'arguments'}: {fault['type']}" for fault in error.errors()]
            return f"Not done, the arguments are wrong: {'; '.join(faults[:5])}."
        if self.hands is None:
            self.calls.append(call)
            self.done = True
            return "Noted."
        return self._run(call, self.hands)

    def _run(self, call: Call, hands: Hands) -> str:
        try:
            ran = hands.call(call)
        except NotAllowedError:
            return "Not done: the colleague's role may not use this tool."
        except BadArgumentsError as error:
            return f"Not done, the arguments are wrong: {', '.join(error.missing or error.wrong)}."
        except _NOBODYS_ARGUMENTS as error:
            errors.explain(error)  # into the log: a tool's own check was missing
            raise ModelError from error
        self.calls.append(call)
        self._note(ran)
        if any(isinstance(card, Question) for card in ran.shown):
            self.done = True  # the colleague answers it, not the model
        if self.connection.data == "none":
            self.done = True
            return "Done. The colleague is shown the answer."
        told = tellable(ran.told, self.connection.data)
        self.shown += told
        self.people.spare(self._accounts())
        self.people.know(hands.people_at(frozenset(self.accounts)))
        return as_data(call.tool, self.people.hidden(hands.words(told), result=True))

    def _note(self, ran: Ran) -> None:
        self.accounts |= ran.accounts
        for card in ran.told:
            self.accounts |= {int(number) for number in _ROW.findall(card.model_dump_json(include={"rows", "facts"}))}

    def _texts(self) -> list[str]:
        return [self.hands.words([card]) for card in self.shown] if self.hands else []

    def evidence(self) -> Evidence:
        """What may vouch for the model's sentences."""
        if self._known is None or self._known[0] != len(self.shown):
            texts = [self.hands.words([card]) for card in pieces(self.shown)] if self.hands else []
            self._known = len(self.shown), evidence(texts, self._accounts(), self.language, self.view.names)
        return self._known[1]

    def _accounts(self) -> list[str]:
        found = [self.view.names.account(number) for number in sorted(self.accounts)]
        return [row.name for row in found if row]


def _names(value: Json) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
