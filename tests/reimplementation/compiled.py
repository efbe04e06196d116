"""The compiled model, stepped phase by phase, and its tables seen beside the entities written again here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from simulation.history.building import blueprint, build
from simulation.history.recording import record
from simulation.month import PHASES
from simulation.scenarios import Scenario
from simulation.world.measures import COLUMN
from simulation.world.spells import spells
from simulation.world.tables import World as Tables
from tests.reimplementation.entities import Arrangement, Council, World

RELATIVE = 1e-12
ABSOLUTE = 1e-12  # of numbers near 0: most are shares

REFERENCES = ("council", "neighbourhood", "organiser", "provider_row", "partner", "contract")


def begin(scenario: Scenario, seed: int, replicate: int) -> Tables:
    """The compiled model's world at the start of the burn-in."""
    return build(blueprint(scenario, log_rows=20_000), seed, replicate, -scenario.burn_in_months)


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

    def row(self, entity: object | None) -> int:
        """Row number of an entity in its table, −1 for nobody."""
        return -1 if entity is None else self.rows[id(entity)]

    def column(self, table: str, name: str) -> np.ndarray:
        """A column of the table."""
        return np.array([self.value(entity, name) for entity in self.entities[table]])

    def value(self, entity: Any, name: str) -> Any:
        """What a column holds for an entity, with row numbers for references."""
        if isinstance(entity, Arrangement) and name == "service":
            return entity.service_number
        if isinstance(entity, Arrangement) and name == "neighbourhood":
            return self.row(entity.neighbourhood)
        if isinstance(entity, Council) and name in ("first_neighbourhood", "first_contractor"):
            return self.row(getattr(entity, name.removeprefix("first_") + "s")[0])
        value = getattr(entity, name)
        if isinstance(value, dict):
            return list(value.values())
        if isinstance(entity, Council) and name in ("neighbourhoods", "contractors"):
            return len(value)
        if isinstance(entity, Council) and name == "classes":
            return [seats for held in value for seats in held]
        if name in REFERENCES:
            return self.row(value)
        return value

    def differences(self, tables: Tables) -> Iterator[str]:
        """Every column that differs, with the first row in which it does."""
        for table in self.entities:
            theirs = getattr(tables, table)
            for name in theirs.dtype.names:
                mine = self.column(table, name)
                wrong = ~agree(mine, theirs[name])
                if wrong.any():
                    row = int(np.argwhere(wrong)[0][0])
                    yield f"{table}.{name} row {row}: {mine[row]} instead of {theirs[name][row]}"
        yield from self.differences_in_log(tables)

    def differences_in_log(self, tables: Tables) -> Iterator[str]:
        """The first move that differs, if any does."""
        logged = [tuple(change) for change in tables.changes[: int(tables.logged[0])].tolist()]
        mine = [(change.month, self.row(change.arrangement), *change[2:]) for change in self.log]
        if mine != logged:
            first = next((pair for pair in zip(mine, logged, strict=False) if pair[0] != pair[1]), "one log is longer")
            yield f"log of changes: {first}"


def agree(mine: np.ndarray, theirs: np.ndarray) -> np.ndarray:
    """Numbers within rounding, codes and counts exactly."""
    if theirs.dtype.kind == "f":
        return np.isclose(mine, theirs, rtol=RELATIVE, atol=ABSOLUTE)
    return mine == theirs
