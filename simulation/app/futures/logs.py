"""Logs of changes as they are kept: a third of their size, and whole again when one is looked at.

They are most of what a future takes, and one is looked at at a time, or all of them once.
"""

from __future__ import annotations

import zlib

import numpy as np

from simulation.results.occupancy import CHANGE

QUICK = 1  # zlib's level: slower ones gain a twentieth


def kept(log: np.ndarray) -> bytes:
    """Rows of `CHANGE`, column by column; the months by their steps, which are mostly none."""
    columns = {name: np.ascontiguousarray(log[name]) for name in CHANGE.names or ()}
    columns["month"] = np.diff(columns["month"], prepend=columns["month"].dtype.type(0))
    return zlib.compress(b"".join(column.tobytes() for column in columns.values()), QUICK)


def whole(log: bytes) -> np.ndarray:
    """What was given to `kept`."""
    content, at = zlib.decompress(log), 0
    rows = np.empty(len(content) // CHANGE.itemsize, CHANGE)
    for name in CHANGE.names or ():
        rows[name] = np.frombuffer(content, CHANGE[name], len(rows), at)
        at += rows[name].nbytes
    rows["month"] = np.cumsum(rows["month"])
    return rows
