"""What points buy: in how many futures more is left than with nothing bought, when that is at its worst."""

from __future__ import annotations

import numpy as np

from simulation.app.futures.view import View
from simulation.results.outcomes import Left, left


def more_left(view: View, nothing: View) -> Left | None:
    """A story against the same with nothing bought, future by future; None where that has nothing to lose."""
    lost = nothing.survivals
    if lost is None:
        return None
    _, here, there = np.intersect1d(view.futures.numbers, nothing.futures.numbers, return_indices=True)
    return left(view.series[here, 0], nothing.series[there, 0], lost.worst.month)
