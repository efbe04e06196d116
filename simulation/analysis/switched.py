"""In which runs of a stored sweep a contested mechanism is on."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike

from simulation.sweep.store import Stored
from simulation.world.switched import Yes


def on_in(stored: Stored, switch: str, points: ArrayLike) -> Yes:
    """In which worlds of a sweep a switch is on at all of these points, ``[world]``."""
    return np.asarray(on_at(stored, switch, points).all(axis=0), bool)


def on_at(stored: Stored, switch: str, points: ArrayLike) -> Yes:
    """Where a switch is on, ``[point, world]``.

    A policy or a factor comes before the design, the design before the scenario, and all of them before the world.
    """
    of_world = stored.worlds.column(switch)
    rows = stored.points.take(pa.array(np.asarray(points, np.int64)))
    at_points = rows[switch].to_pylist() if switch in stored.varied else [None] * len(rows)
    pairs = list(zip(rows["scenario"].to_pylist(), at_points, strict=True))
    found = {}  # of each pair once: many points share one
    for scenario, value in set(pairs):
        stated = {**stored.manifest["scenarios"][scenario].get("settings", {}), **stored.manifest["design"]["settings"]}
        of_pair = stated.get(switch, of_world) if value is None else value
        found[scenario, value] = np.broadcast_to(np.asarray(of_pair) == 1, of_world.shape)
    return np.array([found[pair] for pair in pairs], bool).reshape(len(pairs), len(of_world))
