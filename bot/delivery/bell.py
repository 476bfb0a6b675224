"""Wakes a waiting thread the moment there is work; asking the database from time to time is only the fallback."""

from threading import Semaphore


class Bell:
    """Rung for each piece of new work; whoever waits, wakes. A ring is never lost: it is kept until somebody waits."""

    def __init__(self) -> None:
        self._rings = Semaphore(0)

    def ring(self, times: int = 1) -> None:
        """Says that there is work for `times` threads."""
        self._rings.release(times)

    def wait(self, seconds: float) -> bool:
        """Waits for a ring, at most that long. True when it rang."""
        return self._rings.acquire(timeout=seconds)
