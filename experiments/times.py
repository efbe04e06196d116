"""How long an experiment takes, said before anything is simulated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from simulation.sweep.design import Plan

MONTH = 0.14e-3  # core-seconds of a month of 24 neighbourhoods, measured on a machine of 2026
USUAL = 24


def core_seconds(made: Plan) -> float:
    """About how many seconds of a core a design takes: all futures, both arms from where they part."""
    total = 0.0
    for point in made.points():
        scenario = made.scenario(point)
        months = made.months(scenario)
        fork = min(scenario.fork_within(months), months)
        size = scenario.size("neighbourhoods") * scenario.size("councils") / USUAL
        total += size * (2 * months - fork) * made.design.replicates
    return MONTH * total


def said(name: str, planned: Mapping[str, float]) -> str:
    """What is planned in one line."""
    parts = ", ".join(f"{label} {seconds / 60:.0f}" for label, seconds in planned.items())
    return f"{name}: about {sum(planned.values()) / 60:.0f} core-minutes ({parts})"


class Unknown:
    """What stands for results while only the time is asked for; whoever looks into it has planned all there is."""

    def __init__(self, then: Callable[[], None]) -> None:
        self._then = then

    def __getattr__(self, name: str) -> Any:
        """End here."""
        self._then()
        raise AttributeError(name)
