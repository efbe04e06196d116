"""How often something may be done: so many at once, and one more whenever a while has passed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import NamedTuple

ROUNDING = 1e-9  # seconds


class Pace(NamedTuple):
    """So many at once, and the seconds after which there is one more."""

    at_once: int
    seconds: float


class Rates:
    """Keeps everybody's pace; safe for threads, bounded in memory.

    Parameters
    ----------
    most : keys that are remembered; beyond, those that have waited longest begin anew.
    clock : tells seconds.
    """

    def __init__(self, pace: Pace, most: int = 10_000, clock: Callable[[], float] = time.monotonic) -> None:
        self.pace, self.most, self._clock = pace, most, clock
        self._full_again: dict[str, float] = {}  # when all are there again; nobody is kept for whom that is so
        self._lock = threading.Lock()

    def wait(self, key: str = "") -> float:
        """Seconds until there is one; 0 if there is."""
        with self._lock:
            return self._wait(key, self._clock())

    def take(self, key: str = "") -> float:
        """Take one; return 0, or the seconds until there is one, and then none was taken."""
        with self._lock:
            now = self._clock()
            wait = self._wait(key, now)
            if not wait:
                self._full_again[key] = max(self._full_again.pop(key, now), now) + self.pace.seconds
                self._forget(now)
            return wait

    def _wait(self, key: str, now: float) -> float:
        missing = max(self._full_again.get(key, now) - now, 0.0) + self.pace.seconds
        wait = missing - self.pace.at_once * self.pace.seconds
        return wait if wait > ROUNDING else 0.0

    def _forget(self, now: float) -> None:
        if len(self._full_again) > self.most:
            self._full_again = {key: when for key, when in self._full_again.items() if when > now}
        while len(self._full_again) > self.most:
            del self._full_again[next(iter(self._full_again))]
