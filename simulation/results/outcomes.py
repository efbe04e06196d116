"""What became of co-production in words that a room can vote on: grown, held, halved or collapsed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

OUTCOMES = ("grown", "held", "halved", "collapsed")
GROWN, HELD, HALVED, COLLAPSED = range(len(OUTCOMES))

# Shares of the count before the events at which one word gives way to the next.
ABOVE = 1.1  # more than this: grown
KEPT = 0.75  # at least this: held
LEFT = 0.25  # at least this: about halved; less: collapsed


def outcomes(before: NDArray[np.integer], after: NDArray[np.integer]) -> NDArray[np.int64]:
    """Which of `OUTCOMES` each future came to, given its counts before the events and at the time asked for.

    A future that had nothing held if it still has nothing, and has grown otherwise.
    """
    before, after = np.asarray(before, float), np.asarray(after, float)
    return np.select(
        [after > ABOVE * before, after >= KEPT * before, after >= LEFT * before], [GROWN, HELD, HALVED], COLLAPSED
    ).astype(np.int64)
