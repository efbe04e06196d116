"""What plausible worlds are worth: the experiment over made-up sets, and its parts on known truth."""

from __future__ import annotations

import csv
import subprocess
import sys

import numpy as np
import pyarrow as pa
import pytest
from scipy import stats

from simulation.calibration.figures import FIGURES, bounds
from simulation.calibration.unknowns import Unknowns
from simulation.results.over_worlds import FEWEST_WORLDS
from simulation.world.sealed import to_parquet
from simulation.world.worlds import FIGURE
from tests.experiments.test_runner import FOLDER, script

SCRIPT = FOLDER / "plausible_worlds.py"


@pytest.fixture
def experiment(monkeypatch):
    monkeypatch.syspath_prepend(str(FOLDER))
    return script("plausible_worlds")


def made_up(sets: int) -> dict[str, np.ndarray]:
    """Sets that differ in one number; the first one meets all figures in the middle of their ranges."""
    low, high = bounds(FIGURES)
    low, high = np.where(np.isfinite(low), low, high - 1), np.where(np.isfinite(high), high, low + 1)
    low = np.where(np.isfinite(low), low, 0.0)
    away = np.linspace(0.0, 0.45, sets)[:, None]
    figures = (low + high) / 2 + away * (high - low)
    return {"fatigue_growth": np.linspace(0.02, 0.15, sets)} | {
        FIGURE + figure.name: column for figure, column in zip(FIGURES, figures.T, strict=True)
    }


def test_every_headline_over_all_sets_and_over_parts_of_them(tmp_path):
    turns = [1 + number % 2 for number in range(FEWEST_WORLDS)]
    (tmp_path / "made-up.parquet").write_bytes(
        to_parquet(pa.table(made_up(FEWEST_WORLDS)), {"tried": {"turn 1": 50}, "turns": turns})
    )
    out = tmp_path / "out"
    command = [sys.executable, str(SCRIPT), "--quick", "--out", str(out)]
    central = [*command, "--worlds", "central"]  # the declared values are one world, and there is nothing to ask
    done = subprocess.run(central, capture_output=True, text=True, timeout=300)
    assert done.stderr == "plausible_worlds: it takes several worlds, and central is one: --worlds FILE\n"
    command += ["--worlds", str(tmp_path / "made-up.parquet")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    with (out / "selections.csv").open(encoding="utf-8", newline="") as file:
        rows = {(row["headline"], row["sets"]): row for row in csv.DictReader(file)}
    numbers = {which: int(rows["lost", which]["number of sets"]) for _, which in rows}
    assert numbers.pop("half the tolerance") in range(1, FEWEST_WORLDS)
    halves = [numbers.pop(which) for which in ("found first", "found last", "spread most evenly")]
    assert halves == [-(-FEWEST_WORLDS // 2), FEWEST_WORLDS // 2, FEWEST_WORLDS // 2]
    assert numbers == {
        "all": FEWEST_WORLDS,
        "even ones": -(-FEWEST_WORLDS // 2),
        "odd ones": FEWEST_WORLDS // 2,
        "another seed": FEWEST_WORLDS,
    }
    assert {name for name, _ in rows} == {"lost", "added", "level"}
    assert all(float(row["estimate"]) > 0 for row in rows.values())
    with (out / "declared.csv").open(encoding="utf-8", newline="") as file:
        places = [float(row["share of sets below"]) for row in csv.DictReader(file)]
    assert len(places) == 3 and all(0 <= place <= 1 for place in places)
    text = (out / "README.md").read_text(encoding="utf-8")
    assert "turns 1 to 1 of the search accepted, *found last* those of turns 2 to 2" in text
    assert "turn 1: 50" in text and "nan" not in text


def test_where_sets_lie_in_their_priors_is_drawn_for_what_the_record_narrows_most(experiment):
    known = Unknowns(("fatigue_growth", "founding", "leader_spread", "portfolios"))
    points = stats.uniform.rvs(size=(100, len(known)), random_state=1)
    points[:, known.names.index("founding")] *= 0.2  # a rate: its prior is even in the logarithm
    table = pa.table(dict(zip(known.names, known.values(points).T, strict=True)))
    (axes,) = experiment.by_prior("small print", table).axes
    assert next(label.get_text() for label in axes.get_yticklabels()) == "founding"
    assert len(axes.get_yticklabels()) == 3  # of a switch there is a share and no place
    ends = np.array([segment[:, 0] for segment in axes.collections[0].get_segments()])
    assert ends[0] == pytest.approx([1, 19], abs=2) and (ends[1:, 1] - ends[1:, 0] > 75).all()


def test_what_is_lost_is_that_of_all_futures_together_as_in_every_experiment(experiment):
    """Half of all worlds have much and lose a tenth, half have little and lose half of it."""
    world = np.repeat(np.arange(40), 4)
    there = np.where(world < 20, 0.8, 0.2) + np.tile([-0.01, 0.01, 0.0, 0.0], 40)
    parts = np.array([np.where(world < 20, 0.1, 0.5) * there, there])
    found = experiment.Found(experiment.of_ratio(*parts, world), world, False, parts)
    assert found.estimate().value == pytest.approx((0.1 * 0.8 + 0.5 * 0.2) / (0.8 + 0.2))
    assert found.estimate()[:3] == script("estimates").ratio(parts, world)[:3]
    assert found.among(np.arange(40) < 20).estimate().value == pytest.approx(0.1)
