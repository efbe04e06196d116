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
    assert np.corrcoef(emulator(NEW), emulator.scores(bent(NEW)))[0, 1] > 0.98


def test_it_learns_what_spans_orders_of_magnitude():
    emulator = Emulator(POINTS, np.exp(3 * bent(POINTS)))
    assert np.corrcoef(emulator(NEW), emulator.scores(np.exp(3 * bent(NEW))))[0, 1] > 0.98


def test_scores_keep_the_order_and_are_those_of_a_normal_distribution():
    emulator = Emulator(POINTS, bent(POINTS))
    scores = emulator.scores(bent(POINTS))
    np.testing.assert_array_equal(np.argsort(scores), np.argsort(bent(POINTS)))
    assert stats.kstest(scores, "norm").pvalue > 0.99


def test_it_knows_how_far_it_errs():
    noise = 0.4 * stats.norm.rvs(size=500, random_state=3)
    estimates = bent(POINTS) + noise[:300]
    emulator = Emulator(POINTS, estimates)
    missed = emulator(NEW) - emulator.scores(bent(NEW) + noise[300:])
    assert 0.75 < missed.std() / emulator.error < 1.3


def test_its_slopes_are_those_of_what_it_says():
    emulator = Emulator(POINTS, bent(POINTS))
    step = np.zeros(12)
    for unknown in (0, 1, 2, 7):
        step[:] = 0
        step[unknown] = 1e-3
        rise = (emulator(NEW + step) - emulator(NEW - step)) / 2e-3
        np.testing.assert_allclose(emulator.slopes(NEW)[:, unknown], rise, atol=0.02)


def test_it_depends_on_nothing_but_its_columns():
    emulator = Emulator(POINTS, bent(POINTS), np.array([0, 5]))
    other = NEW.copy()
    other[:, 1] = 0.5
    np.testing.assert_array_equal(emulator(NEW), emulator(other))
    assert (emulator.slopes(NEW)[:, [1, 2, 3]] == 0).all()


def test_of_pure_chance_it_says_the_middle():
    emulator = Emulator(POINTS, stats.norm.rvs(size=300, random_state=4))
    assert emulator.explained < 0.1
    assert np.abs(emulator(NEW)).max() < 1


def test_nothing_is_ruled_out_by_a_figure_that_too_few_settings_tell():
    estimates = np.full((300, 2), np.nan)
    estimates[: FEWEST - 1, 0] = 5.0
    estimates[:, 1] = bent(POINTS)
    emulated = Emulated.of(POINTS, estimates, np.array([0.0, 0.5]), np.array([1.0, 1.5]))
    found = emulated.implausibility(NEW)
    assert (found[:, 0] == 0).all()
    inside = (bent(NEW) > 0.7) & (bent(NEW) < 1.3)
    assert (found[inside, 1] < 2).all()
    outside = bent(NEW) > 2.5
    assert (found[outside, 1] > 3).all()
    assert (emulated.slopes(NEW)[:, 0] == 0).all()


def test_a_figure_that_is_infinite_somewhere_is_learned_from_the_rest():
    estimates = np.column_stack([bent(POINTS), bent(POINTS)])
    estimates[:3, 0] = np.inf
    emulated = Emulated.of(POINTS, estimates, np.array([0.5, 0.5]), np.array([1.5, 1.5]))
    found = emulated.scores(NEW)
    assert np.corrcoef(found[:, 0], found[:, 1])[0, 1] > 0.99
