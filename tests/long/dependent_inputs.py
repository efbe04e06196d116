"""Many numbers that depend on each other, as those of plausible worlds do, and outcomes that hang on few of them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy import stats

COUNT, SWITCHES, COMMON = 309, 9, 20
NAMES = tuple(f"x{number}" for number in range(COUNT))
SHAPES = {  # of one number from 0 to 1, each with mean 0 and variance 1
    "line": lambda u: (u - 0.5) * np.sqrt(12),
    "threshold": lambda u: ((u > 0.7) - 0.3) / np.sqrt(0.21),
    "valley": lambda u: ((u - 0.5) ** 2 - 1 / 12) * np.sqrt(180),
    "switch": lambda u: 2 * u - 1,
}


def dependent(rng: np.random.Generator, worlds: int, count: int = COUNT) -> np.ndarray:
    """``[world, number]`` from 0 to 1: each number goes with a fifth of the common causes; some are switches."""
    loads = rng.normal(size=(COMMON, count)) * (rng.random((COMMON, count)) < 0.2) * 0.6
    scores = rng.normal(size=(worlds, COMMON)) @ loads + rng.normal(size=(worlds, count))
    unit = stats.norm.cdf(scores / np.sqrt(1 + (loads**2).sum(axis=0)))
    unit[:, :SWITCHES] = unit[:, :SWITCHES] > 0.5
    return unit


def outcome_of(
    rng: np.random.Generator, sample: np.ndarray, shares: Mapping[int, float], shape: str = ""
) -> np.ndarray:
    """An outcome of which each of some numbers explains a share of the variance by itself; the rest is chance."""
    shapes = {
        number: shape or ("switch" if number < SWITCHES else ("line", "threshold")[number % 20 == 0])
        for number in shares
    }
    parts = [np.sqrt(share) * SHAPES[shapes[number]](sample[:, number]) for number, share in shares.items()]
    return sum(parts) + np.sqrt(1 - sum(shares.values())) * rng.normal(size=len(sample))
