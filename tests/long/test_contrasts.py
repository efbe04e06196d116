"""Paired differences of policies over the same points and futures."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.analysis.summary import _with_interval
from simulation.results.averages import Averages
from simulation.results.bootstrap import RESAMPLES_OF_ANALYSES
from tests.long.coverage import ABOUT, AT_LEAST, REFUSED, Corner, check, seen

EFFECT = 0.05


def policies(rng: np.random.Generator, points: int, replicates: int) -> list[Averages]:
    """A policy that adds `EFFECT` on average, differently at each point and in each future, and what it is added to."""
    x, future = rng.normal(size=(points, 1)), rng.normal(size=(1, replicates))
    base = 0.3 + 0.1 * x + 0.05 * future + 0.05 * rng.normal(size=(points, replicates))
    added = EFFECT + 0.02 * x * (points > 1) + 0.02 * future + 0.01 * rng.normal(size=(points, replicates))
    return [Averages.of(base + added), Averages.of(base)]


@pytest.mark.parametrize(
    ("points", "replicates", "promise"),
    [(1, 3, REFUSED), (1, 5, AT_LEAST), (1, 30, ABOUT), (12, 10, AT_LEAST), (12, 30, ABOUT), (40, 30, ABOUT)],
)
def test_contrasts(points: int, replicates: int, promise: str) -> None:
    def measure(corner: Corner, sets: int) -> dict[str, float]:
        rng = corner.rng()
        found = [
            _with_interval(policies(rng, points, replicates), points, RESAMPLES_OF_ANALYSES)[1:] for _ in range(sets)
        ]
        return seen(*np.array(found).T, EFFECT)

    check(Corner("contrast", f"{points} points", replicates, promise), measure)
