"""How often bands hold a known truth, where the answer can be worked out: also where it is not nine in ten."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from simulation.calibration.figures import Figure
from simulation.validation.check import Part
from tests.experiments.test_runner import FOLDER, script

SETS, LAPS = 400, 8
CHANCE = 0.3  # times as far apart as worlds are
NINE = stats.norm.ppf(0.95)
FIGURES = (Figure("S1.1", Part("one", 0.0, 10.0, None), None, False),)  # its middle is 5


@pytest.fixture
def known_truth(monkeypatch):
    monkeypatch.syspath_prepend(str(FOLDER))
    return script("known_truth")


@pytest.fixture
def covered(known_truth):
    """Coverage of a headline whose average in each world is given; there is some chance in a future."""

    def of(truth, figure, figures=FIGURES):
        world = np.tile(np.repeat(np.arange(len(truth)), 2), LAPS)
        values = truth[world] + np.random.default_rng(2).normal(0, CHANCE * truth.std(), len(world))
        first = np.arange(len(truth)) < len(truth) / 2
        found = known_truth.coverage(known_truth.Found(values, world, False), figure[:, None], figures, first)
        return {way: each.share for way, each in found.items()}

    return of


def holds(half_width: float, off: float = 0.0, spread: float = 1.0) -> float:
    """How often a normal number of this mean and spread lies within the half width about nought."""
    return float(np.diff(stats.norm.cdf([-half_width, half_width], off, spread))[0])


def test_nine_in_ten_where_figures_tell_nothing(known_truth, covered):
    rng = np.random.default_rng(1)
    found = covered(rng.normal(0.3, 0.1, SETS), rng.normal(5, 1, SETS))
    assert found.keys() == {
        getattr(known_truth, way) for way in ("AS_THEY_ARE", "TWO_FUTURES", "MEETING", "MOVED", "BY_TIME", "BY_CHANCE")
    }
    assert list(found.values()) == pytest.approx([0.9] * len(found), abs=0.04)


@pytest.mark.parametrize("told", [0.5, 0.9])
def test_more_where_figures_tell_much_and_are_met_with_the_same_tolerance(known_truth, covered, told):
    """The ranges of a truth are as wide as the record's, and it lies in their middle."""
    rng = np.random.default_rng(1)
    figure = rng.normal(5, 1, SETS)
    truth = np.sqrt(told) * (figure - 5) + rng.normal(0, np.sqrt(1 - told), SETS)
    found = covered(truth, figure)
    assert found[known_truth.AS_THEY_ARE] == pytest.approx(0.9, abs=0.04)
    assert found[known_truth.MOVED] == pytest.approx(holds(NINE, spread=np.sqrt(1 - told)), abs=0.03)
    assert found[known_truth.MOVED] > 0.96


def test_less_where_all_sets_lie_at_one_end_of_the_range_that_tells_the_headline(known_truth, covered):
    """Were the record in the middle of the range, sets found about it would miss it as those found lie off now."""
    rng = np.random.default_rng(1)
    figure = rng.normal(7, 1, SETS)
    truth = np.sqrt(0.5) * (figure - 5) + rng.normal(0, np.sqrt(0.5), SETS)
    found = covered(truth, figure)
    expected = holds(NINE, off=2 * np.sqrt(0.5), spread=np.sqrt(0.5))
    assert expected < 0.7
    assert found[known_truth.MOVED] == pytest.approx(expected, abs=0.06)


def test_truths_near_an_end_lie_outside_those_that_meet_their_figures(known_truth, covered):
    """The figure is the headline, even in its range; the others are even up to half its width away, within it."""
    even = (np.arange(SETS) + 0.5) / SETS
    figure = 10 * np.random.default_rng(1).permutation(even)
    world = np.tile(np.repeat(np.arange(SETS), 2), LAPS)
    found = known_truth.coverage(known_truth.Found(figure[world], world, False), figure[:, None], FIGURES)
    others = known_truth.meeting(figure[:, None], FIGURES)
    far = abs(figure[:, None] - figure)
    assert others[far < 4.99].all() and not others[far > 5.01].any()
    # Of a share t of the range below it the truth has t / (t + 1/2) of the others below: outside up to t = 1/38.
    assert found[known_truth.MEETING].share == pytest.approx(1 - 2 / 38, abs=0.02)
    assert found[known_truth.MEETING].truths == SETS


def test_less_where_another_way_of_searching_finds_others(known_truth, covered):
    rng = np.random.default_rng(1)
    truth = rng.normal(0, 1, SETS) + 2 * (np.arange(SETS) >= SETS / 2)
    found = covered(truth, rng.normal(5, 1, SETS))
    assert found[known_truth.BY_TIME] == pytest.approx(holds(NINE, off=2), abs=0.1)
    assert found[known_truth.BY_CHANCE] == pytest.approx(found[known_truth.AS_THEY_ARE], abs=0.04)


def test_truths_with_too_few_others_have_no_band(known_truth):
    truth = known_truth.Found(np.random.default_rng(1).normal(size=80), np.tile(np.repeat(np.arange(20), 2), 2), False)
    figure = np.repeat([1.0, 9.0], 10)[:, None]
    found = known_truth.coverage(truth, figure, FIGURES)
    assert found[known_truth.MEETING].truths == 0 and np.isnan(found[known_truth.MEETING].share)
    assert "the others that meet its figures never: they are too few" in known_truth.said(found)


def test_the_half_that_is_spread_most_evenly_thins_out_where_sets_crowd(known_truth):
    figure = np.concatenate([np.linspace(4.9, 5.1, 80), np.linspace(0, 4.5, 10), np.linspace(5.5, 10, 10)])
    taken = known_truth.spread_out(figure[:, None], FIGURES)
    assert taken.sum() == 50 and taken[80:].all()
