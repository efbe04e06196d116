"""Emulators on functions that are known."""

import numpy as np
import pytest
from scipy import stats

from simulation.calibration.emulators import FEWEST, Emulated, Emulator

POINTS = stats.uniform.rvs(size=(300, 12), random_state=1)
NEW = stats.uniform.rvs(size=(200, 12), random_state=2)

pytestmark = pytest.mark.filterwarnings("ignore")  # as `Emulated` does for all that it learns


def bent(points):
    return 3 * points[:, 0] + np.sin(5 * points[:, 1]) + 2 * (points[:, 2] - 0.5) ** 2


def test_it_learns_what_matters_and_how():
    emulator = Emulator(POINTS, bent(POINTS))
    assert {0, 1, 2} <= set(emulator.active)
    assert np.corrcoef(emulator(NEW), bent(NEW))[0, 1] > 0.98


def test_it_knows_how_far_it_errs():
    noise = 0.4 * stats.norm.rvs(size=500, random_state=3)
    estimates = bent(POINTS) + noise[:300]
    emulator = Emulator(POINTS, estimates)
    missed = emulator(NEW) - bent(NEW) - noise[300:]
    assert 0.75 < missed.std() / emulator.spread < 1.3


def test_of_pure_chance_it_says_the_mean_and_its_spread():
    estimates = stats.norm.rvs(size=300, random_state=4)
    emulator = Emulator(POINTS, estimates)
    assert emulator.explained < 0.1
    assert np.abs(emulator(NEW) - estimates.mean()).max() < 1


def test_nothing_is_ruled_out_by_a_figure_that_too_few_settings_tell():
    estimates = np.full((300, 2), np.nan)
    estimates[: FEWEST - 1, 0] = 5.0
    estimates[:, 1] = bent(POINTS)
    emulated = Emulated.of(POINTS, estimates, np.array([0.0, 0.0]), np.array([1.0, 1.0]))
    found = emulated.implausibility(NEW)
    assert (found[:, 0] == 0).all()
    inside = (bent(NEW) > 0.2) & (bent(NEW) < 0.8)
    assert (found[inside, 1] < 2).all()
    outside = bent(NEW) > 2
    assert (found[outside, 1] > 3).all()
