"""New settings to try: a population of points that moves towards where no emulator rules it out.

Points move as in Metropolis' algorithm under the prior and ``exp(-sharpness / 2 * sum of squared implausibilities)``.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]

STEPS = 120  # moves of every point
BLOCKS = (1, 2, 4, 8, 16, 32)  # unknowns that are drawn anew in one move


def sharpened(
    implausibility: Callable[[Floats], Floats], start: Floats, free: NDArray[np.bool_], sharpness: float, seed: int
) -> Floats:
    """A population under the tempered likelihood; the columns that are not ``free`` stay as they are."""

    def density(points: Floats) -> Floats:
        return -sharpness / 2 * (implausibility(points) ** 2).sum(axis=1)

    points = start.copy()
    now = density(points)
    rows, columns = len(points), int(free.sum())
    where = np.flatnonzero(free)
    for step in range(STEPS):
        block = min(BLOCKS[step % len(BLOCKS)], columns)
        drawn = stats.uniform.rvs(size=(rows, columns + block + 1), random_state=(seed * 1_000_003 + step) % 2**32)
        chosen = np.argpartition(drawn[:, :columns], block - 1, axis=1)[:, :block]
        proposed = points.copy()
        np.put_along_axis(proposed, where[chosen], drawn[:, columns : columns + block], axis=1)
        then = density(proposed)
        moves = np.log(drawn[:, -1]) < then - now
        points[moves], now[moves] = proposed[moves], then[moves]
    return points
