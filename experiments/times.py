"""How long an experiment takes, said before anything is simulated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from simulation.sweep.design import Plan

# Core-seconds of a month of 24 neighbourhoods, measured on a machine of 2026, with what is done afterwards.
MONTH = 0.05e-3
USUAL = 24


def core_seconds(made: Plan) -> float:
    """About how many seconds of a core a design takes: all futures, both arms from where they part."""
    total = 0.0
    for scenario in made.scenarios.values():  # no design of an experiment varies when events happen
        months = made.months(scenario)
        size = scenario.size("neighbourhoods") * scenario.size("councils") / USUAL
        total += size * (2 * months - min(scenario.fork_within(months), months))
    return MONTH * total * made.design.replicates * len(made) / len(made.scenarios)


def said(name: str, planned: Mapping[str, float]) -> str:
    """What is planned in one line."""
    parts = ", ".join(f"{label} {seconds / 60:.1f}" for label, seconds in planned.items())
    return f"{name}: about {sum(planned.values()) / 60:.1f} core-minutes ({parts})"


def seconds_in(line: str) -> float:
    """The core-seconds that such a line tells."""
    return 60 * float(line.partition(": about ")[2].partition(" core-minutes")[0])


def in_all(seconds: float, cores: int) -> str:
    """The sum of what is planned, and what it is on a machine."""
    on = f"{seconds / 60 / cores:.0f} minutes on the {cores} cores here"
    return (
        f"In all about {seconds / 60:.0f} core-minutes, {on} where nothing else runs; each piece goes on when stopped"
    )


class Unknown:
    """What stands for results while only the time is asked for; whoever looks into it has planned all there is."""

    def __init__(self, then: Callable[[], None]) -> None:
        self._then = then

    def __getattr__(self, name: str) -> Any:
        """End here."""
        self._then()
        raise AttributeError(name)
