"""Fitted exponents, and ratios measured in pairs."""

from __future__ import annotations

import pytest

from benchmarks.pairing import Spread, pair
from benchmarks.scaling import fit


def test_a_power_law_gives_its_exponent():
    sizes = (1, 4, 20, 100)
    found = fit("councils", sizes, tuple(3e-4 * size**1.1 for size in sizes))
    assert found.exponent == pytest.approx(1.1)
    assert found.low == pytest.approx(1.1) and found.high == pytest.approx(1.1)


def test_the_interval_of_a_noisy_exponent_holds_it():
    found = fit("months", (60, 120, 240, 480), (1.1, 1.9, 4.3, 7.7))
    assert found.low < found.exponent < found.high


def test_ratios_are_taken_pair_by_pair():
    first, second = iter([9.0, 1.0, 2.0, 4.0]), iter([9.0, 3.0, 6.0, 4.0])
    found = pair(lambda: next(first), lambda: next(second), 3)
    assert found.ratio == Spread(3.0, 1.0, 3.0, 3)
    assert found.first == Spread(2.0, 1.0, 4.0, 3)
