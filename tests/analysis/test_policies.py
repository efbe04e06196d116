"""Paired contrasts of policies, and sensitivity as a table, with a model that is known."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.analysis import contrasts, summary
from simulation.analysis.sensitivity import Sensitivity, sensitivity
from simulation.report.sweep_worlds import in_how_many_worlds
from simulation.world.errors import AnalysisError
from tests.analysis.many_worlds import known_model, swept

__all__ = ["known_model"]
OUTCOME = "coproduction_final_year"
POLICIES = '[[policies]]\nname = "as now"\ngovernance = 0\n[[policies]]\nname = "framework"\ngovernance = 0.5\n'


@pytest.fixture(scope="module")
def policies(known_model, tmp_path_factory):
    return swept(tmp_path_factory.mktemp("policies") / "out", POLICIES)


def test_a_contrast_is_the_mean_difference_of_pairs_and_far_better_known_than_levels(policies):
    [row] = contrasts(policies, [OUTCOME]).to_pylist()
    values = policies.values(OUTCOME)
    assert (row["policy"], row["against"]) == ("framework", "as now")
    assert row["difference"] == pytest.approx((values[1] - values[0]).mean())
    assert row["low"] < row["difference"] < row["high"]
    apart = np.hypot(*(level["high"] - level["low"] for level in summary(policies, [OUTCOME]).to_pylist()))
    assert row["high"] - row["low"] < 0.6 * apart  # were they not paired


def test_a_contrast_of_a_relative_loss_is_that_of_ratios_of_sums(policies):
    [row] = contrasts(policies, ["resilience_loss"]).to_pylist()
    of = {level["policy"]: level["mean"] for level in summary(policies, ["resilience_loss"]).to_pylist()}
    assert row["difference"] == pytest.approx(of["framework"] - of["as now"], abs=1e-12)


def test_the_policy_that_is_subtracted_can_be_named(policies):
    [one], [other] = (contrasts(policies, [OUTCOME], name).to_pylist() for name in ("as now", "framework"))
    assert one["difference"] == -other["difference"] and one["low"] == pytest.approx(-other["high"])
    with pytest.raises(AnalysisError, match="no policy 'as then'"):
        contrasts(policies, [OUTCOME], "as then")


def test_figures_say_in_how_many_worlds_a_policy_comes_to_more(known_model, tmp_path):
    little = swept(tmp_path / "out", POLICIES.replace("0.5", "0.02"))  # 0.45 points, and 0.9 where cuts_take is on
    more = 100 * little.worlds.column("cuts_take").mean()
    assert 20 < more < 80
    [row] = contrasts(little, [OUTCOME]).to_pylist()
    assert (row["less"], row["no_matter"], row["more"]) == pytest.approx((0, 1 - more / 100, more / 100))
    found = in_how_many_worlds(OUTCOME, [row])
    assert f": framework: less in 0 %, no matter in {100 - more:.0f} %, more in {more:.0f} %." in found
    other_way = in_how_many_worlds(OUTCOME, contrasts(little, [OUTCOME], "framework").to_pylist())
    assert f": as now: less in {more:.0f} %, no matter in" in other_way
    assert not in_how_many_worlds("resilience_loss", contrasts(little, ["resilience_loss"]).to_pylist())


def test_one_policy_is_nothing_to_compare(known_model, tmp_path):
    with pytest.raises(AnalysisError, match="has 0 policies: it takes two"):
        contrasts(swept(tmp_path / "out"), [OUTCOME])


def test_sensitivity_as_a_table_says_what_it_is_about_and_warns(known_model, tmp_path):
    stored = swept(tmp_path / "out", 'points = 8\n[levers]\ngovernance = "declared"\n')
    [row] = sensitivity(stored, OUTCOME).table().to_pylist()
    about = {"outcome": OUTCOME, "arm": "scenario", "scenario": "leadership-change", "policy": ""}
    assert row | about == row and (row["factor"], row["method"]) == ("governance", "rank_correlation")
    assert row["correlation"] == pytest.approx(1) and row["warning"] == "no interval: it takes 10 points"


def test_an_index_of_first_order_above_the_total_is_warned_of():
    numbers = np.array([[0.5, 0.4], [0.2, 0.3], [-0.1, 0.1]])
    found = Sensitivity("sobol", ("a", "b", "c"), ("first", "total"), numbers, numbers, numbers, 0.1)
    warnings = dict(zip(*(found.table()[name].to_pylist() for name in ("factor", "warning")), strict=True))
    assert "above total" in warnings["a"] and not warnings["b"] and "below 0" in warnings["c"]


def test_what_lies_within_the_intervals_is_not_warned_of():
    numbers = np.array([[0.5, 0.4], [0.5, 0.4], [-0.1, 0.1], [-0.1, 0.1], [0.5, 0.4]])
    reach = np.array([0.06, 0.04, 0.11, 0.09, np.nan])[:, None]  # none: the estimates are all there is
    found = Sensitivity("sobol", tuple("abcde"), ("first", "total"), numbers, numbers - reach, numbers + reach, 0.1)
    said = [found.warning(row) for row in range(5)]
    assert [bool(each) for each in said] == [False, True, False, True, True]
    assert "above total" in said[1] and "below 0" in said[3] and "above total" in said[4]
