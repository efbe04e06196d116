"""Every council of Great Britain in one world: one replicate of thirty years, in a process of its own."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.workload import SEED, prepare
from simulation.ensemble import run_replicate
from simulation.history.building import build

COUNCILS, YEARS = 371, 30


@dataclass(frozen=True)
class Nation:
    """One history of one arm with everything recorded: processor time, and the most memory the process ever held.

    ``before`` is what the process held before it built the first world; megabytes are 10**6 bytes.
    """

    councils: int
    years: int
    seconds: float
    peak_megabytes: float
    before_megabytes: float
    world_megabytes: float

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)


def nation(councils: int = COUNCILS, years: int = YEARS) -> Nation:
    """Measure in a fresh process, so that its peak of memory is the replicate's own."""
    command = [sys.executable, "-m", __name__, str(councils), str(years)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return Nation(**json.loads(output))


def peak() -> float:
    """The most megabytes that this process ever held."""
    status = Path("/proc/self/status")
    if status.exists():
        # Linux: a process inherits the peak that ``getrusage`` reports from the one that started it, but not this one.
        lines = status.read_text().splitlines()
        return next(int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith("VmHWM"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6


def _measure(councils: int, years: int) -> Nation:
    small = prepare()
    run_replicate(small.plan, small.one_arm._replace(months=1, fork=1), SEED, 0)
    before = peak()
    prepared = prepare(councils=councils)
    times = prepared.times._replace(months=12 * years, fork=12 * years)
    world = sum(table.nbytes for table in build(prepared.plan, SEED, 0, times.first_month))
    began = time.thread_time()
    run_replicate(prepared.plan, times, SEED, 0)
    return Nation(councils, years, time.thread_time() - began, peak(), before, world / 1e6)


if __name__ == "__main__":
    print(json.dumps(_measure(int(sys.argv[1]), int(sys.argv[2])).to_json()))
