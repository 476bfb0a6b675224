"""Who reads a message: the embedded agent where it is sure, and always what a person confirms; the model where it is not."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import pytest

from bot.agents.base import Call, Decision, Reading, Said, View
from bot.agents.openai.breaker import FAILURES, LONGEST_PAUSE, PAUSE, Breaker
from bot.agents.openai.failures import UnreachableError
from bot.agents.router import NEVER, SURE, Router
from tests.bot.house import Scripted
from tools.kit.names import Found, Heard

MODELS = Reading("call", "en", (Call("help", {}),), by="model")


class Nobody:
    """A resolver that knows no name."""

    def accounts(self, written: str) -> tuple[Found, ...]:
        return ()

    people = contacts = accounts

    def heard_accounts(self, message: str) -> tuple[Heard, ...]:
        return ()


@dataclass
class Model:
    """A model that answers one thing, or fails."""

    name: str = "model"
    fails: bool = False
    asked: list[str] = field(default_factory=list)

    def think(self, message: str, before: Sequence[Said], view: View, own: Reading) -> Reading:
        self.asked.append(message)
        if self.fails:
            raise UnreachableError
        return MODELS


VIEW = View(today=date(2026, 3, 18), names=Nobody(), asker="Ann", language="en")  # type: ignore[arg-type]  # all that is asked


def _read(reading: Reading, *, sure: float = SURE, text: str = "…", fails: bool = False) -> tuple[Reading, Model]:
    model = Model(fails=fails)
    return Router(Scripted(readings=[reading]), model, sure).read(text, [], VIEW), model


@pytest.mark.parametrize(("confidence", "by_model"), [(SURE, False), (1.0, False), (SURE - 0.01, True), (0.0, True)])
def test_the_model_reads_what_the_embedded_agent_is_not_sure_of(confidence: float, by_model: bool) -> None:
    own = Reading("decline", "en", confidence=confidence)
    read, model = _read(own)
    assert (read is MODELS) is by_model
    assert bool(model.asked) is by_model
    assert read in (own, MODELS)


def test_with_the_model_for_everything_not_even_the_surest_reading_is_taken() -> None:
    assert _read(Reading("decline", "en", confidence=1.0), sure=NEVER)[0] is MODELS


@pytest.mark.parametrize("decision", ["save", "discard", "more"])
def test_what_a_person_confirms_is_never_a_models_to_say(decision: Decision) -> None:
    own = Reading(decision, "en", confidence=0.1)
    assert _read(own, sure=NEVER)[0] is own


def test_a_message_without_words_goes_nowhere() -> None:
    assert _read(Reading("acknowledge", "en", confidence=0.1), text=" \n")[1].asked == []


def test_where_the_model_fails_the_embedded_reading_stands_and_says_so() -> None:
    own = Reading("decline", "fr", confidence=0.3)
    read, _ = _read(own, fails=True)
    assert (read.decision, read.language) == (own.decision, own.language)
    assert read.notice == UnreachableError.words


def test_the_breaker_opens_after_failures_in_a_row_tries_once_in_a_while_and_closes_on_success() -> None:
    time = [0.0]
    breaker = Breaker(lambda: time[0])
    for _ in range(FAILURES):
        assert breaker.may_try()
        breaker.failed()
    assert not breaker.may_try()
    time[0] = PAUSE
    assert breaker.may_try()
    assert not breaker.may_try()  # one turn tries for all
    breaker.failed()
    time[0] += PAUSE
    assert not breaker.may_try()
    time[0] += PAUSE
    assert breaker.may_try()
    breaker.succeeded()
    assert breaker.may_try()
    breaker.failed()
    assert breaker.may_try()


def test_the_breakers_pause_grows_and_has_an_end() -> None:
    time = [0.0]
    breaker = Breaker(lambda: time[0])
    for _ in range(FAILURES + 12):
        time[0] += LONGEST_PAUSE
        assert breaker.may_try()
        breaker.failed()
    time[0] += LONGEST_PAUSE
    assert breaker.may_try()


def test_a_try_that_says_nothing_of_the_endpoint_lets_the_next_one_try() -> None:
    time = [0.0]
    breaker = Breaker(lambda: time[0])
    for _ in range(FAILURES):
        breaker.failed()
    time[0] = PAUSE
    assert breaker.may_try()
    breaker.gave_up()
    assert breaker.may_try()
