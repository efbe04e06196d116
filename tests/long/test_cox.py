"""Hazard ratios: intervals and p values, for everything that spells can be."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.analysis import cox
from simulation.results.survival import Lifetimes
from simulation.world.errors import AnalysisError
from tests.long.coverage import AT_LEAST, REFUSED, Corner, check, seen

DATA = {  # spread of replicates' luck, of their answer to the covariate, unequal sizes, covariate of replicates, pace
    "independent": (0.0, 0.0, False, False, 1.0),
    "clustered": (0.7, 0.0, False, False, 1.0),
    "clustered, unequal": (0.7, 0.0, True, False, 1.0),
    "clustered answers, unequal": (0.7, 0.4, True, False, 1.0),
    "between replicates": (0.7, 0.0, False, True, 1.0),
    "between replicates, unequal": (0.7, 0.0, True, True, 1.0),
    "few ends": (0.7, 0.0, False, False, 0.15),
}


def draw(rng: np.random.Generator, replicates: int, data: str) -> tuple[Lifetimes, np.ndarray]:
    """Spells that enter late, are censored and tied; the covariate makes no difference on average."""
    luck, answer, unequal, between, pace = DATA[data]
    size = 2 + np.minimum(rng.geometric(0.08, replicates), 60) if unequal else np.full(replicates, 12)
    replicate = np.repeat(np.arange(replicates), size)
    covariate = (replicate % 2 if between else rng.integers(0, 2, len(replicate))).astype(float)
    own, its = luck * rng.normal(size=replicates), answer * rng.normal(size=replicates)
    hazard = 0.03 * pace * np.exp(own[replicate] + its[replicate] * (covariate - 0.5))
    entry = rng.integers(0, 20, len(replicate))
    end, seen_until = entry + rng.geometric(np.minimum(hazard, 0.9)), entry + rng.integers(5, 60, len(replicate))
    return Lifetimes(replicate, entry, np.minimum(end, seen_until), end <= seen_until), covariate


@pytest.mark.parametrize("replicates", [3, 5, 8, 10, 30, 200])
@pytest.mark.parametrize("data", DATA)
def test_cox(data: str, replicates: int) -> None:
    def measure(corner: Corner, sets: int) -> dict[str, float]:
        rng, found, errors = corner.rng(), [], []
        for _ in range(sets):
            try:
                hazard = cox(*draw(rng, replicates, data), ("covariate",))
            except AnalysisError:
                found.append((np.nan, np.nan))
                continue
            found.append((np.log(hazard.low[0]), np.log(hazard.high[0])))
            errors.append((np.log(hazard.ratio[0]), hazard.standard_error[0]))
            assert (hazard.p[0] > 0.1) == (hazard.low[0] < 1 < hazard.high[0])  # the p value has the same level
        known = np.array(errors)
        spread = {"spread": float(known[:, 0].std()), "error": float(np.median(known[:, 1]))} if errors else {}
        return seen(*np.array(found).T, 0.0) | spread

    # At least: one-step jackknives of few unequal replicates are a little wide.
    check(Corner("hazard ratio", data, replicates, REFUSED if replicates < 5 else AT_LEAST), measure)
