"""How much of the time after the event the horizon leaves, and what can be said of the event then.

A measure of what an event did needs months in which it can have done it. Where none is left the measure is not given;
where fewer are left than it is made for, its note says over how many it goes.
"""

from __future__ import annotations

from dataclasses import replace
from math import nan
from typing import Any

from simulation.results.ensemble_like import ScenarioLike
from simulation.results.resilience import DROP_MONTHS, FINAL_MONTHS, STEADY_MONTHS
from simulation.results.row import NOTHING_OVER_WORLDS, Row, notes

BEYOND = "not given: no event under study can happen within the horizon"
_NOTHING: dict[str, Any] = {
    **{name: nan for name in ("estimate", "low", "high", "future_low", "future_high")},
    **NOTHING_OVER_WORLDS,
}
_RECOVERY = ("recovery_median", "recovery_mean", "recovered")


def after_event(scenario: ScenarioLike, fork: int, months: int) -> int | None:
    """First month of the time after the event: 0 where none is under study, None where none can happen any more."""
    if fork < months:
        return fork
    return None if any(event.under_study for event in scenario.events) else 0


def not_given(row: Row) -> Row:
    """A row of a summary whose horizon lies before every event under study: what was measured of them is taken out."""
    if row.period != "after_event" and row.arm != "effect":
        return row
    return replace(row, **_NOTHING, replicates=0, excluded=0, worse=None, same=None, better=None, note=BEYOND)


def with_reach(row: Row, months: int, left: int) -> Row:
    """A row that says where it goes over fewer months than it is made for; ``left`` are those after the event."""
    return replace(row, note=notes(row.note, *_short(row, months, left)))


def _short(row: Row, months: int, left: int) -> list[str]:
    said = []
    if row.period == "final_year" and row.arm != "effect" and months < FINAL_MONTHS:
        said.append(f"over all {months} months: there are no {FINAL_MONTHS}")
    if not left:
        return said
    if row.measure == "resistance" and left < DROP_MONTHS:
        said.append(f"over the {left} months that the horizon leaves after the event, not {DROP_MONTHS}")
    if row.measure in _RECOVERY and left < STEADY_MONTHS:
        said.append(f"the horizon leaves {left} months after the event, and to see a return takes {STEADY_MONTHS}")
    if row.period == "final_year" and row.arm == "effect" and left < FINAL_MONTHS:
        said.append(f"over the {left} months that the horizon leaves after the event, not {FINAL_MONTHS}")
    if row.period == "final_year" and row.arm == "difference" and left < min(months, FINAL_MONTHS):
        said.append(f"of these months only the last {left} lie after the event")
    return said
