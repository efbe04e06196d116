"""Intervals of sensitivity indices: functions whose indices are known, at the sizes that people use.

Every factor and statistic is a corner of its own: intervals that are too long for one do not make up for those that are
too short for another. The smallest size of each method is one at which none is given.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from scipy import stats

from simulation.analysis import Sensitivity, elementary_effects, rank_correlations, sobol_indices
from simulation.sweep.design.samplers import latin_hypercube, morris, saltelli
from tests.long.coverage import AT_LEAST, REFUSED, Corner, check, seen
from tests.long.known_functions import FUNCTIONS, futures, indices

RESAMPLES = 200
SIZES = {"sobol": (32, 64, 256), "morris": (10, 20, 50), "rank correlation": (5, 10, 100)}
COLUMNS = {"sobol": ("first", "total"), "morris": ("mean_absolute", "mean", "spread"), "rank correlation": ("rank",)}
MANY = 20_000  # trajectories or points that stand for infinitely many
CORNERS = [
    (method, function, size, factor, column, replicates)
    for method, sizes in SIZES.items()
    for function, (_, factors) in FUNCTIONS.items()
    for size in sizes
    for replicates in ((1, 20) if size == sizes[1] else (1,))
    for factor in range(factors)
    for column in range(len(COLUMNS[method]))
]


def analysed(method: str, function: str, size: int, seed: int, replicates: int, resamples: int) -> Sensitivity:
    """One data set, through the product's own samplers and analyses."""
    of, factors = FUNCTIONS[function]
    draw = {"sobol": saltelli, "morris": morris, "rank correlation": latin_hypercube}[method]
    names, sample = [f"x{number}" for number in range(factors)], draw(factors, size, seed)
    values = of(sample)[:, None]
    if replicates > 1:
        values = futures(np.random.default_rng(seed), values[:, 0], replicates)
    if method == "sobol":
        return sobol_indices(values, names, resamples)
    if method == "morris":
        return elementary_effects(values, sample, names, [[0.0, 1.0]] * factors, resamples)
    return rank_correlations(values, sample, names, resamples)


@cache
def truth(method: str, function: str) -> np.ndarray:
    """The indices themselves, ``[factor, column]``."""
    if method == "sobol":
        return indices(function)
    if method == "morris":
        return analysed(method, function, MANY, 0, 1, 1).estimate
    of, factors = FUNCTIONS[function]
    sample = np.random.default_rng(0).random((10 * MANY, factors))
    return np.array([[stats.spearmanr(column, of(sample)).statistic] for column in sample.T])


@cache
def found(method: str, function: str, size: int, replicates: int, sets: int) -> tuple[np.ndarray, np.ndarray]:
    """Bounds of many data sets, each ``[data set, factor, column]``."""
    made = [analysed(method, function, size, seed, replicates, RESAMPLES) for seed in range(1, sets + 1)]
    return np.array([each.low for each in made]), np.array([each.high for each in made])


def of_one_process(method: str, function: str, size: int, *rest: int) -> object:
    """A corner, with the others that ask the same data sets: they are analysed once."""
    group = pytest.mark.xdist_group(f"{method} {function} {size} {rest[-1]}")
    return pytest.param(method, function, size, *rest, marks=group)


@pytest.mark.parametrize(
    ("method", "function", "size", "factor", "column", "replicates"), [of_one_process(*corner) for corner in CORNERS]
)
def test_indices(method: str, function: str, size: int, factor: int, column: int, replicates: int) -> None:
    def measure(_: Corner, sets: int) -> dict[str, float]:
        low, high = (ends[:, factor, column] for ends in found(method, function, size, replicates, sets))
        return seen(low, high, float(truth(method, function)[factor, column]))

    promise = REFUSED if size == SIZES[method][0] else AT_LEAST
    data = f"{function}, {COLUMNS[method][column]} of factor {factor + 1}, {replicates} futures"
    check(Corner(method, data, size, promise), measure)
