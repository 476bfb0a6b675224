"""What one turn uses of a language model, and what it may still use. The surface of a turn sets it up, whoever asks a model
(the agent, the writer of letters) counts on it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from time import monotonic


def _nothing() -> int:
    """Where nobody counts over the day."""
    return 0


@dataclass
class Meter:
    """Requests, bytes and tokens of one turn."""

    spent_today: Callable[[], int] = _nothing
    """Tokens that the person used before this turn; looked up when a model is first asked."""
    started: float = field(default_factory=monotonic)
    requests: int = 0
    bytes_sent: int = 0
    tokens: int = 0
    model: str = ""
    prompt: str = ""
    """The hash of what the model was told."""


_METER: ContextVar[Meter | None] = ContextVar("meter", default=None)


@contextmanager
def metered(meter: Meter) -> Iterator[Meter]:
    """What is asked of a model inside counts on `meter`."""
    token = _METER.set(meter)
    try:
        yield meter
    finally:
        _METER.reset(token)


@contextmanager
def ensured() -> Iterator[Meter]:
    """The turn's meter; one of its own where no turn has set one up, as where messages are only understood."""
    found = _METER.get()
    if found is not None:
        yield found
        return
    with metered(Meter()) as found:
        yield found


def current() -> Meter:
    """The meter that is set up. Raises LookupError where none is: nothing is asked of a model uncounted."""
    found = _METER.get()
    if found is None:
        raise LookupError("no meter")
    return found
