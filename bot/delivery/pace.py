"""How fast a channel may be written to: Slack takes about one message a second, and a short burst."""

import time
from collections.abc import Callable
from threading import Lock

RATE = 1.0
"""Messages a second and channel."""
BURST = 4
"""Messages that may go at once after a pause: an answer and its files."""
FORGET = 1_000
"""Channels that are remembered; one that is full again needs no memory."""


class Pace:
    """Counts what went where. Safe between threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._full_at: dict[str, float] = {}
        self._lock = Lock()

    def take(self, channel: str) -> None:
        """One message goes out now."""
        with self._lock:
            at = self._clock()
            self._full_at[channel] = max(self._full_at.get(channel, at), at) + 1 / RATE
            if len(self._full_at) > FORGET:
                self._full_at = {name: full for name, full in self._full_at.items() if full > at}

    def pause(self, channel: str, seconds: float) -> None:
        """Slack asked for a rest: nothing goes there for so long."""
        with self._lock:
            self._full_at[channel] = self._clock() + seconds + (BURST - 1) / RATE

    def busy(self) -> list[str]:
        """The channels that can't be written to at this moment."""
        with self._lock:
            edge = self._clock() + (BURST - 1) / RATE
            return [channel for channel, full in self._full_at.items() if full > edge]

    def is_free(self, channel: str) -> bool:
        """Whether the channel can be written to at this moment."""
        with self._lock:
            return self._full_at.get(channel, 0.0) <= self._clock() + (BURST - 1) / RATE

    def wait(self, most: float) -> float:
        """Seconds until one of the busy channels is free, at most `most`."""
        with self._lock:
            edge = self._clock() + (BURST - 1) / RATE
            times = [full - edge for full in self._full_at.values() if full > edge]
        return max(min([most, *times]), 0.01)
