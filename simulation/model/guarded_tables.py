"""The tables of a model's world as they are handed out: an assignment to no column of theirs is refused.

numpy takes `model.world.councils.comitment = 0.5` for an attribute of its own and says nothing. The rules never assign
so, and compiled ones see the same memory and type, so only what `CoproductionModel.world` hands out is guarded.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from simulation.world.errors import UseError, nearest
from simulation.world.tables import World

OF_NUMPY = ("dtype", "shape", "strides")  # what numpy itself sets where it makes a view


class GuardedTable(np.recarray):
    """A table of which columns alone can be assigned."""

    def __setattr__(self, name: str, value: Any) -> None:
        names = self.dtype.names or ()
        if name not in names and name not in OF_NUMPY:
            raise UseError(f"there is no column {name!r}{nearest(name, names)}: the assignment would have no effect")
        super().__setattr__(name, value)


def guarded(world: World) -> World:
    """The same tables, in the same memory, guarded."""
    if not any(type(part) is np.recarray for part in world):
        return world
    return World._make(part.view(GuardedTable) if type(part) is np.recarray else part for part in world)
