"""A compiled loop that never changes, with the operations of a month: what a month's time is compared with.

Its time moves with the machine as a month's does, so the ratio of the two is nearly free of the machine, and a
slow-down of the rules shows in it. It shares no code with the rules on purpose: whatever slows them must not slow it.
"""

from __future__ import annotations

import math
import time
from dataclasses import asdict, dataclass
from typing import Any

import numba
import numpy as np

from benchmarks.workload import SEED, Prepared
from simulation.history.building import build
from simulation.simulate import simulate
from simulation.world.measures import MEASURES
from simulation.world.tables import World

ROW = np.dtype(
    [(name, "f8") for name in ("quality", "expected", "satisfaction", "tie", "cost", "volume", "open", "root")]
    + [(name, "i4") for name in ("kind", "other", "age", "place")]
)
ROWS = 240
PLACES = 24
MIN_ROUNDS, MAX_ROUNDS = 60, 400
STEADY = 40  # rounds without a new least time after which both are taken as found
NEWER = 0.995  # a least time counts as new if it is at least this much lower


@numba.njit(cache=True, nogil=True, error_model="numpy", _nrt=False)
def yardstick(rows, chances, totals, months):
    """``months`` months of draws, passes over records, divisions, exponentials, chance branches and sums."""
    mask, shift = np.uint64(0xFFFFFFFF), np.uint64(32)
    for month in range(months):
        for r in range(len(rows)):
            a, b, c, d = np.uint64(r), np.uint64(month), np.uint64(7), np.uint64(1)
            key = np.uint64(11)
            for _ in range(10):
                first, second = np.uint64(0xD2511F53) * a, np.uint64(0xCD9E8D57) * c
                a, c = (second >> shift) ^ b ^ key, (first >> shift) ^ d ^ key
                b, d = second & mask, first & mask
                key = (key + np.uint64(0x9E3779B9)) & mask
            chances[0, r] = float(a) / 4294967296.0
            chances[1, r] = float(b) / 4294967296.0
        for r in range(len(rows)):
            row = rows[r]
            goal = 0.6 + 0.8 * (row.quality - row.expected)
            row.satisfaction = min(max(row.satisfaction + 0.2 * (goal - row.satisfaction), 0.0), 1.0)
            row.expected += 0.05 * (0.35 + 0.5 * row.quality - row.expected)
            row.open += max(0.0, 0.6 - row.satisfaction) / (0.6 + row.tie) - 0.3 * row.open
        for r in range(len(rows)):
            row = rows[r]
            partner = rows[row.other]
            if row.kind == 1:
                hazard = 0.01 * math.exp(2.0 * (0.5 - row.tie) + 1.5 * (0.6 - row.quality) - partner.root)
                if chances[0, r] < 1.0 - math.exp(-hazard):
                    row.kind = 0
                    row.age = 0
                row.tie += 0.02 * (1.0 - row.tie)
            else:
                ready = row.open / (row.open + 0.5) * partner.root / (1.0 + partner.open * partner.open)
                if chances[0, r] < 0.02 * (1.0 - 0.3 * row.tie) * (0.5 + ready):
                    row.kind = 1
                    row.age = 0
                row.tie *= 0.98
        for r in range(len(rows)):
            row = rows[r]
            if row.kind == 1:
                reached = math.exp(0.6 * math.log(max(row.volume, 0.02)) + 0.4 * math.log(max(row.tie, 0.02)))
            elif row.kind == 0 and chances[1, r] < 0.9:
                reached = 1.2 * row.volume / (row.volume + 0.2) / (1.0 + 0.1 * row.cost)
            else:
                reached = 0.5 * row.root + 0.3 * row.tie
            row.quality += 0.1 * (reached - row.quality)
            row.age += 1
        total = 0.0
        for r in range(len(rows)):
            row = rows[r]
            total += row.volume
            totals[row.kind] += row.volume
            totals[2 + row.place] += row.volume * row.quality
            totals[-1] += row.volume * row.satisfaction * row.cost
        for column in range(len(totals)):
            totals[column] /= 1.0 + total


@dataclass(frozen=True)
class Measurement:
    """``ratio`` is the least time of a month of the model over the least time of a month of the yardstick."""

    ratio: float
    month: float  # seconds
    yardstick: float  # seconds
    rounds: int

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)


def _rows() -> np.ndarray:
    rows = np.zeros(ROWS, ROW).view(np.recarray)
    for number, name in enumerate(("quality", "expected", "satisfaction", "tie", "cost", "volume", "open", "root")):
        rows[name] = 0.3 + 0.5 * ((np.arange(ROWS) * (number + 3)) % 17) / 17
    rows["kind"] = np.arange(ROWS) % 3 == 0
    rows["other"] = np.arange(ROWS) * 7 % ROWS
    rows["place"] = np.arange(ROWS) // (ROWS // PLACES)
    return rows


def measure(prepared: Prepared, months: int = 60, extra_months: int = 0) -> Measurement:
    """Time both in turn until neither gets any faster.

    Parameters
    ----------
    months : months of the model in one timing, from the end of the burn-in on.
    extra_months : months that are run beyond those but not counted: a slow-down made on purpose.
    """
    start = build(prepared.plan, SEED, 0, prepared.times.first_month)
    measures = np.zeros((months + extra_months, len(MEASURES)))
    by_service = np.zeros((months + extra_months, len(start.services), 3), np.float32)
    simulate(start, prepared.times.first_month, 0, measures, by_service)
    rows, chances, totals = _rows(), np.zeros((2, ROWS)), np.zeros(PLACES + 3)

    def model() -> float:
        worlds: list[World] = [start.copy() for _ in range(2)]
        began = time.thread_time()
        for world in worlds:
            simulate(world, 0, months + extra_months, measures, by_service)
        return (time.thread_time() - began) / (2 * months)

    def reference() -> float:
        state = rows.copy()
        began = time.thread_time()
        yardstick(state, chances, totals, 4 * months)
        return (time.thread_time() - began) / (4 * months)

    model(), reference()
    least = [np.inf, np.inf]
    steady = rounds = 0
    while rounds < MAX_ROUNDS and (rounds < MIN_ROUNDS or steady < STEADY):
        now = [model(), reference()]
        steady = 0 if any(new < NEWER * old for new, old in zip(now, least, strict=True)) else steady + 1
        least = [min(new, old) for new, old in zip(now, least, strict=True)]
        rounds += 1
    return Measurement(least[0] / least[1], least[0], least[1], rounds)
