"""Month after month, compiled: the tables that are large are kept by column while it runs.

Where a tick is no month it is tick after tick, and what is asked and told stays in months.
"""

from __future__ import annotations

import numpy as np

from simulation import compiled_month
from simulation.engine.clock import MONTHLY, ticks_a_year
from simulation.engine.compilation import rule
from simulation.engine.compiled_tables import by_column, by_row, copy_rows
from simulation.extending.fitting import own_month
from simulation.history.recorded import NOTHING, Recorded, put
from simulation.history.recording import record, record_councils, record_part
from simulation.world import log
from simulation.world.tables import World
from simulation.world.ticks import put_levels, put_measures, tick_of

advance = own_month() or compiled_month.advance
NO_PARTS = np.zeros((0, 5), np.int64)
NOTHING_BY_PART = np.zeros((0, 0, 0))


def simulate(
    world: World,
    first: int,
    last: int,
    measures: np.ndarray,
    by_service: np.ndarray,
    all_measures: bool = True,
    parts: np.ndarray = NO_PARTS,
    by_part: np.ndarray = NOTHING_BY_PART,
    known: Recorded = NOTHING,
) -> World:
    """Months ``first`` to ``last`` (not included), recording those from 0 on; the world, whose log may have grown.

    Parameters
    ----------
    measures : float64 [months, measures], row m is the end of month m.
    by_service : float32 [months, services, 3], see `simulation.history.recording.record`.
    all_measures : whether all is measured; else only what `simulation.history.recording.record_councils` measures,
        which leaves a sixth of the work.
    parts : int64 [part, 5], what is measured by itself beside the whole: from which council to before which, likewise
        of services, and which fifth, as `simulation.history.recording.record_part` takes them.
    by_part : float64 [months, part, measures], filled.
    known : what is put in on the way, because it is on record.
    """
    if len(world.key) == MONTHLY:
        return _by_tick(world, first, last, measures, by_service, all_measures, parts, by_part, known)
    a_year = ticks_a_year(world.key)
    begin, end = tick_of(first, a_year), tick_of(last, a_year)
    arrays = (measures, by_service, by_part)
    read = [np.zeros((max(end, 0), *each.shape[1:]), each.dtype) for each in arrays]
    world = _by_tick(world, begin, end, read[0], read[1], all_measures, parts, read[2])
    begin = max(begin, 0)
    if begin < end:
        for at, found, put_in in zip(arrays, read, (put_measures, put_levels, put_measures), strict=True):
            put_in(at, found[begin:], begin, a_year)
    return world


def _by_tick(
    world: World,
    first: int,
    last: int,
    measures: np.ndarray,
    by_service: np.ndarray,
    all_measures: bool,
    parts: np.ndarray,
    by_part: np.ndarray,
    known: Recorded = NOTHING,
) -> World:
    """`simulate` in ticks."""
    memory = column_memory(world)
    for begin, end in known.spans(first, last):
        put(world, begin, known)
        while (
            begin := _simulate(world, begin, end, measures, by_service, all_measures, parts, by_part, *memory)
        ) < end:
            world = log.with_room(world)
    return world


def is_compiled() -> bool:
    """Whether months are compiled already, by whatever process, so that they begin at once."""
    return getattr(_simulate, "is_on_disk", True)


def column_memory(world: World) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Memory for the tables that are kept by column while a simulation runs: arrangements, contracts, organisations."""
    tables = (world.arrangements, world.contracts, world.organisations)
    first, second, third = (np.empty(table.nbytes, np.uint8) for table in tables)
    return first, second, third


@rule
def _simulate(
    world, first, last, measures, by_service, all_measures, parts, by_part, arrangements, contracts, organisations
):
    """Simulate up to the month before which the log must grow, or to the last; returns the month that comes next."""
    at_work = unpack(world, arrangements, contracts, organisations)
    month = first
    while month < last and not log.is_short(at_work):
        advance(at_work, month)
        if month >= 0 and all_measures:
            record(at_work, measures[month], by_service[month])
            for each in range(len(parts)):
                part = parts[each]
                record_part(at_work, by_part[month, each], part[0], part[1], part[2], part[3], part[4])
        elif month >= 0:
            record_councils(at_work, measures[month], 0, len(at_work.councils))
        month += 1
    pack(at_work, world)
    return month


@rule
def unpack(world, arrangements, contracts, organisations):
    """The world as the compiled month works on it: compiled tables, the large ones by column."""
    at_work = World(
        world.key,
        by_row(world.parameters),
        by_row(world.services),
        by_row(world.events),
        world.links,
        by_row(world.national),
        by_row(world.councils),
        by_row(world.neighbourhoods),
        by_column(world.arrangements, arrangements),
        by_column(world.contracts, contracts),
        by_column(world.organisations, organisations),
        by_row(world.contractors),
        world.arrangement_chances,
        world.organisation_chances,
        by_row(world.changes),
        world.logged,
    )
    copy_rows(by_row(world.arrangements), at_work.arrangements)
    copy_rows(by_row(world.contracts), at_work.contracts)
    copy_rows(by_row(world.organisations), at_work.organisations)
    return at_work


@rule
def pack(at_work, world):
    """Put back what is not kept in place."""
    copy_rows(at_work.arrangements, by_row(world.arrangements))
    copy_rows(at_work.contracts, by_row(world.contracts))
    copy_rows(at_work.organisations, by_row(world.organisations))
