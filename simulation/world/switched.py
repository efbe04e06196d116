"""Where a number is interpreted: in worlds in which the mechanism that alone makes use of it is on.

In the others it changes nothing, whatever it is, so what goes with it there does so by chance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.world.parameters import PARAMETERS

if TYPE_CHECKING:
    from simulation.world.worlds import Worlds

Yes = NDArray[np.bool_]


def switch_of(name: str) -> str:
    """The switch that a number belongs to; empty of most numbers, and of what is no number of the model."""
    return PARAMETERS[name].only_with if name in PARAMETERS else ""


def interpreted(names: Sequence[str], on: Mapping[str, Yes], worlds: int) -> Yes:
    """Where each number is interpreted, ``[world, number]``; ``on`` says where each switch is, ``[world]``."""
    everywhere = np.ones(worlds, bool)
    return np.column_stack([on.get(switch_of(name), everywhere) for name in names])


def interpreted_in(name: str, worlds: Worlds) -> Yes:
    """In which worlds a number is interpreted, ``[world]``."""
    switch = switch_of(name)
    return interpreted((name,), {switch: worlds.column(switch) == 1} if switch else {}, len(worlds))[:, 0]
