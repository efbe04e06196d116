"""Pattern 13: planning together is easier than delivering together."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from simulation.scenarios import Scenario
from simulation.validation.check import Check, Part, Rows
from simulation.validation.runs import Runs, series
from simulation.world.codes import Who
from simulation.world.tables import World

PLANNED_ONLY = ("co_planned_service", "co_planned_community_delivered")  # planned together, delivered by one side
DELIVERED_TOGETHER = ("co_delivery", "full_coproduction", "community_led")
QUIET = Scenario(name="quiet", years=20)


def _planned_and_delivered(runs: Runs, pairs: int) -> Rows:
    futures = runs.futures("baseline", pairs)
    planned, delivered = (
        sum(series(futures, cell).mean(axis=1) for cell in cells) for cells in (PLANNED_ONLY, DELIVERED_TOGETHER)
    )
    return planned - delivered


def _ways(world: World, month: int) -> np.ndarray:
    """Who plans and who delivers every arrangement."""
    return np.array([world.arrangements.planning, world.arrangements.delivery], np.int8)


def _becoming_shared(runs: Runs, pairs: int) -> Rows:
    """Professional plans that became joint, months of professional planning; the same of delivery that is not shared.

    Each move is seen at the end of its month, and counted against the months in which it could have been made.
    """
    rows = []
    for months in runs.watch(QUIET, max(2, pairs // 4), range(QUIET.months), _ways):
        opened = alone = joined = apart = 0
        for before, after in pairwise(months):
            by_professionals = before[0] == Who.PROFESSIONALS
            not_together = before[1] != Who.TOGETHER
            opened += int((by_professionals & (after[0] == Who.TOGETHER)).sum())
            alone += int(by_professionals.sum())
            joined += int((not_together & (after[1] == Who.TOGETHER)).sum())
            apart += int(not_together.sum())
        rows.append([opened, alone, joined, apart])
    return np.array(rows, float)


def ratio_of_rates(means: Rows) -> float:
    """First over second, relative to third over fourth; infinite where nothing is ever shared in delivery."""
    opened, alone, joined, apart = means
    return float((opened / alone) / (joined / apart)) if joined else float("inf")


P13 = Check(
    "P13",
    "planning together comes easier",
    "Planning together is easier than delivering together: there is more of it, and it begins more often.",
    ("baseline",),
    (
        Part(
            "planned together but not delivered together, minus delivered together",
            0.02,
            1.0,
            _planned_and_delivered,
            why="article on full co-production: co-planning is easy to imagine, co-delivery has few examples",
        ),
        Part(
            "rate at which professional planning becomes joint, over that at which delivery becomes shared",
            1.5,
            1000.0,
            _becoming_shared,
            ratio_of_rates,
            "ratio",
            "the same; half as often again is the least that deserves the word",
        ),
    ),
)
