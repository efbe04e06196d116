"""Where the framework for full co-production pays: co-producibility × turnover of leaders × capacity."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from functools import partial

import numpy as np
from shared import Estimate, Experiment, estimate, signed

from simulation.figures import phase_diagram
from simulation.report.sweep_origin import origin
from simulation.sweep.store import Stored

COPRODUCIBILITY = (0.1, 0.25, 0.4, 0.55, 0.7, 0.85)
TURNOVER = (0.05, 0.1, 0.15, 0.2)
REST = {name: 0.8 for name in ("governance", "planning_support", "joint_working", "open_procurement")}
POLICIES = {
    "none": {},
    "framework without capacity building": REST,
    "framework with capacity building": {**REST, "capacity_building": 0.8},
}
X, Y = "services.coproducibility", "leader_exit"


def main() -> None:
    """Run the grid and write the answer."""
    experiment = Experiment(
        "viability",
        "For which services, under how much political turnover and with how much capacity does co-production pay?",
    )
    stored = experiment.sweep(
        "grid",
        scenarios=("baseline",),
        sampler="full_factorial",
        uncertainties={X: COPRODUCIBILITY, Y: TURNOVER},
        policies=tuple({"name": name, **levers} for name, levers in POLICIES.items()),
        replicates=experiment.size(100, 2),
        outcomes=("coproduction", "full_coproduction", "quality", "unit_cost"),
    )
    framed = list(POLICIES)[1:]
    gain = {policy: cells(stored, policy, value_for_money) for policy in framed}
    quality = {policy: cells(stored, policy, lambda of: of("quality")) for policy in framed}
    full = {policy: cells(stored, policy, lambda of: of("full_coproduction")) for policy in framed}
    for name, found, title in (
        ("value", gain, "What the framework adds to quality for the money"),
        ("quality", quality, "What the framework adds to quality"),
        ("full_coproduction", full, "What the framework adds to full co-production"),
    ):
        experiment.figure(name, figure(stored, found, title), stored, f"{title}, by co-producibility and turnover")
    experiment.table(
        "cells",
        ("outcome", "policy", "co-producibility", "leaders leaving a year", "effect", "low", "high"),
        [
            (name, policy, COPRODUCIBILITY[x], TURNOVER[y], *value)
            for name, of in (("quality for the money", gain), ("quality", quality), ("full co-production", full))
            for policy, grid in of.items()
            for (y, x), value in grid.items()
        ],
        "what the framework adds in every cell, in the last year, relative to no framework",
    )
    with_capacity = gain[framed[1]]
    pays = run_of(with_capacity, reversed(range(len(COPRODUCIBILITY))), lambda cell: cell.sign > 0)
    never = run_of(with_capacity, range(len(COPRODUCIBILITY)), lambda cell: cell.sign <= 0)
    high = len(COPRODUCIBILITY) - 1
    calm, restless = with_capacity[0, high], with_capacity[len(TURNOVER) - 1, high]
    added = Estimate(
        *(np.mean([with_capacity[y, high][k] - gain[framed[0]][y, high][k] for y in range(4)]) for k in range(3))
    )
    experiment.finish(
        "Where co-production pays",
        "One council left to itself for twenty years, without the framework, with four of its levers, and with "
        "capacity building "
        "as the fifth. The whole service catalogue is given one co-producibility; a leader leaves in 5 to 20 % of "
        "the years "
        "beyond elections. Quality for the money is the mean quality of services over their unit cost; the "
        "framework's own "
        "running costs come out of the council's budget.",
        (
            verdict(pays, never)
            + f" Where services are hardly co-producible ({COPRODUCIBILITY[0]:g}) it changes quality for the money by "
            f"{percent(with_capacity[0, 0])}.",
            f"At a co-producibility of {COPRODUCIBILITY[high]:g} it changes quality for the money by {percent(calm)} "
            "where one leader in "
            f"twenty leaves in a year, and by {percent(restless)} where it is one in five.",
            f"Capacity building changes that by {signed(added.value)} per cent on average over the turnover.",
        ),
    )


def verdict(pays: list[float], never: list[float]) -> str:
    """Where the framework pays, in a sentence."""
    if len(pays) == len(COPRODUCIBILITY):
        return "The framework with capacity building pays at every co-producibility tried, whatever the turnover."
    if not pays:
        return "There is no co-producibility at which the framework pays whatever the turnover."
    text = (
        f"The framework with capacity building pays, whatever the turnover, from a co-producibility of {min(pays):g} on"
    )
    return f"{text}, and cannot be shown to pay at {max(never):g} or less." if never else f"{text}."


def run_of(
    grid: dict[tuple[int, int], Estimate], columns: Iterable[int], holds: Callable[[Estimate], bool]
) -> list[float]:
    """The unbroken row of co-producibilities, from one end, at which something holds under every turnover."""
    columns = itertools.takewhile(lambda x: all(holds(grid[y, x]) for y in range(len(TURNOVER))), columns)
    return [COPRODUCIBILITY[x] for x in columns]


def value_for_money(of) -> np.ndarray:
    """Quality over unit cost."""
    return of("quality") / of("unit_cost")


def cells(stored: Stored, policy: str, outcome) -> dict[tuple[int, int], Estimate]:
    """What a policy adds in each cell, future by future; quality for the money relative to that without a policy."""
    policies = np.array(stored.points["policy"].to_pylist())
    x, y = (stored.points[name].to_numpy() for name in (X, Y))
    found = {}
    for row, turnover in enumerate(TURNOVER):
        for column, coproducibility in enumerate(COPRODUCIBILITY):
            here = (x == coproducibility) & (y == turnover)
            numbers = [np.flatnonzero(here & (policies == which)) for which in (policy, "none")]
            values = [outcome(partial(last_year, stored, points)) for points in numbers]
            relative = np.nanmean(values[1]) if outcome is value_for_money else 1.0
            found[row, column] = estimate((values[0] - values[1]) / relative)
    return found


def last_year(stored: Stored, points: np.ndarray, name: str) -> np.ndarray:
    """A measure in the last year at one point, ``[replicate]``."""
    return stored.values(f"{name}_final_year", points=points)[0]


def percent(value: Estimate) -> str:
    """A relative change in words."""
    return value.points().replace("percentage points", "per cent")


def figure(stored: Stored, found: dict[str, dict[tuple[int, int], Estimate]], title: str):
    """A panel for each policy."""
    shape = (len(TURNOVER), len(COPRODUCIBILITY))
    panels = {
        name: np.array([100 * of[cell].value for cell in np.ndindex(shape)]).reshape(shape)
        for name, of in found.items()
    }
    known = {
        name: np.array([of[cell].sign != 0 for cell in np.ndindex(shape)]).reshape(shape) for name, of in found.items()
    }
    return phase_diagram(
        origin(stored),
        title,
        "Difference to the world without the framework in the last of twenty years, mean over runs. In brackets: "
        "the 90 % "
        "interval contains zero.",
        ("co-producibility of the services", COPRODUCIBILITY),
        ("leaders leaving in a year, beyond elections", TURNOVER),
        panels,
        "per cent" if "money" in title else "percentage points",
        known,
    )


if __name__ == "__main__":
    main()
