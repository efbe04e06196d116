"""Means over replicates, clipped to their bounds as in the rows of levels, and the spread of futures."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from simulation.results.intervals import FEWEST_FUTURES, futures, mean_interval
from tests.long.coverage import ABOUT, AT_LEAST, REFUSED, SKEWED, Corner, check, seen

Draw = Callable[[np.random.Generator, tuple[int, int]], np.ndarray]

# Draw, mean, bounds, what is promised from five replicates on.
DATA: dict[str, tuple[Draw, float, tuple[float, float], str]] = {
    "normal": (lambda rng, size: rng.normal(size=size), 0.0, (-np.inf, np.inf), ABOUT),
    "skewed": (lambda rng, size: rng.exponential(size=size), 1.0, (0.0, np.inf), ABOUT),
    "heavy-tailed": (lambda rng, size: rng.standard_t(3, size), 0.0, (-np.inf, np.inf), ABOUT),
    "bounded, low": (lambda rng, size: rng.beta(0.5, 3, size), 0.5 / 3.5, (0.0, 1.0), AT_LEAST),
    "bounded, at both ends": (lambda rng, size: rng.beta(0.5, 0.5, size), 0.5, (0.0, 1.0), AT_LEAST),
    "zero in 7 of 10": (
        lambda rng, size: rng.exponential(size=size) * (rng.random(size) < 0.3), 0.3, (0.0, np.inf), AT_LEAST,
    ),
    "zero in 49 of 50": (
        lambda rng, size: rng.beta(2, 2, size) * (rng.random(size) < 0.02), 0.01, (0.0, 1.0), AT_LEAST,
    ),
    # skewness 6: the worst that is tried
    "very skewed": (lambda rng, size: rng.lognormal(0, 1, size), float(np.exp(0.5)), (0.0, np.inf), SKEWED),
    "paired, weakly": (lambda rng, size: _difference(rng, size, 0.1), 0.1, (-np.inf, np.inf), ABOUT),
    "paired, strongly": (lambda rng, size: _difference(rng, size, 0.99), 0.1, (-np.inf, np.inf), ABOUT),
}  # fmt: skip


def _difference(rng: np.random.Generator, size: tuple[int, int], shared: float) -> np.ndarray:
    common = rng.normal(size=size)
    arms = [np.sqrt(shared) * common + np.sqrt(1 - shared) * rng.normal(size=size) for _ in range(2)]
    return arms[0] + 0.1 - arms[1]


@pytest.mark.parametrize("replicates", [3, 5, 10, 30, 200])
@pytest.mark.parametrize("data", DATA)
def test_means(data: str, replicates: int) -> None:
    draw, truth, bounds, promise = DATA[data]

    def measure(corner: Corner, sets: int) -> dict[str, float]:
        found = mean_interval(draw(corner.rng(), (replicates, 20 * sets)))
        return seen(np.clip(found.low, *bounds), np.clip(found.high, *bounds), truth)

    if replicates < 10:  # of five symmetric values the interval is a little long, up to 94 %
        promise = REFUSED if replicates < 5 else SKEWED if promise == SKEWED else AT_LEAST
    check(Corner("mean", data, replicates, promise), measure)


@pytest.mark.parametrize("replicates", [3, 10, 18, 19, 20, 30, 41, 200])
@pytest.mark.parametrize("data", ["normal", "very skewed", "bounded, at both ends"])
def test_futures(data: str, replicates: int) -> None:
    """The truth is the next replicate: it lies in the spread in nine cases of ten."""
    draw = DATA[data][0]

    def measure(corner: Corner, sets: int) -> dict[str, float]:
        drawn = draw(corner.rng(), (replicates + 1, 20 * sets))
        low, high = futures(drawn[:-1])
        return seen(low - drawn[-1], high - drawn[-1], 0.0)

    promise = REFUSED if replicates < FEWEST_FUTURES else ABOUT
    check(Corner("spread of futures", data, replicates, promise), measure)
