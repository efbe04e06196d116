"""Uncertainty over replicates: intervals of a mean and of a share, and the spread of futures.

Two questions, two answers. *How well do we know the mean?* is an interval that shrinks with more replicates. *What may
happen?* is the spread of futures, which does not: the range that holds nine runs in ten.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from simulation.results.bootstrap import LEVEL
from simulation.results.quantiles import quantiles

Floats = NDArray[np.float64]

FUTURES = (0.05, 0.95)

# What a mean cannot exceed; a symmetric interval would.
BOUNDS = {
    "share": (0.0, 1.0),
    "rung": (1.0, 8.0),
    "months": (0.0, np.inf),
    "count": (0.0, np.inf),
    "per month": (0.0, np.inf),
}
UNBOUNDED = (-np.inf, np.inf)


class Interval(NamedTuple):
    """Estimates with their intervals, arrays of one shape (without the replicates)."""

    estimate: Floats
    low: Floats
    high: Floats


def mean_interval(values: Floats, level: float = LEVEL) -> Interval:
    """Mean over replicates (first axis) and its Student-t interval; nan bounds with fewer than two replicates."""
    count = len(values)
    mean = values.mean(axis=0) if count else np.full(values.shape[1:], np.nan)
    if count < 2:
        return Interval(mean, np.full_like(mean, np.nan), np.full_like(mean, np.nan))
    reach = stats.t.ppf((1 + level) / 2, count - 1) * values.std(axis=0, ddof=1) / np.sqrt(count)
    return Interval(mean, mean - reach, mean + reach)


def share_interval(successes: int, count: int, level: float = LEVEL) -> tuple[float, float, float]:
    """Share of replicates and its Wilson interval, which is honest also where none or all of them succeed."""
    if count == 0:
        return np.nan, np.nan, np.nan
    interval = stats.binomtest(successes, count).proportion_ci(level, method="wilson")
    return successes / count, float(interval.low), float(interval.high)


def futures(values: Floats) -> tuple[Floats, Floats]:
    """5th and 95th percentile over replicates (first axis): nine futures in ten lie between them."""
    low, high = quantiles(values, FUTURES)
    return low, high
