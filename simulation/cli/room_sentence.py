"""The sentences above the workshop's picture, for the command line: the same words and the same numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.app.futures.kinds import comes_back, contracts, falls, never_recovers, outlived
from simulation.app.futures.prediction import compared, tally
from simulation.app.story.sentences import headline, inside, left_in_words, sentence, survives
from simulation.app.story.state import Workshop
from simulation.ensemble import Ensemble
from simulation.results.occupancy import COUNTED, LOCKED, count, occupancy, packed
from simulation.results.outcomes import left, survivals
from simulation.world.errors import ResultError
from simulation.world.measures import COLUMN
from simulation.world.services import SERVICES


def room_sentence(ensemble: Ensemble, state: Workshop) -> str:
    """What the workshop says of a state; the ensemble is of its scenario, and must have kept its changes."""
    numbers, counts = _counts(ensemble, state)
    counted = count(counts[:, 0, state.month], counts[:, 1, state.month], state.places)
    studied, since = ensemble.scenario.studied, state.cursor - ensemble.fork
    told = [headline(counted, state, studied, since), sentence(counted, state, len(studied), since)]
    if studied and ensemble.fork < ensemble.months:
        if since > 0:
            told.append(compared(*tally(counts, ensemble.fork, state.cursor), studied))
        told.append(survives(survivals(counts, ensemble.fork), studied, ensemble.scenario.start))
        told.append(_contracts(ensemble, numbers))
        told.append(falls(comes_back(counts, ensemble.fork), never_recovers(counts, ensemble.fork)))
    return "\n".join(told)


def against_sentence(ensemble: Ensemble, other: Ensemble, state: Workshop, name: str) -> str:
    """In how many futures more is left than of another story with the same dice, when that is at its worst."""
    (here, counts), (there, others) = (_counts(each, state) for each in (ensemble, other))
    lost = survivals(others, other.fork) if other.fork < other.months else None
    if lost is None:
        return f"With {name} there would be nothing to lose."
    month = lost.worst.month
    _, mine, theirs = np.intersect1d(here, there, return_indices=True)
    found = left(counts[mine, 0, month], others[theirs, 0, month], month)
    return left_in_words(found, ensemble.scenario.start, name)


def _contracts(ensemble: Ensemble, numbers: list[int]) -> str:
    """What became of contracts and leaders in these futures."""
    logs = (packed(ensemble.changes[number, 0]) for number in numbers)
    running = np.array([occupancy(log, len(SERVICES), ensemble.months)[:, :, LOCKED] > 0 for log in logs])
    changes = ensemble.measures[numbers, 0, :, COLUMN["leader_changes"]] > 0
    outlive = outlived(running, np.cumsum(changes, axis=1))
    return contracts(running, outlive, inside(ensemble.months, ensemble.scenario.start))


def _counts(ensemble: Ensemble, state: Workshop) -> tuple[list[int], NDArray[np.int64]]:
    """The futures that a state looks at, and what it counts in them, ``[future, arm, month]``."""
    services = slice(None) if state.service is None else [state.service]
    place = COUNTED.index(state.counted)
    series = {
        key: occupancy(packed(log), len(SERVICES), ensemble.months)[:, services, place].sum(axis=1, dtype=int)
        for key, log in ensemble.changes.items()
    }
    admitted = state.given.admits(ensemble.worlds) if state.given is not None else np.ones(len(ensemble.worlds), bool)
    numbers = sorted({number for number, _ in series if admitted[ensemble.worlds.number(number)]})
    if not numbers:
        raise ResultError("--only: none of these futures is in such a world; more --replicates may have some")
    return numbers, np.array([[series[number, arm] for arm in range(2)] for number in numbers])
