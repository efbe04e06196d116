"""Samplers: points of the unit cube, the same for the same seed on every machine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from simulation.world.errors import DesignError

Floats = NDArray[np.float64]

FULL_FACTORIAL, CSV = "full_factorial", "csv"
MORRIS_LEVELS = 4


def problem(names: list[str]) -> dict[str, Any]:
    """The unit cube as SALib describes a problem."""
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}


def latin_hypercube(factors: int, points: int, seed: int) -> Floats:
    """Every factor takes each of ``points`` equal parts of its range once (McKay et al. 1979)."""
    return qmc.LatinHypercube(factors, rng=seed).random(points)


def sobol_sequence(factors: int, points: int, seed: int) -> Floats:
    """Scrambled Sobol' points, which fill the cube more evenly than chance; a power of two of them is best."""
    _power_of_two("sobol_sequence", points)
    return qmc.Sobol(factors, rng=seed).random(points)


def saltelli(factors: int, points: int, seed: int) -> Floats:
    """The ``points * (factors + 2)`` points of Saltelli et al. (2010) for first-order and total Sobol indices."""
    from SALib.sample import sobol

    _power_of_two("saltelli", points)
    sample: Floats = sobol.sample(problem(_names(factors)), points, calc_second_order=False, seed=seed)
    return sample


def morris(factors: int, points: int, seed: int) -> Floats:
    """``points`` trajectories of ``factors + 1`` points each, in every step of which one factor moves (Morris 1991)."""
    from SALib.sample import morris as sampler

    sample: Floats = sampler.sample(problem(_names(factors)), points, num_levels=MORRIS_LEVELS, seed=seed)
    return sample


SAMPLERS: dict[str, Callable[[int, int, int], Floats]] = {
    "latin_hypercube": latin_hypercube,
    "sobol_sequence": sobol_sequence,
    "saltelli": saltelli,
    "morris": morris,
}
"""Samplers of the unit cube by name; ``full_factorial`` and ``csv`` need no cube."""

POINTS_OF: dict[str, Callable[[int], int]] = {
    "saltelli": lambda factors: factors + 2,
    "morris": lambda factors: factors + 1,
}
"""How many points these make of each of the ``points`` of a design."""


def _names(factors: int) -> list[str]:
    return [f"x{number}" for number in range(factors)]


def _power_of_two(sampler: str, points: int) -> None:
    if points & (points - 1):
        near = 1 << max(0, round(np.log2(points)))
        raise DesignError(f"points = {points}: {sampler} needs a power of two, for example {near}")
