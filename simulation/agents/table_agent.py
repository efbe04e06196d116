"""A row of a table as a Mesa agent: its attributes are the columns, its methods the behaviours named in its class.

Attributes are made from their declarations, `simulation.world.tables.TABLES`, so that no column is written down twice;
a behaviour is a rule of the model under the rule's own name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

import numpy as np

from simulation.engine.mesa_compatibility import Agent
from simulation.world.tables import TABLES, Column, World

OWN_ATTRIBUTES = ("model", "pos", "row", "unique_id")  # what every agent has by itself, beside what its class has


class ModelOfTables(Protocol):
    """What an agent needs to know of its model, `simulation.model.CoproductionModel`."""

    world: World
    month: int
    scenario: Any

    def agent(self, table: str, row: int) -> TableAgent | None:
        """The agent of a row, if somebody lives there."""

    def open_month(self) -> None:
        """Begin the month, if it has not begun."""

    def synchronise(self) -> None:
        """Notice who is new and who is gone."""

    def befall(self, kind: str, **fields: Any) -> None:
        """Let an event happen now."""


class TableAgent(Agent):
    """One row of a table of the world.

    A column whose name is taken by Mesa or by a method has an underscore behind it. Columns with a value for each party
    or lever are tuples; assign a whole one to change it.

    Class parameters
    ----------------
    table : the table of the world (`simulation.world.tables.TABLES`); a class that extends another one need not repeat
        it.
    """

    table: ClassVar[str]
    model: ModelOfTables
    row: int

    def __init_subclass__(cls, *, table: str = "", **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for name, method in vars(cls).items():
            if hasattr(method, "rule"):
                method.__qualname__ = f"{cls.__qualname__}.{name}"
        if table:
            cls.table = table
            for column in TABLES[table]:
                setattr(cls, _free_name(cls, column.name), _attribute(column))

    def __init__(self, model: Any, row: int) -> None:
        self.row = row
        super().__init__(model)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(row={self.row})"

    def perform(self, rule: Callable[..., Any]) -> None:
        """Apply a rule ``rule(world, row, month)`` to this agent, now."""
        rule(self.model.world, self.row, self.model.month)

    def intervene(self, rule: Callable[..., Any]) -> None:
        """Apply a rule to this agent as an event of this month, and let the model notice who is gone."""
        if self.model.agent(self.table, self.row) is not self:
            raise RuntimeError(f"{self!r} is no longer there: it closed, failed or became something else")
        self.model.open_month()
        self.perform(rule)
        self.model.synchronise()

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...

        def __setattr__(self, name: str, value: Any) -> None: ...


def behaviour(rule: Callable[..., Any]) -> Callable[[TableAgent], None]:
    """A behaviour of an agent: the method that applies ``rule(world, row, month)`` to its row.

    ``set_budget = behaviour(budget.set_budget)`` in the body of a class; rule and method share their name.
    """

    def behave(self: TableAgent) -> None:
        self.perform(rule)

    behave.__name__ = rule.__name__
    behave.__doc__ = rule.__doc__
    behave.rule = rule  # type: ignore[attr-defined]
    return behave


def _free_name(cls: type[TableAgent], name: str) -> str:
    return f"{name}_" if hasattr(cls, name) or name in OWN_ATTRIBUTES else name


def _attribute(column: Column) -> property:
    """A property that reads and writes one column of the agent's row; a value out of the column's range is refused."""

    def read(self: TableAgent) -> Any:
        value = getattr(self.model.world, self.table)[column.name][self.row].tolist()
        return tuple(value) if column.length > 1 else value

    def write(self: TableAgent, value: Any) -> None:
        values = np.asarray(value)
        whole = np.dtype(column.dtype).kind == "f" or np.all(values == np.floor(values))
        if not (whole and np.all((column.low <= values) & (values <= column.high))):
            kind = "a number" if np.dtype(column.dtype).kind == "f" else "a whole number"
            raise ValueError(f"{column.name} = {value!r}: it must be {kind} from {column.low:g} to {column.high:g}")
        getattr(self.model.world, self.table)[column.name][self.row] = value

    return property(read, write, doc=f"{column.meaning} ({column.unit}, {column.low:g} to {column.high:g})")
