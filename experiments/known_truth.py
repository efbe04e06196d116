"""How often a band holds a truth that is known: each set in turn is the truth, and other sets make the band.

What this can show, and what it cannot, is in docs/decisions/0041-known-truth.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from estimates import Estimate, estimate, ratio
from numpy.typing import NDArray

from simulation.calibration.figures import Figure, bounds, outside, recentred
from simulation.results.over_worlds import FEWEST_WORLDS, over_worlds
from simulation.world.worlds import FUTURES_A_WORLD

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
Chosen = NDArray[np.bool_]
FOLDS = 10
PENALTIES = np.logspace(0, 4, 9)


class Found(NamedTuple):
    """A headline in every future, ``[future]``, and the number of the world of each.

    ``parts`` of a ratio are what is divided and what by, ``[2, future]``; the average of its ``values`` in a world is
    the ratio of that world.
    """

    values: Floats
    world: Numbers
    level: bool
    parts: Floats | None = None

    def among(self, chosen: Chosen) -> Found:
        """The futures of some worlds."""
        return self.some(chosen[self.world])

    def some(self, which: Chosen) -> Found:
        """Some of the futures."""
        parts = None if self.parts is None else self.parts[:, which]
        return self._replace(values=self.values[which], world=self.world[which], parts=parts)

    def estimate(self) -> Estimate:
        """Its mean over futures, or the ratio of their sums, and what is uncertain about it."""
        if self.parts is not None:
            return ratio(self.parts, self.world, effect=not self.level)
        return estimate(self.values, self.world, effect=not self.level)

    def averages(self) -> Floats:
        """The average of each world, as far apart as the true ones are."""
        return over_worlds(self.values, self.world).averages


class Covered(NamedTuple):
    """How often bands hold the truth.

    Attributes
    ----------
    truths : sets that were taken for the truth; of all that can be, those with enough others for a band.
    others : that make the band, in the median.
    share : of the truths that lie in the band; nan without any.
    """

    truths: int
    others: float
    share: float


AS_THEY_ARE = "all others"
TWO_FUTURES = "all others, two futures of each"
MEETING = "the others that meet its figures"
MOVED = "all others, moved to its figures"
BY_TIME = "those found in the other half of the search"
BY_CHANCE = "the other half, even for odd"


def coverage(
    found: Found, estimates: Floats, figures: Sequence[Figure], first: Chosen | None = None
) -> dict[str, Covered]:
    """How often bands of other sets hold the average of a set, by which others make them.

    The truth is told by the later half of each world's futures and the band is made by the earlier one, so that no
    chance is in both. ``estimates`` are what the figures came to in each set, ``[set, figure]``; ``first`` are
    the sets of the first half of the search, if that is known.
    """
    sets = len(estimates)
    lap = np.arange(len(found.world)) // (FUTURES_A_WORLD * sets)  # worlds come in turn
    earlier = lap < (lap.max() + 1) // 2
    truth, drawn = found.some(~earlier).averages(), found.some(earlier)
    numbers = np.arange(sets)
    apart = numbers[:, None] != numbers
    shifts = along_figures(truth, estimates, figures)
    even = numbers % 2 == 0
    by_time = {} if first is None else {BY_TIME: held(truth, drawn, first[:, None] != first)}
    return {
        AS_THEY_ARE: held(truth, drawn, apart),
        TWO_FUTURES: held(truth, found.some(lap == 0), apart),
        MEETING: held(truth, drawn, apart & meeting(estimates, figures)),
        MOVED: held(truth, drawn, apart, shifts),
        BY_CHANCE: held(truth, drawn, even[:, None] != even),
    } | by_time


def held(truth: Floats, drawn: Found, others: Chosen, shifts: Floats | None = None) -> Covered:
    """How often the band of the ``others`` of a truth, ``[truth, set]``, moved by its shift, holds it."""
    enough = np.flatnonzero(others.sum(axis=1) >= FEWEST_WORLDS)
    inside = []
    for number in enough:
        each = drawn.among(others[number])
        band = over_worlds(each.values, each.world)
        inside.append(band.low <= truth[number] - (0.0 if shifts is None else shifts[number]) <= band.high)
    if not inside:
        return Covered(0, np.nan, np.nan)
    return Covered(len(enough), float(np.median(others[enough].sum(axis=1))), float(np.mean(inside)))


def meeting(estimates: Floats, figures: Sequence[Figure]) -> Chosen:
    """Which sets meet all figures recentred on what a set came to, ``[that set, set]``."""
    ranges = [bounds(recentred(figures, each)) for each in estimates]
    return np.array([(np.nan_to_num(outside(*each, estimates)) == 0).all(axis=1) for each in ranges])


def along_figures(truth: Floats, estimates: Floats, figures: Sequence[Figure]) -> Floats:
    """How far a headline moves, if ranges move from the record's to those about a set's figures, ``[set]``.

    Along a line through all figures, fitted to other sets (ridge regression).
    """
    from sklearn.linear_model import RidgeCV
    from sklearn.model_selection import KFold
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    known = np.where(np.isfinite(estimates), estimates, np.nanmedian(estimates, axis=0))
    middle = np.mean(bounds(figures), axis=0)
    moved = np.array([np.mean(bounds(recentred(figures, each)), axis=0) for each in estimates]) - middle
    line = make_pipeline(StandardScaler(), RidgeCV(PENALTIES))
    found = np.empty(len(truth))
    for others, mine in KFold(min(FOLDS, len(truth)), shuffle=True, random_state=1).split(known):
        line.fit(known[others], truth[others])
        found[mine] = line.predict(known[mine]) - line.predict(known[mine] - moved[mine])
    return found


def spread_out(estimates: Floats, figures: Sequence[Figure]) -> Chosen:
    """The half of all sets that lie farthest apart in what the record says of them: they fill the ranges most evenly.

    From the one nearest to the middle on the one farthest from all that were taken (farthest-point sampling).
    """
    low, high = bounds(figures)
    wide = [number for number, width in enumerate(high - low) if np.isfinite(width) and width > 0]
    places = ((estimates - low) / np.where(high > low, high - low, 1.0))[:, wide]
    places = np.where(np.isfinite(places), places, 0.5)
    away = ((places - 0.5) ** 2).sum(axis=1)
    taken = [int(np.argmin(away))]
    nearest = ((places - places[taken[0]]) ** 2).sum(axis=1)
    while len(taken) < len(places) // 2:
        taken.append(int(np.argmax(nearest)))
        nearest = np.minimum(nearest, ((places - places[taken[-1]]) ** 2).sum(axis=1))
    return np.isin(np.arange(len(places)), taken)


def said(covered: Mapping[str, Covered]) -> str:
    """In a sentence: by all others, by those that meet its figures, and moved to these."""
    words = {AS_THEY_ARE: "all others", MEETING: "the others that meet its figures", MOVED: "all others moved to these"}
    parts = [
        f"{of} in {found.share:.0%} (of {found.truths})" if found.truths else f"{of} never: they are too few"
        for of, found in ((words[way], covered[way]) for way in words)
    ]
    return f"With each set taken for the truth in turn, the band holds it, if it is made by {', by '.join(parts)}"
