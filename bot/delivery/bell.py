"""Wakes a waiting thread the moment there is work, or hands it the work itself; asking the database from time to time is
only the fallback."""

from collections import deque
from threading import Condition
from typing import Generic, TypeVar

T = TypeVar("T")


class Bell(Generic[T]):
    """Rung for each piece of new work; whoever waits, wakes. A ring is never lost: it is kept until somebody waits.

    Work that is already the caller's can be handed over without another look into the database: `reserve` a waiting
    thread, then `hand` it the work, or `ring` when there is none after all.
    """

    def __init__(self) -> None:
        self._changed = Condition()
        self._handed: deque[T] = deque()
        self._rings = 0
        self._waiting = 0
        self._reserved = 0

    def ring(self, times: int = 1) -> None:
        """Says that there is work for `times` threads."""
        with self._changed:
            self._rings += times
            self._changed.notify(times)

    def reserve(self) -> bool:
        """Takes one of the waiting threads for work to come; False when all are busy. `hand` or `free` must follow."""
        with self._changed:
            if self._waiting <= self._reserved + len(self._handed):
                return False
            self._reserved += 1
            return True

    def free(self) -> None:
        """There is no work for the reserved thread."""
        with self._changed:
            self._reserved -= 1

    def hand(self, work: T) -> None:
        """Gives the reserved thread its work."""
        with self._changed:
            self._reserved -= 1
            self._handed.append(work)
            self._changed.notify()

    def is_idle(self) -> bool:
        """Whether a thread waits that nobody has work for."""
        with self._changed:
            return self._waiting > self._reserved + len(self._handed)

    def take(self) -> T | None:
        """Work that was handed over, if there is any."""
        with self._changed:
            return self._handed.popleft() if self._handed else None

    def wait(self, seconds: float) -> None:
        """Waits for a ring or for work that is handed over, at most that long."""
        with self._changed:
            if not (self._handed or self._rings):
                self._waiting += 1
                self._changed.wait(seconds)
                self._waiting -= 1
            if self._rings and not self._handed:
                self._rings -= 1
