"""The month with the clock in it is the month."""

from __future__ import annotations

import os

import numpy as np
import pytest

from benchmarks import phases
from benchmarks.workload import SEED, prepare
from simulation.history.building import build
from simulation.month import PHASES
from simulation.simulate import column_memory, simulate
from simulation.world.measures import MEASURES

pytestmark = pytest.mark.skipif(
    os.environ.get("NUMBA_DISABLE_JIT") == "1", reason="the clock of the processor is read by compiled code only"
)


def test_every_step_is_timed_in_the_order_of_the_phases():
    steps = [(phase.number, f"{step.actor.name}: {step.name}") for phase in PHASES for step in phase.steps]
    assert [step for step in phases.STEPS if step[0]] == steps


def test_the_timed_month_has_the_same_history():
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
