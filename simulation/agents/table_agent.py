"""A row of a table as a Mesa agent: its attributes are the columns, its methods the behaviours named in its class.

Attributes are made from their declarations, `simulation.world.tables.TABLES`, so that no column is written down twice;
a behaviour is a rule of the model under the rule's own name.
"""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

import numpy as np

from simulation.engine.mesa_compatibility import Agent
from simulation.world.declared import Declared
from simulation.world.errors import ExtensionError, UseError
from simulation.world.tables import TABLES, Column, World

LIKE = 0.8  # likeness of two names from which on the one is taken for a slip of the other
NEVER_CALLED = ("step", "advance")  # Mesa's own, which other models call
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


class TableAgent(Declared, Agent):
    """One row of a table of the world.

    A column whose name is taken by Mesa or by a method has an underscore behind it. Columns with a value for each party
    or lever are tuples; assign a whole one to change it.

    Class parameters
    ----------------
    table : the table of the world (`simulation.world.tables.TABLES`); a class that extends another one need not repeat
        it.
    """

    table: ClassVar[str]
    _columns: ClassVar[frozenset[str]] = frozenset()  # attributes that are columns
    model: ModelOfTables
    row: int

    def __init_subclass__(cls, *, table: str = "", **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for name, method in vars(cls).items():
            if hasattr(method, "rule"):
                method.__qualname__ = f"{cls.__qualname__}.{name}"
        if table:
            cls.table = table
            attributes = {_free_name(cls, column.name): _attribute(column) for column in TABLES[table]}
            for name, attribute in attributes.items():
                setattr(cls, name, attribute)
            cls._columns = frozenset(attributes)
        else:
            _check_body(cls)
        _BEHAVIOURS.update({name: cls for name, value in vars(cls).items() if hasattr(value, "rule")})

    def __init__(self, model: Any, row: int) -> None:
        rows = getattr(model.world, self.table)
        lives = 0 <= row < len(rows) and ("alive" not in rows.dtype.names or rows["alive"][row])
        if not lives or model.agent(self.table, row) is not None:
            raise UseError(
                f"{type(self).__name__}(row={row}) cannot be made: agents come with the rows of {self.table}, "
                f"and this one {'has its agent' if lives else 'is empty'}"
            )
        self.row = row
        super().__init__(model)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(row={self.row})"

    def perform(self, rule: Callable[..., Any]) -> None:
        """Apply a rule ``rule(world, row, month)`` to this agent, now."""
        self._must_be_there()
        rule(self.model.world, self.row, self.model.month)

    def intervene(self, rule: Callable[..., Any]) -> None:
        """Apply a rule to this agent as an event of this month, and let the model notice who is gone."""
        self._must_be_there()
        self.model.open_month()
        self.perform(rule)
        self.model.synchronise()

    def remove(self) -> None:
        """Leave the world: an organisation closes, a contractor fails."""
        raise UseError(f"{self!r} cannot be removed: it would be there again, since its row stays")

    def depart(self) -> None:
        """Leave Mesa's lists; for the model, when the row is empty or somebody else's."""
        super().remove()

    def _must_be_there(self) -> None:
        # While it is being made, the model does not know it yet.
        if self._is_made and self.model.agent(self.table, self.row) is not self:
            raise RuntimeError(f"{self!r} is no longer there: it closed, failed or became something else")

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...


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


def take_on(cls: type[TableAgent], rule: Callable[..., Any]) -> None:
    """Let agents of a class have one more behaviour: a step that an extension adds to their month.

    Raises
    ------
    ExtensionError : if its name is that of something else that they have.
    """
    name = rule.__name__
    if hasattr(cls, name):
        raise ExtensionError(f"{name}: a {cls.__name__} has something of that name already; call the rule otherwise")
    setattr(cls, name, behaviour(rule))
    _BEHAVIOURS[name] = cls


_BEHAVIOURS: dict[str, type[TableAgent]] = {}  # every behaviour, and a class that has it


def _check_body(cls: type[TableAgent]) -> None:
    """Refuse what the body of a class says and nobody would read: a near miss, another one's behaviour, a column.

    Raises
    ------
    UseError : one line that names it and what would be right.
    """
    parent = cls.__mro__[1]
    behaviours = [name for name in _BEHAVIOURS if hasattr(parent, name)]
    for name, value in vars(cls).items():
        if name in cls._columns:
            raise UseError(
                f"{cls.__name__}.{name} hides a column of {cls.table}; set it in __init__: self.{name} = ..."
            )
        if name.startswith("_") or not inspect.isfunction(value) or hasattr(value, "rule"):
            continue
        if name in NEVER_CALLED:
            raise UseError(
                f"{cls.__name__}.{name} is never called; the model calls {', '.join(behaviours)}: override one of "
                "these, or give it another name and call it"
            )
        if hasattr(parent, name):
            continue
        if name in _BEHAVIOURS:
            raise UseError(
                f"{cls.__name__}.{name} is a behaviour of {_BEHAVIOURS[name].__name__}, not of a {parent.__name__}, "
                f"which has {', '.join(behaviours)}"
            )
        for near in difflib.get_close_matches(name, behaviours, n=1, cutoff=LIKE):
            raise UseError(f"{cls.__name__}.{name} is no behaviour of a {parent.__name__}; did you mean '{near}'?")


def _free_name(cls: type[TableAgent], name: str) -> str:
    return f"{name}_" if hasattr(cls, name) or name in OWN_ATTRIBUTES else name


def _attribute(column: Column) -> property:
    """A property that reads and writes one column of the agent's row; a value out of the column's range is refused."""

    def read(self: TableAgent) -> Any:
        value = getattr(self.model.world, self.table)[column.name][self.row].tolist()
        return tuple(value) if column.length > 1 else value

    def write(self: TableAgent, value: Any) -> None:
        self._must_be_there()
        values = np.asarray(value)
        whole = np.dtype(column.dtype).kind == "f" or np.all(values == np.floor(values))
        if not (whole and np.all((column.low <= values) & (values <= column.high))):
            kind = "a number" if np.dtype(column.dtype).kind == "f" else "a whole number"
            raise ValueError(f"{column.name} = {value!r}: it must be {kind} from {column.low:g} to {column.high:g}")
        getattr(self.model.world, self.table)[column.name][self.row] = value

    return property(read, write, doc=f"{column.meaning} ({column.unit}, {column.low:g} to {column.high:g})")
