"""Check values for whoever writes the model again: draws, and two small busy worlds phase by phase.

A re-implementation that differs from the model differs from these numbers, and the first that differs says in which
phase the mistake is; in the first month of the first world, also in which variable. Run as a program it prints them as
JSON, not compiled, so that nothing waits for a compiler: ``python -m simulation.generation.check_values``.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from collections import Counter
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from simulation.generation.check_chances import CHANCES_IN, chances
from simulation.generation.check_worlds import WORLDS, CheckWorld, happened
from simulation.world.errors import DocumentationError

REPLICATE = 0
DIGITS = 10  # that all machines agree about
DECIMALS = 6  # of a checksum
# Variables that only say where something stands.
PLACES = ("id", "number", "council", "neighbourhood", "service", "first_neighbourhood", "first_contractor")


class Sums(NamedTuple):
    """The numbers of a variable: how many there are, their sum, and the sum weighted by their positions 1, 2, 3, …"""

    numbers: int
    plain: float
    weighted: float

    def told(self) -> str:
        """As the document gives it; what is one number has no order."""
        return told(self.plain) if self.numbers == 1 else f"{told(self.plain)}, {told(self.weighted)}"


def told(value: float) -> str:
    """As the document gives a number."""
    return f"{value:.{DIGITS}g}"


def checksum(sums: dict[str, Sums]) -> float:
    """One number for all variables: the sum of the sines of their weighted sums."""
    return sum(math.sin(each.weighted) for each in sums.values())


def compute() -> dict[str, Any]:
    """The check values of the model as it is: ``draws`` by description, and what the document says of each world."""
    return {"draws": _draws(), "worlds": [_world(each, detailed=each is WORLDS[0]) for each in WORLDS]}


def _draws() -> dict[str, str]:
    from simulation.engine import draws
    from simulation.engine.draws import Purpose

    key = np.array([WORLDS[0].seed, REPLICATE], np.uint64)
    words = draws.philox(*(np.uint64(0) for _ in range(6)))
    found = {"Philox 4x32-10, counter 0 0 0 0, key 0 0": " ".join(f"{int(each):08x}" for each in words)}
    for purpose, month, entity, second in (
        (Purpose.LEADER_EXIT, 0, 0, 0),
        (Purpose.WITHDRAWAL, -1, 2, 7),
        (Purpose.COMMISSIONING, 11, 1, 23),
        (Purpose.INITIAL_NEIGHBOURHOOD, draws.BEFORE, 0, 1),
    ):
        name = f"uniform of `{purpose.name.lower()}`, month {month}, entities {entity} and {second}"
        found[name] = told(draws.uniform(key, purpose, month, entity, second))
    name = "normal deviate of `leader_commitment`, month 24, entities 0 and 0"
    found[name] = told(draws.normal(key, Purpose.LEADER_COMMITMENT, 24, 0))
    return found


def _world(check: CheckWorld, detailed: bool) -> dict[str, Any]:
    """Checksums by month and phase; of a world in detail also sums of variables by moment, else chances and events."""
    from simulation.history.building import blueprint, build
    from simulation.month import PHASES
    from simulation.scenarios import parse

    world = build(blueprint(parse(check.scenario), log_rows=10_000), check.seed, REPLICATE, 0)
    seen = sums(world)
    start = checksum(seen)
    state = {"at the start": {name: each.told() for name, each in seen.items() if each.plain or each.weighted}}
    checksums: list[list[float]] = []
    chances_of: dict[str, str] = {}
    events: Counter[str] = Counter()
    for month in range(check.months):
        checksums.append([])
        for phase in PHASES:
            before, seen_before = world.copy(), seen
            for step in phase.steps:
                step.act(world, month)
            seen = sums(world)
            checksums[-1].append(checksum(seen))
            events += happened(before, world, phase.number, month)
            if month == 0:
                state[f"month 0, after phase {phase.number}"] = {
                    name: each.told() for name, each in seen.items() if each.told() != seen_before[name].told()
                }
            if month == CHANCES_IN:
                found = chances(world, phase.number, month).items()
                chances_of |= {f"after phase {phase.number}, {name}": told(value) for name, value in found}
    last = f"month {check.months - 1}, after phase {len(PHASES)}"
    state[last] = {name: each.told() for name, each in seen.items() if each.plain or each.weighted}
    return {
        "checksums": {"start": start, "months": checksums},
        "state": state if detailed else {},
        "chances": {} if detailed else chances_of,
        "events": {} if detailed else {name: int(count) for name, count in events.items() if count},
    }


def sums(world: Any) -> dict[str, Sums]:
    """Every variable; of organisations and contractors, those alive; of the log, each move weighted by its place."""
    from simulation.world.tables import TABLES

    found = {}
    for table, columns in TABLES.items():
        rows = getattr(world, table)
        weight = np.arange(1.0, len(rows) + 1)
        if "alive" in rows.dtype.names:
            weight, rows = weight[rows.alive == 1], rows[rows.alive == 1]
        if table == "changes":
            rows = rows[: int(world.logged[0])]
            weight = rows.arrangement + 1.0
        for column in columns:
            if column.name not in PLACES:
                values = np.asarray(rows[column.name], float).reshape(len(rows), column.length)
                weights = (weight[:, None] - 1) * column.length + np.arange(1, column.length + 1)
                numbers = len(getattr(world, table)) * column.length
                found[f"{table}.{column.name}"] = Sums(numbers, float(values.sum()), float((weights * values).sum()))
    return found


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
