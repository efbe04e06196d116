"""Shares of replicates: exact, so counted over all results rather than simulated."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from simulation.results.intervals import share_interval
from tests.long.coverage import AT_LEAST, Corner, check


@pytest.mark.parametrize("replicates", [3, 5, 10, 30, 200])
@pytest.mark.parametrize("share", [0.0, 0.02, 0.1, 0.5, "the worst"])
def test_shares(share: float | str, replicates: int) -> None:
    def measure(corner: Corner, sets: int) -> dict[str, float]:
        shares = np.linspace(0, 1, 2001) if share == "the worst" else np.array([float(share)])
        low, high = np.array([share_interval(number, replicates)[1:] for number in range(replicates + 1)]).T[..., None]
        chance = stats.binom.pmf(np.arange(replicates + 1)[:, None], replicates, shares)
        held = float((chance * ((low <= shares + 1e-12) & (shares <= high + 1e-12))).sum(axis=0).min())
        return {"given": 1.0, "held": held, "wrong": 1 - held, "data_sets": 10**6}

    check(Corner("share", f"share {share}", replicates, AT_LEAST), measure)
