"""Conditions choose among stored runs: what is left is what was simulated there, and nothing else."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from simulation.analysis import choose, importance, robustness, sensitivity, summary
from simulation.analysis.conditions import FEWEST_WORLDS, Chosen, Condition, conditions
from simulation.analysis.summary import average
from simulation.world.errors import AnalysisError
from tests.analysis.many_worlds import NAMES, WORLDS, known_model, made_up, swept  # noqa: F401 - a fixture

OUTCOME = "coproduction_final_year"
HIGH = "fatigue_growth > 0.085"
POLICIES = '[[policies]]\nname = "as it is"\n[[policies]]\nname = "exits"\nleader_exit = 0.1\n'


@pytest.fixture(scope="module")
def stored(known_model, tmp_path_factory):  # noqa: F811
    return swept(tmp_path_factory.mktemp("given") / "out", 'points = 30\n[levers]\ngovernance = "declared"')


@pytest.fixture(scope="module")
def in_policies(known_model, tmp_path_factory):  # noqa: F811
    return swept(tmp_path_factory.mktemp("given") / "out", POLICIES)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a > 0.3", (Condition("a", ">", 0.3),)),
        ("hostile-leadership.year<=2", (Condition("hostile-leadership.year", "<=", 2),)),
        (" a == 1  and b >= -1e-3 ", (Condition("a", "==", 1), Condition("b", ">=", -0.001))),
    ],
)
def test_conditions_are_read(text, found):
    assert conditions(text) == found


@pytest.mark.parametrize(
    "wrong", ["", "a", "a > ", "a = 1", "a > 1 or b > 1", "0.1 < a < 0.2", "a > x", 3, None, "and"]
)
def test_what_is_no_condition_is_refused_in_one_line(wrong):
    with pytest.raises(AnalysisError, match="given = ") as refused:
        conditions(wrong)
    assert "\n" not in str(refused.value)


def test_a_number_of_the_worlds_chooses_futures_and_what_goes_with_it_goes_along(stored):
    chosen, worlds = choose(stored, HIGH), made_up()
    high = worlds.values[:, 0] > 0.085
    assert sorted(set(chosen.world.tolist())) == np.flatnonzero(high).tolist()
    np.testing.assert_array_equal(chosen.values(OUTCOME), stored.values(OUTCOME)[:, high[stored.world]])
    assert len(chosen.points) == len(stored.points)
    assert str(chosen) == (
        f"given {HIGH}: {high.sum()} of {WORLDS} worlds, {2 * high.sum()} of {2 * WORLDS} futures, 30 of 30 points"
    )
    founding = worlds.values[:, NAMES.index("founding")]  # is named nowhere
    assert founding[high].mean() > founding.mean() + 0.5 * founding.std()
    both = choose(stored, f"{HIGH} and cuts_take == 1")
    assert set(both.world) == set(np.flatnonzero(high & (worlds.values[:, 3] == 1)))
    assert set(both.table(["replicate"])["replicate"].to_pylist()) == set(both.futures.tolist())


def test_a_factor_chooses_points(stored):
    chosen = choose(stored, "governance > 0.5")
    assert chosen.points.tolist() == np.flatnonzero(stored.points["governance"].to_numpy() > 0.5).tolist()
    np.testing.assert_array_equal(chosen.values(OUTCOME), stored.values(OUTCOME, points=chosen.points))
    assert len(chosen.futures) == stored.replicates


def test_too_little_is_left(stored):
    with pytest.raises(AnalysisError, match=rf"leaves \d of {WORLDS} worlds and \d+ futures; it takes {FEWEST_WORLDS}"):
        choose(stored, "fatigue_growth > 0.14")
    with pytest.raises(AnalysisError, match="leaves none of 30 points"):
        choose(stored, "governance > 1")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            "fatigue_grwth > 0.1",
            "'fatigue_grwth' is no factor and no number of the worlds .*; did you mean 'fatigue_growth'",
        ),
        (
            "zzz > 0.1",
            "'zzz' is no factor and no number of the worlds .*; it has governance, fatigue_growth, leader_exit",
        ),
        ("years > 0.1", "'years' is no factor and no number of the worlds"),
    ],
)
def test_a_name_that_means_nothing(stored, given, said):
    with pytest.raises(AnalysisError, match=said):
        choose(stored, given)


def test_a_number_that_is_the_same_in_all_worlds(known_model, tmp_path):  # noqa: F811
    stored = swept(tmp_path / "out", "[settings]\nfatigue_growth = 0.1", replicates=4)
    with pytest.raises(
        AnalysisError, match=r"fatigue_growth is the same in all worlds of .*: the design or its scenario"
    ):
        choose(stored, HIGH)


def test_what_a_policy_sets_is_chosen_by_points_where_it_is_set_and_by_worlds_where_it_is_not(in_policies):
    with pytest.raises(AnalysisError, match=r"leader_exit is set by a policy at some points, .*: choose one policy"):
        choose(in_policies, "leader_exit > 0.1")
    assert len(set(choose(in_policies, "leader_exit > 0.1", [0]).world)) < WORLDS
    assert choose(in_policies, "leader_exit == 0.1", [1]).points.tolist() == [1]
    assert "leader_exit" in importance(in_policies, OUTCOME, policy="as it is", permutations=200).inputs
    assert "leader_exit" not in importance(in_policies, OUTCOME, policy="exits", permutations=200).inputs


def test_every_analysis_says_what_is_left(stored):
    found = sensitivity(stored, OUTCOME, given=HIGH, resamples=100)
    assert found.note == str(choose(stored, HIGH))
    assert sensitivity(stored, OUTCOME, resamples=100).note == ""
    alone = sensitivity(stored, OUTCOME, given="governance < 0.6", resamples=100)
    assert f"{WORLDS} of {WORLDS} worlds" in alone.note
    table = summary(stored, [OUTCOME, "resilience_loss"], given=HIGH).to_pylist()
    chosen = choose(stored, HIGH)
    assert [(row["worlds"], row["futures"], row["points"]) for row in table] == [
        (len(set(chosen.world)), len(chosen.futures), 30)
    ] * 2
    assert table[0]["mean"] == pytest.approx(chosen.values(OUTCOME).mean())
    assert table[0]["low"] < table[0]["mean"] < table[0]["high"]
    assert summary(stored, [OUTCOME]).to_pylist()[0]["mean"] < table[0]["mean"]  # more fatigue, more of it here


def test_arrays_of_what_was_chosen_go_into_every_other_analysis(in_policies):
    chosen = [choose(in_policies, HIGH, [point]) for point in (0, 1)]
    values = np.stack([each.by_unit(OUTCOME)[0] for each in chosen]).transpose(0, 2, 1)  # a world is a state
    found = robustness(values, ("as it is", "exits"), 0.4, resamples=100)
    np.testing.assert_allclose(found.estimate[:, 0], [each.values(OUTCOME).mean() for each in chosen])


def test_the_points_of_a_sampler_are_not_torn_apart(known_model, tmp_path):  # noqa: F811
    factors = 'sampler = "saltelli"\npoints = 2\n[levers]\ngovernance = "declared"\nplanning_support = "declared"'
    stored = swept(tmp_path / "out", factors)
    with pytest.raises(
        AnalysisError, match="governance is a factor, and the points of a saltelli sample belong together"
    ):
        sensitivity(stored, OUTCOME, given="governance > 0.5")
    assert HIGH in sensitivity(stored, OUTCOME, given=HIGH, resamples=100).note


def test_what_is_drawn_again_is_a_world_with_its_futures(in_policies):
    """Two futures of a world say little more than one: intervals over futures would be too short."""
    chosen = choose(in_policies, points=[0])
    values, weights = chosen.by_unit(OUTCOME)
    assert values.shape == (1, WORLDS)
    assert weights.tolist() == [[2.0] * WORLDS]
    np.testing.assert_allclose(values[0], chosen.values(OUTCOME)[0].reshape(-1, 2).mean(axis=1))
    row = summary(in_policies, [OUTCOME]).to_pylist()[0]
    of_worlds = 2 * 1.67 * values.std(ddof=1) / np.sqrt(WORLDS)
    assert row["high"] - row["low"] == pytest.approx(of_worlds, rel=0.2)
    lost = chosen.by_unit("resilience_loss")  # sums first, then their ratio
    loss, weight = chosen.values("resilience_loss")[0], chosen.weights("resilience_loss")[0]
    np.testing.assert_allclose(lost[0][0, 0], np.average(loss[:2], weights=weight[:2]))


class Simulated(Chosen):
    """Futures whose mean over worlds is 0, of forty worlds that differ more than their futures do."""

    def values(self, outcome, arm="scenario"):
        rng = np.random.default_rng(self.stored.seed)
        return (rng.normal(size=40)[self.world] + 0.3 * rng.normal(size=80))[None]

    def weights(self, outcome):
        return np.ones((1, 80))


@pytest.mark.parametrize(("in_worlds", "low", "high"), [(True, 0.84, 0.96), (False, 0, 0.82)])
def test_intervals_over_worlds_hold_the_truth_and_those_over_futures_would_not(in_worlds, low, high):
    """Nine in ten of 100 data sets, within the chance of so many; of pairs taken for single futures three in four."""
    held = []
    for seed in range(100):
        stored = SimpleNamespace(seed=seed, world=np.arange(80) // 2, in_worlds=in_worlds)
        _, least, most = average(Simulated(stored, "", np.zeros(1, int), np.arange(80)), "", "scenario", 1, 400)
        held.append(least <= 0 <= most)
    assert low <= np.mean(held) <= high
