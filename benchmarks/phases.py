"""Where the time of a month goes: the month of `simulation.month.PHASES`, with the clock read after every step."""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np

from benchmarks.clock import lap
from benchmarks.timed_month import STEPS as STEPS_OF_PHASES
from benchmarks.timed_month import timed_advance
from benchmarks.workload import SEED, Prepared
from simulation.engine.compilation import rule
from simulation.history.building import build
from simulation.history.recording import record
from simulation.simulate import column_memory, pack, unpack
from simulation.world.measures import MEASURES

# Phase (0: part of none) and name of everything whose time is taken, in order.
STEPS: tuple[tuple[int, str], ...] = (*STEPS_OF_PHASES, (0, "record"), (0, "reading the clock"))
RECORD, READING = len(STEPS_OF_PHASES), len(STEPS_OF_PHASES) + 1


@dataclass(frozen=True)
class StepTime:
    """One step's share of a month's time."""

    phase: int
    step: str
    share: float


@rule
def _timed(world, month, spent, row, by_service):
    """One month and what is recorded of it; ticks spent in each step are added to ``spent``."""
    at = timed_advance(world, month, spent)
    record(world, row, by_service)
    at = lap(spent, RECORD, at)
    lap(spent, READING, at)


@numba.njit(cache=True, nogil=True, error_model="numpy", _nrt=False)
def timed_months(world, first, last, spent, measures, by_service, arrangements, contracts, organisations):
    """Months ``first`` to ``last`` (not included), recorded into the same row again and again."""
    at_work = unpack(world, arrangements, contracts, organisations)
    for month in range(first, last):
        _timed(at_work, month, spent, measures, by_service)
    pack(at_work, world)


def step_times(prepared: Prepared, rounds: int) -> list[StepTime]:
    """Shares of a month's time by step, from the least ticks that each step took in any of the rounds.

    Every round runs the same history, so the least is the time without what else the machine was doing.
    """
    first = prepared.times.first_month
    spent = np.zeros((rounds, len(STEPS)), np.int64)
    for ticked in spent:
        world = build(prepared.plan, SEED, 0, first)
        row, by_service = np.zeros(len(MEASURES)), np.zeros((len(world.services), 3), np.float32)
        timed_months(world, first, prepared.times.months, ticked, row, by_service, *column_memory(world))
    least = spent.min(axis=0)
    # The reading itself is part of every step's ticks.
    least = np.maximum(least[:-1] - least[-1], 0)
    return [StepTime(*step, share) for step, share in zip(STEPS, (least / least.sum()).tolist(), strict=False)]
