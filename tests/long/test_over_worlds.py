"""Averages over worlds: how often the band holds another world's average, and how far shares of worlds are off."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from simulation.results.over_worlds import over_worlds
from tests.long.coverage import ABOUT, AT_LEAST, SETS, Corner, check, seen

Draw = Callable[[np.random.Generator, tuple[int, ...]], np.ndarray]

# True averages of worlds (mean 0, variance 1); how far shares of worlds may be off; what is promised of the band.
TRUTHS: dict[str, tuple[Draw, float, str]] = {
    "normal": (lambda rng, size: rng.normal(size=size), 0.03, ABOUT),
    "heavy-tailed": (lambda rng, size: rng.standard_t(4, size) / np.sqrt(2), 0.035, ABOUT),
    "two kinds of worlds": (
        lambda rng, size: 0.9 * rng.choice([-1, 1], size) + np.sqrt(0.19) * rng.normal(size=size), 0.045, AT_LEAST,
    ),
    "skewed": (lambda rng, size: rng.exponential(size=size) - 1, 0.12, AT_LEAST),
    "skewed to the left": (lambda rng, size: 1 - rng.exponential(size=size), 0.12, AT_LEAST),
}  # fmt: skip
WORLDS = 128


def drawn(rng: np.random.Generator, truth: str, noise: float, sets: int) -> tuple[np.ndarray, np.ndarray]:
    """Two futures in each world, ``[future, set]``, and their worlds."""
    worlds = np.repeat(np.arange(WORLDS), 2)
    averages = TRUTHS[truth][0](rng, (WORLDS, sets))
    return averages[worlds] + noise * rng.normal(size=(len(worlds), sets)), worlds


@pytest.mark.parametrize("noise", [0.5, 1.0, 1.5])
@pytest.mark.parametrize("truth", TRUTHS)
def test_bands(truth: str, noise: float) -> None:
    draw, _, promise = TRUTHS[truth]

    def measure(corner: Corner, sets: int) -> dict[str, float]:
        rng = corner.rng()
        found = over_worlds(*drawn(rng, truth, noise, 4 * sets))
        other = draw(rng, (4 * sets,))
        return seen(found.low - other, found.high - other, 0.0)

    check(Corner("band over worlds", f"{truth}, chance {noise:g}", 2 * WORLDS, promise), measure)


@pytest.mark.parametrize("noise", [0.5, 1.0, 1.5])
@pytest.mark.parametrize("truth", TRUTHS)
def test_shares(truth: str, noise: float) -> None:
    draw, most, _ = TRUTHS[truth]
    rng = np.random.default_rng(1)
    ends = np.quantile(draw(rng, (1_000_000,)), [0.05, 0.2, 0.5, 0.8, 0.95])
    averages = over_worlds(*drawn(rng, truth, noise, SETS)).averages
    for share, end in zip([0.05, 0.2, 0.5, 0.8, 0.95], ends, strict=True):
        found = (averages < end).mean(axis=0)
        assert abs(found.mean() - share) < most + 2 * found.std() / np.sqrt(SETS), f"{share}: {found.mean():.3f}"
