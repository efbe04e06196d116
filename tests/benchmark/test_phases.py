"""The month with the clock in it is the month."""

from __future__ import annotations

import ast
import inspect
import os

import numpy as np
import pytest

from benchmarks import phases
from benchmarks.workload import SEED, prepare
from simulation.history.building import build
from simulation.month import PHASES, rooms_for_columns
from simulation.simulate import simulate
from simulation.world.measures import MEASURES

pytestmark = pytest.mark.skipif(
    os.environ.get("NUMBA_DISABLE_JIT") == "1", reason="the clock of the processor is read by compiled code only"
)


def test_every_step_is_timed_in_the_order_of_the_phases():
    steps = [(phase.number, step.method) for phase in PHASES if phase.number > 1 for step in phase.steps]
    # Both kinds of organisation live in one timed step.
    timed = [step for step in phases.STEPS if step[0] > 1]
    assert [step for at, step in enumerate(steps) if step not in steps[:at]] == timed


def test_the_timed_month_has_the_same_history():
    prepared = prepare()
    first = prepared.times.first_month
    last = first + 6
    worlds = [build(prepared.plan, SEED, 0, first) for _ in range(2)]
    row, by_service = np.zeros(len(MEASURES)), np.zeros((len(worlds[0].services), 3), np.float32)
    spent = np.zeros(len(phases.STEPS), np.int64)
    phases.timed_months(worlds[0], first, last, spent, row, by_service, *rooms_for_columns(worlds[0]))
    simulate(
        worlds[1], first, last, np.zeros((6, len(MEASURES))), np.zeros((6, len(worlds[1].services), 3), np.float32)
    )
    for name, table in worlds[0]._asdict().items():
        other = getattr(worlds[1], name)
        for column in table.dtype.names or (...,):
            assert np.array_equal(table[column], other[column], equal_nan=table[column].dtype.kind == "f"), name
    assert (spent > 0).all()


def test_the_clock_is_read_as_often_as_there_are_steps():
    source = inspect.getsource(phases._timed.py_func)
    laps = [node for node in ast.walk(ast.parse(source[source.index("def ") :])) if isinstance(node, ast.Call)]
    names = [getattr(node.func, "id", "") for node in laps]
    assert names.count("_lap") == len(phases.STEPS)
