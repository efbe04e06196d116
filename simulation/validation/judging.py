"""From samples to verdicts: a bootstrap over whole replicates, then the rule of `simulation.validation.check`."""

from __future__ import annotations

import math

import numpy as np

from simulation.results.bootstrap import FEWEST, expanded_tail, weights
from simulation.results.quantiles import quantiles
from simulation.validation.check import Check, Finding, Part, Result, Rows, Verdict
from simulation.validation.runs import Runs

_ROUNDING = 1e-9


def judge(check: Check, runs: Runs, quick: bool = False) -> Result:
    """Estimate all parts of a check and decide."""
    pairs = check.quick if quick else check.pairs
    return Result(check, tuple(_find(part, part.sample(runs, pairs)) for part in check.parts), pairs)


def _find(part: Part, rows: Rows) -> Finding:
    rows = np.asarray(rows, float)
    rows = rows[:, None] if rows.ndim == 1 else rows
    rows = rows[~np.isnan(rows).any(axis=1)]
    if not len(rows):
        return Finding(part, math.nan, math.nan, math.nan, "not shown")
    estimate = part.statistic(rows.mean(axis=0))
    if len(rows) < FEWEST:
        return Finding(part, estimate, math.nan, math.nan, "not shown")
    resampled = np.array([part.statistic(means) for means in weights(len(rows)) @ rows / len(rows)])
    # A statistic that some resample does not have is not known, however the others come out.
    if np.isfinite(resampled).all() and np.ptp(resampled) <= _ROUNDING * max(1.0, abs(estimate)):
        return Finding(part, estimate, math.nan, math.nan, decide(part.low, part.high, estimate, estimate), same=True)
    tail = expanded_tail(len(rows))
    low, high = quantiles(resampled, (tail, 1 - tail)) if np.isfinite(resampled).all() else (math.nan, math.nan)
    return Finding(part, estimate, float(low), float(high), decide(part.low, part.high, float(low), float(high)))


def decide(accepted_low: float, accepted_high: float, low: float, high: float) -> Verdict:
    """The decision rule: where the interval lies relative to the accepted range."""
    if math.isnan(low) or math.isnan(high):
        return "not shown"
    if accepted_low - _ROUNDING <= low and high <= accepted_high + _ROUNDING:
        return "pass"
    if high < accepted_low - _ROUNDING or low > accepted_high + _ROUNDING:
        return "fail"
    return "not shown"
