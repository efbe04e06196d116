"""Ratios of sums over replicates (resilience loss, hysteresis), and the statistics of the validation."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.results.effect_rows import _ratio
from simulation.validation.check import Part, difference, ratio, the_mean
from simulation.validation.judging import _find
from tests.long.coverage import ABOUT, AT_LEAST, REFUSED, SKEWED, Corner, check, seen

SIZES = [3, 5, 10, 30, 200]
PROMISES = {"rarely lost": AT_LEAST, "skewed, weakly paired": SKEWED}


def arms(rng: np.random.Generator, replicates: int, data: str) -> tuple[np.ndarray, np.ndarray]:
    """Levels with and without the event: on average 0.3 of the counterfactual's are lost."""
    without = rng.lognormal(0, 1.0 if "skewed" in data else 0.3, replicates)
    shared = 0.95 if "strongly" in data else 0.1
    lost = rng.beta(3 * (1 - shared) / 0.1, 7 * (1 - shared) / 0.1, replicates)
    if "rarely" in data:
        lost = np.where(rng.random(replicates) < 0.3, np.minimum(1, lost * 10 / 3), 0.0)
    return without * (1 - lost), without


@pytest.mark.parametrize("replicates", SIZES)
@pytest.mark.parametrize("data", ["strongly paired", "weakly paired", "skewed, weakly paired", "rarely lost"])
def test_ratios(data: str, replicates: int) -> None:
    def measure(corner: Corner, sets: int) -> dict[str, float]:
        rng = corner.rng()
        scenario, without = arms(rng, 10**6, data)
        truth = 1 - scenario.sum() / without.sum()
        found = []
        for _ in range(sets):
            scenario, without = arms(rng, replicates, data)
            row = _ratio("resilience_loss", "after_event", "", 1 - scenario / without, without)
            found.append((row.low, row.high))
        return seen(*np.array(found).T, truth)

    promise = REFUSED if replicates < 5 else PROMISES.get(data, ABOUT)
    check(Corner("ratio of sums", data, replicates, promise), measure)


@pytest.mark.parametrize("replicates", SIZES)
@pytest.mark.parametrize("statistic", [the_mean, difference, ratio])
def test_validation(statistic, replicates: int) -> None:
    def measure(corner: Corner, sets: int) -> dict[str, float]:
        rng = corner.rng()
        part = Part("", 0.0, 1.0, lambda runs, pairs: np.empty(0), statistic)
        truth = statistic(np.stack(arms(rng, 10**6, "weakly paired")).mean(axis=1))
        found = [_find(part, np.stack(arms(rng, replicates, "weakly paired"), axis=1)) for _ in range(sets)]
        return seen([each.low for each in found], [each.high for each in found], truth)

    check(Corner("validation", statistic.__name__, replicates, REFUSED if replicates < 5 else ABOUT), measure)
