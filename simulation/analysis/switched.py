"""In which worlds of a stored sweep a contested mechanism is on."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike

from simulation.sweep.store import Stored
from simulation.world.parameters import PARAMETERS
from simulation.world.switched import Yes


def on_in(stored: Stored, switch: str, points: ArrayLike) -> Yes:
    """In which worlds of a sweep a switch is on at all of these points, ``[world]``.

    A policy or a factor comes before the design, the design before the scenario, and all of them before the world.
    """
    worlds = stored.worlds
    of_world = np.full(len(worlds), PARAMETERS[switch].default)
    if switch in worlds.names:
        of_world = worlds.values[:, worlds.names.index(switch)]
    rows = stored.points.take(pa.array(np.asarray(points, np.int64)))
    at_points = rows[switch].to_pylist() if switch in stored.varied else [None] * len(rows)
    on = np.ones(len(worlds), bool)
    for scenario, value in set(zip(rows["scenario"].to_pylist(), at_points, strict=True)):
        stated = {**stored.manifest["scenarios"][scenario].get("settings", {}), **stored.manifest["design"]["settings"]}
        found = stated.get(switch, of_world) if value is None else value
        on &= np.asarray(found) == 1
    return on
