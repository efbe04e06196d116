"""Resilience of co-production: how deep it falls after an event, how fast it comes back, how much of it stays lost.

Every measure compares two paired trajectories of the co-production level: the scenario and its counterfactual, the same
world with the same random draws but without the events under study. Trajectories are arrays ``[replicate, month]`` of
shares (0..1); ``fork`` is the first month in which an event under study can happen, so it is the first month that can
differ and month 0 of every clock here. Each function returns one number per replicate.

Two rules hold throughout:

- *Nothing to lose.* A drop relative to (almost) nothing has no meaning. Where the mean of the counterfactual over a
  measure's window is below `FLOOR`, the replicate's measure is nan; whoever averages leaves it out and reports how many
  were left out. Single months below the floor are left out of comparisons month by month.
- *No event, no loss.* With ``fork`` at the horizon nothing forks: resistance 1, recovery time 0, no loss, no collapse.

References
----------
Bruneau, M. et al. (2003). A framework to quantitatively assess and enhance the seismic resilience of communities.
Earthquake Spectra 19(4), 733-752. (The area between full and actual performance: the resilience triangle.)
Hodgson, D., McDonald, J. L., Hosken, D. J. (2015). What do you mean, 'resilient'? Trends in Ecology & Evolution 30(9),
503-506. (Resistance and recovery as the two separate parts of resilience.)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Trajectories = NDArray[np.float64]

FLOOR = 0.01  # share of volume below which there is nothing to lose: one arrangement in a hundred
DROP_MONTHS = 24  # how long after the event the deepest drop is looked for
BACK = 0.9  # share of the counterfactual that counts as recovered ...
STEADY_MONTHS = 6  # ... once it has held this many months running
FINAL_MONTHS = 12  # what 'in the end' means: the last year, so that the season of budgets averages out
COLLAPSE = 0.5  # share of the counterfactual below which co-production has collapsed

# A gap relative to next to nothing can be huge, so a mean of such ratios would be about the replicates with least to
# lose. Wherever several futures are taken together they are the ratio of the sums: a mean of ratios in which each
# future weighs as much as its counterfactual's mean level in the period, which is what it had to lose.
WEIGHT = {"resilience_loss": "after_event", "hysteresis": "final_year"}


class Declared(NamedTuple):
    """A resilience measure as a future has it: its unit, the direction that is better, and what it is."""

    unit: str
    better: Literal["more", "less"]
    definition: str


RESILIENCE_MEASURES = {
    "resistance": Declared(
        "share",
        "more",
        "1 − deepest relative drop of co-production against the counterfactual in the "
        f"{DROP_MONTHS} months after the event",
    ),
    "recovery_months": Declared(
        "months",
        "less",
        f"months from the event until co-production is back at {BACK:.0%} of the counterfactual for {STEADY_MONTHS} "
        "months running; 0 if it never fell below",
    ),
    "recovered": Declared("1 or 0", "more", "whether that was seen before the horizon"),
    "resilience_loss": Declared(
        "share",
        "less",
        "area between the counterfactual's co-production and the scenario's after the event, relative to the "
        "counterfactual's (Bruneau et al. 2003); negative: a gain",
    ),
    "hysteresis": Declared(
        "share",
        "less",
        f"relative gap to the counterfactual that remains in the last {FINAL_MONTHS} months; negative: a gain",
    ),
    "collapsed": Declared(
        "1 or 0",
        "less",
        f"whether co-production in the last {FINAL_MONTHS} months is under {COLLAPSE:.0%} of the counterfactual",
    ),
}

_ROUNDING = 1e-9  # so that exactly 90 % is not missed for the last binary digit


@dataclass(frozen=True)
class Resilience:
    """The resilience measures, one number per replicate; nan where there was nothing to lose.

    Attributes
    ----------
    resistance : 1 - deepest relative drop in the 24 months after the event, 0..1.
    recovery_months : months from the event until the level is back; the horizon's distance where it is not (censored).
    recovered : 1 where ``recovery_months`` was observed, 0 where it is censored at the horizon.
    resilience_loss : area between counterfactual and scenario relative to the counterfactual's; negative for a gain.
    hysteresis : relative gap in the last 12 months, at most 1; negative for a gain.
    collapsed : 1 where the last 12 months are under half of the counterfactual, else 0.
    """

    resistance: NDArray[np.float64]
    recovery_months: NDArray[np.float64]
    recovered: NDArray[np.float64]
    resilience_loss: NDArray[np.float64]
    hysteresis: NDArray[np.float64]
    collapsed: NDArray[np.float64]


def resilience(scenario: Trajectories, counterfactual: Trajectories, fork: int) -> Resilience:
    """All resilience measures of paired trajectories.

    Parameters
    ----------
    scenario, counterfactual : co-production level, ``[replicate, month]``, shares 0..1.
    fork : first month in which an event under study can happen; the number of months where there is none.

    Raises
    ------
    ValueError : if the two arms differ in shape or the fork lies outside the months.
    """
    scenario, counterfactual = np.asarray(scenario, float), np.asarray(counterfactual, float)
    if scenario.ndim != 2 or scenario.shape != counterfactual.shape:
        shapes = f"{scenario.shape} and {counterfactual.shape}"
        raise ValueError(f"the arms must be two arrays [replicate, month] of one shape, not {shapes}")
    if not 0 <= fork <= scenario.shape[1]:
        raise ValueError(f"the fork must lie between month 0 and the horizon, {scenario.shape[1]}, not at {fork}")
    recovery_months, recovered = recovery(scenario, counterfactual, fork)
    return Resilience(
        resistance(scenario, counterfactual, fork),
        recovery_months,
        recovered,
        resilience_loss(scenario, counterfactual, fork),
        hysteresis(scenario, counterfactual, fork),
        collapsed(scenario, counterfactual, fork),
    )


def weight_period(measure: str, months_left: int) -> str | None:
    """The period whose counterfactual level a future weighs by (`WEIGHT`); None for what is simply averaged.

    Where less than a year is left after the event, the gap of the end is over those months.
    """
    period = WEIGHT.get(measure)
    return "after_event" if period and months_left < FINAL_MONTHS else period


def resistance(scenario: Trajectories, counterfactual: Trajectories, fork: int) -> NDArray[np.float64]:
    """1 - deepest relative drop against the counterfactual in the 24 months after the event; 1: never below it.

    The deepest month of a noisy series is a little below 1 even for a harmless event: compare events, not with 1.

    ODD eq. 94.
    """
    window = slice(fork, fork + DROP_MONTHS)
    relative = _relative(scenario[:, window], counterfactual[:, window])
    lowest = np.fmin.reduce(relative, axis=1, initial=1.0)
    return np.where(_something_to_lose(counterfactual[:, window]), lowest, np.nan)


def recovery(
    scenario: Trajectories, counterfactual: Trajectories, fork: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Months from the event until the level is back at 90 % of the counterfactual for six months running (ODD eq. 95).

    Returns
    -------
    months : 0 if it never fell below 90 %; else months from the event to the first of the six; the horizon's distance
        from the event where that is not seen (a return in the last five months cannot be confirmed, so it is not one).
    recovered : 1 if observed, 0 if censored at the horizon. Summarise with Kaplan-Meier: a mean over the recovered
        alone would leave out the slowest.

    The clock starts at the event, not at the fall; the return that counts is the first one after the first fall.
    """
    scenario, counterfactual = scenario[:, fork:], counterfactual[:, fork:]
    horizon = scenario.shape[1]
    relative = _relative(scenario, counterfactual)
    below = relative < BACK - _ROUNDING
    fell = below.any(axis=1)
    months = np.where(fell, float(horizon), 0.0)
    recovered = np.where(fell, 0.0, 1.0)
    if horizon >= STEADY_MONTHS:
        steady = sliding_window_view(relative >= BACK - _ROUNDING, STEADY_MONTHS, axis=1).all(axis=2)
        returns = steady & (np.arange(steady.shape[1]) > below.argmax(axis=1)[:, None])
        back = fell & returns.any(axis=1)
        months = np.where(back, returns.argmax(axis=1), months)
        recovered = np.where(back, 1.0, recovered)
    known = _something_to_lose(counterfactual)
    return np.where(known, months, np.nan), np.where(known, recovered, np.nan)


def resilience_loss(scenario: Trajectories, counterfactual: Trajectories, fork: int) -> NDArray[np.float64]:
    """Area between the counterfactual and the scenario from the event to the horizon, relative to the counterfactual's.

    The area is signed (months above the counterfactual repay months below it), so a favourable event has a negative
    loss. It is the mean share of co-production lost over the time after the event.

    ODD eq. 96.
    """
    return _gap(scenario[:, fork:], counterfactual[:, fork:])


def hysteresis(scenario: Trajectories, counterfactual: Trajectories, fork: int) -> NDArray[np.float64]:
    """Gap that remains in the end: relative gap between the means of the last 12 months of the horizon (ODD eq. 96).

    Where the scenario reverses its event (an unsupportive leader is followed by a supportive one, a programme is
    renewed) it is the hysteresis proper; where it does not, it is the lasting effect.
    """
    final = _final(scenario, fork)
    return _gap(scenario[:, final], counterfactual[:, final])


def collapsed(scenario: Trajectories, counterfactual: Trajectories, fork: int) -> NDArray[np.float64]:
    """1 where the last 12 months' mean is under half the counterfactual's, else 0; its mean is the probability.

    ODD eq. 96.
    """
    gap = hysteresis(scenario, counterfactual, fork)
    return np.where(np.isnan(gap), np.nan, gap > 1 - COLLAPSE + _ROUNDING)


def _final(trajectories: Trajectories, fork: int) -> slice:
    """The last 12 months, or all months after the event if they are fewer."""
    return slice(max(fork, trajectories.shape[1] - FINAL_MONTHS), None)


def _something_to_lose(counterfactual: Trajectories) -> NDArray[np.bool_]:
    """Which replicates have a counterfactual worth comparing with; all of them in an empty window."""
    months = counterfactual.shape[1]
    return counterfactual.sum(axis=1) >= FLOOR * months


def _relative(scenario: Trajectories, counterfactual: Trajectories) -> NDArray[np.float64]:
    """Level relative to the counterfactual, month by month; nan where the counterfactual is below the floor."""
    return np.divide(scenario, counterfactual, out=np.full_like(scenario, np.nan), where=counterfactual >= FLOOR)


def _gap(scenario: Trajectories, counterfactual: Trajectories) -> NDArray[np.float64]:
    """Relative gap between the areas under two windows; 0 in an empty window."""
    if scenario.shape[1] == 0:
        return np.zeros(len(scenario))
    area = counterfactual.sum(axis=1)
    lost = area - scenario.sum(axis=1)
    return np.divide(lost, area, out=np.full_like(area, np.nan), where=_something_to_lose(counterfactual))
