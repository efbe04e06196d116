"""What somebody waits for who moved a lever: an ensemble with all its measures and intervals, warm."""

from __future__ import annotations

import os
import time
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.workload import SEED, Prepared
from simulation.ensemble import run
from simulation.results.summary import summarise

REPLICATES = 200


@dataclass(frozen=True)
class Workshop:
    """Least wall times in seconds of an ensemble of both arms, and of estimating all its measures with intervals.

    ``processor`` is the least processor time of all threads together: what does not depend on who else is computing.
    """

    replicates: int
    workers: int
    ensemble: float
    summary: float
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
    ensembles, summaries, processor = [], [], []
    for _ in range(rounds):
        used, began = time.process_time(), time.perf_counter()
        ensemble = run(prepared.scenario, replicates, SEED)
        done = time.perf_counter()
        summarise(ensemble)
        ensembles.append(done - began)
        summaries.append(time.perf_counter() - done)
        processor.append(time.process_time() - used)
    return Workshop(replicates, os.cpu_count() or 1, min(ensembles), min(summaries), min(processor))
