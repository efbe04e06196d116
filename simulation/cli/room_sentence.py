"""The sentences above the workshop's picture, for the command line: the same words and the same numbers."""

from __future__ import annotations

import numpy as np

from simulation.app.futures.prediction import compared, tally
from simulation.app.story.sentences import headline, sentence, survives
from simulation.app.story.state import YEAR, Workshop
from simulation.ensemble import Ensemble
from simulation.results.occupancy import FULL, count, occupancy, packed
from simulation.results.outcomes import survivals
from simulation.world.services import SERVICES


def room_sentence(ensemble: Ensemble, year: int) -> str:
    """What the workshop says of full co-production at the end of ``year``; the ensemble must have kept its changes."""
    state = Workshop(ensemble.scenario, seed=ensemble.seed, cursor=YEAR * year)
    series = {
        key: occupancy(packed(log), len(SERVICES), ensemble.months)[..., FULL].sum(axis=1, dtype=int)
        for key, log in ensemble.changes.items()
    }
    numbers = sorted({number for number, _ in series})
    counts = np.array([[series[number, arm] for arm in range(2)] for number in numbers])
    counted = count(counts[:, 0, state.month], counts[:, 1, state.month], state.places)
    studied, since = ensemble.scenario.studied, state.cursor - ensemble.fork
    told = [headline(counted, state, studied, since), sentence(counted, state, len(studied), since)]
    if studied and ensemble.fork < ensemble.months:
        if since > 0:
            told.append(compared(*tally(counts, ensemble.fork, state.cursor), studied))
        told.append(survives(survivals(counts, ensemble.fork), studied, ensemble.scenario.start))
    return "\n".join(told)
