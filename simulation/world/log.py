"""The log of every change of cell or provider: how it is written, and how it grows. One without rows is not kept."""

from __future__ import annotations

from simulation.engine.compilation import rule
from simulation.world.tables import World, table

ROWS_AHEAD = 8  # free rows for each arrangement: more than one month can need


@rule
def write(world, a, planning, delivery, provider, cause, month):
    """Log that arrangement ``a`` moves to a cell and a provider; it has not moved yet."""
    arrangement = world.arrangements[a]
    at = world.logged[0]
    world.logged[0] = at + 1
    if at < len(world.changes):
        change = world.changes[at]
        change.month = month
        change.arrangement = a
        change.planning_before = arrangement.planning
        change.delivery_before = arrangement.delivery
        change.provider_before = arrangement.provider
        change.planning = planning
        change.delivery = delivery
        change.provider = provider
        change.cause = cause


def check(world: World) -> None:
    """Raise ``RuntimeError`` if a log that is kept has lost rows: somebody let it run full without `with_room`."""
    if 0 < len(world.changes) < world.logged[0]:
        lost = int(world.logged[0]) - len(world.changes)
        raise RuntimeError(f"the log of changes lost {lost} rows: call world.log.with_room after every month")


@rule
def is_short(world):
    """Whether the log might not hold another month."""
    free = len(world.changes) - world.logged[0]
    return len(world.changes) > 0 and free < ROWS_AHEAD * len(world.arrangements)


def with_room(world: World) -> World:
    """The same tables; the log is longer when it is nearly full.

    Raises
    ------
    RuntimeError : the log has lost rows.
    """
    check(world)
    if not is_short(world):
        return world
    rows = len(world.changes)
    longer = table("changes", 2 * rows + 2 * ROWS_AHEAD * len(world.arrangements))
    longer[:rows] = world.changes
    return world._replace(changes=longer)
