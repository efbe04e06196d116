"""Check values for whoever writes the model again: draws, and a small busy world phase by phase.

A re-implementation that differs from the model differs from these numbers, and the first that differs says in which
phase, and in which variable, the mistake is. Run as a program it prints them as JSON, not compiled, so that nothing
waits for a compiler: ``python -m simulation.generation.check_values``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from typing import Any

import numpy as np

from simulation.world.errors import DocumentationError

SEED, REPLICATE = 1, 0
LAST_MONTH = 11
DIGITS = 10  # that all machines agree about
ROWS_ONLY = ("id", "number", "council", "neighbourhood", "service", "first_neighbourhood", "first_contractor")

# A world of one council in which much happens in the first month; it stands in the document as it is here.
SCENARIO = """\
name = "check"
years = 1
burn_in_years = 0

[settings]
neighbourhoods = 6
organisations = 12
enterprises = 2
contractors = 3
start_joint = 0.6
tradition_mean = 0.1
withdrawal_pressure = 10
withdrawal_support = 8
withdrawal_relationship = 4
withdrawal_own = 0
start_contracted = 0.3
pfi_policy = 1
pfi_rate = 0.5
leader_exit = 0.2
withdrawal_base = 0.5
review_rate = 0.5
closure_base = 0.2
founding = 0.1
contractor_failure = 0.1

[[events]]
name = "cut"
kind = "grant_change"
month = 0
size = -0.5
over_months = 1

[[events]]
name = "framework"
kind = "framework_adopted"
month = 0
governance = 0.6
planning_support = 0.5
legal_form = 1

[[events]]
name = "change"
kind = "leadership_change"
month = 6

[[events]]
name = "storm"
kind = "emergency"
month = 8
need = 2
over_months = 6
volunteers = 0.7
"""


def compute() -> dict[str, Any]:
    """The check values of the model as it is: ``draws`` by description, ``state`` by moment and variable."""
    from simulation.engine import draws
    from simulation.engine.draws import Purpose
    from simulation.history.building import blueprint, build
    from simulation.month import PHASES
    from simulation.scenarios import parse

    key = np.array([SEED, REPLICATE], np.uint64)
    words = draws.philox(*(np.uint64(0) for _ in range(6)))
    found: dict[str, Any] = {
        "Philox 4x32-10, counter 0 0 0 0, key 0 0": " ".join(f"{int(each):08x}" for each in words),
    }
    for purpose, month, entity, second in (
        (Purpose.LEADER_EXIT, 0, 0, 0),
        (Purpose.WITHDRAWAL, -1, 2, 7),
        (Purpose.COMMISSIONING, 11, 1, 23),
        (Purpose.INITIAL_NEIGHBOURHOOD, draws.BEFORE, 0, 1),
    ):
        name = f"uniform of `{purpose.name.lower()}`, month {month}, entities {entity} and {second}"
        found[name] = _told(draws.uniform(key, purpose, month, entity, second))
    name = "normal deviate of `leader_commitment`, month 24, entities 0 and 0"
    found[name] = _told(draws.normal(key, Purpose.LEADER_COMMITMENT, 24, 0))

    scenario = parse(SCENARIO)
    world = build(blueprint(scenario, log_rows=10_000), SEED, REPLICATE, 0)
    seen = _sums(world)
    state = {"at the start": {name: value for name, value in seen.items() if float(value)}}
    for month in range(LAST_MONTH + 1):
        for phase in PHASES:
            for step in phase.steps:
                step.act(world, month)
            if month == 0:
                before, seen = seen, _sums(world)
                changed = {name: value for name, value in seen.items() if value != before[name]}
                state[f"month 0, after phase {phase.number}"] = changed
    state[f"month {LAST_MONTH}, after phase {len(PHASES)}"] = {
        name: value for name, value in _sums(world).items() if float(value)
    }
    return {"draws": found, "state": state}


def _sums(world: Any) -> dict[str, str]:
    """Every variable, summed over the rows of its table; of organisations and contractors, over those alive."""
    from simulation.world.tables import TABLES

    sums = {}
    for table, columns in TABLES.items():
        if table == "changes":
            continue
        rows = getattr(world, table)
        alive = rows[rows.alive == 1] if "alive" in rows.dtype.names else rows
        for column in columns:
            if column.name not in ROWS_ONLY:
                sums[f"{table}.{column.name}"] = _told(float(alive[column.name].sum()))
    return sums


def _told(value: float) -> str:
    return f"{value:.{DIGITS}g}"


@cache
def check_values() -> dict[str, Any]:
    """The same, computed once by a process of its own that compiles nothing."""
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    command = [sys.executable, "-m", "simulation.generation.check_values"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise DocumentationError(f"the check values cannot be computed: {done.stderr.strip().splitlines()[-1]}")
    return dict(json.loads(done.stdout))


if __name__ == "__main__":
    print(json.dumps(compute()))
