"""The compiled model, stepped phase by phase, and its tables seen beside the entities written again here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any

import numpy as np

from simulation.history import recorded
from simulation.history.building import blueprint, build
from simulation.history.recording import record
from simulation.month import PHASES
from simulation.scenarios import Scenario
from simulation.world.measures import COLUMN
from simulation.world.spells import spells
from simulation.world.tables import TABLES
from simulation.world.tables import World as Tables
from tests.reimplementation.entities import World

RELATIVE = 1e-12
ABSOLUTE = 1e-12  # of numbers near 0: most are shares

REFERENCES = ("council", "neighbourhood", "organiser", "provider_row", "partner", "contract")


def begin(scenario: Scenario, seed: int, replicate: int) -> Tables:
    """The compiled model's world at the start of the burn-in."""
    return build(blueprint(scenario, log_rows=20_000), seed, replicate, -scenario.burn_in_months)


def put(tables: Tables, scenario: Scenario, month: int) -> None:
    """What is on record from a month on, put into the compiled model's world."""
    recorded.put(tables, month, recorded.recorded(scenario))


def step(tables: Tables, phase: int, month: int) -> None:
    """One phase (from 0) of the compiled model."""
    for part in PHASES[phase].steps:
        part.act(tables, month)


def measured(tables: Tables) -> tuple[dict[str, float], np.ndarray]:
    """What the compiled model records: the measures by name, and shares by service."""
    row, by_service = np.zeros(len(COLUMN)), np.zeros((len(tables.services), 3), np.float32)
    record(tables, row, by_service)
    return dict(zip(COLUMN, row.tolist(), strict=True)), by_service


def found_spells(tables: Tables, horizon: int) -> list[tuple[int, ...]]:
    """The spells that the compiled model reads off its log, without replicate and arm."""
    return [row[2:] for row in spells(tables, 0, 0, horizon).tolist()]


class Mirror:
    """The entities of a world in the shape of the compiled tables."""

    def __init__(self, world: World) -> None:
        self.entities = {
            "national": [world.nation],
            "councils": world.councils,
            "neighbourhoods": world.neighbourhoods,
            "arrangements": world.arrangements,
            "contracts": world.contracts,
            "organisations": world.organisations,
            "contractors": world.contractors,
        }
        self.log = world.log
        self.rows = {id(entity): row for entities in self.entities.values() for row, entity in enumerate(entities)}
        self.readers = {
            table: {column.name: self.reader(table, column.name) for column in TABLES[table]} for table in self.entities
        }
        self.agreed = 0  # rows of the log that have been compared

    def row(self, entity: object | None) -> int:
        """Row number of an entity in its table, −1 for nobody."""
        return -1 if entity is None else self.rows[id(entity)]

    def reader(self, table: str, name: str) -> Callable[[Any], Any]:
        """What reads the value of a column off an entity, with row numbers for references."""
        if (table, name) == ("arrangements", "service"):
            return attrgetter("service_number")
        if (table, name) in (("councils", "first_neighbourhood"), ("councils", "first_contractor")):
            several = attrgetter(name.removeprefix("first_") + "s")
            return lambda entity: self.row(several(entity)[0])
        value = attrgetter(name)
        if (table, name) in (("councils", "neighbourhoods"), ("councils", "contractors")):
            return lambda entity: len(value(entity))
        if name == "classes":
            return lambda entity: [seats for held in value(entity) for seats in held]
        if name in REFERENCES or (table, name) == ("arrangements", "neighbourhood"):
            return lambda entity: self.row(value(entity))
        if isinstance(value(self.entities[table][0]), dict):
            return lambda entity: list(value(entity).values())
        return value

    def column(self, table: str, name: str) -> np.ndarray:
        """A column of the table."""
        return np.array([*map(self.readers[table][name], self.entities[table])])

    def differences(self, tables: Tables) -> Iterator[str]:
        """Every column that differs, with the first row in which it does."""
        for table in self.entities:
            theirs = getattr(tables, table).view(np.ndarray)
            for name in self.readers[table]:
                mine = self.column(table, name)
                right = agree(mine, theirs[name])
                if not right.all():
                    row = int(np.argwhere(~right)[0][0])
                    yield f"{table}.{name} row {row}: {mine[row]} instead of {theirs[name][row]}"
        yield from self.differences_in_log(tables)

    def differences_in_log(self, tables: Tables) -> Iterator[str]:
        """The first move since those that agreed that differs, if any does."""
        logged = [tuple(change) for change in tables.changes[self.agreed : int(tables.logged[0])].tolist()]
        mine = [(change.month, self.row(change.arrangement), *change[2:]) for change in self.log[self.agreed :]]
        if mine == logged:
            self.agreed += len(mine)
        else:
            first = next((pair for pair in zip(mine, logged, strict=False) if pair[0] != pair[1]), "one log is longer")
            yield f"log of changes: {first}"


def agree(mine: np.ndarray, theirs: np.ndarray) -> np.ndarray:
    """Numbers within rounding, codes and counts exactly."""
    if theirs.dtype.kind == "f":
        return np.abs(mine - theirs) <= ABSOLUTE + RELATIVE * np.abs(theirs)
    return mine == theirs
