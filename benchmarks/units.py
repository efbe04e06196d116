"""What the unavoidable operations cost on this machine: draws, exponentials, logarithms and memory traffic."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

import numba
import numpy as np

from simulation.engine import draws
from simulation.engine.draws import Purpose

COUNT = 240  # entities at a time, as many as a council has arrangements: everything stays in the nearest caches
REPEAT = 400
ROUNDS = 40


@dataclass(frozen=True)
class UnitCosts:
    """Nanoseconds of one operation, the least of many rounds."""

    block: float  # a Philox block of four words turned into four chances, several at a time
    exponential: float
    logarithm: float
    byte: float  # read once and written once, from the cache that holds a council

    def to_json(self) -> dict[str, float]:
        """As plain data."""
        return asdict(self)


@numba.njit(cache=True, nogil=True, error_model="numpy", _nrt=False)
def _blocks(chances, key, repeat):
    for month in range(repeat):
        draws.fill(chances, key, Purpose.JOINT_PLANNING, month, 0, 0, chances.shape[1])


@numba.njit(cache=True, nogil=True, error_model="numpy", _nrt=False)
def _exponentials(numbers, results, repeat):
    for _ in range(repeat):
        for at in range(len(numbers)):
            results[at] = math.exp(numbers[at])


@numba.njit(cache=True, nogil=True, error_model="numpy", _nrt=False)
def _logarithms(numbers, results, repeat):
    for _ in range(repeat):
        for at in range(len(numbers)):
            results[at] = math.log(numbers[at])


@numba.njit(cache=True, nogil=True, error_model="numpy", _nrt=False)
def _traffic(words, repeat):
    for month in range(repeat):
        for at in range(len(words)):
            words[at] ^= month


def unit_costs(bytes_of_a_council: int) -> UnitCosts:
    """Measure all; ``bytes_of_a_council`` is how much memory a month of one council touches."""
    chances, key = np.zeros((4, COUNT)), np.array([1, 2], np.uint64)
    numbers, results = np.linspace(0.01, 2.0, COUNT), np.zeros(COUNT)
    words = np.zeros(bytes_of_a_council // 8, np.int64)
    return UnitCosts(
        block=_least(lambda: _blocks(chances, key, REPEAT), COUNT * REPEAT),
        exponential=_least(lambda: _exponentials(numbers, results, REPEAT), COUNT * REPEAT),
        logarithm=_least(lambda: _logarithms(numbers, results, REPEAT), COUNT * REPEAT),
        byte=_least(lambda: _traffic(words, REPEAT), words.nbytes * REPEAT),
    )


def _least(work: Callable[[], object], operations: int) -> float:
    work()
    best = np.inf
    for _ in range(ROUNDS):
        began = time.thread_time()
        work()
        best = min(best, time.thread_time() - began)
    return best / operations * 1e9
