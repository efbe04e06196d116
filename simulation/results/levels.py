"""The levels of every measure in each run: what summaries and tables are made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulation.results.ensemble_like import EnsembleLike
from simulation.results.reach import after_event
from simulation.results.resilience import FINAL_MONTHS, Resilience, resilience
from simulation.world.arms import COUNTERFACTUAL, SCENARIO
from simulation.world.measures import COLUMN


@dataclass(frozen=True)
class Levels:
    """What each finished run comes to.

    Attributes
    ----------
    replicates : numbers of the replicates that finished, sorted.
    final_year : mean of the last 12 months, ``[replicate, arm, measure]``.
    after_event : mean from the fork to the horizon, likewise; of all months where no event is under study.
    resilience : the resilience measures of co-production, one number per replicate.
    worlds : number of the world of each replicate, ``[replicate]``; None where all were drawn in one.

    Where events are under study but none can happen within the horizon, ``after_event`` and ``resilience`` are nan.
    """

    replicates: NDArray[np.int64]
    final_year: NDArray[np.float64]
    after_event: NDArray[np.float64]
    resilience: Resilience
    worlds: NDArray[np.int64] | None = None


def fork_of(ensemble: EnsembleLike) -> int:
    """First month that can differ; the horizon if none does, also where the horizon was cut short of the event."""
    return min(ensemble.fork, ensemble.months)


def window_start(ensemble: EnsembleLike) -> int | None:
    """First month of the time 'after the event', see `reach.after_event`."""
    return after_event(ensemble.scenario, fork_of(ensemble), ensemble.months)


def finished(ensemble: EnsembleLike) -> NDArray[np.int64]:
    """Numbers of the replicates that finished, sorted."""
    failed = [number for number, _ in ensemble.failures]
    return np.setdiff1d(np.arange(len(ensemble.measures)), failed)


def world_numbers(ensemble: EnsembleLike) -> NDArray[np.int64]:
    """Number of the world of every replicate, ``[replicate]``."""
    return np.array([ensemble.worlds.number(replicate) for replicate in range(len(ensemble.measures))], np.int64)


def levels(ensemble: EnsembleLike) -> Levels:
    """Levels of all measures and the resilience of co-production, run by run."""
    replicates = finished(ensemble)
    measures = ensemble.measures[replicates]
    coproduction = measures[..., COLUMN["coproduction"]]
    final_year = measures[:, :, -FINAL_MONTHS:].mean(axis=2)
    found = resilience(coproduction[:, SCENARIO], coproduction[:, COUNTERFACTUAL], fork_of(ensemble))
    since = window_start(ensemble)
    worlds = world_numbers(ensemble)
    of_each = worlds[replicates] if len(np.unique(worlds)) > 1 else None
    if since is None:
        nothing = np.full(len(replicates), np.nan)
        return Levels(replicates, final_year, np.full_like(final_year, np.nan), Resilience(*(nothing,) * 6), of_each)
    return Levels(replicates, final_year, measures[:, :, since:].mean(axis=2), found, of_each)
