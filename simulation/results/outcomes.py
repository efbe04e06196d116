"""What became of co-production in words that a room can vote on, and whether it survives what happens to it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

OUTCOMES = ("grown", "held", "halved", "collapsed")
GROWN, HELD, HALVED, COLLAPSED = range(len(OUTCOMES))

# Shares of the count before the events at which one word gives way to the next.
ABOVE = 1.1  # more than this: grown
KEPT = 0.75  # at least this: held
LEFT = 0.25  # at least this: about halved; less: collapsed

SURVIVING = 0.5  # of what there would be without the events, at least: it survives


class Tally(NamedTuple):
    """In how many futures something is so at the end of a month, of those in which it is asked."""

    month: int
    number: int
    futures: int

    @property
    def share(self) -> float:
        """Share of these futures; 0 where there are none."""
        return self.number / self.futures if self.futures else 0.0


NONE = Tally(0, 0, 0)  # of no futures


def outcomes(before: NDArray[np.integer], after: NDArray[np.integer]) -> NDArray[np.int64]:
    """Which of `OUTCOMES` each future came to, given its counts before the events and at the time asked for.

    A future that had nothing held if it still has nothing, and has grown otherwise.
    """
    before, after = np.asarray(before, float), np.asarray(after, float)
    return np.select(
        [after > ABOVE * before, after >= KEPT * before, after >= LEFT * before], [GROWN, HELD, HALVED], COLLAPSED
    ).astype(np.int64)


class Survivals(NamedTuple):
    """Where it survives, of futures with something to lose: in the first month of the smallest share, in the last."""

    worst: Tally
    end: Tally


class Left(NamedTuple):
    """In how many futures more is left than of another story with the same dice, and in how many less."""

    more: Tally
    less: Tally


def surviving(counts: NDArray[np.integer], fork: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """In which futures and months since ``fork`` there would be something without the events; where it survives then.

    Parameters
    ----------
    counts : arrangements [future, arm, month], with the events and without them.

    Returns
    -------
    Both [future, month].
    """
    both = np.asarray(counts, float)[:, :, fork:]
    scenario, counterfactual = both[:, 0], both[:, 1]
    something = counterfactual > 0
    return something, something & (scenario >= SURVIVING * counterfactual)


def survivals(counts: NDArray[np.integer], fork: int) -> Survivals | None:
    """In how many futures co-production survives, at the worst moment since ``fork`` and at the end.

    A future survives a month that ends with at least `SURVIVING` of what there is in the same future without the
    events; one that has nothing then has nothing to lose, and is not counted.

    Parameters
    ----------
    counts : arrangements [future, arm, month], with the events and without them.
    fork : month of the first event.

    Returns
    -------
    None where no future ever has anything to lose.
    """
    something, kept = surviving(counts, fork)
    futures, survive = something.sum(axis=0), kept.sum(axis=0)
    if not futures.any():
        return None
    share = np.divide(survive, futures, out=np.full(len(futures), np.inf), where=futures > 0)
    worst, end = (
        Tally(fork + month, int(survive[month]), int(futures[month]))
        for month in (int(share.argmin()), len(futures) - 1)
    )
    return Survivals(worst, end)


def left(counts: NDArray[np.integer], others: NDArray[np.integer], month: int) -> Left:
    """Where more and where less is left of one story than of another, at the end of a month.

    Parameters
    ----------
    counts, others : arrangements [future] then, with the events of each; the same futures.
    """
    change = np.asarray(counts, int) - np.asarray(others, int)
    return Left(*(Tally(month, int(where.sum()), len(change)) for where in (change > 0, change < 0)))
