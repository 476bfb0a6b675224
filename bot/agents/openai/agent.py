"""Asks a language model what a message means, and lets it use the turn's tools. It fails as a ModelError, never otherwise."""

from collections.abc import Sequence
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

import prompts
from bot.agents import meter
from bot.agents.base import Call, Reading, Said, View
from bot.agents.openai import bounds, choice
from bot.agents.openai.breaker import Breaker
from bot.agents.openai.connection import Connection
from bot.agents.openai.errand import Errand
from bot.agents.openai.failures import (
    ModelError,
    PrivateError,
    SilentError,
    SpentError,
    TooLongToSendError,
    UnreachableError,
)
from bot.agents.openai.placeholders import Placeholders
from bot.agents.openai.question import is_private, is_private_call, question
from tools.kit import toolbox
from tools.kit.claims import kept, sentences

if TYPE_CHECKING:
    from bot.agents.openai.graph import Graph  # LangChain takes seconds to import

PROMPTS = ("answer", "voice")
_FRAME = 420
"""Bytes of a request besides its texts and tools: model, options, names of fields, signs that are written longer."""


class ModelAgent:
    """One endpoint's model. It is asked only for what the embedded agent is not sure of (`bot/agents/router.py`)."""

    def __init__(self, connection: Connection, breaker: Breaker | None = None) -> None:
        self.connection = connection
        self._breaker = breaker or Breaker()
        self._lock = Lock()
        self._graph: Graph | None = None

    @cached_property
    def name(self) -> str:
        """As the audit names it: the model, and the hash of what it is told."""
        return f"model {self.connection.model[:50]} prompt {prompts.digest(*PROMPTS)}"

    def graph(self) -> "Graph":
        """LangChain's agent, built when it is first needed."""
        with self._lock:
            if self._graph is None:
                from bot.agents.openai.graph import Graph

                self._graph = Graph(self.connection, "\n\n".join(map(prompts.text, PROMPTS)))
            return self._graph

    def think(self, message: str, before: Sequence[Said], view: View, own: Reading) -> Reading:
        """The meaning of `message`, its calls run where there are hands. `own` is what the embedded agent read.

        Raises ModelError.
        """
        with meter.ensured():
            return self._think(message, before, view, own)

    def _think(self, message: str, before: Sequence[Said], view: View, own: Reading) -> Reading:
        about = [*_calls_of(own), *([view.pending] if view.pending else [])]
        if is_private(message) or any(map(is_private_call, about)):
            raise PrivateError
        errand, text = self._prepared(message, before, view, own)
        self._check_share()
        if not self._breaker.may_try():
            raise UnreachableError
        try:
            words = self.graph().run(text, errand, _Streaming(errand).hear)
        except ModelError as error:
            self._settle(error)
            if errand.calls and errand.hands and error.is_endpoints_fault:
                # What the tools gave stands, even if the model's last words never came.
                return self._read(errand, "", own, notice=error)
            raise
        except BaseException:
            self._breaker.gave_up()
            raise
        self._breaker.succeeded()
        return self._read(errand, words, own)

    def say(self, system: str, text: str) -> str:
        """One text for another, without tools. Raises ModelError."""
        with meter.ensured():
            return self._say(system, text)

    def _say(self, system: str, text: str) -> str:
        self._check_share()
        if not self._breaker.may_try():
            raise UnreachableError
        try:
            words = self.graph().say(system, text)
        except ModelError as error:
            self._settle(error)
            raise
        except BaseException:
            self._breaker.gave_up()
            raise
        self._breaker.succeeded()
        return words

    def _settle(self, error: ModelError) -> None:
        if error.is_endpoints_fault:
            self._breaker.failed()
        else:
            self._breaker.gave_up()

    def _check_share(self) -> None:
        use = meter.current()
        use.model, use.prompt = self.connection.model[:80], prompts.digest(*PROMPTS)
        if use.spent_today() + use.tokens >= self.connection.daily_tokens:
            raise SpentError

    def _prepared(self, message: str, before: Sequence[Said], view: View, own: Reading) -> tuple[Errand, str]:
        connection = self.connection
        hands = view.hands(own.language) if view.hands else None
        people = Placeholders(view.names, hides=connection.hides_contacts)
        heard = view.names.heard_accounts(message)
        people.spare([one.text for one in heard])
        if hands:
            people.know(hands.people_at(frozenset(row.id for one in heard for row in one.rows)))
        text = question(message, before, view, own.language, connection.data, people)
        offered = [tool.name for tool in hands.offered()] if hands else list(toolbox.names())
        errand = Errand(
            view=view,
            hands=hands,
            connection=connection,
            people=people,
            said=[*(said.text for said in before if said.role == "user"), message],
            language=own.language,
            tools=(),
        )
        room = bounds.FIRST_REQUEST - _FRAME - _size(text) - sum(map(_size, map(prompts.text, PROMPTS)))
        room -= sum(map(choice.size, errand.outcomes))
        errand.tools = choice.chosen(message, own, before, view, offered, room)
        if not errand.tools:
            raise TooLongToSendError
        return errand, text

    def _read(self, errand: Errand, words: str, own: Reading, notice: ModelError | None = None) -> Reading:
        by = self.name
        if errand.calls:
            known = errand.evidence()
            return Reading(
                "call",
                own.language,
                tuple(errand.calls),
                replaces=errand.corrects and _is_same_account(errand),
                ran=errand.hands is not None,
                remarks=kept(errand.people.shown(words), known) if words else (),
                notice=notice.words if notice else None,
                by=by,
            )
        if errand.asked and (errand.asked.missing or errand.asked.candidates):
            return Reading("ask", own.language, ask=errand.asked, by=by)
        match errand.decided:
            case "decline":
                return Reading("decline", own.language, by=by)
            case "acknowledge":
                return Reading("acknowledge", own.language, by=by)
        raise SilentError


class _Streaming:
    """Passes on the sentences that are finished and vouched for while the model still speaks."""

    def __init__(self, errand: Errand) -> None:
        self._errand = errand
        self._passed = 0

    def hear(self, text: str) -> None:
        """What has been said of this response so far."""
        hands = self._errand.hands
        if hands is None or not self._errand.shown or text[-1:] not in ".!?。！？\n":
            return
        said = sentences(self._errand.people.shown(text))
        for sentence in said[self._passed :]:
            for good in kept(sentence, self._errand.evidence()):
                hands.progress(good)
        self._passed = len(said)


def _calls_of(own: Reading) -> list[Call]:
    return [*own.calls, *([own.ask.pending] if own.ask and own.ask.pending else [])]


def _is_same_account(errand: Errand) -> bool:
    """A correction is of the same tool and customer as the change that waits."""
    pending = errand.view.pending
    if pending is None or len(errand.calls) != 1 or errand.calls[0].tool != pending.tool:
        return False
    said, waits = errand.calls[0].arguments.get("account"), pending.arguments.get("account")
    return said == waits or _ids(errand.view, said) == _ids(errand.view, waits)


def _ids(view: View, written: object) -> set[int]:
    return {row.id for row in view.names.accounts(written)} if isinstance(written, str) else set()


def _size(text: str) -> int:
    """Bytes of a text inside JSON."""
    return len(text.encode("utf-8", "replace")) + text.count("\n") + text.count('"') + text.count("\\")
