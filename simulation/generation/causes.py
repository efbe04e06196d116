"""What each phase of the month reads and changes, and which quantity acts on which: derived from the rules' source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from simulation.engine.schedule import Step
from simulation.generation.quantities import QUANTITIES, quantity_of
from simulation.generation.reading import Reader
from simulation.generation.values_read import NUMBER, WORLD, Found, Place, Tables
from simulation.month import PHASES
from simulation.world.event_kinds import EVENT
from simulation.world.parameters import PARAMETERS
from simulation.world.services import SERVICE_COLUMNS
from simulation.world.tables import TABLES, World

READS, CHANGES = "r", "c"
EVENTS = "events of the timeline"


def parts_of_the_world() -> Tables:
    """Every part of a world with its columns and their lengths, from the declarations."""
    columns = {name: {column.name: column.length for column in table} for name, table in TABLES.items()}
    columns["parameters"] = dict.fromkeys(PARAMETERS, 1)
    columns["services"] = dict.fromkeys(SERVICE_COLUMNS, 1)
    columns["events"] = {name: int(EVENT[name].itemsize // EVENT[name].base.itemsize) for name in EVENT.names or ()}
    return {part: columns.get(part, {}) for part in World._fields}


def found_in(steps: Iterable[Step]) -> Found:
    """What these steps read and write.

    Raises
    ------
    DocumentationError : a rule does what cannot be followed.
    """
    reader = Reader(parts_of_the_world())
    for step in steps:
        if step.actor.table is None:
            reader.call(step.rule, WORLD, NUMBER)
        else:
            only = frozenset(Place(step.actor.table, column) for column in step.actor.only)
            reader.found.reads |= only
            reader.call(step.rule, WORLD, NUMBER, NUMBER, because=only)
    return reader.found


@cache
def by_phase() -> dict[int, Found]:
    """What each phase reads and writes, by its number."""
    return {phase.number: found_in(phase.steps) for phase in PHASES}


def marks() -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    """For each table the columns that some phase changes, each with what the ten phases do to it."""
    for table, columns in TABLES.items():
        rows = []
        for column in columns:
            place = Place(table, column.name)
            did = [READS * (place in f.reads) + CHANGES * (place in f.writes) for f in by_phase().values()]
            if any(CHANGES in each for each in did):
                rows.append((f"`{column.name}`", *did))
        if rows:
            yield table, rows


def changed_in() -> dict[str, list[int]]:
    """For each quantity the phases in which it changes."""
    return {
        quantity.name: [n for n, found in by_phase().items() if quantity.name in map(quantity_of, found.writes)]
        for quantity in QUANTITIES
    }


def acts_on() -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Pairs of quantities, cause and effect: the first enters the value of the second; it only decides about it."""
    enters, decides = (
        {
            (cause, effect)
            for found in by_phase().values()
            for one, other in getattr(found, kind)
            if (effect := quantity_of(other)) and (cause := EVENTS if one.table == "events" else quantity_of(one))
        }
        for kind in ("enters", "decides")
    )
    return enters, decides - enters
