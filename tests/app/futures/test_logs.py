"""Logs of changes come back as they were, and take less meanwhile."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.app.futures.logs import kept, whole
from simulation.results.occupancy import CHANGE


@pytest.mark.parametrize("rows", [0, 1, 2500])
def test_a_log_comes_back_as_it_was(rows):
    dice = np.random.default_rng(rows)
    log = np.zeros(rows, CHANGE)
    for name in CHANGE.names:
        least, most = np.iinfo(CHANGE[name]).min, np.iinfo(CHANGE[name]).max
        log[name] = dice.integers(least, most, rows, endpoint=True)
    assert (whole(kept(log)) == log).all() and whole(kept(log)).dtype == CHANGE
    log["month"] = np.sort(dice.integers(-480, 480, rows))
    log["cell"] = log["cell_before"] = log["provider"] = log["provider_before"] = log["cause"] = 4
    assert (whole(kept(log)) == log).all()
    assert rows < 100 or len(kept(log)) < log.nbytes / 2
