"""All measurements of one run, in order, and what they found."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.budget import Budget, budget
from benchmarks.mesa_path import compare_with_mesa
from benchmarks.nation import Nation, nation
from benchmarks.pairing import Pairing
from benchmarks.peer.comparison import Comparison, compare
from benchmarks.phases import StepTime, step_times
from benchmarks.scaling import (
    Scaling,
    scaling_of_councils,
    scaling_of_months,
    scaling_of_replicates,
    scaling_of_workers,
    scaling_of_worlds_in_turn,
)
from benchmarks.starting import Starting, starting
from benchmarks.workload import Workload, prepare
from benchmarks.workshop import Workshop, workshop
from benchmarks.yardstick import Measurement, measure
from simulation.results.provenance import provenance

QUICK_COUNCILS = (1, 4, 20, 100)


@dataclass(frozen=True)
class Measured:
    """What one run of the benchmark found; times in seconds, shares and ratios without a unit.

    Attributes
    ----------
    mesa, peer : the Mesa face and the plain peer, each over the compiled ensemble, per month of one arm.
    workers : speed-up of two workers over one (wall time).
    nation : every council of Great Britain; None in a quick run, as is a cold start.
    """

    workload: Workload
    quick: bool
    yardstick: Measurement
    peer: Comparison
    mesa: Pairing
    budget: Budget
    steps: tuple[StepTime, ...]
    scaling: tuple[Scaling, ...]
    workers: Pairing
    workshop: Workshop
    nation: Nation | None
    starting: Starting

    def to_json(self) -> dict[str, Any]:
        """As plain data, with the machine and the versions."""
        return {
            "workload": self.workload.to_json(),
            "quick": self.quick,
            "machine": machine(),
            **provenance().to_json(),
            "yardstick": self.yardstick.to_json(),
            "peer": self.peer.to_json(),
            "mesa": self.mesa.to_json(),
            "budget": self.budget.to_json(),
            "steps": [vars(step) for step in self.steps],
            "scaling": [scaling.to_json() for scaling in self.scaling],
            "workers": self.workers.to_json(),
            "workshop": self.workshop.to_json(),
            "nation": self.nation.to_json() if self.nation else None,
            "starting": self.starting.to_json(),
        }


def machine() -> dict[str, Any]:
    """What the figures were measured on, and how busy it was."""
    information = Path("/proc/cpuinfo")
    names = (
        [line for line in information.read_text().splitlines() if "model name" in line] if os.name == "posix" else []
    )
    return {
        "processor": names[0].partition(":")[2].strip() if names else platform.processor(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
    }


def bench(quick: bool, say: Callable[[str], None]) -> Measured:
    """Measure everything; ``say`` is told what is being measured."""
    prepared = prepare()

    def measured(what: str, work: Callable[[], Any]) -> Any:
        began = time.perf_counter()
        say(what)
        result = work()
        say(f"{what}: {time.perf_counter() - began:.0f} s")
        return result

    councils = QUICK_COUNCILS if quick else (*QUICK_COUNCILS, 371)
    found = {
        "yardstick": measured("yardstick", lambda: measure(prepared)),
        "peer": measured("plain peer", lambda: compare(prepared, 5 if quick else 15)),
        "mesa": measured("Mesa face", lambda: compare_with_mesa(prepared, 5 if quick else 8)),
        "steps": tuple(measured("phases", lambda: step_times(prepared, 10 if quick else 50))),
        "scaling": (
            measured("scaling over councils", lambda: scaling_of_councils(councils)),
            measured("worlds in turn", lambda: scaling_of_worlds_in_turn(councils)),
            measured("scaling over months", scaling_of_months),
            measured("scaling over replicates", lambda: scaling_of_replicates(prepared)),
        ),
        "workers": measured("workers", lambda: scaling_of_workers(prepared, 2, 60, 3 if quick else 7)),
        "workshop": measured("workshop", lambda: workshop(prepared, 2 if quick else 5)),
        "nation": None if quick else measured("all councils", nation),
        "starting": measured("starting", lambda: starting(cold=not quick)),
    }
    month = found["yardstick"].month
    return Measured(
        workload=prepared.workload,
        quick=quick,
        budget=measured("budget", lambda: budget(prepared, month)),
        **found,
    )
