"""The sentence above the workshop's picture, for the command line: the same words and the same numbers."""

from __future__ import annotations

import numpy as np

from simulation.app.story.sentences import sentence
from simulation.app.story.state import YEAR, Workshop
from simulation.ensemble import Ensemble
from simulation.results.occupancy import FULL_CELL, count, packed, stand


def room_sentence(ensemble: Ensemble, year: int) -> str:
    """What the workshop says of full co-production at the end of ``year``; the ensemble must have kept its changes."""
    state = Workshop(ensemble.scenario, seed=ensemble.seed, cursor=YEAR * year)
    series = {
        key: int((stand(packed(log), state.places, state.month).cell == FULL_CELL).sum())
        for key, log in ensemble.changes.items()
    }
    numbers = sorted({number for number, _ in series})
    scenario, counterfactual = (np.array([series[number, arm] for number in numbers]) for arm in range(2))
    counted = count(scenario, counterfactual, state.places)
    return sentence(counted, state, len(ensemble.scenario.studied), state.cursor - ensemble.fork)
