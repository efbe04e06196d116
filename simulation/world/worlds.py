"""Worlds: sets of values for what nobody knows. A future is drawn with its chance and in one of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from simulation.world.errors import SettingError
from simulation.world.parameters import PARAMETERS

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
    values: NDArray[np.float64] = field(default_factory=lambda: np.zeros((1, 0)))

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

    def of(self, replicate: int) -> int:
        """The world of a future; more futures change none of those before."""
        return replicate // FUTURES_A_WORLD % len(self)

    def settings(self, world: int) -> dict[str, float]:
        """One world's settings by name."""
        return dict(zip(self.names, self.values[world].tolist(), strict=True))

    def parameters(self, central: np.recarray, stated: Collection[str], replicate: int) -> np.recarray:
        """The record of parameters for a future: its world's values, except of what the scenario states itself."""
        found = central.copy()
        for name, value in self.settings(self.of(replicate)).items():
            if name not in stated:
                found[name][0] = value
        return found


CENTRAL = Worlds("central")
"""The one world of the declared defaults."""
