"""Spells of co-production, read off the log of changes: start, end, cause, and whether the end was seen."""

from __future__ import annotations

import numpy as np

from simulation.engine.compilation import rule
from simulation.world import log
from simulation.world.codes import Cause
from simulation.world.matrix import coproduced
from simulation.world.tables import World

SPELL = np.dtype(
    [
        ("replicate", "i4"),
        ("arm", "i4"),
        ("council", "i4"),  # row of the council
        ("neighbourhood", "i4"),  # number within its council
        ("service", "i4"),
        ("start", "i4"),  # month of the move into co-production; negative during the burn-in
        ("end", "i4"),  # month of the move out of it; the horizon for a spell that is still open
        ("cause", "i4"),  # see `simulation.world.codes.CAUSES`
        ("ended", "i4"),  # 1 if the end was seen, 0 if the spell is censored at the horizon
    ]
)

NOT_OPEN = -(2**31)


@rule
def extract(changes, count, began, horizon, rows):
    """Fill ``rows`` (arrangement, start, end, cause, ended) from the log; return how many there are.

    ``began`` [arrangements] holds the start of the open spells, at first `NOT_OPEN` for all.
    """
    found = 0
    for at in range(count):
        change = changes[at]
        a = change.arrangement
        before = coproduced(change.planning_before, change.delivery_before)
        after = coproduced(change.planning, change.delivery)
        if after and not before:
            began[a] = change.month
        elif before and not after:
            if change.month >= 0:
                rows[found, 0] = a
                rows[found, 1] = began[a]
                rows[found, 2] = change.month
                rows[found, 3] = change.cause
                rows[found, 4] = 1
                found += 1
            began[a] = NOT_OPEN
    for a in range(len(began)):
        if began[a] != NOT_OPEN:
            rows[found, 0] = a
            rows[found, 1] = began[a]
            rows[found, 2] = horizon
            rows[found, 3] = Cause.OPEN
            rows[found, 4] = 0
            found += 1
    return found


def spells(world: World, replicate: int, arm: int, horizon: int) -> np.ndarray:
    """Spells that were alive at month 0 or began after it, as rows of `SPELL`, ordered by place, service and start."""
    log.check(world)
    count = int(world.logged[0])
    rows = np.zeros((count + len(world.arrangements), 5), np.int64)
    began = np.full(len(world.arrangements), NOT_OPEN, np.int64)
    rows = rows[: extract(world.changes, count, began, horizon, rows)]
    rows = rows[np.lexsort((rows[:, 1], rows[:, 0]))]
    result = np.zeros(len(rows), SPELL)
    arrangements = world.arrangements[rows[:, 0]]
    result["replicate"], result["arm"] = replicate, arm
    result["council"] = arrangements["council"]
    result["neighbourhood"] = world.neighbourhoods["number"][arrangements["neighbourhood"]]
    result["service"] = arrangements["service"]
    for column, name in enumerate(("start", "end", "cause", "ended"), start=1):
        result[name] = rows[:, column]
    return result
