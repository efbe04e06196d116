"""Quick versions of all experiments in the usual worlds, and of the one with an extension of its own in one world."""

from __future__ import annotations

import csv

import pytest

from tests.experiments.test_experiments import IN_ONE, NAMES, SLOW, test_quick_version

USUAL = ""  # no option says which worlds


@pytest.mark.parametrize("name", NAMES)
def test_in_the_usual_worlds(name, tmp_path, monkeypatch):
    monkeypatch.delenv("NUMBA_DISABLE_JIT", raising=False)
    test_quick_version(name, USUAL, tmp_path)
    tables = [path.read_text(encoding="utf-8").partition("\n")[0].split(",") for path in tmp_path.glob("*.csv")]
    assert any("chance_share" in head for head in tables), "no estimate says what of it is chance"


@pytest.mark.parametrize("name", SLOW)
def test_in_one_world(name, tmp_path, monkeypatch):
    monkeypatch.delenv("NUMBA_DISABLE_JIT", raising=False)
    test_quick_version(name, *IN_ONE, tmp_path)
    with (tmp_path / "structure.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    levels = {row["structure"]: float(row["change"]) for row in rows if "without events" in row["headline"]}
    assert {"half the town", "twice the town", "last first on"} < set(levels)
    assert all(abs(change) < 0.1 for change in levels.values())  # another order is another chance, not another model
