"""Whether co-production survives what happens to it, at the worst moment."""

from __future__ import annotations

import numpy as np

from simulation.results.outcomes import Left, Tally, left, survivals


def counts(scenario: list[list[int]], counterfactual: list[list[int]]) -> np.ndarray:
    return np.stack([np.array(scenario), np.array(counterfactual)], axis=1)


def test_the_worst_moment_is_the_first_month_in_which_the_smallest_share_survives():
    series = counts([[0, 4, 2, 1, 1], [0, 4, 4, 1, 4]], [[4, 4, 4, 4, 4], [4, 4, 4, 4, 4]])
    assert survivals(series, 1) == (Tally(3, 0, 2), Tally(4, 1, 2))
    assert survivals(series, 4) == (Tally(4, 1, 2), Tally(4, 1, 2))


def test_half_is_enough_and_a_future_with_nothing_to_lose_is_not_counted():
    assert survivals(counts([[2], [0], [3]], [[4], [0], [7]]), 0).worst == Tally(0, 1, 2)
    assert survivals(counts([[3], [1]], [[0], [0]]), 0) is None
    later = counts([[0, 5]], [[0, 5]])  # a month in which nobody has anything is no worst one
    assert survivals(later, 0).worst == Tally(1, 1, 1)


def test_more_and_less_are_counted_future_by_future_at_the_end_of_one_month():
    one, other = (
        np.array([[9, 3], [9, 2], [9, 5], [9, 0]], np.uint8),
        np.array([[0, 2], [0, 2], [0, 6], [0, 9]], np.uint8),
    )
    assert left(one[:, 1], other[:, 1], 1) == Left(Tally(1, 1, 4), Tally(1, 2, 4))
    assert left(one[:, 0], one[:, 0], 0) == Left(Tally(0, 0, 4), Tally(0, 0, 4))
