"""Uncertainty over replicates: intervals of a mean and of a share, and the spread of futures.

Two questions, two answers. *How well do we know the mean?* is an interval that shrinks with more replicates. *What may
happen?* is the spread of futures, which does not: the range that holds nine runs in ten.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from simulation.results.bootstrap import FEWEST, LEVEL, TOO_FEW, bootstrap_replicates

Floats = NDArray[np.float64]

FEWEST_FUTURES = 19  # replicates of which the lowest and the highest hold nine futures in ten between them
NO_SPREAD = f"no spread of futures: it takes {FEWEST_FUTURES} replicates"
THE_SAME = "no interval: the same in all replicates"
_SYMMETRIC = 1e-6  # skewness below which the transformation would divide nothing by nothing

# What a mean cannot exceed; a symmetric interval would.
BOUNDS = {
    "share": (0.0, 1.0),
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
    """Mean over replicates (first axis) and its interval: Student's, longer towards a long tail.

    Student's t misses the side on which rare large values lie. Hall's transformation (1992, JRSS B 54, 221-228)
    corrects for the skewness, and is too narrow where tails are heavy on both sides; so each end is the farther of the
    two. nan with fewer than `FEWEST` replicates, and where all of them are the same: what has not varied yet may.
    """
    count = len(values)
    mean = values.mean(axis=0) if count else np.full(values.shape[1:], np.nan)
    if count < FEWEST:
        return Interval(mean, np.full_like(mean, np.nan), np.full_like(mean, np.nan))
    spread = np.where(np.ptp(values, axis=0) > 0, values.std(axis=0, ddof=1), np.nan)
    skew = count / (count - 1) / (count - 2) * (((values - mean) / spread) ** 3).sum(axis=0)
    reach = stats.t.ppf((1 + level) / 2, count - 1) / np.sqrt(count)
    low = np.minimum(-reach, -_for_skewness(reach, skew, count))
    high = np.maximum(reach, -_for_skewness(-reach, skew, count))
    return Interval(mean, mean + spread * low, mean + spread * high)


def _for_skewness(reach: float, skew: Floats, count: int) -> Floats:
    """Inverse of Hall's transformation: the studentised error that a symmetric one of this size stands for."""
    skewed = np.abs(skew) > _SYMMETRIC
    divisor = np.where(skewed, skew, 1.0)
    return np.where(skewed, 3 / divisor * (np.cbrt(1 + divisor * (reach - divisor / (6 * count))) - 1), reach)


def ratio_interval(numerators: Floats, denominators: Floats, level: float = LEVEL) -> tuple[float, float, float]:
    """Ratio of sums over replicates, with its interval: expanded percentiles, or a jackknife that reaches farther.

    Percentiles of few replicates cannot lie outside what was seen, a jackknife with Student's t misses long tails; so
    each end is the farther of the two. nan with fewer than `FEWEST` replicates.
    """
    count = len(denominators)

    def ratio(drawn: Floats) -> Floats:
        weight = drawn @ denominators
        # A resample of replicates without anything to lose has no ratio, and then the interval is not known either.
        return np.divide(drawn @ numerators, weight, out=np.full_like(weight, np.nan), where=weight > 0)[:, None]

    estimate = float(ratio(np.ones((1, count)))[0, 0])
    low, high = (float(bound[0]) for bound in bootstrap_replicates(ratio, count, level))
    if count < FEWEST:
        return estimate, low, high
    pseudo = count * estimate - (count - 1) * ratio(1 - np.eye(count))[:, 0]
    reach = float(stats.t.ppf((1 + level) / 2, count - 1) * pseudo.std(ddof=1) / np.sqrt(count))
    return estimate, min(low, estimate - reach), max(high, estimate + reach)


def why_no_interval(values: Floats) -> str:
    """Why `mean_interval` gives none for these replicates; empty if it does."""
    if len(values) < FEWEST:
        return TOO_FEW
    return "" if np.ptp(values) > 0 else THE_SAME


def share_interval(successes: int, count: int, level: float = LEVEL) -> tuple[float, float, float]:
    """Share of replicates and its exact interval (Clopper & Pearson 1934), which never holds the truth less often.

    Wilson's is shorter, and misses the truth in one case of five where a fifth of a success is expected. Nothing is
    refused: the fewer there are, the longer it is.
    """
    if count == 0:
        return np.nan, np.nan, np.nan
    interval = stats.binomtest(successes, count).proportion_ci(level, method="exact")
    return successes / count, float(interval.low), float(interval.high)


def futures(values: Floats, share: float = LEVEL) -> tuple[Floats, Floats]:
    """Values over replicates (first axis) between which nine futures in ten lie, as near as ranks come to it.

    The one rule for a spread, wherever it is printed, stored or drawn; ``share`` is another than nine in ten.

    Between the ranks ``r`` and ``n + 1 - r`` of ``n`` replicates the next one lies with a chance of
    ``(n + 1 - 2 r) / (n + 1)``, whatever the distribution. With fewer than `FEWEST_FUTURES` even the lowest and the
    highest are not far enough apart: nan.
    """
    count = len(values)
    if count < FEWEST_FUTURES:
        nothing = np.full(values.shape[1:], np.nan)
        return nothing, nothing
    # Order statistics: runs that lie beyond the horizon are infinite, and cannot be interpolated.
    rank = math.ceil((count + 1) * (1 - share) / 2 - 0.5)
    ordered = np.partition(values, (rank - 1, count - rank), axis=0)
    return ordered[rank - 1], ordered[count - rank]
