"""``python -m tests.long.timed_month``: the month with the clock in it, compiled, has the history of the month."""

from __future__ import annotations

import numpy as np

from benchmarks import phases
from benchmarks.workload import SEED, prepare
from simulation.history.building import build
from simulation.simulate import column_memory, simulate
from simulation.world.measures import MEASURES


def main() -> None:
    """Simulate six months of the same world both ways, and compare every column."""
    prepared = prepare()
    first = prepared.times.first_month
    last = first + 6
    worlds = [build(prepared.plan, SEED, 0, first) for _ in range(2)]
    row, by_service = np.zeros(len(MEASURES)), np.zeros((len(worlds[0].services), 3), np.float32)
    spent = np.zeros(len(phases.STEPS), np.int64)
    phases.timed_months(worlds[0], first, last, spent, row, by_service, *column_memory(worlds[0]))
    simulate(
        worlds[1], first, last, np.zeros((6, len(MEASURES))), np.zeros((6, len(worlds[1].services), 3), np.float32)
    )
    for name, table in worlds[0]._asdict().items():
        other = getattr(worlds[1], name)
        for column in table.dtype.names or (...,):
            assert np.array_equal(table[column], other[column], equal_nan=table[column].dtype.kind == "f"), name
    assert (spent > 0).all()


if __name__ == "__main__":
    main()
