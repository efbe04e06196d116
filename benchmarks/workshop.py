"""What somebody waits for who moved a lever: an ensemble with all its measures and intervals, warm."""

from __future__ import annotations

import os
import time
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from benchmarks.workload import SEED, Prepared
from simulation.ensemble import run
from simulation.results.summary import summarise
from simulation.world.worlds import CENTRAL, Worlds

REPLICATES = 200
WORLDS = Worlds("the declared values, 64 times", (), np.zeros((64, 0)))


@dataclass(frozen=True)
class Workshop:
    """Least wall times in seconds of an ensemble of both arms, and of estimating all its measures with intervals.

    ``over_worlds`` is that of the same estimates where the futures were drawn in 64 worlds; ``processor`` is the least
    processor time of all threads together: what does not depend on who else is computing.
    """

    replicates: int
    workers: int
    ensemble: float
    summary: float
    over_worlds: float
    processor: float

    @property
    def total(self) -> float:
        """Wall time of both."""
        return self.ensemble + self.summary

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self) | {"total": self.total}


def workshop(prepared: Prepared, rounds: int, replicates: int = REPLICATES) -> Workshop:
    """Run and summarise ``rounds`` times."""
    ensembles, summaries, over_worlds, processor = [], [], [], []
    for _ in range(rounds):
        used, began = time.process_time(), time.perf_counter()
        ensemble = run(prepared.scenario, replicates, SEED, worlds=CENTRAL)
        done = time.perf_counter()
        summarise(ensemble)
        ensembles.append(done - began)
        summaries.append(time.perf_counter() - done)
        processor.append(time.process_time() - used)
        began = time.perf_counter()
        summarise(replace(ensemble, worlds=WORLDS))
        over_worlds.append(time.perf_counter() - began)
    least = (min(each) for each in (ensembles, summaries, over_worlds, processor))
    return Workshop(replicates, os.cpu_count() or 1, *least)
