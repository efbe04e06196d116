"""How many futures it takes to know the headline so well: what simulation leaves open, which more futures take away."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from simulation.results.ensemble_like import EnsembleLike
from simulation.results.levels import fork_of, levels, world_numbers
from simulation.results.over_worlds import chance_variance
from simulation.results.sentence import MEASURE
from simulation.results.worlds_in_words import REACH
from simulation.world.arms import COUNTERFACTUAL, SCENARIO
from simulation.world.measures import COLUMN
from simulation.world.worlds import FUTURES_A_WORLD

PILOT = 48  # futures: of 24 worlds, whose chance is known to a seventh


def headline_change(ensemble: EnsembleLike) -> NDArray[np.float64]:
    """What the events changed of any co-production after them, future by future of those that finished."""
    after = levels(ensemble).after_event[..., COLUMN[MEASURE]]
    return np.asarray(after[:, SCENARIO] - after[:, COUNTERFACTUAL])


def uncertain_by(ensemble: EnsembleLike) -> float:
    """How far to either side of the headline's average other chance would bring it in nine cases of ten."""
    change = headline_change(ensemble)
    return REACH * math.sqrt(_variance(ensemble) / len(change)) if len(change) else math.nan


def futures_needed(ensemble: EnsembleLike, precision: float) -> int:
    """How many futures leave the headline uncertain by at most ``precision`` (a share), as far as these can tell.

    A multiple of what it takes to have all worlds equally often, and no fewer than there are.
    """
    finished = len(headline_change(ensemble)) / len(ensemble.measures)  # what fails tells nothing
    least = _variance(ensemble) * (REACH / precision) ** 2 / finished
    everyone = FUTURES_A_WORLD * len(ensemble.worlds)
    return everyone * math.ceil(max(least, len(ensemble.measures)) / everyone)


def _variance(ensemble: EnsembleLike) -> float:
    """Of chance; 0 where the events change the same in all futures."""
    assert fork_of(ensemble) < ensemble.months, "nothing differs without an event"
    failed = [number for number, _ in ensemble.failures]
    worlds = np.delete(world_numbers(ensemble), failed)
    return float(np.nan_to_num(chance_variance(headline_change(ensemble), worlds)))
