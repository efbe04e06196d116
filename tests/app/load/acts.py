"""When a visitor acts, and what it does: the same for one who draws and for one who does not."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import NamedTuple

from simulation.app import limits

PAUSE = 2.0  # seconds between the acts of a visitor, on average
ACTS = 16
LEVER_EVERY = 4  # one act in so many moves a lever; the others move the time cursor
LEVER = "capacity_building"
BETTER = limits.FIRST  # futures of a picture that is no longer a first glance


class Act(NamedTuple):
    """One act: seconds after the start of the round, and the month or the lever's value to go to."""

    at: float
    month: int | None
    value: float | None


def acts(number: int, of: int) -> Iterator[Act]:
    """The acts of one visitor, out of step with the others; every lever goes to where nobody has been."""
    dice = random.Random(1000 * of + number)
    for act in range(ACTS):
        at = PAUSE * (act + dice.random())
        if (act + number) % LEVER_EVERY == LEVER_EVERY - 1:
            yield _lever(at, act, number, of)
        else:
            yield Act(at, 12 * (6 + (act * 5 + number) % 14), None)


def levers(number: int, of: int) -> Iterator[Act]:
    """Of one visitor who moves nothing but a lever, each time to where nobody has been, and as soon as it likes."""
    for act in range(ACTS):
        yield _lever(0, act, number, of)


def _lever(at: float, act: int, number: int, of: int) -> Act:
    return Act(at, None, 0.01 + 0.97 * (act * of + number + 0.5) / (ACTS * of))
