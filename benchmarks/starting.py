"""How long until the first replicate: with nothing compiled yet, and in a new process once all is compiled."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from typing import Any

FIRST_REPLICATE = (
    "from benchmarks.workload import SEED, prepare\n"
    "from simulation.ensemble import run_replicate\n"
    "prepared = prepare()\n"
    "run_replicate(prepared.plan, prepared.times, SEED, 0)\n"
)


@dataclass(frozen=True)
class Starting:
    """Wall time in seconds of a process that runs one replicate and ends; ``cold`` is None where it was not tried."""

    cold: float | None
    warm: float
    imports: float

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)


def _seconds(program: str, **environment: str) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", program], check=True, env={**os.environ, **environment})
    return time.perf_counter() - began


def starting(cold: bool, rounds: int = 3) -> Starting:
    """Measure; a cold start compiles every rule into an empty cache, once."""
    first = None
    if cold:
        with tempfile.TemporaryDirectory() as folder:
            first = _seconds(FIRST_REPLICATE, NUMBA_CACHE_DIR=folder)
    _seconds(FIRST_REPLICATE)
    warm = min(_seconds(FIRST_REPLICATE) for _ in range(rounds))
    imports = min(_seconds("import simulation.ensemble, simulation.scenarios") for _ in range(rounds))
    return Starting(first, warm, imports)
