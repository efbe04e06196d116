"""Rows of what the events did to co-production: its resilience."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

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
from simulation.results.over_worlds import of_ratio, over_worlds, why_of_the_estimate
from simulation.results.resilience import COLLAPSE, FINAL_MONTHS, RESILIENCE_MEASURES, weight_period
from simulation.results.row import Period, Row, certain, notes
from simulation.results.survival import (
    Estimate,
    Lifetimes,
    drawn_together,
    kaplan_meier,
    median_survival,
    restricted_mean,
    risk_sets,
)
from simulation.world.arms import COUNTERFACTUAL
from simulation.world.measures import COLUMN

Floats = NDArray[np.float64]
Worlds = NDArray[np.int64] | None  # number of the world of each replicate; None where there is one

NOTHING_TO_LOSE = "replicates whose counterfactual has (almost) no co-production are left out"
TOGETHER = "all replicates taken together, so each weighs as much as it had to lose"


def effect_rows(levels: Levels, horizon: int) -> Iterator[Row]:
    """Rows of the resilience measures; ``horizon`` is the number of months from the event to the end.

    Without an event under study (``horizon`` 0) nothing differs, and no replicate could make that less certain.
    """
    rows = _effect_rows(levels, horizon)
    yield from rows if horizon else map(certain, rows)


def _effect_rows(levels: Levels, horizon: int) -> Iterator[Row]:
    of, worlds = levels.resilience, levels.worlds
    yield _mean(
        "resistance",
        "after_event",
        RESILIENCE_MEASURES["resistance"].definition,
        of.resistance,
        worlds,
    )
    yield from _recovery(of.recovery_months, of.recovered, horizon, worlds)
    yield _ratio(
        "resilience_loss",
        "after_event",
        f"{RESILIENCE_MEASURES['resilience_loss'].definition}; {TOGETHER}",
        of.resilience_loss,
        _weights(levels, "resilience_loss", horizon),
        worlds,
    )
    yield _ratio(
        "hysteresis",
        "final_year",
        f"{RESILIENCE_MEASURES['hysteresis'].definition}; {TOGETHER}",
        of.hysteresis,
        _weights(levels, "hysteresis", horizon),
        worlds,
    )
    yield _share(
        "collapse_probability",
        "collapse probability",
        "final_year",
        f"share of runs whose co-production in the last {FINAL_MONTHS} months is under {COLLAPSE:.0%} of the "
        "counterfactual",
        of.collapsed,
        worlds,
    )


def _mean(name: str, period: Period, definition: str, values: Floats, worlds: Worlds) -> Row:
    """Mean of what is a share itself."""
    known = ~np.isnan(values)
    estimate, low, high = (float(number) for number in mean_interval(values[known]))
    band = _Band(low, high, why_no_interval(values[known]))
    if worlds is not None:
        band = _band(values[known], worlds[known], estimate)
    future_low, future_high = (float(number) for number in futures(values[known]))
    label = name.replace("_", " ")
    numbers = (estimate, *band.within(0.0, 1.0), future_low, future_high)
    basis = {**band.of_worlds, **_basis(values, band.why, _spread(values[known]))}
    return Row(name, label, "share", definition, "effect", period, *numbers, **basis)


def _weights(levels: Levels, name: str, horizon: int) -> Floats:
    """What each replicate had to lose."""
    after = weight_period(name, horizon) == "after_event"
    return (levels.after_event if after else levels.final_year)[:, COUNTERFACTUAL, COLUMN["coproduction"]]


def _ratio(name: str, period: Period, definition: str, values: Floats, weights: Floats, worlds: Worlds) -> Row:
    """Ratio of the sums over replicates: the mean of the replicates' ratios, weighted by their denominators."""
    known = ~np.isnan(values)
    numerators, denominators = (values * weights)[known], weights[known]
    estimate = low = high = np.nan
    if known.any():
        estimate, low, high = ratio_interval(numerators, denominators)
    band = _Band(low, high, why_no_interval(values[known]))
    if worlds is not None:
        of_worlds = of_ratio(numerators, denominators, worlds[known])
        band = _band(of_worlds, worlds[known], estimate, is_effect=True)
    elif band.why:
        band = band._replace(low=np.nan, high=np.nan)
    future_low, future_high = (float(number) for number in futures(values[known]))
    basis = {**band.of_worlds, **_basis(values, band.why, _spread(values[known]))}
    label = name.replace("_", " ")
    numbers = (estimate, band.low, band.high, future_low, future_high)
    return Row(name, label, "share", definition, "effect", period, *numbers, **basis)


def _share(name: str, label: str, period: Period, definition: str, values: Floats, worlds: Worlds) -> Row:
    known = ~np.isnan(values)
    estimate, low, high = share_interval(int(values[known].sum()), int(known.sum()))
    band = _Band(low, high) if worlds is None else _band(values[known], worlds[known], estimate)
    numbers = (estimate, *band.within(0.0, 1.0))
    basis = {**band.of_worlds, **_basis(values, band.why)}
    return Row(name, label, "share", definition, "effect", period, *numbers, **basis)


class _Band(NamedTuple):
    """The interval or band of an estimate, why there is none, and what a row says of worlds."""

    low: float
    high: float
    why: str = ""
    of_worlds: Mapping[str, Any] = MappingProxyType({})

    def within(self, lowest: float, highest: float) -> tuple[float, float]:
        """Its ends, no farther than a mean can be."""
        return float(np.clip(self.low, lowest, highest)), float(np.clip(self.high, lowest, highest))


def _band(values: Floats, worlds: NDArray[np.int64], estimate: float, is_effect: bool = False) -> _Band:
    """The band over worlds, of shares and times that are known of every replicate here."""
    found = over_worlds(values, worlds)
    of_worlds = found.in_row(estimate, "share", is_effect)
    return _Band(float(found.low), float(found.high), found.remark, of_worlds)


def _recovery(months: Floats, recovered: Floats, horizon: int, worlds: Worlds) -> Iterator[Row]:
    """Kaplan-Meier summary of the recovery times, and the share of runs that recovered."""
    known = ~np.isnan(months)
    time, observed = months[known].astype(np.int64), recovered[known].astype(bool)
    shared = None if worlds is None else worlds[known]
    median, mean = _recovery_estimates(time, observed, horizon, shared)
    why_median = why_mean = why_no_interval(months[known])
    of_worlds: Mapping[str, Any] = {}
    if shared is not None:
        why_median = why_median or why_of_the_estimate(shared)
        band = _band(months[known], shared, mean.value)
        mean, why_mean, of_worlds = Estimate(mean.value, *band.within(0.0, horizon)), band.why, band.of_worlds
    soonest, latest = (float(number) for number in futures(np.where(observed, time, np.inf)))
    beyond = f"inf or null: not within {horizon} months" if np.inf in (*median, soonest, latest) else ""
    back = RESILIENCE_MEASURES["recovery_months"].definition
    definition = f"{back}; censored at the horizon, {horizon} months after the event"
    within = f"mean within {horizon} months" if horizon else "mean"
    said: tuple[tuple[str, str, Estimate, str, Mapping[str, Any]], ...] = (
        ("recovery_median", "median", median, why_median, {}),
        ("recovery_mean", within, mean, why_mean, of_worlds),
    )
    for name, what, found, why, more in said:
        label, text = f"recovery time, {what}", f"{definition}; Kaplan–Meier {what}"
        basis = {**more, **_basis(months, beyond, why, _spread(months[known]))}
        numbers = (*found, soonest, latest)
        yield Row(name, label, "months", text, "effect", "after_event", *numbers, **basis)
    text = "share of runs that recovered by the horizon"
    yield _share("recovered", "recovered", "after_event", text, recovered, worlds)


def _recovery_estimates(
    time: NDArray[np.int64], observed: NDArray[np.bool_], horizon: int, worlds: Worlds
) -> tuple[Estimate, Estimate]:
    """Median and restricted mean, each with its interval over replicates."""
    runs = np.arange(len(time))
    if not len(runs):
        return Estimate(np.nan, np.nan, np.nan), Estimate(np.nan, np.nan, np.nan)
    sets = risk_sets(Lifetimes(runs, np.zeros_like(time), time, observed), runs, horizon)
    sets = sets if worlds is None else drawn_together(sets, worlds)

    def statistics(weights: Floats) -> Floats:
        curve = kaplan_meier(weights @ sets.at_risk, weights @ sets.ended)
        return np.column_stack([median_survival(curve), restricted_mean(curve, horizon)])

    units = len(sets.at_risk)
    median, mean = statistics(np.ones((1, units)))[0].tolist()
    if why_no_interval(time.astype(float)):
        return Estimate(median, np.nan, np.nan), Estimate(mean, np.nan, np.nan)
    low, high = (float(bound[0]) for bound in bootstrap_replicates(statistics, units, LEVEL))
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
