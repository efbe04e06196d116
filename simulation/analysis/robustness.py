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
from numpy.typing import ArrayLike, NDArray

from simulation.analysis.given import names, number, numbers, too_few_resamples, weights_of, yes
from simulation.results.averages import Averages
from simulation.results.bootstrap import FEWEST, RESAMPLES_OF_ANALYSES, expanded_interval, indices
from simulation.results.quantiles import quantiles
from simulation.world.errors import AnalysisError

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
    estimate, low, high : ``[policy, column]``, with 90 % intervals over states and replicates; nan from fewer than
        `FEWEST` states, and from fewer than `FEWEST_RESAMPLES` resamples. With fewer than `FEWEST` replicates they hold
        the chance of the states alone.
    """

    policies: tuple[str, ...]
    columns: tuple[str, ...]
    estimate: Floats
    low: Floats
    high: Floats


COLUMNS = ("mean", "mean_regret", "high_regret", "best", "satisfied")
SAME = 1e-12


def robustness(
    values: ArrayLike,
    policies: Sequence[str],
    good_enough: float,
    more_is_better: bool = True,
    resamples: int = RESAMPLES_OF_ANALYSES,
    weights: ArrayLike | None = None,
) -> Robustness:
    """Compare policies over sampled states of the world.

    Parameters
    ----------
    values : outcome ``[policy, state, replicate]``; all policies meet the same states and the same chance.
    good_enough : the least outcome (the greatest, if less is better) that satisfies.
    weights : how much each future weighs in the mean of its state, the same by default; see `Stored.weights`.
    """
    few = too_few_resamples(resamples)
    good_enough = number("good_enough", good_enough)
    outcome = _outcome(values, policies, weights)
    sign = 1.0 if yes("more_is_better", more_is_better) else -1.0

    def statistic(means: Floats) -> Floats:
        best = (sign * means).max(axis=0)
        regret = best - sign * means
        return np.column_stack(
            [
                means.mean(axis=1),
                regret.mean(axis=1),
                quantiles(regret.T, [0.9])[0],
                (regret <= SAME).mean(axis=1),
                (sign * means >= sign * good_enough - SAME).mean(axis=1),
            ]
        )

    estimate = statistic(outcome.means())
    states, replicates = outcome.numerators.shape[1:]
    if states < FEWEST or few:
        return Robustness(tuple(policies), COLUMNS, estimate, *(np.full_like(estimate, np.nan),) * 2)
    if replicates < FEWEST:
        outcome = Averages(*(each.sum(axis=-1, keepdims=True) for each in outcome))
        replicates = 1
    drawn = []
    for rows, columns in zip(indices(states, resamples, 0), indices(replicates, resamples, 1), strict=True):
        drawn.append(statistic(outcome.means(np.bincount(columns, minlength=replicates))[:, rows]))
    low, high = expanded_interval(np.array(drawn), states)
    return Robustness(tuple(policies), COLUMNS, estimate, low, high)


def _outcome(values: ArrayLike, policies: Sequence[str], weights: ArrayLike | None) -> Averages:
    table = numbers("values", values)
    if table.ndim != 3 or len(table) != len(names("policies", policies)) or not table.size:
        raise AnalysisError(f"values are [policy, state, replicate] of {len(policies)} policies, not {table.shape}")
    if np.isinf(table).any():  # an average would leave them out without a word
        raise AnalysisError(f"{int(np.isinf(table).sum())} of {table.size} values are infinite and have no mean")
    outcome = Averages.of(table, weights_of(weights, table))
    for policy, known in zip(policies, outcome.known, strict=True):
        if not known.all():  # a state that some policies have not met compares nothing
            lacking = int((~known).sum())
            raise AnalysisError(f"policy {policy!r} has no value in {lacking} of {len(known)} states; leave them out")
    return outcome
