"""The experiment with an extension of its own, in its quick version."""

from __future__ import annotations

import csv

import pytest

from tests.experiments.test_experiments import SLOW, test_quick_version


@pytest.mark.parametrize("name", SLOW)
def test_it_publishes_what_the_others_do(name, tmp_path):
    test_quick_version(name, tmp_path)
    with (tmp_path / "structure.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    levels = {row["structure"]: float(row["change"]) for row in rows if "without events" in row["headline"]}
    assert {"half the town", "twice the town", "last first on"} < set(levels)
    assert all(abs(change) < 0.1 for change in levels.values())  # another order is another chance, not another model
