"""Where supporting co-production pays, the rules alike: co-producibility × turnover of leaders × capacity."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from estimates import Estimate, estimate
from headlines import Headline
from shared import A_WORLD_OF_MANY_POINTS, Experiment

from simulation.figures import phase_diagram
from simulation.report.sweep_origin import origin
from simulation.sweep.store import Stored

COPRODUCIBILITY = (0.1, 0.25, 0.4, 0.55, 0.7, 0.85)
TURNOVER = (0.05, 0.1, 0.15, 0.2)
# What contracts are watched and awarded by is the same in both ways of working, so that it is no part of the contrast.
RULES = {"governance": 0.8, "open_procurement": 0.8}
SUPPORT = {**RULES, "planning_support": 0.8, "joint_working": 0.8}
POLICIES = {
    "nothing": {},
    "rules alone": RULES,
    "co-production supported": SUPPORT,
    "supported, with capacity building": {**SUPPORT, "capacity_building": 0.8},
}
NOTHING, ALONE, SUPPORTED, CAPABLE = POLICIES
CONTRASTS = {  # what is compared with what, by heading
    "support, rules alike": (SUPPORTED, ALONE),
    "and capacity building": (CAPABLE, ALONE),
    "rules alone, against nothing": (ALONE, NOTHING),
}
PLAIN, WITH_CAPACITY, OF_RULES = CONTRASTS
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
        replicates=experiment.futures(100, 2, A_WORLD_OF_MANY_POINTS),
        outcomes=("coproduction", "full_coproduction", "quality", "unit_cost"),
    )
    gain, quality, full = (
        {name: cells(stored, *pair, outcome) for name, pair in CONTRASTS.items()}
        for outcome in (value_for_money, lambda of: of("quality"), lambda of: of("full_coproduction"))
    )
    for name, found, title in (
        ("value", gain, "What support for co-production adds to quality for the money"),
        ("quality", quality, "What support for co-production adds to quality"),
        ("full_coproduction", full, "What support for co-production adds to full co-production"),
    ):
        experiment.figure(name, figure(stored, found, title), stored, f"{title}, by co-producibility and turnover")
    experiment.table(
        "cells",
        ("outcome", "contrast", "co-producibility", "leaders leaving a year", "effect"),
        [
            (name, contrast, COPRODUCIBILITY[x], TURNOVER[y], value)
            for name, of in (("quality for the money", gain), ("quality", quality), ("full co-production", full))
            for contrast, grid in of.items()
            for (y, x), value in grid.items()
        ],
        "what each contrast comes to in every cell, in the last year",
    )
    levels = {policy: {x: level(stored, policy, x) for x in (0, HIGH)} for policy in POLICIES}
    experiment.table(
        "levels",
        ("policy", "co-producibility", "full co-production"),
        [(policy, COPRODUCIBILITY[x], value) for policy, of in levels.items() for x, value in of.items()],
        "full co-production in the last year, over all turnovers: the level that each way of working comes to",
    )
    supported = gain[WITH_CAPACITY]
    pays = where(supported, lambda cell: cell.sign > 0)
    never = where(supported, lambda cell: cell.sign <= 0)
    calm, restless = supported[0, HIGH], supported[len(TURNOVER) - 1, HIGH]
    added = estimate(
        np.mean(
            [difference(stored, CAPABLE, SUPPORTED, y, HIGH, value_for_money) for y in range(len(TURNOVER))], axis=0
        ),
        stored.world,
    )
    experiment.finish(
        "Where co-production pays",
        "One council left to itself for twenty years. The two ways of working that are compared have the same rules: "
        "governance (who watches contracts, and what is published) and an open procurement route, both at 0.8. They "
        "differ in what makes professionals and residents work together, planning support and joint working, without "
        "and with capacity building. What the rules do by themselves is shown apart. The whole service catalogue is "
        "given one co-producibility; a leader leaves in 5 to 20 % of the years beyond elections. Both take the place "
        "of what worlds have, so that these need not meet the record any more. *Pays*: the whole band, in one world "
        "the whole interval, of quality for the money is above 0. Quality for the money "
        "is the mean quality of services over their unit cost; running costs of support come out of the council's "
        "budget.",
        (
            verdict(pays, never)
            + f" Where services are hardly co-producible ({COPRODUCIBILITY[0]:g}) support changes quality for the "
            f"money by {percent(supported[0, 0])}; the rules alone change it there by {percent(gain[OF_RULES][0, 0])}.",
            f"At a co-producibility of {COPRODUCIBILITY[HIGH]:g} it changes quality for the money by {percent(calm)} "
            f"where one leader in twenty leaves in a year, and by {percent(restless)} where it is one in five; full "
            f"co-production stands at {levels[CAPABLE][HIGH].share()} of services, and at "
            f"{levels[ALONE][HIGH].share()} under the rules alone.",
            f"Capacity building changes quality for the money by {percent(added)} on average over the turnover.",
        ),
        [
            *(
                Headline(f"full co-production at {COPRODUCIBILITY[x]:g}, {policy}", "level", levels[policy][x])
                for policy in POLICIES
                for x in (0, HIGH)
            ),
            *(
                Headline(f"{what} at {COPRODUCIBILITY[x]:g}, {name}", kind, of[name][0, x])
                for what, kind, of in (("for the money", "relative", gain), ("full", "difference", full))
                for name in CONTRASTS
                for x in (0, HIGH)
            ),
        ],
    )


HIGH = len(COPRODUCIBILITY) - 1


def verdict(pays: list[float], never: list[float]) -> str:
    """Where the framework pays, in a sentence."""
    if len(pays) == len(COPRODUCIBILITY):
        return "Support with capacity building pays at every co-producibility tried, whatever the turnover."
    if not pays:
        text = "At no co-producibility tried can support with capacity building be shown to pay whatever the turnover"
    elif pays == list(COPRODUCIBILITY[-len(pays) :]):
        text = f"Support with capacity building pays, whatever the turnover, from a co-producibility of {pays[0]:g} on"
    else:
        text = f"Support with capacity building pays, whatever the turnover, at a co-producibility of {listed(pays)}"
    return f"{text}, and under no turnover can it be shown to pay at {listed(never)}." if never else f"{text}."


def listed(found: list[float]) -> str:
    """Co-producibilities in a row."""
    return ", ".join(f"{each:g}" for each in found)


def where(grid: dict[tuple[int, int], Estimate], holds: Callable[[Estimate], bool]) -> list[float]:
    """The co-producibilities at which something holds under every turnover."""
    everywhere = (x for x in range(len(COPRODUCIBILITY)) if all(holds(grid[y, x]) for y in range(len(TURNOVER))))
    return [COPRODUCIBILITY[x] for x in everywhere]


def value_for_money(of) -> np.ndarray:
    """Quality over unit cost."""
    return of("quality") / of("unit_cost")


def cells(stored: Stored, policy: str, against: str, outcome) -> dict[tuple[int, int], Estimate]:
    """What a policy adds to another in each cell, future by future."""
    unit = "share" if outcome is value_for_money else "index"
    return {
        (y, x): estimate(difference(stored, policy, against, y, x, outcome), stored.world, unit)
        for y in range(len(TURNOVER))
        for x in range(len(COPRODUCIBILITY))
    }


def difference(stored: Stored, policy: str, against: str, y: int, x: int, outcome) -> np.ndarray:
    """One policy minus another in a cell, ``[replicate]``; quality for the money relative to the mean of the other."""
    one, other = (outcome(partial(last_year, stored, points(stored, which, x, y))) for which in (policy, against))
    return (one - other) / (np.nanmean(other) if outcome is value_for_money else 1.0)


def points(stored: Stored, policy: str, x: int, y: int | None = None) -> np.ndarray:
    """Numbers of the points of a policy at a co-producibility, and at one turnover or all."""
    here = (np.array(stored.points["policy"].to_pylist()) == policy) & (
        stored.points[X].to_numpy() == COPRODUCIBILITY[x]
    )
    return np.flatnonzero(here if y is None else here & (stored.points[Y].to_numpy() == TURNOVER[y]))


def level(stored: Stored, policy: str, x: int) -> Estimate:
    """Full co-production in the last year, mean over the turnovers."""
    values = stored.values("full_coproduction_final_year", points=points(stored, policy, x))
    return estimate(np.nanmean(values, axis=0), stored.world, effect=False)


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
        "Difference in the last of twenty years, mean over runs. In brackets: the 90 % interval contains zero."
        if not stored.in_worlds
        else "Difference in the last of twenty years, mean over worlds. In brackets: nine worlds in ten have averages "
        "on both sides of zero.",
        ("co-producibility of the services", COPRODUCIBILITY),
        ("leaders leaving in a year, beyond elections", TURNOVER),
        panels,
        "per cent" if "money" in title else "percentage points",
        known,
    )


if __name__ == "__main__":
    main()
