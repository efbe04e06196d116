"""What a sampler draws as a whole stays whole, and what a design declares is not guessed back from its sample."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.analysis import elementary_effects, rank_correlations, robustness, sensitivity, sobol_indices
from simulation.analysis.sensitivity import noise_share
from simulation.ensemble import Replicate
from simulation.report import sweep_dots, sweep_figures, sweep_words
from simulation.results.bootstrap import RESAMPLES_OF_ANALYSES, expanded_tail, indices
from simulation.sweep import block, sweep
from simulation.sweep.design import parse, plan
from simulation.sweep.design.samplers import latin_hypercube, morris, saltelli
from simulation.sweep.store import open_store
from simulation.world.errors import AnalysisError
from simulation.world.measures import COLUMN, MEASURES
from simulation.world.services import SERVICES
from simulation.world.spells import SPELL

pytestmark = pytest.mark.filterwarnings("error")

FACTORS = """
governance = "declared"
planning_support = {low = 0.2, high = 0.9}
neighbouring_councils = "declared"
neighbourhoods = {low = 4, high = 9}
capacity_building = [0, 0.1, 1]
joint_working = [0.5, 0.1, 0.3]
open_procurement = [0.3]
"services.standard" = "declared"
"hostile-leadership.commitment" = {high = 0.5}
"hostile-leadership.year" = "declared"
"""


def design(sampler: str, points: int, factors: str, more: str = "", replicates: int = 3):
    text = f'scenarios = ["leadership-change"]\nsampler = "{sampler}"\npoints = {points}\nreplicates = {replicates}\n'
    return plan(
        parse(f'{text}worlds = "central"\nmonths = 70\noutcomes = ["coproduction"]\n[levers]\n{factors}\n{more}')
    )


@pytest.fixture
def world(monkeypatch):
    """A model whose co-production is the sum of three levers, and a third of it under a legal form."""

    def run(world_plan, times, seed, number, *_):
        p = world_plan.parameters[0]
        measures = np.zeros((2, times.months, len(MEASURES)))
        level = p.governance + p.planning_support**2 + 0.1 * number
        measures[:, :, COLUMN["coproduction"]] = level * (1 - 0.7 * p.legal_form)
        return Replicate(number, measures, np.zeros((2, times.months, len(SERVICES), 3), "f4"), np.zeros(0, SPELL), ())

    monkeypatch.setattr(block, "run_replicate", run)


# Morris


@pytest.mark.parametrize("trajectories", [1, 2, 3, 4, 6])
def test_effects_of_a_sum_are_one_however_few_trajectories_there_are(trajectories):
    for seed in range(200):
        sample = morris(3, trajectories, seed)
        found = elementary_effects(sample.sum(axis=1)[:, None], sample, ("a", "b", "c"), [(0, 1)] * 3, 2)
        np.testing.assert_allclose(found.estimate[:, :2], 1)


@pytest.mark.parametrize("trajectories", [1, 2, 5])
def test_every_kind_of_factor_over_its_whole_range(trajectories):
    """A straight line: the effect over the whole range is the slope times the range that the design declares."""
    made = design("morris", trajectories, FACTORS)
    low, high = np.array(list(made.ranges.values())).T
    slopes = np.arange(1.0, len(low) + 1)
    found = elementary_effects(
        (made.sample @ slopes)[:, None], made.sample, made.factors, list(made.ranges.values()), 5
    )
    constant = np.array(made.factors) == "open_procurement"
    np.testing.assert_allclose(found.estimate[~constant, 1], (slopes * (high - low))[~constant], rtol=1e-9)
    assert np.isnan(found.estimate[constant]).all()
    assert made.ranges["neighbourhoods"] == (4, 9) and made.ranges["joint_working"] == (0.1, 0.5)


def test_through_the_store_with_policies(world, tmp_path):
    more = '[[policies]]\nname = "none"\n[[policies]]\nname = "independent"\nlegal_form = 1.0'
    made = design("morris", 2, 'governance = "declared"\nplanning_support = [0, 1]', more)
    assert sweep(made, tmp_path / "out")
    stored = open_store(tmp_path / "out")
    outcome = "coproduction_final_year"
    np.testing.assert_allclose(sensitivity(stored, outcome, resamples=100).estimate[:, 0], [1, 1])
    np.testing.assert_allclose(
        sensitivity(stored, outcome, policy="independent", resamples=100).estimate[:, 0], [0.3] * 2
    )
    with pytest.raises(
        AnalysisError, match="there is no policy 'independant' in the sweep; did you mean 'independent'"
    ):
        sensitivity(stored, outcome, policy="independant")
    with pytest.raises(AnalysisError, match="there is no scenario 'x' in the sweep; there are leadership-change"):
        sensitivity(stored, outcome, scenario="x")


def test_a_sample_of_something_else_is_no_morris_sample():
    with pytest.raises(AnalysisError, match="no morris sample"):
        elementary_effects(np.zeros((8, 1)), latin_hypercube(3, 8, 1), ("a", "b", "c"), [(0, 1)] * 3)
    with pytest.raises(AnalysisError, match=r"b leaves its range in the sample: it must lie from 0 to 0\.5"):
        elementary_effects(np.zeros((8, 1)), morris(3, 2, 1), ("a", "b", "c"), [(0, 1), (0, 0.5), (0, 1)])


# Policies and scenarios: the same points again


def test_policies_add_no_points(world, tmp_path):
    factors = 'governance = "declared"\nplanning_support = "declared"'
    same = "".join(f'[[policies]]\nname = "{name}"\nlegal_form = 0.0\n' for name in ("one", "other"))
    widths = []
    for name, more in (("without", ""), ("with", same)):
        assert sweep(design("saltelli", 32, factors, more), tmp_path / name)
        found = sensitivity(open_store(tmp_path / name), "coproduction_final_year", resamples=200)
        widths.append(found.high - found.low)
    np.testing.assert_array_equal(*widths)
    names = [each.name for each in sweep_figures.sweep_figures(open_store(tmp_path / "with"))]
    assert {"sensitivity_policy_1", "sensitivity_policy_2"} <= set(names) and "sensitivity" not in names


def test_the_reports_means_draw_what_the_sampler_drew(world, tmp_path):
    """Against a bootstrap by hand: base points with all their variants and policies; three futures stay as they are."""
    factors = 'governance = "declared"\nplanning_support = "declared"'
    more = '[[policies]]\nname = "none"\n[[policies]]\nname = "independent"\nlegal_form = 1.0'
    assert sweep(design("saltelli", 16, factors, more), tmp_path / "out")
    stored = open_store(tmp_path / "out")
    values = stored.values("coproduction_final_year")
    units = values.reshape(2, 16, 4, 3).transpose(1, 0, 2, 3).reshape(16, -1, 3)  # [base point, policy x variant, ...]
    drawn = [units[rows].mean() for rows in indices(16, RESAMPLES_OF_ANALYSES, 0)]
    groups = list(sweep_words.groups_of_points(stored).values())
    found = sweep_dots._interval(stored, "coproduction_final_year", "scenario", groups)
    tail = expanded_tail(16)  # of the sixteen units that were drawn
    expected = [values.mean(), *np.quantile(drawn, [tail, 1 - tail], method="inverted_cdf")]
    np.testing.assert_allclose(found, expected, rtol=1e-9)


def test_points_of_a_full_factorial_were_not_drawn(world, tmp_path):
    text = 'scenarios = ["leadership-change"]\nsampler = "full_factorial"\nreplicates = 5\nmonths = 70\n'
    text += 'worlds = "central"\noutcomes = ["coproduction"]\n[levers]\ngovernance = [0, 1]\nplanning_support = [0, 1]'
    assert sweep(plan(parse(text)), tmp_path / "out")
    stored = open_store(tmp_path / "out")
    mean, low, high = sweep_dots._interval(stored, "coproduction_final_year", "scenario", [np.arange(4)])
    assert mean == pytest.approx(1.2) and 1.0 <= low < high <= 1.4  # futures differ by 0.4, points by 2


# Samples that say nothing


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (np.full((20, 2), 0.1), "the outcome is 0.1 at all 20 points"),
        (np.array([0.1, 0.1 + 1e-17] * 10)[:, None], "the outcome is 0.1 at all"),
        (np.full((5, 1), np.nan), "1 base point"),
        (np.r_[np.arange(19.0), np.nan][:, None], "no value at 1 of 20 points"),
        (np.r_[np.arange(19.0), np.inf][:, None], "1 of 20 values are infinite"),
        (np.zeros((0, 1)), "values are"),
        (np.zeros(20), "values are"),
    ],
)
def test_sobol_refuses_in_one_line(values, message):
    with pytest.raises(AnalysisError, match=message) as caught:
        sobol_indices(values, ("a", "b", "c"), 5)
    assert "\n" not in str(caught.value)


def test_no_factors():
    for use in (
        lambda: sobol_indices(np.zeros((4, 1)), ()),
        lambda: elementary_effects(np.zeros((4, 1)), np.zeros((4, 0)), (), np.zeros((0, 2))),
        lambda: rank_correlations(np.zeros((4, 1)), np.zeros((4, 0)), ()),
    ):
        with pytest.raises(AnalysisError, match="there are no factors"):
            use()


def test_a_factor_without_effect_has_none_for_certain():
    sample = saltelli(3, 64, 1)
    found = sobol_indices(sample[:, :1], ("a", "b", "c"), 100)
    np.testing.assert_array_equal(found.estimate[1:, 1], 0)
    np.testing.assert_array_equal(found.high[1:, 1], 0)
    sample = morris(3, 20, 1)
    found = elementary_effects(sample[:, :1], sample, ("a", "b", "c"), [(0, 1)] * 3, 100)
    np.testing.assert_array_equal(found.high[1:], 0)


def test_one_trajectory_has_effects_but_no_spread_and_no_interval():
    sample = morris(2, 1, 1)
    found = elementary_effects(sample.sum(axis=1)[:, None], sample, ("a", "b"), [(0, 1)] * 2, 20)
    np.testing.assert_allclose(found.estimate[:, :2], 1)
    assert np.isnan(found.estimate[:, 2]).all() and np.isnan(found.low).all() and np.isnan(found.high).all()
    flat = elementary_effects(np.ones((3, 1)), sample, ("a", "b"), [(0, 1)] * 2, 20)
    np.testing.assert_array_equal(flat.estimate[:, :2], 0)


def test_rank_correlations_of_samples_that_say_little():
    sample = np.column_stack([np.arange(10.0), np.arange(10.0) ** 3, np.ones(10)])
    found = rank_correlations(np.exp(sample[:, :1]), sample, ("a", "same", "constant"), 200)
    np.testing.assert_allclose(found.estimate[:2, 0], 1)
    np.testing.assert_allclose(found.low[:2, 0], 1)  # ranks among the points of each resample, as Spearman says
    assert np.isnan(found.estimate[2]).all() and np.isnan(found.low[2]).all() and found.order()[-1] == 2
    with pytest.raises(AnalysisError, match="2 points give no rank correlation"):
        rank_correlations([[1.0], [2.0]], [[0.0], [1.0]], ("a",))
    with pytest.raises(AnalysisError, match="the outcome is 1 at all 10 points"):
        rank_correlations(np.ones((10, 2)), sample, ("a", "b", "c"))
    with pytest.raises(AnalysisError, match="b has no value at some points"):
        rank_correlations(sample[:, :1], np.where(sample == 8, np.nan, sample)[:, [2, 0]], ("a", "b"))


def test_a_future_without_a_value_is_left_out_of_its_points_mean():
    sample = saltelli(2, 16, 1)
    values = np.tile(sample.sum(axis=1)[:, None], 4)
    values[3, 1] = values[5, :3] = np.nan
    np.testing.assert_allclose(
        sobol_indices(values, ("a", "b"), 20).estimate,
        sobol_indices(sample.sum(axis=1)[:, None], ("a", "b"), 20).estimate,
    )


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("replicates", [2, 5, 50])
def test_noise_is_the_share_that_was_simulated(shared, replicates):
    """Variance 1 between points and 1 by chance: a half, whether or not the points share their chance."""
    rng = np.random.default_rng(1)
    found = []
    for _ in range(100):
        chance = rng.normal(size=(1 if shared else 200, replicates))
        found.append(noise_share(rng.normal(size=(200, 1)) + chance))
    if not shared:
        assert np.mean(found) == pytest.approx(0.5, abs=0.02)
    assert np.isnan(noise_share(np.ones((5, 1)))) and noise_share(np.ones((5, 2))) == 0


def test_robustness_needs_every_policy_in_every_state():
    values = np.array([[[1.0, 2.0], [np.nan, 3.0]], [[0.0, 1.0], [2.0, 2.0]]])
    found = robustness(values, ("a", "b"), 1.5, resamples=100)
    np.testing.assert_allclose(found.estimate[:, 0], [2.25, 1.25])
    values[0, 1] = np.nan
    with pytest.raises(AnalysisError, match="policy 'a' has no value in 1 of 2 states"):
        robustness(values, ("a", "b"), 1.5)
    with pytest.raises(AnalysisError, match="of 3 policies"):
        robustness(values, ("a", "b", "c"), 1.5)
    one = robustness(values[:, :1], ("a", "b"), 1.5, resamples=100)
    assert np.isnan(one.low).all() and one.estimate[0, 3] == 1


def test_relative_losses_are_ratios_of_sums_at_every_point():
    """Two futures, one with next to nothing to lose: 0.5 of 1.0 and -2 of 0.02, together 0.46 of 1.02."""
    sample = saltelli(1, 2, 1)
    ratios, had = np.tile([[0.5, -2.0]], (len(sample), 1)), np.tile([[1.0, 0.02]], (len(sample), 1))
    with pytest.raises(AnalysisError, match=r"the outcome is 0.45098 at all 6 points"):
        sobol_indices(ratios, ("a",), 5, had)
