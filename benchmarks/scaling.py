"""How cost grows: with councils, months, replicates and workers, as exponents of fitted power laws."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from scipy import stats

from benchmarks.pairing import Pairing, pair
from benchmarks.workload import SEED, Prepared, prepare
from simulation.ensemble import run, run_replicate
from simulation.history.building import build
from simulation.simulate import simulate
from simulation.world.measures import MEASURES

COUNCILS = (1, 4, 20, 100, 371)
MONTHS = (60, 120, 240, 480)
REPLICATES = (10, 20, 40, 80)
LEVEL = 0.95


@dataclass(frozen=True)
class Scaling:
    """Seconds at each size, and the exponent of the power law fitted to them with its confidence interval."""

    what: str
    sizes: tuple[int, ...]
    seconds: tuple[float, ...]
    exponent: float
    low: float
    high: float

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)


def fit(what: str, sizes: tuple[int, ...], seconds: tuple[float, ...]) -> Scaling:
    """Least squares on a double logarithmic scale, with Student's t interval of the slope."""
    line = stats.linregress(np.log(sizes), np.log(seconds))
    half = stats.t.ppf(0.5 + LEVEL / 2, len(sizes) - 2) * line.stderr if len(sizes) > 2 else np.nan
    slope = float(line.slope)
    return Scaling(what, tuple(sizes), tuple(seconds), slope, slope - float(half), slope + float(half))


def _least(work: Callable[[], float], rounds: int) -> float:
    return min(work() for _ in range(rounds))


def council_months(councils: int, months: int, replicates: int) -> float:
    """Processor time in seconds of ``months`` recorded months after the burn-in, all councils in one world.

    The mean of several replicates: the same months again and again would be learnt by heart by the processor's branch
    prediction if they are few.
    """
    prepared = prepare(councils=councils)
    first = prepared.times.first_month
    measures = np.zeros((months, len(MEASURES)))
    by_service = np.zeros((months, prepared.workload.services, 3), np.float32)
    spent = 0.0
    for number in range(replicates):
        world = build(prepared.plan, SEED, number, first)
        simulate(world, first, 0, measures, by_service)
        began = time.thread_time()
        simulate(world, 0, months, measures, by_service)
        spent += time.thread_time() - began
    return spent / replicates


def scaling_of_councils(sizes: tuple[int, ...] = COUNCILS) -> Scaling:
    """Cost of ten years in the number of councils."""
    once = council_months
    return fit("councils", sizes, tuple(_least(lambda n=n: once(n, 120, max(1, 40 // n)), 2) for n in sizes))  # type: ignore[misc]


def worlds_in_turn(worlds: int, months: int) -> float:
    """Processor time in seconds of ``months`` recorded months of as many worlds of one council, a month each in turn.

    What it costs to enter and leave compiled code for every month is taken off: it is what one world costs more in this
    way than in one go.
    """
    prepared = prepare()
    first = prepared.times.first_month
    measures = np.zeros((months, len(MEASURES)))
    by_service = np.zeros((months, prepared.workload.services, 3), np.float32)

    def in_turn(count: int) -> float:
        several = [build(prepared.plan, SEED, number, first) for number in range(count)]
        for world in several:
            simulate(world, first, 0, measures, by_service)
        began = time.thread_time()
        for month in range(months):
            for world in several:
                simulate(world, month, month + 1, measures, by_service)
        return (time.thread_time() - began) / count

    entering = _least(lambda: in_turn(1), 20) - council_months(1, months, 40)
    return worlds * (_least(lambda: in_turn(worlds), 3) - entering)


def scaling_of_worlds_in_turn(sizes: tuple[int, ...] = COUNCILS) -> Scaling:
    """Cost of five years in the number of worlds that have nothing to do with each other.

    What a larger world would cost more per council than this is due to its size; what both cost more than one council
    alone is due to how much there is for a processor to remember.
    """
    return fit("worlds of one council, in turn", sizes, tuple(worlds_in_turn(n, 60) for n in sizes))


def scaling_of_months(sizes: tuple[int, ...] = MONTHS) -> Scaling:
    """Cost of one council in the number of months."""
    return fit("months", sizes, tuple(_least(lambda n=n: council_months(1, n, 20), 3) for n in sizes))  # type: ignore[misc]


def scaling_of_replicates(prepared: Prepared, sizes: tuple[int, ...] = REPLICATES) -> Scaling:
    """Cost in the number of paired replicates on one core."""

    def once(size: int) -> float:
        began = time.thread_time()
        for number in range(size):
            run_replicate(prepared.plan, prepared.times, SEED, number)
        return time.thread_time() - began

    return fit("replicates", sizes, tuple(_least(lambda size=size: once(size), 3) for size in sizes))  # type: ignore[misc]


def scaling_of_workers(prepared: Prepared, workers: int, replicates: int, pairs: int) -> Pairing:
    """Wall time of a paired replicate with ``workers`` threads and with one; ``ratio`` is the speed-up."""

    def wall(threads: int) -> Callable[[], float]:
        def once() -> float:
            began = time.perf_counter()
            run(prepared.scenario, replicates, SEED, workers=threads)
            return (time.perf_counter() - began) / replicates

        return once

    return pair(wall(workers), wall(1), pairs)
