"""The time that a turn still has for its model, counted from the turn's beginning."""

from time import monotonic

from bot.agents import meter
from bot.agents.openai.failures import SlowError


def left(seconds: float) -> float:
    """Seconds left of `seconds` since the turn began. Raises SlowError when there are none."""
    remaining = meter.current().started + seconds - monotonic()
    if remaining <= 0:
        raise SlowError
    return remaining
