"""Which points of a sweep an analysis is about: one scenario and one policy at a time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulation.sweep.store import Stored
from simulation.world.errors import AnalysisError, nearest


def a_sweep(stored: object) -> None:
    """Refuse what is no stored sweep, results of a run above all: they have neither points nor factors."""
    if not hasattr(stored, "points"):
        raise AnalysisError(
            f"analyses take a stored sweep, not {type(stored).__name__}; for a single scenario sweep a design without "
            "factors (docs/guide.md#worlds)"
        )


def points_of(stored: Stored, scenario: str | None = None, policy: str | None = None) -> NDArray[np.int64]:
    """Numbers of the points of one scenario under one policy, by default the first of the design each.

    All policies meet the same points: taken together they would pass for more points than were drawn, and what differs
    between policies for an effect of the factors.
    """
    which = np.ones(len(stored.points), bool)
    for column, name in (("scenario", scenario), ("policy", policy)):
        column_of = stored.points[column].to_pylist()
        which &= np.array([each == _chosen(column, name, column_of) for each in column_of])
    return np.flatnonzero(which)


def _chosen(column: str, name: str | None, there_are: Sequence[str | None]) -> str | None:
    if name is not None and name not in there_are:
        known = [each for each in dict.fromkeys(there_are) if each is not None]
        there = nearest(name, known) or (f"; there are {', '.join(known)}" if known else "; there are none")
        raise AnalysisError(f"there is no {column} {name!r} in the sweep{there}")
    return there_are[0] if name is None else name
