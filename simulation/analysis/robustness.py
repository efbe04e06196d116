"""Which levers do well whatever the world is like: regret and satisficing over the uncertainties.

References
----------
Savage, L. J. (1951). The theory of statistical decision. JASA 46, 55-67. (Minimax regret.)
Starr, M. K. (1963). Product design and decision theory. Prentice-Hall. (The domain criterion: satisficing.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulation.results.bootstrap import RESAMPLES_OF_ANALYSES, indices, interval

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Robustness:
    """How each policy does over all states of the world.

    Attributes
    ----------
    policies : their names.
    columns : ``mean`` outcome; ``mean_regret`` and ``high_regret`` (the 90th percentile): how much better the best
        policy would have been in the same state; ``best``: share of the states in which no policy does better;
        ``satisfied``: share of the states in which the outcome is good enough.
    estimate, low, high : ``[policy, column]``, with 90 % intervals over states and replicates.
    """

    policies: tuple[str, ...]
    columns: tuple[str, ...]
    estimate: Floats
    low: Floats
    high: Floats


COLUMNS = ("mean", "mean_regret", "high_regret", "best", "satisfied")
SAME = 1e-12


def robustness(
    values: Floats,
    policies: Sequence[str],
    good_enough: float,
    more_is_better: bool = True,
    resamples: int = RESAMPLES_OF_ANALYSES,
) -> Robustness:
    """Compare policies over sampled states of the world.

    Parameters
    ----------
    values : outcome ``[policy, state, replicate]``; all policies meet the same states and the same chance.
    good_enough : the least outcome (the greatest, if less is better) that satisfies.
    """
    sign = 1.0 if more_is_better else -1.0

    def statistic(means: Floats) -> Floats:
        best = (sign * means).max(axis=0)
        regret = best - sign * means
        return np.column_stack(
            [
                means.mean(axis=1),
                regret.mean(axis=1),
                np.quantile(regret, 0.9, axis=1),
                (regret <= SAME).mean(axis=1),
                (sign * means >= sign * good_enough).mean(axis=1),
            ]
        )

    values = np.where(np.isfinite(values), values, np.nanmean(values, axis=2, keepdims=True))
    states, replicates = indices(values.shape[1], resamples, 0), indices(values.shape[2], resamples, 1)
    drawn = []
    for rows, columns in zip(states, replicates, strict=True):
        weights = np.bincount(columns, minlength=values.shape[2]) / values.shape[2]
        drawn.append(statistic((values @ weights)[:, rows]))
    low, high = interval(np.array(drawn))
    return Robustness(tuple(policies), COLUMNS, statistic(values.mean(axis=2)), low, high)
