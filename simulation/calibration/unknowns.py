"""What nobody knows: every uncertain number and every contested mechanism, each with its prior.

A point of the unit cube stands for one set of settings. Numbers are uniform over their prior range, rates uniform in
the logarithm; a contested mechanism is switched on in half of the cube.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulation.world.parameters import PARAMETERS

Floats = NDArray[np.float64]


class Unknowns:
    """The uncertain numbers and switches of these names, by default all; the columns of points and of values."""

    def __init__(self, names: Sequence[str] | None = None) -> None:
        self.names = tuple(
            name
            for name, parameter in PARAMETERS.items()
            if parameter.role in ("uncertainty", "switch") and (names is None or name in names)
        )
        declared = [PARAMETERS[name] for name in self.names]
        self.low, self.high = np.array([parameter.prior for parameter in declared]).T
        self.by_ratio = np.array([parameter.by_ratio for parameter in declared])
        self.switches = np.array([parameter.role == "switch" for parameter in declared])
        self._least = np.where(self.by_ratio, self.low, 1.0)
        self._times = np.where(self.by_ratio, self.high, np.e) / self._least

    def __len__(self) -> int:
        return len(self.names)

    @property
    def of_votes(self) -> NDArray[np.bool_]:
        """Which of them decide the votes of a nation in which nothing else happens (`VOTES`)."""
        return np.isin(self.names, VOTES)

    def values(self, points: Floats) -> Floats:
        """Values of the parameters at points of the unit cube, both ``[point, unknown]``."""
        values = self.low + points * (self.high - self.low)
        values = np.where(self.by_ratio, self._least * self._times**points, values)
        return np.where(self.switches, np.where(points < 0.5, 0.0, 1.0), values)

    def points(self, values: Floats) -> Floats:
        """The points of the unit cube that have these values; switches lie in the middle of their half."""
        points = (values - self.low) / (self.high - self.low)
        times = np.where(self.by_ratio, values, 1.0) / self._least
        points = np.where(self.by_ratio, np.log(times) / np.log(self._times), points)
        return np.where(self.switches, np.where(values < 0.5, 0.25, 0.75), points)


VOTES = (
    "lean_spread",
    "minor_party_lean",
    "local_mood_memory",
    "local_mood_noise",
    "national_mood_rate",
    "national_mood_noise",
    "governing_cost",
    "governing_wear",
    "government_loss",
    "government_age",
    "seat_changes",
)
"""What decides the votes of a nation in which nothing else happens."""
