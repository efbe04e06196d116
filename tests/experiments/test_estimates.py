"""Estimates of experiments: an interval in one world, the project's band over several; levels, losses, tables."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulation.results.over_worlds import over_worlds
from tests.experiments.test_runner import FOLDER, script

WORLD = np.repeat(np.arange(30), 4)
ONE = np.zeros(120, int)


@pytest.fixture
def estimates(monkeypatch):
    monkeypatch.syspath_prepend(str(FOLDER))
    return script("estimates")


def values(middle: float = 0.1) -> np.ndarray:
    """Futures of thirty worlds, which differ more than chance does."""
    rng = np.random.default_rng(1)
    return middle + np.repeat(rng.normal(0, 0.05, 30), 4) + rng.normal(0, 0.02, 120)


def test_in_one_world_an_estimate_has_an_interval_and_nothing_of_worlds(estimates):
    found = estimates.estimate(values(), ONE)
    assert found.over is None and found.low < found.value < found.high
    assert estimates.estimate([*values(), np.nan], np.zeros(121, int)) == found


def test_over_worlds_it_is_the_band_of_the_projects_own_estimator(estimates):
    found, same = estimates.estimate(values(), WORLD), over_worlds(values(), WORLD)
    assert (found.low, found.high) == (float(same.low), float(same.high))
    assert found.over.median == np.median(same.averages)
    assert found.over.sign_share == pytest.approx((same.averages >= 0.005).mean())
    assert found.over.chance_share == float(same.chance_share)
    assert "this sign in" in found.points()


def test_a_level_has_no_sign_and_stays_a_share(estimates):
    found = estimates.estimate(values(0.02), WORLD, effect=False)
    assert math.isnan(found.over.sign_share) and found.low == 0.0 < found.value
    assert "sign" not in found.share()


@pytest.mark.parametrize("world", [ONE, WORLD])
def test_a_share_lost_is_a_ratio_of_sums(estimates, world):
    there = np.abs(values(0.3)) + 0.1
    parts = np.array([0.4 * there, there])
    parts[:, 5] = np.nan
    assert estimates.ratio(parts, world).value == pytest.approx(0.4)
    assert estimates.ratio(parts, world, np.array([0.1 * there, there])).value == pytest.approx(0.3)
    weighed = np.array([[0.1, 0.2, 0.1, 0.1, 0.3, 0.2], [1.0, 2.0, 1.0, 1.0, 1.0, 2.0]])
    assert estimates.ratio(weighed, np.zeros(6, int)).value == pytest.approx(1.0 / 8)


def test_futures_with_next_to_nothing_to_lose_count_in_no_share_lost(estimates):
    class Stored:
        folder, group, world = FOLDER / "made-up", None, np.zeros(3, int)

        def values(self, name, arm):
            assert name == "coproduction_after_event"
            return np.array([[0.3, 0.1, 0.009] if arm == "counterfactual" else [0.15, 0.05, 0.3]])

    estimates._READ.clear()
    assert estimates.share_lost(Stored(), 0).value == pytest.approx(0.5)
    assert np.isnan(estimates.lost_parts(Stored(), 0)).tolist() == [[False, False, True]] * 2


def test_worlds_without_a_value_are_counted(estimates):
    there = np.full(120, 0.5)
    parts = np.array([values(), there])
    assert estimates.ratio(parts, WORLD).over.note == ""
    parts[:, 0] = np.nan  # of a world that has others
    assert estimates.ratio(parts, WORLD).over.note == ""
    parts[:, :4] = np.nan
    assert estimates.ratio(parts, WORLD).over.note == "1 of 30 worlds have no value and count in none"
    assert "1 of 30" in estimates.estimate(parts[0], WORLD).over.note


def test_a_world_with_nothing_to_divide_by_hides_no_other(estimates):
    parts = np.array([values(), np.full(120, 0.5)])
    parts[:, :4] = 0.0
    found = estimates.ratio(parts, WORLD)
    assert found.low < found.value < found.high and found.over.note == "1 of 30 worlds have no value and count in none"


def test_where_worlds_disagree_it_is_said_how_many_say_what(estimates):
    words = "it grows", "it shrinks", "no difference"
    assert estimates.chosen(estimates.estimate(values(), ONE), *words) == "it grows"
    assert estimates.chosen(estimates.estimate(values(-0.5), WORLD), *words) == "it shrinks"
    found = estimates.estimate(values(0.0), WORLD)
    said = estimates.chosen(found, *words)
    assert said.startswith("the sign is open") and said.count("%") == 3


def test_a_table_has_columns_of_worlds_only_where_there_are_several(estimates):
    found, over = estimates.estimate(values(), ONE), estimates.estimate(values(), WORLD)
    head, rows = estimates.written(("what", "effect"), [("a", found)])
    assert head == ["what", "effect", "low", "high"] and rows == [["a", *found[:3]]]
    head, rows = estimates.written(("what", "effect"), [("a", over), ("b", found)])
    assert head[:5] == ["what", "effect", "low", "high", "median"] and [len(row) for row in rows] == [len(head)] * 2
    assert rows[1][head.index("note")] == "an interval of the estimate, not over worlds"
    head, rows = estimates.written(("claim", "effect", "said"), [("a", over, "x"), ("b", "", "y")])
    assert [dict(zip(head, row, strict=True))["said"] for row in rows] == ["x", "y"]
    head, rows = estimates.written(("claim", "effect", "said"), [("a", found, "x"), ("b", "", "y")])
    assert [dict(zip(head, row, strict=True))["said"] for row in rows] == ["x", "y"]
    head, _ = estimates.written(("left", "lost"), [(found, found)])
    assert head == ["left", "left, low", "left, high", "lost", "lost, low", "lost, high"]


def test_a_mean_over_time_has_the_band_of_each_month(estimates):
    series = np.column_stack([values(), values(0.3)])
    middle, low, high = estimates.mean_over_time(series, WORLD)
    assert [middle[1], low[1], high[1]] == pytest.approx(estimates.estimate(values(0.3), WORLD)[:3])
    _, low, high = estimates.mean_over_time(series, ONE)
    assert (high - low < 0.04).all()


def test_no_nought_has_a_sign(estimates):
    found = estimates.Estimate(-0.0004, -0.02, 0.0003)
    assert found.points() == "0.0 percentage points (−2.0 to 0.0)"
    assert found.share() == "0 % (−2 to 0)"
    assert estimates.Estimate(0.0304, -0.02, 0.05).points() == "+3.0 percentage points (−2.0 to +5.0)"
