"""The sentences above the workshop's picture, for the command line: the same words and the same numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.app.futures.prediction import compared, tally
from simulation.app.story.sentences import headline, left_in_words, sentence, survives
from simulation.app.story.state import YEAR, Workshop
from simulation.ensemble import Ensemble
from simulation.results.occupancy import FULL, count, occupancy, packed
from simulation.results.outcomes import left, survivals
from simulation.world.services import SERVICES


def room_sentence(ensemble: Ensemble, year: int) -> str:
    """What the workshop says of full co-production at the end of ``year``; the ensemble must have kept its changes."""
    state = Workshop(ensemble.scenario, seed=ensemble.seed, cursor=YEAR * year)
    _, counts = _counts(ensemble)
    counted = count(counts[:, 0, state.month], counts[:, 1, state.month], state.places)
    studied, since = ensemble.scenario.studied, state.cursor - ensemble.fork
    told = [headline(counted, state, studied, since), sentence(counted, state, len(studied), since)]
    if studied and ensemble.fork < ensemble.months:
        if since > 0:
            told.append(compared(*tally(counts, ensemble.fork, state.cursor), studied))
        told.append(survives(survivals(counts, ensemble.fork), studied, ensemble.scenario.start))
    return "\n".join(told)


def against_sentence(ensemble: Ensemble, other: Ensemble, name: str) -> str:
    """In how many futures more is left than of another story with the same dice, when that is at its worst."""
    (here, counts), (there, others) = _counts(ensemble), _counts(other)
    lost = survivals(others, other.fork) if other.fork < other.months else None
    if lost is None:
        return f"With {name} there would be nothing to lose."
    _, mine, theirs = np.intersect1d(here, there, return_indices=True)
    found = left(counts[mine, 0], others[theirs, 0], lost.worst.month)
    return left_in_words(found, ensemble.scenario.start, name)


def _counts(ensemble: Ensemble) -> tuple[list[int], NDArray[np.int64]]:
    """The futures that there are, and full co-production in them, ``[future, arm, month]``."""
    series = {
        key: occupancy(packed(log), len(SERVICES), ensemble.months)[..., FULL].sum(axis=1, dtype=int)
        for key, log in ensemble.changes.items()
    }
    numbers = sorted({number for number, _ in series})
    return numbers, np.array([[series[number, arm] for arm in range(2)] for number in numbers])
