"""What is known of a value where a rule is read, not run: columns that it was made from, and that decided about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple


class Place(NamedTuple):
    """A column of a table, or a whole array of the world, which has no columns."""

    table: str
    column: str = ""


Places = frozenset[Place]
NONE: Places = frozenset()
NOWHERE = Place("")
Tables = Mapping[str, Mapping[str, int]]  # for each part of a world the lengths of its columns; an array has none


@dataclass(frozen=True)
class Value:
    """What is known of a value: what it is, where it lies, and which columns it was made or chosen from."""

    kind: str  # number, world, table, row, cell (a column of several values), array, known
    made_from: Places = NONE  # that it is computed from
    because: Places = NONE  # that decided which value it is, or whose
    at: Place = NOWHERE
    known: Any = None  # the module, rule, class or constant that the source names

    @property
    def all(self) -> Places:
        """Whatever it depends on."""
        return self.made_from | self.because

    def and_from(self, other: Value) -> Value:
        """The same, made from another one too."""
        return replace(self, made_from=self.made_from | other.made_from, because=self.because | other.because)

    def chosen_by(self, places: Places) -> Value:
        """The same, where these decided that it is this one."""
        return replace(self, because=self.because | places)

    @property
    def as_number(self) -> Value | None:
        """The same as a number; None if it is a row, a table or another thing that is none."""
        return Value("number", self.made_from, self.because) if self.kind in ("number", "known") else None


NUMBER, WORLD = Value("number"), Value("world")


@dataclass
class Found:
    """Columns read and written; pairs of them: the first enters the value of the second, or decides about it."""

    reads: set[Place] = field(default_factory=set)
    writes: set[Place] = field(default_factory=set)
    enters: set[tuple[Place, Place]] = field(default_factory=set)
    decides: set[tuple[Place, Place]] = field(default_factory=set)  # whether it is written, on which row, which value
