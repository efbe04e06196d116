"""Which council is stored where makes no difference: with its id go all its chance and all its history."""

import numpy as np
import pytest

from tests.verification.worlds import plan, run

POINTERS = {
    "councils": {"first_neighbourhood", "first_contractor"},
    "neighbourhoods": {"council", "organiser"},
    "arrangements": {"council", "neighbourhood", "provider_row", "partner", "contract"},
    "organisations": {"council", "neighbourhood"},
    "contractors": {"council"},
}
COUNCILS = 4
# Every council looks to all others, so that the network is the same whatever the order.
SETTINGS = {
    "councils": COUNCILS,
    "neighbourhoods": 4,
    "neighbouring_councils": 2,
    "region_size": COUNCILS,
    "pfi_policy": 0.5,
}


def of_council(world, table, row):
    """The rows of one council, without those columns that are row numbers."""
    rows = getattr(world, table)
    per_council = len(rows) // COUNCILS
    mine = rows[row * per_council : (row + 1) * per_council]
    return {name: mine[name] for name in mine.dtype.names if name not in POINTERS[table]}


@pytest.mark.parametrize("order", [(3, 2, 1, 0), (1, 3, 0, 2)])
def test_relabelled_councils_have_the_same_histories(order):
    settings = {**SETTINGS, "adoption_rate": 1.0, "planning_support": 0.5}
    usual = run(plan(**settings), 120)
    made = plan(**settings)
    made.councils["id"] = order
    moved = run(made, 120)
    for row, council in enumerate(order):
        for table in POINTERS:
            mine, theirs = of_council(moved.world, table, row), of_council(usual.world, table, council)
            for column in mine:
                np.testing.assert_array_equal(mine[column], theirs[column], f"{table}.{column} of council {council}")
    np.testing.assert_allclose(moved.measures, usual.measures, rtol=1e-9, atol=1e-9)
    assert len(moved.changes) == len(usual.changes)


def test_a_council_that_is_added_in_another_region_changes_nobody_else():
    settings = {**SETTINGS, "region_size": 2}
    four, six = run(plan(**settings), 120), run(plan(**{**settings, "councils": 6}), 120)
    np.testing.assert_array_equal(four.world.arrangements["quality"], six.world.arrangements["quality"][: 4 * 4 * 10])
    np.testing.assert_array_equal(four.world.councils["commitment"], six.world.councils["commitment"][:4])
