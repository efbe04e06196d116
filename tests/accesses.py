"""What rules read and write as they run: ``python -m tests.accesses``, not compiled, prints it, and what nudges do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np

from simulation.generation.check_worlds import WORLDS
from simulation.history.building import blueprint, build
from simulation.month import PHASES
from simulation.scenarios import parse
from simulation.world.tables import World
from tests.nudges import moved


class Seen:
    """Columns, as ``table.column``, that were read and written; an array is its own column."""

    def __init__(self) -> None:
        self.reads: set[str] = set()
        self.writes: set[str] = set()


class Cells:
    """An array of the world, or the column of a row that holds several values."""

    def __init__(self, values: np.ndarray, name: str, seen: list[Seen]) -> None:
        self.values, self.name, self.seen, self.shape = values, name, seen, values.shape

    def __len__(self) -> int:
        return len(self.values)

    def __getitem__(self, index: Any) -> Any:
        self.seen[-1].reads.add(self.name)
        return self.values[index]

    def __setitem__(self, index: Any, value: Any) -> None:
        self.seen[-1].writes.add(self.name)
        self.values[index] = value


class Row:
    """A row whose columns say that they are read or written."""

    __slots__ = ("name", "record", "seen")

    def __init__(self, record: Any, name: str, seen: list[Seen]) -> None:
        for attribute, value in (("record", record), ("name", name), ("seen", seen)):
            object.__setattr__(self, attribute, value)

    def __getattr__(self, column: str) -> Any:
        value = self.record[column]
        if isinstance(value, np.ndarray):
            return Cells(value, f"{self.name}.{column}", self.seen)
        self.seen[-1].reads.add(f"{self.name}.{column}")
        return value

    __getitem__ = __getattr__

    def __setattr__(self, column: str, value: Any) -> None:
        self.seen[-1].writes.add(f"{self.name}.{column}")
        self.record[column] = value


class Table:
    """A table of such rows."""

    def __init__(self, records: np.ndarray, name: str, seen: list[Seen]) -> None:
        self.records, self.name, self.seen = records, name, seen

    def __len__(self) -> int:
        return len(self.records)

    def __getitem__(self, row: int) -> Row:
        return Row(self.records[row], self.name, self.seen)

    def __iter__(self) -> Iterator[Row]:
        return (self[row] for row in range(len(self)))


def watched(world: World, seen: list[Seen]) -> World:
    """The same world; whoever was last put into ``seen`` is told what is read and written."""
    parts = zip(World._fields, world, strict=True)
    return World._make((Table if part.dtype.names else Cells)(part, name, seen) for name, part in parts)


def observed() -> dict[int, Seen]:
    """For each phase, all that was read and written in the two worlds of the check values."""
    phases = {phase.number: Seen() for phase in PHASES}
    seen: list[Seen] = []
    for check in WORLDS:
        world = watched(build(blueprint(parse(check.scenario), log_rows=10_000), check.seed, 0, 0), seen)
        for month in range(check.months):
            for phase in PHASES:
                seen.append(phases[phase.number])
                for step in phase.steps:
                    step.act(world, month)
    return phases


if __name__ == "__main__":
    phases = observed()
    reads, writes = ({n: sorted(getattr(seen, kind)) for n, seen in phases.items()} for kind in ("reads", "writes"))
    print(json.dumps({"reads": reads, "writes": writes, "moved": list(moved({n: s.reads for n, s in phases.items()}))}))
