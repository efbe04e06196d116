"""Survival of co-produced arrangements: Kaplan-Meier with delayed entry, and intervals that respect the replicates.

A *spell* is the time for which one service in one neighbourhood is co-produced. Three things make its survival more
than a mean of durations:

- spells still open at the horizon are *right-censored*: their end was not seen;
- spells that began before the window under study are *left-truncated* (delayed entry): only those that lasted until
  the window opened are seen, so they count from the age they had then, never before;
- spells of one replicate share their council, its leaders and its luck. They are not independent, so every interval is
  a bootstrap over whole replicates, and the test permutes whole replicates.

Time is in whole months. A spell is at risk at age ``t`` if ``entry <= t <= time``, and with ``n`` at risk and ``d``
ended the curve is the product of ``1 - d / n`` (Kaplan & Meier 1958). The counts are kept by replicate, which makes the
bootstrap one matrix product. `tests/test_survival.py` checks all of it against scipy, statsmodels and published data.

References
----------
Kaplan, E. L., Meier, P. (1958). Nonparametric estimation from incomplete observations. JASA 53, 457-481.
Mantel, N. (1966). Evaluation of survival data and two new rank order statistics. Cancer Chemother. Rep. 50, 163-170.
Royston, P., Parmar, M. (2013). Restricted mean survival time. BMC Medical Research Methodology 13, 152.
Tsai, W.-Y., Jewell, N. P., Wang, M.-C. (1987). The product-limit estimator under right censoring and left truncation.
Biometrika 74, 883-886.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from simulation.results.bootstrap import FEWEST, LEVEL, RESAMPLES, SEED, bootstrap_replicates
from simulation.world.errors import ResultError

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

_EXACT_IN_SINGLE = 2**24  # whole numbers up to this one
_ROUNDING = 1e-12  # so that a curve at exactly one half has reached its median


class Estimate(NamedTuple):
    """An estimate with its interval; inf where the value lies beyond the horizon, nan where there is none."""

    value: float
    low: float
    high: float


class LogRank(NamedTuple):
    """Log-rank comparison of two arms.

    ``chi2`` and ``p_independent`` are the textbook's, as if spells were independent; ``p`` permutes the arms within
    whole replicates and is the one to believe. It is nan where the arms differ in fewer than `FEWEST` replicates: with
    four no rearrangement is rarer than one in eight.
    """

    chi2: float
    p_independent: float
    p: float


@dataclass(frozen=True)
class Lifetimes:
    """Spells as survival data, one row per spell.

    Attributes
    ----------
    replicate : number of the replicate.
    entry : first age, in months, at which the spell was watched; 0 unless it began before the window.
    time : age at which it ended or was last seen.
    ended : whether its end was seen.
    """

    replicate: Counts
    entry: Counts
    time: Counts
    ended: NDArray[np.bool_]


@dataclass(frozen=True)
class RiskSets:
    """Spells at risk and spells ended, ``[replicate, age in months]``."""

    at_risk: Counts
    ended: Counts


@dataclass(frozen=True)
class Curve:
    """A survival curve at ages 0, 1, 2, ... months, with its pointwise band; nan once no spell is at risk any more."""

    survival: Floats
    low: Floats
    high: Floats
    at_risk: Counts


@dataclass(frozen=True)
class Survival:
    """Survival of the spells of two arms: curves, medians and restricted means ``[scenario, counterfactual]``.

    ``difference`` is the difference of the restricted means, ``months`` the age that they are restricted to.
    """

    curves: tuple[Curve, Curve]
    medians: tuple[Estimate, Estimate]
    restricted_means: tuple[Estimate, Estimate]
    difference: Estimate
    log_rank: LogRank
    spells: tuple[int, int]
    months: int


def lifetimes(spells: Any, since: int) -> Lifetimes:
    """All spells alive in month ``since`` or begun after it, by age; those that began before it enter late.

    Parameters
    ----------
    spells : a table with columns replicate, start, end (months) and ended (0 or 1); an open spell ends at the horizon.
    since : first month that is watched.
    """
    replicate, start, end, ended = _columns(spells)
    seen = end >= since
    entry = np.maximum(since - start, 0)
    return Lifetimes(replicate[seen], entry[seen], (end - start)[seen], ended[seen])


def cohort(spells: Any, since: int) -> Lifetimes:
    """The spells alive when month ``since`` began, timed from that month: how long do those that were hit survive?

    Parameters are those of `lifetimes`. A spell that ends in month ``since`` itself has survived for 0 months.
    """
    replicate, start, end, ended = _columns(spells)
    alive = (start < since) & (end >= since)
    time = (end - since)[alive]
    return Lifetimes(replicate[alive], np.zeros_like(time), time, ended[alive])


def risk_sets(lifetimes: Lifetimes, replicates: ArrayLike, months: int | None = None) -> RiskSets:
    """Count the spells at risk and ended at each age, by replicate.

    Parameters
    ----------
    replicates : the numbers of the replicates, sorted; one without spells counts too, the spells of others do not.
    months : oldest age; by default the oldest in the data.
    """
    numbers = np.asarray(replicates)
    if (np.diff(numbers) <= 0).any():
        raise ResultError("replicates are numbers in ascending order, each once")
    ages = int(lifetimes.time.max(initial=0)) + 1 if months is None else months + 1
    row = np.searchsorted(numbers, lifetimes.replicate)
    known = np.isin(lifetimes.replicate, numbers)

    def count(age: Counts, which: NDArray[np.bool_]) -> Counts:
        cell = row[which] * (ages + 1) + np.minimum(age[which], ages)
        return np.bincount(cell, minlength=len(numbers) * (ages + 1)).reshape(len(numbers), ages + 1)[:, :ages]

    entered, left = count(lifetimes.entry, known), count(lifetimes.time + 1, known)
    return RiskSets(np.cumsum(entered - left, axis=1), count(lifetimes.time, known & lifetimes.ended))


def drawn_together(sets: RiskSets, units: ArrayLike) -> RiskSets:
    """Risk sets of units, ``[unit, age in months]``, from those of replicates and the unit that each belongs to.

    Replicates that share a world are no independent draws: a bootstrap draws the world with all of them.
    """
    names, of = np.unique(np.asarray(units), return_inverse=True)
    belongs = (of == np.arange(len(names))[:, None]).astype(np.int64)
    return RiskSets(belongs @ sets.at_risk, belongs @ sets.ended)


def kaplan_meier(at_risk: ArrayLike, ended: ArrayLike) -> Floats:
    """Survival at ages 0, 1, 2, ... from the numbers at risk and ended there, along the last axis (ODD eq. 97).

    Where nobody is at risk the curve stays where it was.
    """
    at_risk, ended = np.asarray(at_risk, float), np.asarray(ended, float)
    hazard = np.divide(ended, at_risk, out=np.zeros_like(at_risk), where=at_risk > 0)
    return np.cumprod(1 - hazard, axis=-1)


def median_survival(survival: Floats) -> Floats:
    """First age at which at most half survive, along the last axis; inf if the curve does not come so low.

    ODD eq. 97.
    """
    reached = survival <= 0.5 + _ROUNDING
    return np.where(reached.any(axis=-1), reached.argmax(axis=-1), np.inf)


def restricted_mean(survival: Floats, months: int) -> Floats:
    """Mean number of months survived out of the first ``months``: the area under the curve, along the last axis.

    ODD eq. 97.
    """
    return survival[..., :months].sum(axis=-1)


def log_rank(first: RiskSets, second: RiskSets) -> LogRank:
    """Log-rank test between two arms with the same replicates; delayed entry is in the risk sets (ODD eq. 97).

    The permutation test exchanges the arms of whole replicates, which leaves the pooled risk sets as they are, so the
    score (observed minus expected ends) of each replicate is exchanged too and nothing else has to be counted again.
    """
    at_risk = np.stack([first.at_risk, second.at_risk]).astype(float)
    ended = np.stack([first.ended, second.ended]).astype(float)
    n, d = at_risk.sum(axis=(0, 1)), ended.sum(axis=(0, 1))
    hazard = np.divide(d, n, out=np.zeros_like(n), where=n > 0)
    scores = (ended - at_risk * hazard).sum(axis=2)  # [arm, replicate]
    share = np.divide(at_risk[0].sum(axis=0), n, out=np.zeros_like(n), where=n > 0)
    spread = np.divide(n - d, n - 1, out=np.zeros_like(n), where=n > 1)
    variance = float((d * share * (1 - share) * spread).sum())
    if variance == 0:  # nothing ended, or one arm has no spells: no evidence of any difference
        return LogRank(0.0, 1.0, 1.0)
    chi2 = float(scores[0].sum()) ** 2 / variance
    return LogRank(chi2, float(stats.chi2.sf(chi2, 1)), _permute_within_replicates(scores[0], scores[1]))


def survive(
    scenario: Lifetimes,
    counterfactual: Lifetimes,
    replicates: ArrayLike,
    level: float = LEVEL,
    worlds: ArrayLike | None = None,
) -> Survival:
    """Compare the survival of spells in two paired arms.

    Parameters
    ----------
    scenario, counterfactual : the spells of the arms, from `lifetimes` or `cohort`.
    replicates : the numbers of all replicates that ran, sorted.
    level : coverage of the intervals: percentiles of a bootstrap over replicates, the same draws for both arms. There
        are none (nan) where spells ended in fewer than `FEWEST` replicates: of an arm for its curve, median and mean,
        of either for the difference.
    worlds : the number of the world of each replicate, where they were drawn in several: the bootstrap then draws whole
        worlds, and what is said of replicates here holds of them. The test still exchanges arms within replicates.
    """
    numbers = np.asarray(replicates)
    oldest = max(int(arm.time.max(initial=0)) for arm in (scenario, counterfactual))
    arms = [risk_sets(arm, numbers, oldest) for arm in (scenario, counterfactual)]
    drawn = arms if worlds is None else [drawn_together(arm, worlds) for arm in arms]
    units = len(drawn[0].at_risk)
    # Beyond the age to which both curves are known, a comparison would compare guesses.
    months = min(_known_until(arm) for arm in arms)

    def statistics(weights: Floats) -> Floats:
        """Two curves, two medians, two restricted means and their difference, for each row of replicate weights."""
        curves = [kaplan_meier(_weighted(weights, arm.at_risk), _weighted(weights, arm.ended)) for arm in drawn]
        medians = [median_survival(curve) for curve in curves]
        means = [restricted_mean(curve, months) for curve in curves]
        return np.column_stack([*curves, *medians, *means, means[0] - means[1]])

    value = statistics(np.ones((1, units)))[0]
    low, high = bootstrap_replicates(statistics, units, level)
    table = np.stack([value, low, high])
    ended = [arm.ended.any(axis=1) for arm in drawn]
    few = [int(which.sum()) < FEWEST for which in (*ended, ended[0] | ended[1])]
    curves, scalars = table[:, : 2 * (oldest + 1)].reshape(3, 2, -1), table[:, 2 * (oldest + 1) :]
    empty = [not arm.at_risk.any() for arm in arms]
    curves[1:, np.array(few[:2])] = np.nan
    scalars[1:, np.array([*few[:2], *few[:2], few[2]])] = np.nan
    scalars[:, np.array([*empty, *empty, any(empty)])] = np.nan  # without a single spell there is no survival
    estimates = [Estimate(*column) for column in scalars.T.tolist()]
    return Survival(
        (_curve(curves[:, 0], arms[0]), _curve(curves[:, 1], arms[1])),
        (estimates[0], estimates[1]),
        (estimates[2], estimates[3]),
        estimates[4],
        log_rank(arms[0], arms[1]),
        (len(scenario.time), len(counterfactual.time)),
        months,
    )


def _weighted(weights: Floats, counts: Counts) -> Floats:
    """Sums of counts over replicates, exactly: in single precision, at twice the speed, where that holds them."""
    largest = float(counts.max(initial=0)) * float(weights[:1].sum())  # every row of weights has the same sum
    if largest < _EXACT_IN_SINGLE:
        return (weights.astype(np.float32) @ counts.astype(np.float32)).astype(float)
    return weights @ counts


def _columns(spells: Any) -> tuple[Counts, Counts, Counts, NDArray[np.bool_]]:
    replicate, start, end = (np.asarray(spells[name]).astype(np.int64) for name in ("replicate", "start", "end"))
    return replicate, start, end, np.asarray(spells["ended"]).astype(bool)


def _last_watched(arm: RiskSets) -> int:
    return int(np.flatnonzero(arm.at_risk.sum(axis=0)).max(initial=-1))


def _known_until(arm: RiskSets) -> int:
    """Last age at which the curve is known: the last one watched, or every age once it has come down to nothing."""
    last = _last_watched(arm)
    all_ended = last < 0 or (arm.ended[:, last].sum() == arm.at_risk[:, last].sum())
    return arm.at_risk.shape[1] - 1 if all_ended else last


def _curve(band: Floats, arm: RiskSets) -> Curve:
    survival, low, high = np.where(np.arange(band.shape[1]) <= _last_watched(arm), band, np.nan)
    return Curve(survival, low, high, arm.at_risk.sum(axis=0))


def _permute_within_replicates(first: Floats, second: Floats) -> float:
    differ = int((np.abs(first - second) > _ROUNDING).sum())
    if not differ:
        return 1.0
    if differ < FEWEST:
        return math.nan
    return float(
        stats.permutation_test(
            (first, second),
            lambda a, b, axis: (a - b).sum(axis=axis),
            permutation_type="samples",
            vectorized=True,
            n_resamples=RESAMPLES,
            rng=SEED,
        ).pvalue
    )
