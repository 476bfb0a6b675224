"""A circuit breaker: an endpoint that fails again and again is left alone for a while, and costs no turn any time."""

from collections.abc import Callable
from threading import Lock
from time import monotonic

FAILURES = 3
"""Failures in a row after which the endpoint is left alone."""
PAUSE, LONGEST_PAUSE = 30.0, 600.0
"""Seconds; doubled with each try that fails again."""


class Breaker:
    """One a process and endpoint; thread-safe."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._failures = 0
        self._pause = PAUSE
        self._closed_until = 0.0
        self._trying = False

    def may_try(self) -> bool:
        """Whether the endpoint may be asked now. After a pause one turn tries for all, the others go on without."""
        with self._lock:
            if self._failures < FAILURES:
                return True
            if self._trying or self._clock() < self._closed_until:
                return False
            self._trying = True
            return True

    def succeeded(self) -> None:
        """The endpoint answered."""
        with self._lock:
            self._failures, self._pause, self._trying = 0, PAUSE, False

    def failed(self) -> None:
        """It did not."""
        with self._lock:
            self._failures += 1
            if self._failures >= FAILURES:
                self._closed_until = self._clock() + self._pause
                if self._trying:
                    self._pause = min(self._pause * 2, LONGEST_PAUSE)
                    self._closed_until = self._clock() + self._pause
            self._trying = False

    def gave_up(self) -> None:
        """The try ended for a reason that says nothing of the endpoint."""
        with self._lock:
            self._trying = False
