"""Libraries that councils handed to their communities when money ran out: target S27."""

from __future__ import annotations

import numpy as np

from simulation.scenarios import Scenario
from simulation.validation.check import Rows
from simulation.validation.nation import nations
from simulation.validation.runs import Runs, event
from simulation.world.codes import Who
from simulation.world.services import SERVICE_NUMBER
from simulation.world.tables import World

AUTHORITIES = 200
BEGINS = 1  # year in which the grant begins to fall
YEARS = 6  # 2010 to 2016
# The fall of the grant from 2010/11 to 2017/18 (evidence §3). Each council stands for a library authority, and has a
# library in each of its neighbourhoods: 24, where the authorities that answered had 21 in the mean.
CUTS = Scenario(
    name="libraries-under-cuts",
    years=BEGINS + YEARS,
    events=(event("grant-cut", "grant_change", year=BEGINS, size=-0.49, over_months=84),),
)
LIBRARIES = SERVICE_NUMBER["libraries"]


def with_the_community(world: World, month: int) -> np.ndarray:
    """Whether the community delivers, ``[council, library]``: an organisation, an enterprise or a self-help group."""
    arrangements = world.arrangements
    mine = arrangements.service == LIBRARIES
    return (arrangements.delivery[mine] == Who.COMMUNITY).reshape(len(world.councils), -1)


def gini(counts: np.ndarray) -> float:
    """Gini coefficient of counts over councils; 0 if there is nothing to share."""
    ranks = 2 * np.arange(1, len(counts) + 1) - len(counts) - 1
    return float(ranks @ np.sort(counts) / max(1, len(counts) * counts.sum()))


def transfers(runs: Runs, pairs: int, councils: int = AUTHORITIES) -> Rows:
    """Councils that transferred any library, Gini of their numbers, and the share of libraries transferred, by nation.

    A transfer is a library that was not with the community before the cuts and is at the end of one of six years.
    """
    months = tuple(12 * (BEGINS + year) - 1 for year in range(YEARS + 1))
    rows = []
    cuts = CUTS.with_settings({"councils": councils})
    for before, *later in runs.watch(cuts, nations(pairs) // 2, months, with_the_community):
        moved = np.logical_or.reduce(later) & ~before
        counts = moved.sum(axis=1)
        rows.append([(counts > 0).mean(), gini(counts), moved.mean()])
    return np.array(rows)
