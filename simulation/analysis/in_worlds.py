"""In how many worlds a difference is one to less, to more, or does not matter: the interval of a mean does not tell."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulation.analysis.conditions import Chosen
from simulation.results.over_worlds import over_worlds, signs
from simulation.sweep.columns import measure_of
from simulation.world.arms import ArmOrDifference
from simulation.world.measures import COLUMN, MEASURES


class Shares(NamedTuple):
    """Shares of worlds by their averages; nan where there are too few worlds, and of ratios.

    Attributes
    ----------
    no_matter : nan where no size is known below which a difference does not matter.
    rough : whether chance hides how far worlds differ.
    """

    less: float = np.nan
    no_matter: float = np.nan
    more: float = np.nan
    rough: bool = False


def shares(chosen: Chosen, base: Chosen, outcome: str, arm: ArmOrDifference) -> Shares:
    """Of the difference within each future of both, averaged over the points."""
    measure = measure_of(outcome)
    if not chosen.stored.in_worlds or measure not in COLUMN:
        return Shares()
    change = (chosen.values(outcome, arm) - base.values(outcome, arm)).mean(axis=0)
    known = np.isfinite(change)
    band = over_worlds(change[known], base.world[known])
    middle = float(np.mean(change[known])) if known.any() else np.nan
    sign, no_matter = signs(band.averages, middle, MEASURES[COLUMN[measure]].unit)
    if np.isnan(sign):
        return Shares()
    other = max(0.0, 1 - sign - np.nan_to_num(no_matter))
    less, more = (other, sign) if middle > 0 else (sign, other)
    return Shares(less, no_matter, more, bool(band.hidden))
