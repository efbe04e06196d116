"""Whether co-production survives what happens to it, at the worst moment."""

from __future__ import annotations

import numpy as np

from simulation.results.outcomes import Survival, survivals


def counts(scenario: list[list[int]], counterfactual: list[list[int]]) -> np.ndarray:
    return np.stack([np.array(scenario), np.array(counterfactual)], axis=1)


def test_the_worst_moment_is_the_first_month_in_which_the_smallest_share_survives():
    series = counts([[0, 4, 2, 1, 1], [0, 4, 4, 1, 4]], [[4, 4, 4, 4, 4], [4, 4, 4, 4, 4]])
    assert survivals(series, 1) == (Survival(3, 0, 2), Survival(4, 1, 2))
    assert survivals(series, 4) == (Survival(4, 1, 2), Survival(4, 1, 2))


def test_half_is_enough_and_a_future_with_nothing_to_lose_is_not_counted():
    assert survivals(counts([[2], [0], [3]], [[4], [0], [7]]), 0).worst == Survival(0, 1, 2)
    assert survivals(counts([[3], [1]], [[0], [0]]), 0) is None
    later = counts([[0, 5]], [[0, 5]])  # a month in which nobody has anything is no worst one
    assert survivals(later, 0).worst == Survival(1, 1, 1)
