"""Worlds: sets of values for what nobody knows. A future is drawn with its chance and in one of them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulation.world.errors import Damaged, SettingError, shown
from simulation.world.names_of_worlds import CENTRAL_NAME, PLAUSIBLE
from simulation.world.parameters import OWN, PARAMETERS, Parameter

if TYPE_CHECKING:
    import pyarrow as pa

FUTURES_A_WORLD = 2  # one after the other, so that any four futures tell chance from what nobody knows


@dataclass(frozen=True)
class Worlds:
    """Sets of settings, one a world.

    Attributes
    ----------
    name : what they are called in results: ``central``, ``plausible``, or the file they come from.
    names : the settings that differ between worlds.
    values : their values, ``[world, setting]``; the order of rows is that in which futures take them.
    """

    name: str
    names: tuple[str, ...] = ()
    values: NDArray[np.float64] = field(default_factory=lambda: np.zeros((1, 0)), repr=False)

    def __post_init__(self) -> None:
        if self.values.ndim != 2 or self.values.shape[1] != len(self.names) or not len(self.values):
            raise SettingError(f"worlds {self.name}: {self.values.shape} values for {len(self.names)} settings")
        for name, column in zip(self.names, self.values.T, strict=True):
            if name in PARAMETERS and PARAMETERS[name].role == "size":
                raise SettingError(f"worlds {self.name}: {name} is a size, which all worlds share")
            for value in column:
                PARAMETERS.check({name: float(value)})

    def __len__(self) -> int:
        return len(self.values)

    def number(self, replicate: int) -> int:
        """The number of the world of a future; more futures change none of those before."""
        return replicate // FUTURES_A_WORLD % len(self)

    def of(self, replicate: int) -> dict[str, float]:
        """Settings of the world of a future."""
        return self.settings(self.number(replicate))

    def settings(self, world: int) -> dict[str, float]:
        """One world's settings by name."""
        return dict(zip(self.names, self.values[world].tolist(), strict=True))

    def column(self, name: str) -> NDArray[np.float64]:
        """What a setting is in each world, ``[world]``: where worlds do not differ in it, its declared value."""
        if name in self.names:
            return self.values[:, self.names.index(name)]
        return np.full(len(self), PARAMETERS[name].default)

    def with_settings(self, settings: Mapping[str, float]) -> Worlds:
        """The same worlds where all have these values, whatever each of them had."""
        others = [column for column, name in enumerate(self.names) if name not in settings]
        stated = np.tile(np.array(list(settings.values()), float), (len(self), 1))
        names = (*(self.names[column] for column in others), *settings)
        return Worlds(self.name, names, np.column_stack([self.values[:, others], stated]))

    @cached_property
    def digest(self) -> str:
        """Sixteen digits that stand for their settings and order; the same for every source of the same worlds."""
        told = "\n".join(self.names).encode() + b"\0" + np.ascontiguousarray(self.values).tobytes()
        return hashlib.sha256(told).hexdigest()[:16]


CENTRAL = Worlds(CENTRAL_NAME)
"""The one world of the declared defaults."""
SHIPPED = Path(__file__).with_name("plausible.parquet")  # what `coproduction calibrate` accepted
FIGURE, PATTERN = "figure ", "pattern "  # before the names of columns of a file of worlds that are no settings


def in_force(central: np.recarray, settings: Mapping[str, float], stated: Mapping[str, float]) -> np.recarray:
    """The record of parameters in a world, given that of the declared values: what a scenario states comes first."""
    found = central.copy()
    record = found[0]  # once: to find a column costs as much as to write it
    for name, value in settings.items():
        if name not in stated:
            record[name] = value
    return found


def worlds(which: str | Path | Worlds) -> Worlds:
    """The worlds of that name, ``central`` or ``plausible``, or of a file as ``coproduction calibrate`` writes it.

    What nobody knows of an extension, and no record has narrowed, is drawn in each of several worlds (`with_own`).

    Raises
    ------
    SettingError : if there are none, or the file holds something else.
    """
    if isinstance(which, Worlds):
        return which
    if which == CENTRAL.name:
        return CENTRAL
    if which == PLAUSIBLE:
        return with_own(_shipped())
    path = Path(which)
    if not path.name.endswith(".parquet"):
        raise SettingError(f"worlds = {shown(str(which))}: it must be {PLAUSIBLE}, {CENTRAL.name}, or a file.parquet")
    return with_own(_read(path, path.as_posix()))


def with_own(found: Worlds) -> Worlds:
    """Worlds with a value for each uncertainty of the extension of this process that they do not name.

    It is drawn from the prior, by the name of the parameter and the number of the world alone.
    """
    own = [each for each in OWN.parameters if each.role == "uncertainty" and each.name not in found.names]
    if not own:
        return found
    drawn = [[_drawn(parameter, world) for parameter in own] for world in range(len(found))]
    return Worlds(found.name, (*found.names, *(each.name for each in own)), np.column_stack([found.values, drawn]))


def _drawn(parameter: Parameter, world: int) -> float:
    """A value from a parameter's prior."""
    digest = hashlib.sha256(f"{parameter.name} {world}".encode()).digest()
    share = (int.from_bytes(digest[:6], "big") + 0.5) / 2**48
    low, high = parameter.prior
    return low * (high / low) ** share if parameter.by_ratio else low + share * (high - low)


@lru_cache(maxsize=1)
def _shipped() -> Worlds:
    return _read(SHIPPED, PLAUSIBLE)


def _read(path: Path, name: str) -> Worlds:
    table, _ = _table_and_marks(path, name)
    names = tuple(each for each in table.column_names if not each.startswith((FIGURE, PATTERN)))
    return Worlds(name, names, np.column_stack([table[each].to_numpy() for each in names]))


def table_and_marks(which: str | Path) -> tuple[pa.Table, dict[str, Any]]:
    """Everything that stands in a file of worlds: settings, figures and patterns by set, and how they were found.

    Raises
    ------
    SettingError : if it cannot be read, or is not what was written.
    """
    return _table_and_marks(SHIPPED if which == PLAUSIBLE else Path(which), str(which))


def _table_and_marks(path: Path, name: str) -> tuple[pa.Table, dict[str, Any]]:
    from simulation.world.sealed import marks_of, table_of  # takes a moment: only where worlds are read

    try:
        content = path.read_bytes()
        marks = marks_of(content)
        return table_of(content), marks
    except OSError as error:
        raise SettingError(f"worlds {name}: {error.strerror or error}") from None
    except Damaged as error:
        raise SettingError(f"worlds {name}: {error}") from None
