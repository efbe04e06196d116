"""Settings that are moved to where their figures are met, by no more than it takes."""

import numpy as np
import pytest
from scipy import stats

from simulation.calibration import emulators
from simulation.calibration.emulators import Emulated
from simulation.calibration.nearing import FARTHEST, Moves, bent, gains, nearer

UNKNOWNS, FIGURES = 40, 4
SLOPES = np.where(stats.uniform.rvs(size=(UNKNOWNS, FIGURES), random_state=1) < 0.15, 1.0, 0.0)
LOW, HIGH = np.full(FIGURES, 0.5), np.full(FIGURES, 0.8)
EXACT = np.zeros((80, FIGURES))  # standard errors of what is known exactly
FREE = np.arange(UNKNOWNS) > 0  # the first one is a switch


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(emulators, "TUNED_ON", 80)
    monkeypatch.setattr(emulators, "RESTS_ON", 200)


def figures(points):
    """Each depends on some unknowns, not in a line, and on what no emulator could know of so many points."""
    middle = points - 0.5
    return middle @ SLOPES + (middle**2) @ SLOPES[::-1] / 2 + np.sin(9 * points[:, :FIGURES]) / 5


def out(estimates):
    return np.maximum(np.maximum(LOW - estimates, estimates - HIGH), 0.0)


def moved(rounds, seed=1):
    points = stats.uniform.rvs(size=(400, UNKNOWNS), random_state=seed)
    all_points, all_estimates = points, figures(points)
    first = points = points[:80]
    for number in range(rounds):
        emulated = Emulated.of(all_points, all_estimates, LOW, HIGH)
        points = nearer(emulated, points, figures(points), EXACT[: len(points)], FREE, number)
        all_points = np.concatenate([all_points, points])
        all_estimates = np.concatenate([all_estimates, figures(points)])
    return first, points


def test_few_rounds_bring_nearly_all_to_where_all_figures_are_met():
    first, last = moved(4)
    assert (out(figures(first)).max(axis=1) == 0).mean() < 0.05
    assert (out(figures(last)).max(axis=1) == 0).mean() > 0.8


def test_what_matters_for_no_figure_stays_and_so_does_what_is_not_free():
    first, last = moved(3)
    np.testing.assert_array_equal(first[:, 0], last[:, 0])
    either = SLOPES.any(axis=1) | SLOPES[::-1].any(axis=1)
    idle = np.flatnonzero(~either[FIGURES:]) + FIGURES
    assert len(idle) > 5
    assert np.corrcoef(first[:, idle].ravel(), last[:, idle].ravel())[0, 1] > 0.95
    assert np.abs(last[:, 1:].std(axis=0) / first[:, 1:].std(axis=0) - 1).mean() < 0.2


def test_what_is_met_is_left_as_it_is():
    points = stats.uniform.rvs(size=(400, UNKNOWNS), random_state=2)
    wide = Emulated.of(points, figures(points), np.full(FIGURES, -9.0), np.full(FIGURES, 9.0))
    np.testing.assert_allclose(
        nearer(wide, points[:20], figures(points)[:20], EXACT[:20], FREE, 1), points[:20], atol=0.01
    )


def test_a_figure_that_is_not_known_moves_nothing():
    points = stats.uniform.rvs(size=(300, UNKNOWNS), random_state=3)
    emulated = Emulated.of(points, figures(points), LOW, HIGH)
    nothing = np.full((10, FIGURES), np.nan)
    np.testing.assert_allclose(nearer(emulated, points[:10], nothing, nothing, FREE, 1), points[:10], atol=0.01)


def test_chance_moves_nothing():
    points = stats.uniform.rvs(size=(400, UNKNOWNS), random_state=4)
    noise = 2.0 * stats.norm.rvs(size=(400, FIGURES), random_state=5)
    emulated = Emulated.of(points, noise, np.full(FIGURES, -1.0), np.full(FIGURES, 1.0))
    moved = nearer(emulated, points[:40], noise[:40], np.full((40, FIGURES), 2.0), FREE, 1)
    followed = nearer(emulated, points[:40], noise[:40], EXACT[:40], FREE, 1)
    assert np.abs(moved - points[:40]).mean() < np.abs(followed - points[:40]).mean() / 3


def test_gains_say_how_much_too_flat_the_emulators_slopes_are():
    points = stats.uniform.rvs(size=(400, UNKNOWNS), random_state=6)
    emulated = Emulated.of(points, figures(points), LOW, HIGH)
    after = np.clip(points[:60] + 0.2 * stats.norm.rvs(size=(60, UNKNOWNS), random_state=7), 0, 1)
    before, went = figures(points[:60]), figures(after)
    np.testing.assert_allclose(gains(emulated, Moves(points[:60], before, after, went)), 1.0, atol=0.25)
    twice = np.clip(before + 2 * (went - before), figures(points).min(axis=0), figures(points).max(axis=0))
    assert (gains(emulated, Moves(points[:60], before, after, twice)) > 1.5).all()
    unknown = np.full_like(before, np.nan)
    np.testing.assert_array_equal(gains(emulated, Moves(points[:60], unknown, after, went)), 1.0)


def test_a_gain_of_two_makes_the_step_half_as_long():
    points = stats.uniform.rvs(size=(400, UNKNOWNS), random_state=8)
    emulated = Emulated.of(points, figures(points), LOW, HIGH)
    given = points[:40], figures(points)[:40], EXACT[:40], FREE, 1

    def step(gain):
        return np.linalg.norm(nearer(emulated, *given, gain) - points[:40], axis=1).mean()

    assert 0.35 < step(2.0) / step(1.0) < 0.75


def test_a_figure_nearer_to_its_end_than_chance_is_not_met_yet():
    points = stats.uniform.rvs(size=(400, UNKNOWNS), random_state=3)
    emulated = Emulated.of(points, figures(points), LOW, HIGH)
    inside = figures(points)[:50]
    inside[:] = HIGH - 0.2 * (HIGH - LOW)  # farther than a tenth of the width
    exact, doubtful = (
        nearer(emulated, points[:50], inside, np.full((50, FIGURES), error), FREE, 1) for error in (0.001, 0.09)
    )
    assert np.abs(exact - points[:50]).max() < 0.02 < np.abs(doubtful - points[:50]).max()


def test_after_a_move_slopes_say_what_the_figures_did_along_it():
    points = stats.uniform.rvs(size=(400, UNKNOWNS), random_state=9)
    emulated = Emulated.of(points, figures(points), LOW, HIGH)
    before = points[:50]
    after = np.clip(before + 0.1 * stats.norm.rvs(size=before.shape, random_state=10), 0.01, 0.99)
    went = figures(after) + np.array([0.3, 0.0, 0.0, 0.0])  # no emulator knows of that
    went[:, 3] = np.nan
    moves = Moves(before, figures(before), after, went)
    nothing = np.zeros((50, FIGURES, UNKNOWNS))
    added = bent(emulated, nothing, moves, EXACT[:50])
    ends = stats.norm.cdf([-FARTHEST, FARTHEST])
    way = stats.norm.ppf(after.clip(*ends)) - stats.norm.ppf(before.clip(*ends))
    predicted = emulated.scores(after) - emulated.scores(before) + np.einsum("pfu,pu->pf", added, way)
    np.testing.assert_allclose(
        predicted[:, :3], (emulated.scored(went) - emulated.scored(figures(before)))[:, :3], atol=1e-2
    )
    assert not added[:, 3].any()
    aside = stats.norm.rvs(size=way.shape, random_state=11)
    aside -= way * ((aside * way).sum(axis=1) / (way**2).sum(axis=1))[:, None]
    np.testing.assert_allclose(np.einsum("pfu,pu->pf", added, aside), 0.0, atol=1e-9)
    np.testing.assert_allclose(bent(emulated, nothing, moves, np.full((50, FIGURES), 9.0)), 0.0)  # all of it is chance
