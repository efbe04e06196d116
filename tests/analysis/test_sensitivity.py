"""Sensitivity indices against closed forms, through designs, sweeps and the store."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulation.analysis import elementary_effects, rank_correlations, sensitivity, sobol_indices
from simulation.analysis.sensitivity import Sensitivity
from simulation.ensemble import Replicate
from simulation.report import sweep_figures
from simulation.sweep import block, sweep
from simulation.sweep.design import parse, plan
from simulation.sweep.design.samplers import morris, saltelli
from simulation.sweep.store import open_store
from simulation.world.errors import AnalysisError
from simulation.world.measures import COLUMN, MEASURES
from simulation.world.services import SERVICES
from simulation.world.spells import SPELL

A, B = 7.0, 0.1
# Ishigami & Homma (1990); closed form in Saltelli et al. (2008), Global sensitivity analysis, section 4.
VARIANCE = A**2 / 8 + B * math.pi**4 / 5 + B**2 * math.pi**8 / 18 + 0.5
FIRST = np.array([0.5 * (1 + B * math.pi**4 / 5) ** 2, A**2 / 8, 0.0]) / VARIANCE
THIRD = B**2 * math.pi**8 * (1 / 18 - 1 / 50) / VARIANCE
TOTAL = FIRST + np.array([THIRD, 0.0, THIRD])
NAMES = ("governance", "planning_support", "capacity_building")


def ishigami(unit):
    x1, x2, x3 = ((2 * column - 1) * math.pi for column in np.asarray(unit).T)
    return np.sin(x1) + A * np.sin(x2) ** 2 + B * x3**4 * np.sin(x1)


def design(sampler: str, points: int, replicates: int = 4):
    levers = "\n".join(f'{name} = "declared"' for name in NAMES)
    return plan(
        parse(
            f'scenarios = ["leadership-change"]\nsampler = "{sampler}"\npoints = {points}\nreplicates = {replicates}\n'
            f'months = 12\noutcomes = ["coproduction"]\n[levers]\n{levers}'
        )
    )


@pytest.fixture
def ishigami_world(monkeypatch):
    """A model whose co-production is the Ishigami function of three levers, plus chance that all points share."""

    def run(plan, times, seed, number, *_):
        p = plan.parameters[0]
        measures = np.zeros((2, times.months, len(MEASURES)))
        level = ishigami([[getattr(p, name) for name in NAMES]])[0]
        measures[:, :, COLUMN["coproduction"]] = level + np.sin(7.0 * number)
        return Replicate(number, measures, np.zeros((2, times.months, len(SERVICES), 3), "f4"), np.zeros(0, SPELL), ())

    monkeypatch.setattr(block, "run_replicate", run)


def test_it_is_printed_with_what_must_be_known_of_it_below():
    ends = np.array([[0.2, 0.05], [np.nan, np.nan]])
    found = Sensitivity(
        "sobol", ("a", "long_name"), ("first", "total"), np.array([[0.3, 0.08], [0.5, 0.625]]), ends, 2 * ends, 0.2,
        about=(("outcome", "quality_final_year"), ("arm", "scenario"), ("policy", "")),
    )  # fmt: skip
    assert repr(found).splitlines() == [
        "Sobol' indices with 90 % intervals: quality_final_year, scenario",
        "factor     first           total",
        "long_name  0.5             0.625",
        "a          0.3 [0.2, 0.4]  0.08 [0.05, 0.1]",
        "20% of the variance of all values is no factor's, but chance or differing worlds",
        "a: first order above total: too few base points to tell them apart",
    ]


def test_what_says_next_to_nothing_is_told_so():
    low, high = np.array([[0.1, 0.22], [0.1, 0.2]]), np.array([[0.4, 95.5], [0.4, 0.4]])
    told = repr(Sensitivity("sobol", ("a", "b"), ("first", "total"), np.full((2, 2), 0.3), low, high, 0.98))
    assert "differing worlds; take more futures before you believe the rest" in told
    assert "\na: an interval wider than all there is to share out: take more base points or futures" in told


def test_ishigami_through_the_whole_path(ishigami_world, tmp_path):
    made = design("saltelli", 1024)
    assert sweep(made, tmp_path / "out")
    found = sensitivity(open_store(tmp_path / "out"), "coproduction_final_year", resamples=200)
    assert found.factors == NAMES and found.columns == ("first", "total")
    np.testing.assert_allclose(found.estimate[:, 0], FIRST, atol=0.03)
    np.testing.assert_allclose(found.estimate[:, 1], TOTAL, atol=0.03)
    assert (found.low <= np.column_stack([FIRST, TOTAL]) + 1e-9).all()
    assert (found.high >= np.column_stack([FIRST, TOTAL]) - 1e-9).all()
    assert found.order()[:2] == [0, 1]


def test_a_factor_that_counts_runs_without_its_mechanism_says_so(ishigami_world, tmp_path):
    made = plan(
        parse(
            'scenarios = ["leadership-change"]\nsampler = "morris"\npoints = 20\nreplicates = 2\nmonths = 12\n'
            'outcomes = ["coproduction"]\n[levers]\ngovernance = "declared"\n'
            '[uncertainties]\ncuts_take = "declared"\nvolunteers_venues = "declared"\n'
        )
    )
    assert sweep(made, tmp_path / "out")
    stored = open_store(tmp_path / "out")
    found = sensitivity(stored, "coproduction_final_year", resamples=100)
    off = (stored.points["cuts_take"].to_numpy() == 0).mean()
    assert dict(zip(found.factors, found.off, strict=True)) == {
        "governance": 0, "cuts_take": 0, "volunteers_venues": pytest.approx(off)
    }  # fmt: skip
    warning = found.warning(found.factors.index("volunteers_venues"))
    assert 0 < off < 1 and f"counts runs without its mechanism too ({off:.0%})" in warning
    assert f"volunteers_venues: {warning}" in repr(found)


def test_the_figure_has_the_intervals_of_the_analysis(ishigami_world, tmp_path, monkeypatch):
    drawn = []
    monkeypatch.setattr(sweep_figures, "bars", lambda *given: drawn.append(given))
    assert sweep(design("saltelli", 64, 6), tmp_path / "out")
    stored = open_store(tmp_path / "out")
    next(figure for figure in sweep_figures.sweep_figures(stored) if figure.name == "sensitivity").draw()
    found = sensitivity(stored, "coproduction_final_year")
    rows = found.order()
    assert np.isfinite(found.low).all()
    for shown, expected in zip(drawn[0][4:7], (found.estimate, found.low, found.high), strict=True):
        np.testing.assert_array_equal(shown, expected[rows, 1])


def test_agrees_with_salib():
    from SALib.analyze import sobol

    values = ishigami(saltelli(3, 256, 3))
    problem = {"num_vars": 3, "names": list(NAMES), "bounds": [[0, 1]] * 3}
    theirs = sobol.analyze(problem, values, calc_second_order=False, num_resamples=10, seed=1)
    ours = sobol_indices(values[:, None], NAMES, 10)
    np.testing.assert_allclose(ours.estimate[:, 0], theirs["S1"], atol=0.02)
    np.testing.assert_allclose(ours.estimate[:, 1], theirs["ST"], atol=0.01)


def test_chance_widens_the_intervals():
    values = ishigami(saltelli(3, 128, 3))[:, None]
    noise = 8 * np.sin(np.arange(values.size * 6).reshape(-1, 6) ** 1.7)  # a stand-in for chance that nothing shares
    few, none = sobol_indices(values + noise, NAMES, 200), sobol_indices(values.repeat(6, axis=1), NAMES, 200)
    assert (few.high - few.low)[:, 1].mean() > 1.2 * (none.high - none.low)[:, 1].mean()
    assert few.noise > 0.5 and none.noise < 1e-12


def test_morris_agrees_with_salib():
    from SALib.analyze import morris as analysis

    sample = morris(3, 40, 5)
    values = ishigami(sample)
    problem = {"num_vars": 3, "names": list(NAMES), "bounds": [[0, 1]] * 3}
    theirs = analysis.analyze(problem, sample, values, num_levels=4, num_resamples=10, seed=1)
    ours = elementary_effects(values[:, None], sample, NAMES, [(0, 1)] * 3, 100)
    np.testing.assert_allclose(ours.estimate[:, 0], theirs["mu_star"])
    np.testing.assert_allclose(ours.estimate[:, 1], theirs["mu"])
    np.testing.assert_allclose(ours.estimate[:, 2], theirs["sigma"])


def test_elementary_effects_of_a_straight_line_are_its_slopes():
    sample = morris(3, 10, 5)
    values = sample @ np.array([3.0, -2.0, 0.0])
    found = elementary_effects(values[:, None], sample, NAMES, [(0, 1)] * 3, 20)
    np.testing.assert_allclose(found.estimate, [[3, 3, 0], [2, -2, 0], [0, 0, 0]], atol=1e-12)


def test_rank_correlation_follows_any_rising_function():
    sample = saltelli(2, 64, 1)
    found = rank_correlations(np.exp(9 * sample[:, :1]), sample, ("a", "b"), 100)
    assert found.estimate[0, 0] == pytest.approx(1)
    assert abs(found.estimate[1, 0]) < 0.2


def test_an_incomplete_sample_is_refused():
    with pytest.raises(AnalysisError, match="7 points are no saltelli sample: they come in groups of 5"):
        sobol_indices(np.zeros((7, 1)), NAMES)


def test_morris_through_the_store(ishigami_world, tmp_path):
    assert sweep(design("morris", 20), tmp_path / "out")
    found = sensitivity(open_store(tmp_path / "out"), "coproduction_final_year", resamples=100)
    assert found.method == "morris" and (found.estimate[:, 0] > 0).all()


def test_inside_salibs_own_loop():
    from SALib.analyze import sobol as analyze
    from SALib.sample import sobol as sample

    from simulation.analysis import respond
    from simulation.world.parameters import PARAMETERS

    names = ("withdrawal_support", "leader_exit")
    bounds = [[PARAMETERS[name].low, PARAMETERS[name].high] for name in names]
    problem = {"num_vars": 2, "names": list(names), "bounds": bounds}
    points = sample.sample(problem, 4, calc_second_order=False, seed=1)
    outcome = "coproduction_final_year"
    values = np.array(
        [
            respond("leadership-change", dict(zip(names, x, strict=True)), [outcome], 2, worlds="central")[outcome]
            for x in points
        ]
    )
    found = analyze.analyze(problem, values, calc_second_order=False, num_resamples=10, seed=1)
    assert found["ST"][0] > found["ST"][1]


def uniform(points, factors, seed=1):
    return np.random.default_rng(seed).random((points, factors))


@pytest.mark.parametrize(("points", "given"), [(9, False), (10, True)])
def test_rank_correlations_of_few_points_or_of_chosen_ones_have_no_interval(points, given):
    sample = uniform(points, 2)
    values = sample[:, :1] + 0.1 * uniform(points, 6, 2)
    found = rank_correlations(values, sample, ("a", "b"), 100)
    assert np.isfinite(found.low).all() == given == (found.note == "")
    chosen = rank_correlations(values, sample, ("a", "b"), 50, drawn=False)
    assert np.isnan(chosen.low).all() and np.isnan(chosen.high).all() and "chosen, not drawn" in chosen.note
    np.testing.assert_array_equal(chosen.estimate, found.estimate)


@pytest.mark.parametrize(("base", "given"), [(32, False), (64, True)])
def test_indices_of_few_base_points_have_no_interval(base, given):
    found = sobol_indices(ishigami(saltelli(3, base, 1))[:, None], NAMES, 100)
    assert np.isfinite(found.low).all() == np.isfinite(found.high).all() == given
    assert ("it takes 64 base points" in found.note) is not given


@pytest.mark.parametrize(("trajectories", "given"), [(19, False), (20, True)])
def test_effects_of_few_trajectories_have_no_interval(trajectories, given):
    sample = morris(3, trajectories, 1)
    found = elementary_effects(ishigami(sample)[:, None], sample, NAMES, [[0, 1]] * 3, 100)
    assert np.isfinite(found.low).all() == given and np.isfinite(found.estimate).all()
    assert ("it takes 20 trajectories" in found.note) is not given


@pytest.mark.parametrize("replicates", [1, 4, 5])
def test_intervals_say_whether_they_hold_the_chance_of_futures(replicates):
    """Two to four futures drawn again and again would pass for more than they are."""
    sample = uniform(40, 2)
    values = sample[:, :1] + uniform(40, replicates, 2)
    found = rank_correlations(values, sample, ("a", "b"), 100)
    assert np.isfinite(found.low).all() and ("points alone" in found.note) == (replicates < 5)
    if replicates < 5:
        of_means = rank_correlations(values.mean(axis=1, keepdims=True), sample, ("a", "b"), 100)
        assert (found.low <= of_means.low + 1e-12).all() and (found.high >= of_means.high - 1e-12).all()
        np.testing.assert_allclose(found.estimate, of_means.estimate)


def test_there_are_no_indices_where_only_mixed_points_vary():
    values = np.zeros((64, 5))
    values[:, 1] = np.arange(64)
    found = sobol_indices(values.reshape(-1, 1) + np.zeros(6), NAMES, 100)
    assert np.isnan(found.estimate).all() and np.isnan(found.low).all() and np.isnan(found.high).all()


@pytest.mark.parametrize("own", [0.0, 0.5])
def test_chance_that_points_do_not_share_is_no_effect(own):
    """A factor without effect has an interval that reaches to 0; chance that all points share changes nothing."""
    rng = np.random.default_rng(3)

    def futures(of):
        return of[:, None] + rng.normal(size=20) + own * rng.normal(size=(len(of), 20))

    base = saltelli(3, 64, 1)
    total = sobol_indices(futures(base[:, 0] + 3 * base[:, 1]), NAMES, 100)
    assert total.low[2, 1] == 0 <= total.high[2, 1] and total.low[1, 1] > 0.7
    steps = morris(3, 20, 1)
    effects = elementary_effects(futures(steps[:, 0] + 3 * steps[:, 1]), steps, NAMES, [[0, 1]] * 3, 100)
    assert effects.low[2, 0] == 0 and effects.low[:, 2].max() < 1e-9
    assert effects.low[1, 0] > 2.5
