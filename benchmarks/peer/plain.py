"""A world as plain Python: one object with slots for each row, lists for tables and for columns with several values."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulation.world.measures import MEASURES
from simulation.world.tables import World, table


class Cells(dict):
    """A table with two indices, read as ``cells[row, column]`` at the speed of a dictionary."""

    shape: tuple[int, ...] = ()


def cells(array: np.ndarray) -> Cells:
    """The same numbers by the same indices."""
    result = Cells({(i, j): value for i, row in enumerate(array.tolist()) for j, value in enumerate(row)})
    result.shape = array.shape
    return result


def row_class(name: str, columns: tuple[str, ...]) -> type:
    """A class of objects with exactly these attributes."""
    return type(name, (), {"__slots__": columns})


def objects(name: str, rows: np.ndarray) -> list[Any]:
    """One object for each row of a structured array."""
    columns = rows.dtype.names or ()
    kind = row_class(name, columns)
    result = []
    for values in np.asarray(rows).tolist():
        row = kind()
        for column, value in zip(columns, values, strict=True):
            setattr(row, column, value.tolist() if isinstance(value, np.ndarray) else value)
        result.append(row)
    return result


def plain(plan: World, seed: int, replicate: int, log_rows: int) -> World:
    """A world after ``plan`` for the rules to fill and run, without anything of numpy in it but the key."""
    tables = {name: objects(name, value) for name, value in plan._asdict().items() if value.dtype.names}
    world: Any = {
        **tables,
        "key": list(np.array([seed, replicate], np.uint64)),
        "links": cells(plan.links),
        "arrangement_chances": Cells(),
        "organisation_chances": Cells(),
        "changes": objects("change", table("changes", log_rows)),
        "logged": [0],
    }
    return World(**world)


def empty_record(services: int) -> tuple[list[float], Cells]:
    """Where the recording of one month goes."""
    return [0.0] * len(MEASURES), cells(np.zeros((services, 3)))
