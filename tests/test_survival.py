"""Survival against published worked examples, scipy, statsmodels, and known truths."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.duration.survfunc import SurvfuncRight, survdiff

from simulation.results.bootstrap import bootstrap_replicates
from simulation.results.survival import (
    Lifetimes,
    cohort,
    kaplan_meier,
    lifetimes,
    log_rank,
    median_survival,
    restricted_mean,
    risk_sets,
    survive,
)

# Freireich et al. (1963), as in Gehan (1965): weeks in remission of 21 pairs of children with leukaemia; + is censored.
TREATED = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
PLACEBO = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"


def remissions(weeks: str) -> Lifetimes:
    """One child per replicate, as in a trial where children are independent."""
    values = weeks.split()
    time = np.array([int(value.rstrip("+")) for value in values])
    ended = np.array([not value.endswith("+") for value in values])
    return Lifetimes(np.arange(len(values)), np.zeros_like(time), time, ended)


def curve(data: Lifetimes) -> np.ndarray:
    sets = risk_sets(data, np.unique(data.replicate))
    return kaplan_meier(sets.at_risk.sum(axis=0), sets.ended.sum(axis=0))


def test_kaplan_meier_of_the_leukaemia_trial_is_the_published_one() -> None:
    treated = curve(remissions(TREATED))
    published = {5: 1.0, 6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448, 35: 0.448}
    for week, survival in published.items():
        assert treated[week] == pytest.approx(survival, abs=5e-4), week
    assert median_survival(treated) == 23
    assert median_survival(curve(remissions(PLACEBO))) == 8
    assert restricted_mean(curve(remissions(PLACEBO)), 35) == pytest.approx(182 / 21)  # no censoring: the plain mean


def test_log_rank_of_the_leukaemia_trial_is_the_published_one() -> None:
    arms = [risk_sets(remissions(weeks), np.arange(21), 35) for weeks in (TREATED, PLACEBO)]
    result = log_rank(*arms)
    assert result.chi2 == pytest.approx(16.79, abs=5e-3)
    assert result.p_independent == pytest.approx(4.17e-5, rel=1e-2)
    assert result.p < 0.002


@st.composite
def entering_late(draw: st.DrawFn) -> Lifetimes:
    count = draw(st.integers(5, 60))
    integers = st.lists(st.integers(0, 20), min_size=count, max_size=count)
    entry, stay = np.array(draw(integers)), np.array(draw(integers))
    ended = np.array(draw(st.lists(st.booleans(), min_size=count, max_size=count)))
    return Lifetimes(np.arange(count) % 4, entry, entry + stay, ended)


@settings(max_examples=50, deadline=None)
@given(entering_late())
def test_delayed_entry_agrees_with_statsmodels(data: Lifetimes) -> None:
    ours = curve(data)
    # statsmodels leaves out those that enter on or before `entry`, and knows no time 0: both are moved by a month.
    theirs = SurvfuncRight(data.time + 1, data.ended.astype(int), entry=data.entry)
    for time, survival in zip(theirs.surv_times, theirs.surv_prob, strict=True):
        assert ours[int(time) - 1] == pytest.approx(survival, abs=1e-12)


@settings(max_examples=50, deadline=None)
@given(entering_late())
def test_without_delayed_entry_it_agrees_with_scipy(data: Lifetimes) -> None:
    data = Lifetimes(data.replicate, np.zeros_like(data.entry), data.time, data.ended)
    theirs = stats.ecdf(stats.CensoredData(uncensored=data.time[data.ended], right=data.time[~data.ended])).sf
    assert curve(data)[theirs.quantiles.astype(int)] == pytest.approx(theirs.probabilities)


def test_log_rank_agrees_with_scipy_and_with_delayed_entry_with_statsmodels() -> None:
    rng = np.random.default_rng(5)
    arms = []
    for scale in (12.0, 20.0):
        entry, stay = rng.integers(0, 10, 200), rng.exponential(scale, 200).astype(int)
        arms.append(Lifetimes(np.arange(200) % 10, entry, entry + stay, rng.random(200) < 0.7))
    late = log_rank(*(risk_sets(arm, np.arange(10), 300) for arm in arms))
    time, ended, entry = (np.concatenate([getattr(arm, name) for arm in arms]) for name in ("time", "ended", "entry"))
    chi2, _ = survdiff(time + 1, ended.astype(int), np.repeat([0, 1], 200), entry=entry)
    assert late.chi2 == pytest.approx(chi2)

    prompt = [Lifetimes(arm.replicate, np.zeros_like(arm.entry), arm.time, arm.ended) for arm in arms]
    scipys = stats.logrank(*(stats.CensoredData(uncensored=a.time[a.ended], right=a.time[~a.ended]) for a in prompt))
    ours = log_rank(*(risk_sets(arm, np.arange(10), 300) for arm in prompt))
    assert ours.chi2 == pytest.approx(scipys.statistic**2)
    assert ours.p_independent == pytest.approx(scipys.pvalue)


SPELLS = {
    "replicate": np.array([0, 0, 0, 0, 1]),
    "start": np.array([-30, -10, 20, 50, 5]),
    "end": np.array([-2, 24, 24, 60, 60]),
    "ended": np.array([1, 1, 1, 0, 0]),
}


def test_spells_count_from_the_age_at_which_they_were_first_watched() -> None:
    watched = lifetimes(SPELLS, since=0)
    assert watched.entry.tolist() == [10, 0, 0, 0]  # the one that was over before month 0 is not there
    assert watched.time.tolist() == [34, 4, 10, 55]
    assert watched.ended.tolist() == [True, True, False, False]


def test_the_cohort_is_what_was_alive_when_the_event_hit_timed_from_the_event() -> None:
    hit = cohort(SPELLS, since=24)
    assert hit.time.tolist() == [0, 0, 36]
    assert hit.entry.tolist() == [0, 0, 0]
    assert hit.ended.tolist() == [True, True, False]
    assert cohort(SPELLS, since=25).time.tolist() == [35]


def simulated(hazard: float, seed: int, replicates: int = 40, frailty: float = 0.0) -> dict[str, np.ndarray]:
    """Geometric spells begun in months -200..199, watched until month 200; the hazard differs between replicates."""
    rng = np.random.default_rng(seed)
    count = 60 * replicates
    replicate = np.repeat(np.arange(replicates), 60)
    own = hazard * np.exp(frailty * rng.standard_normal(replicates))[replicate]
    start = rng.integers(-200, 200, count)
    end = start + rng.geometric(np.minimum(own, 1.0))
    return {"replicate": replicate, "start": start, "end": np.minimum(end, 200), "ended": end < 200}


def test_left_truncated_spells_give_back_the_true_curve() -> None:
    watched = lifetimes(simulated(0.05, seed=1), since=0)
    survival = curve(watched)
    truth = (1 - 0.05) ** np.arange(60)  # a spell that ends at age t has lived through t - 1
    assert np.abs(survival[:60] - truth).max() < 0.04


def test_arms_without_a_difference_have_none_and_arms_with_one_have_it_in_the_right_direction() -> None:
    spells, shorter = simulated(0.03, seed=2), simulated(0.06, seed=3)
    replicates = np.arange(40)
    same = survive(lifetimes(spells, 0), lifetimes(spells, 0), replicates)
    assert same.difference == (0.0, 0.0, 0.0)
    assert same.log_rank.p == 1.0
    for watch in (lifetimes, cohort):
        result = survive(watch(shorter, 0), watch(spells, 0), replicates)
        assert result.difference.high < 0
        assert result.medians[0].value < result.medians[1].value
        assert result.log_rank.p < 0.01
        for estimate in (*result.medians, *result.restricted_means, result.difference):
            assert estimate.low <= estimate.value <= estimate.high
        for drawn in result.curves:
            watched = ~np.isnan(drawn.survival)
            assert (drawn.low[watched] <= drawn.survival[watched]).all()
            assert (drawn.survival[watched] <= drawn.high[watched]).all()


def test_the_interval_grows_when_replicates_differ_more_than_chance() -> None:
    width = []
    for frailty in (0.0, 1.0):
        watched = lifetimes(simulated(0.05, seed=4, frailty=frailty), 0)
        mean = survive(watched, watched, np.arange(40)).restricted_means[0]
        width.append(mean.high - mean.low)
    assert width[1] > 2 * width[0]


def test_a_median_beyond_the_horizon_is_infinite_and_without_spells_nothing_is_known() -> None:
    open_spells = {"replicate": np.zeros(4), "start": np.zeros(4), "end": np.full(4, 9), "ended": np.zeros(4)}
    none = {name: column[:0] for name, column in open_spells.items()}
    result = survive(lifetimes(open_spells, 0), lifetimes(none, 0), np.arange(2))
    assert result.medians[0].value == np.inf
    assert result.restricted_means[0].value == 9
    assert np.isnan(result.medians[1].value) and np.isnan(result.difference.value)
    assert np.isnan(result.curves[1].survival).all()
    assert result.log_rank == (0.0, 1.0, 1.0)


def test_one_replicate_has_estimates_without_intervals() -> None:
    spells = simulated(0.05, seed=5, replicates=1)
    result = survive(lifetimes(spells, 0), lifetimes(spells, 0), np.arange(1))
    assert np.isfinite(result.restricted_means[0].value) and np.isnan(result.restricted_means[0].low)


def test_the_bootstrap_is_repeatable_and_covers_the_mean() -> None:
    values = np.random.default_rng(6).normal(size=60)

    def mean(weights: np.ndarray) -> np.ndarray:
        return (weights @ values / weights.sum(axis=1))[:, None]

    low, high = bootstrap_replicates(mean, 60, 0.90)
    assert (low, high) == bootstrap_replicates(mean, 60, 0.90)
    error = values.std(ddof=1) / np.sqrt(60)
    assert high - low == pytest.approx(2 * 1.671 * error, rel=0.1)  # Student's t with 59 degrees of freedom


def test_where_spells_ended_in_too_few_replicates_nothing_is_certain() -> None:
    spells = simulated(0.05, seed=7, replicates=8)
    spells["ended"] = spells["ended"] & (spells["replicate"] < 4)
    spells["end"] = np.where(spells["ended"], spells["end"], 200)
    watched = lifetimes(spells, 0)
    found = survive(watched, watched, np.arange(8))
    for estimate in (*found.medians, *found.restricted_means, found.difference):
        assert not np.isnan(estimate.value) and np.isnan([estimate.low, estimate.high]).all()
    other = lifetimes(simulated(0.05, seed=8, replicates=4), 0)
    assert np.isnan(log_rank(*(risk_sets(arm, np.arange(4), 400) for arm in (other, watched))).p)
