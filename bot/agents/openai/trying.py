"""One request, tried again where the endpoint was busy or failed, as long as the turn has time; and every other way in which
a request can end, as one of our own failures."""

import random
from collections.abc import Callable
from threading import Event
from typing import TypeVar

import httpx2
import openai

from bot.agents.openai.bounds import TRIES
from bot.agents.openai.deadline import left
from bot.agents.openai.failures import BusyError, CutError, ModelError, SlowError, UnreachableError

T = TypeVar("T")

_RESERVE = 3.0
"""Seconds that a wait must leave for the answer."""
_AGAIN = frozenset({408, 409, 425, 429})
_GARBAGE = (ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RecursionError, httpx2.StreamError)
"""What the client makes of a response that is no response at all."""


def tried(ask: Callable[[], T], seconds: float) -> T:
    """What `ask` gives. Raises ModelError."""
    for attempt in range(TRIES):
        last = attempt == TRIES - 1
        try:
            return ask()
        except ModelError as error:
            if last or not isinstance(error, CutError):
                raise
            _wait(_backoff(attempt), seconds, error)
        except openai.APITimeoutError as error:
            raise SlowError from error
        except openai.APIStatusError as error:
            failure: ModelError = BusyError() if error.status_code == 429 else UnreachableError()
            if last or (error.status_code < 500 and error.status_code not in _AGAIN):
                raise failure from error
            asked = _asked_for(error.response.headers)
            _wait(_backoff(attempt) if asked is None else asked, seconds, failure)
        except openai.APIError as error:
            failure = UnreachableError() if isinstance(error, openai.APIConnectionError) else CutError()
            if last:
                raise failure from error
            _wait(_backoff(attempt), seconds, failure)
        except _GARBAGE as error:
            raise CutError from error
    raise UnreachableError


def _backoff(attempt: int) -> float:
    """Half a second, one, two …, each a little different, so that a crowd does not come back together."""
    return 0.5 * float(2**attempt) * random.uniform(0.75, 1.25)  # noqa: S311 - spreads load, hides nothing


def _asked_for(headers: httpx2.Headers) -> float | None:
    """The seconds of a Retry-After, where the endpoint sent one."""
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            return max(0.0, float(headers[name]) * unit)
        except (KeyError, ValueError):
            continue
    return None


def _wait(pause: float, seconds: float, failure: ModelError) -> None:
    if pause + _RESERVE > left(seconds):
        raise failure
    Event().wait(pause)
