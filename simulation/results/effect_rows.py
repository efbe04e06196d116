"""Rows of what the events did to co-production: its resilience."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.results.bootstrap import LEVEL, bootstrap_replicates
from simulation.results.intervals import (
    FEWEST_FUTURES,
    NO_SPREAD,
    futures,
    mean_interval,
    ratio_interval,
    share_interval,
    why_no_interval,
)
from simulation.results.levels import Levels
from simulation.results.resilience import BACK, COLLAPSE, DROP_MONTHS, FINAL_MONTHS, STEADY_MONTHS, weight_period
from simulation.results.row import Period, Row, notes
from simulation.results.survival import (
    Estimate,
    Lifetimes,
    kaplan_meier,
    median_survival,
    restricted_mean,
    risk_sets,
)
from simulation.world.arms import COUNTERFACTUAL
from simulation.world.measures import COLUMN

Floats = NDArray[np.float64]

NOTHING_TO_LOSE = "replicates whose counterfactual has (almost) no co-production are left out"
TOGETHER = "all replicates taken together, so each weighs as much as it had to lose"


def effect_rows(levels: Levels, horizon: int) -> Iterator[Row]:
    """Rows of the resilience measures; ``horizon`` is the number of months from the event to the end.

    Without an event under study (``horizon`` 0) nothing differs, and no replicate could make that less certain.
    """
    rows = _effect_rows(levels, horizon)
    yield from rows if horizon else (replace(row, low=row.estimate, high=row.estimate, note="") for row in rows)


def _effect_rows(levels: Levels, horizon: int) -> Iterator[Row]:
    of = levels.resilience
    yield _mean(
        "resistance",
        "after_event",
        "1 − deepest relative drop of co-production against the counterfactual in the "
        f"{DROP_MONTHS} months after the event",
        of.resistance,
        bounds=(0.0, 1.0),
    )
    yield from _recovery(of.recovery_months, of.recovered, horizon)
    yield _ratio(
        "resilience_loss",
        "after_event",
        "area between the counterfactual's co-production and the scenario's after the event, relative to the "
        f"counterfactual's (Bruneau et al. 2003); negative: a gain; {TOGETHER}",
        of.resilience_loss,
        _weights(levels, "resilience_loss", horizon),
    )
    yield _ratio(
        "hysteresis",
        "final_year",
        f"relative gap to the counterfactual that remains in the last {FINAL_MONTHS} months; negative: a gain; "
        f"{TOGETHER}",
        of.hysteresis,
        _weights(levels, "hysteresis", horizon),
    )
    yield _share(
        "collapse_probability",
        "collapse probability",
        "final_year",
        f"share of runs whose co-production in the last {FINAL_MONTHS} months is under {COLLAPSE:.0%} of the "
        "counterfactual",
        of.collapsed,
    )


def _mean(name: str, period: Period, definition: str, values: Floats, bounds: tuple[float, float]) -> Row:
    known = values[~np.isnan(values)]
    estimate, low, high = (float(number) for number in mean_interval(known))
    futures_low, futures_high = (float(number) for number in futures(known))
    low, high = (float(np.clip(bound, *bounds)) for bound in (low, high))
    numbers = (estimate, low, high, futures_low, futures_high)
    basis = _basis(values, why_no_interval(known), _spread(known))
    return Row(name, name.replace("_", " "), "share", definition, "effect", period, *numbers, **basis)


def _weights(levels: Levels, name: str, horizon: int) -> Floats:
    """What each replicate had to lose."""
    after = weight_period(name, horizon) == "after_event"
    return (levels.after_event if after else levels.final_year)[:, COUNTERFACTUAL, COLUMN["coproduction"]]


def _ratio(name: str, period: Period, definition: str, values: Floats, weights: Floats) -> Row:
    """Ratio of the sums over replicates: the mean of the replicates' ratios, weighted by their denominators."""
    known = ~np.isnan(values)
    futures_low, futures_high = (float(number) for number in futures(values[known]))
    why = why_no_interval(values[known])
    estimate = low = high = np.nan
    if known.any():
        estimate, low, high = ratio_interval((values * weights)[known], weights[known])
    if why:
        low = high = np.nan
    label = name.replace("_", " ")
    spread = (futures_low, futures_high)
    basis = _basis(values, why, _spread(values[known]))
    return Row(name, label, "share", definition, "effect", period, estimate, low, high, *spread, **basis)


def _share(name: str, label: str, period: Period, definition: str, values: Floats) -> Row:
    known = values[~np.isnan(values)]
    numbers = share_interval(int(known.sum()), len(known))
    return Row(name, label, "share", definition, "effect", period, *numbers, **_basis(values))


def _recovery(months: Floats, recovered: Floats, horizon: int) -> Iterator[Row]:
    """Kaplan-Meier summary of the recovery times, and the share of runs that recovered."""
    known = ~np.isnan(months)
    time, observed = months[known].astype(np.int64), recovered[known].astype(bool)
    median, mean = _recovery_estimates(time, observed, horizon)
    soonest, latest = (float(number) for number in futures(np.where(observed, time, np.inf)))
    beyond = f"inf or null: not within {horizon} months" if np.inf in (*median, soonest, latest) else ""
    basis = _basis(months, beyond, why_no_interval(months[known]), _spread(months[known]))
    definition = (
        f"months from the event until co-production is back at {BACK:.0%} of the counterfactual for {STEADY_MONTHS} "
        f"months running; 0 if it never fell below; censored at the horizon, {horizon} months after the event"
    )
    within = f"mean within {horizon} months" if horizon else "mean"
    for name, what, numbers in (("recovery_median", "median", median), ("recovery_mean", within, mean)):
        label, text = f"recovery time, {what}", f"{definition}; Kaplan–Meier {what}"
        yield Row(name, label, "months", text, "effect", "after_event", *numbers, soonest, latest, **basis)
    yield _share("recovered", "recovered", "after_event", "share of runs that recovered by the horizon", recovered)


def _recovery_estimates(
    time: NDArray[np.int64], observed: NDArray[np.bool_], horizon: int
) -> tuple[Estimate, Estimate]:
    """Median and restricted mean, each with its interval over replicates."""
    runs = np.arange(len(time))
    if not len(runs):
        return Estimate(np.nan, np.nan, np.nan), Estimate(np.nan, np.nan, np.nan)
    sets = risk_sets(Lifetimes(runs, np.zeros_like(time), time, observed), runs, horizon)

    def statistics(weights: Floats) -> Floats:
        curve = kaplan_meier(weights @ sets.at_risk, weights @ sets.ended)
        return np.column_stack([median_survival(curve), restricted_mean(curve, horizon)])

    median, mean = statistics(np.ones((1, len(runs))))[0].tolist()
    if why_no_interval(time.astype(float)):
        return Estimate(median, np.nan, np.nan), Estimate(mean, np.nan, np.nan)
    low, high = (float(bound[0]) for bound in bootstrap_replicates(statistics, len(runs), LEVEL))
    # Censored at the horizon alone, the restricted mean is a mean, whose interval knows of rare long times.
    _, *bounds = mean_interval(time.astype(float))
    shortest, longest = (float(np.clip(bound, 0, horizon)) for bound in bounds)
    return Estimate(median, low, high), Estimate(mean, shortest, longest)


def _spread(known: Floats) -> str:
    return NO_SPREAD if len(known) < FEWEST_FUTURES else ""


def _basis(values: Floats, *remarks: str) -> dict[str, Any]:
    """How many replicates an estimate rests on, how many had nothing to lose, and what else must be known."""
    excluded = int(np.isnan(values).sum())
    return {
        "replicates": len(values) - excluded,
        "excluded": excluded,
        "note": notes(*remarks, NOTHING_TO_LOSE if excluded else ""),
    }
