"""The hook for intervals of sensitivity indices: whoever can simulate them with a known truth adds an entry.

An entry takes a generator and a number of data sets, and gives bounds ``[data set]`` twice and the truth.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from tests.long.coverage import ABOUT, Corner, check, seen

Measure = Callable[[np.random.Generator, int], tuple[np.ndarray, np.ndarray, float]]
INDICES: dict[str, Measure] = {}


@pytest.mark.parametrize("name", INDICES or [pytest.param("", marks=pytest.mark.skip("no index is entered yet"))])
def test_indices(name: str) -> None:
    check(Corner("sensitivity index", name, 0, ABOUT), lambda corner, sets: seen(*INDICES[name](corner.rng(), sets)))
