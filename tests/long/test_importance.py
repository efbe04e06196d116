"""Importance over worlds: how often something is named that does not matter, and how much is found of what does."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.analysis import importance_of
from tests.long.dependent_inputs import COUNT, NAMES, dependent, outcome_of

SETS, PERMUTATIONS = 400, 200


@pytest.mark.parametrize("worlds", [60, 150])
def test_one_analysis_in_twenty_names_what_does_not_matter(worlds):
    """5 %, within two and a half standard errors of the simulation."""
    named = 0
    for seed in range(SETS):
        rng = np.random.default_rng(1000 + seed)
        named += bool(importance_of(rng.normal(size=worlds), dependent(rng, worlds), NAMES, PERMUTATIONS).found)
    print(f"{worlds} worlds: {named} of {SETS}")
    assert abs(named / SETS - 0.05) < 2.5 * np.sqrt(0.05 * 0.95 / SETS)


def test_three_that_matter_are_found_and_others_are_not():
    """What does not matter, and does not go with what does, is named as rarely beside numbers that matter."""
    found, wrong, sets = np.zeros(3), 0, 100
    for seed in range(sets):
        rng = np.random.default_rng(seed)
        sample = np.column_stack([dependent(rng, 150), rng.random((150, COUNT))])  # the second half goes with nothing
        names = (*NAMES, *(f"free {name}" for name in NAMES))
        named = importance_of(outcome_of(rng, sample, {50: 0.25, 60: 0.25, 3: 0.25}), sample, names, PERMUTATIONS).found
        found += [name in named for name in ("x50", "x60", "x3")]
        wrong += any(name.startswith("free") for name in named)
    print(f"found {found / sets}, something wrong {wrong / sets:.2f}")
    assert (found / sets > [0.85, 0.6, 0.85]).all()  # a threshold is harder to see than a line or a switch
    assert wrong / sets < 0.12


@pytest.mark.parametrize(
    ("shape", "number", "share", "least"),
    [
        ("line", 50, 0.15, 0.6),
        ("line", 50, 0.25, 0.9),
        ("switch", 3, 0.15, 0.6),
        ("threshold", 50, 0.25, 0.7),
        ("valley", 50, 0.35, 0.7),
    ],
)
def test_power_in_150_worlds(shape, number, share, least):
    """The numbers of docs/guide.md, with a margin for the simulation."""
    found, sets = 0, 100
    for seed in range(sets):
        rng = np.random.default_rng(seed)
        sample = dependent(rng, 150)
        values = outcome_of(rng, sample, {number: share}, shape)
        found += NAMES[number] in importance_of(values, sample, NAMES, PERMUTATIONS).found
    print(f"{shape} with {share:.0%} of the variance: found in {found} of {sets}")
    assert found / sets > least
