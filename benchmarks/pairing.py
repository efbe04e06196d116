"""Ratios of times measured in turn, A B A B …, so that whatever else the machine does falls on both."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

Work = Callable[[], float]  # does some work and returns the time of one unit of it


@dataclass(frozen=True)
class Spread:
    """Median, least and most of the pairs of one measurement."""

    median: float
    least: float
    most: float
    pairs: int

    @classmethod
    def of(cls, values: list[float]) -> Spread:
        """The spread of the given values."""
        return cls(float(np.median(values)), min(values), max(values), len(values))

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)


@dataclass(frozen=True)
class Pairing:
    """``ratio`` is the time of the second, per unit, over that of the first; times in seconds per unit."""

    first: Spread
    second: Spread
    ratio: Spread

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        return {name: getattr(self, name).to_json() for name in ("first", "second", "ratio")}


def pair(first: Work, second: Work, pairs: int) -> Pairing:
    """Measure two kinds of work in turn, once each beforehand so that neither pays for a first time."""
    first(), second()
    times = np.array([(first(), second()) for _ in range(pairs)])
    return Pairing(
        Spread.of(times[:, 0].tolist()),
        Spread.of(times[:, 1].tolist()),
        Spread.of((times[:, 1] / times[:, 0]).tolist()),
    )


def timed(work: Callable[[], object], units: float, repeat: int = 1) -> Work:
    """Thread processor time per unit, the least of ``repeat`` repetitions; waiting for a core does not count."""

    def measure() -> float:
        best = np.inf
        gc.collect()
        for _ in range(repeat):
            began = time.thread_time()
            work()
            best = min(best, time.thread_time() - began)
        return best / units

    return measure
