"""Bootstrap weights and indices: the same results always give the same intervals."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]

RESAMPLES = 1000
LEVEL = 0.90
SEED = 1


def indices(count: int, resamples: int, stream: int) -> NDArray[np.int64]:
    """``[resample, count]`` numbers drawn with replacement; different streams are independent of each other."""
    drawn = stats.randint(0, max(count, 1)).rvs((resamples, count), random_state=SEED + 7919 * stream)
    return np.asarray(drawn, np.int64)


def over_units_and_replicates(
    values: Floats, statistic: Callable[[Floats], Floats], resamples: int = RESAMPLES
) -> Floats:
    """Resampled statistics, ``[resample, …]``, with both sources of error: which points were drawn and which futures.

    Parameters
    ----------
    values : ``[unit, point of the unit, replicate]``; a unit is what the sampler draws as a whole (a row of Saltelli's
        base sample with its variants, a trajectory of Morris), so units are resampled, and replicates with them. All
        points share their chance, so a replicate is resampled for all points at once.
    statistic : from means over replicates ``[unit, point]`` and the units' numbers to the numbers wanted.
    """
    units, replicates = indices(len(values), resamples, 0), indices(values.shape[2], resamples, 1)
    drawn = []
    for rows, columns in zip(units, replicates, strict=True):
        means = values @ (np.bincount(columns, minlength=values.shape[2]) / values.shape[2])
        drawn.append(statistic(means[rows]))
    return np.array(drawn)


def interval(drawn: Floats, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Percentile interval over the first axis; resamples without a value are left out."""
    if not np.isfinite(drawn).any():
        nothing = np.full(drawn.shape[1:], np.nan)
        return nothing, nothing
    low, high = np.nanquantile(drawn, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return low, high
