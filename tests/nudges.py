"""What comes out else in a phase if the numbers of one column are others before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from simulation.engine.schedule import Phase
from simulation.generation.check_worlds import WORLDS
from simulation.history.building import blueprint, build
from simulation.month import PHASES
from simulation.scenarios import parse
from simulation.world.tables import TABLES, Column, World

MONTH = 2  # of the busier world of the check values
FARTHEST = 10.0  # for a column that has no lowest or highest value


def after(world: World, phase: Phase, month: int) -> World:
    """The world after a phase; it is left as it was."""
    world = world.copy()
    for step in phase.steps:
        step.act(world, month)
    return world


def nudged(world: World, table: str, column: Column) -> World:
    """A copy in which the column goes a third of the way to its lowest value, in every other row to its highest."""
    world = world.copy()
    values = getattr(world, table)[column.name]
    ends = np.clip([column.low, column.high], -FARTHEST, FARTHEST)
    values[0::2] += (ends[0] - values[0::2]) / 3
    values[1::2] += (ends[1] - values[1::2]) / 3
    return world


def moved(reads: Mapping[int, set[str]]) -> Iterator[tuple[int, str, str]]:
    """Phase, cause and effect: the first column was nudged before the phase, and the second came out else.

    Codes and row numbers are left alone, as most others would stand for nothing.

    Parameters
    ----------
    reads : what each phase reads, as ``table.column``; nothing else is nudged.
    """
    check = WORLDS[1]
    world = build(blueprint(parse(check.scenario), log_rows=10_000), check.seed, 0, 0)
    for month in range(MONTH + 1):
        for phase in PHASES:
            then = after(world, phase, month)
            for table, columns in TABLES.items() if month == MONTH else ():
                for column in columns:
                    cause = f"{table}.{column.name}"
                    if column.dtype == "f8" and cause in reads[phase.number]:
                        other = nudged(world, table, column)
                        for effect in different(after(other, phase, month), then, other, world):
                            yield phase.number, cause, effect
            world = then


def different(other: World, world: World, other_before: World, before: World) -> Iterator[str]:
    """The columns that a phase left in another state, but for what was in another one before and stayed so."""
    for table, columns in TABLES.items():
        for name in (column.name for column in columns):
            one, two = getattr(other, table)[name], getattr(world, table)[name]
            stayed = np.array_equal(one, getattr(other_before, table)[name]) and np.array_equal(
                two, getattr(before, table)[name]
            )
            if not stayed and not np.array_equal(one, two):
                yield f"{table}.{name}"
