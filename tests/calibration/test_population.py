"""Populations that move towards what is not ruled out."""

import numpy as np
from scipy import stats

from simulation.calibration.population import sharpened

START = stats.uniform.rvs(size=(600, 5), random_state=1)
FREE = np.array([True, True, True, True, False])


def half(points):
    """Not ruled out are the points whose first coordinate is under 0.3, and the third over 0.9."""
    off = 30 * np.column_stack([np.maximum(points[:, 0] - 0.3, 0), np.maximum(0.9 - points[:, 2], 0)])
    return np.where(off > 0, off + 3, 0.0)


def test_a_sharp_population_gathers_where_nothing_is_implausible():
    moved = sharpened(half, START, FREE, 25.0, 1)
    assert (half(moved).max(axis=1) == 0).mean() > 0.95


def test_columns_that_are_not_free_stay():
    np.testing.assert_array_equal(sharpened(half, START, FREE, 3.0, 1)[:, 4], START[:, 4])


def test_the_same_seed_moves_alike():
    np.testing.assert_array_equal(sharpened(half, START, FREE, 3.0, 5), sharpened(half, START, FREE, 3.0, 5))
