"""Every experiment runs in its quick version and answers its question."""

from __future__ import annotations

import csv
import hashlib
import importlib
import json
import math
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from simulation.engine.versions import code_version, recorded_fingerprint
from simulation.results.over_worlds import FEWEST_WORLDS
from simulation.world.sealed import to_parquet

ROOT = Path(__file__).parents[2]
NAMES = (
    "ablation",
    "after_the_change",
    "austerity_two_signs",
    "claims",
    "framework_levers",
    "leadership_change",
    "levers_by_shock",
    "model_ladder",
    "pfi_lock_in",
    "places",
    "plausible_worlds",
    "robust_levers",
    "sensitivity",
    "structure",
    "viability",
    "who_gains",
)


SLOW = ("structure",)  # it compiles an extension of its own: tests/long
IN_SEVERAL = ("plausible_worlds",)  # it has a test of its own
IN_ONE = (" --worlds central",)  # in several worlds quick versions take minutes: tests/long


@pytest.mark.parametrize("name", [name for name in NAMES if name not in SLOW + IN_SEVERAL])
@pytest.mark.parametrize("worlds", IN_ONE)
def test_quick_version(name, worlds, tmp_path):
    if name == "robust_levers":
        pytest.importorskip("ema_workbench")
    command = [sys.executable, str(ROOT / "experiments" / f"{name}.py"), "--quick", *worlds.split()]
    done = subprocess.run([*command, "--out", str(tmp_path)], capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert all(part in text for part in ("**Question.**", "**Answer.**", "## Design", "## The same again"))
    assert not re.search(r"\bnan\b", text) and "model " in text
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert (
        manifest["quick"]
        and manifest["seeds"]
        and manifest["command"] == f"python experiments/{name}.py --quick{worlds}"
    )
    assert manifest["fingerprint"] == recorded_fingerprint() and manifest["fingerprint"] in text
    assert manifest["model_version"] == code_version() and all(key in text for key in manifest["sizes"])
    published = {path.name for path in tmp_path.iterdir() if path.is_file()} - {"manifest.json"}
    assert set(manifest["files"]) == published
    assert all(
        hashlib.sha256((tmp_path / file).read_bytes()).hexdigest() == known for file, known in manifest["files"].items()
    )
    for kind, target in re.findall(r"(!?)\[[^\]]*\]\(([^)]+)\)", text):
        assert (tmp_path / target).stat().st_size > 0, (kind, target)


def test_over_worlds_every_headline_has_a_band_and_a_share_of_worlds(tmp_path):
    values = pa.table({"fatigue_growth": np.linspace(0.02, 0.15, FEWEST_WORLDS)})
    (tmp_path / "made-up.parquet").write_bytes(to_parquet(values, {}))
    out = tmp_path / "out"
    command = [sys.executable, str(ROOT / "experiments" / "pfi_lock_in.py"), "--quick", "--out", str(out)]
    worlds = ["--worlds", str(tmp_path / "made-up.parquet")]
    done = subprocess.run([*command, *worlds], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    with (out / "headlines.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {"level", "lost", "difference"} == {row["what"] for row in rows}
    for row in rows:
        known = not math.isnan(float(row["low"]))
        assert float(row["low"]) <= float(row["median"]) <= float(row["high"]) if known else row["note"]
        assert math.isnan(float(row["sign_share"])) == (row["what"] == "level" or not known)
    assert any(float(row["sign_share"]) > 0 for row in rows)
    assert (out / "headlines.png").stat().st_size > 0
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["worlds"]["number"] == FEWEST_WORLDS and set(manifest["files"]) > {"headlines.csv", "headlines.svg"}
    planned = subprocess.run([*command, *worlds, "--plan"], capture_output=True, text=True, timeout=300)
    assert re.fullmatch(r"pfi_lock_in: about [\d.]+ core-minutes \(.*\)\n", planned.stdout), planned.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--worlds", "plausibel"], "--worlds: worlds = 'plausibel': it must be plausible, central, or a file.parquet"),
        (["--futures-a-world", "3"], "--futures-a-world 3: it must be an even number from 2 on"),
    ],
)
def test_wrong_worlds_are_refused_in_one_line(words, said, monkeypatch, capsys):
    monkeypatch.syspath_prepend(str(ROOT / "experiments"))
    monkeypatch.setattr(sys, "argv", ["places.py", "--quick", *words])
    with pytest.raises(SystemExit) as refused:
        importlib.import_module("shared").Experiment("places", "What?")
    assert refused.value.code == 2 and capsys.readouterr().err.endswith(f"error: {said}\n")


def test_headlines_of_several_sweeps_say_whose_they_are(monkeypatch, tmp_path):
    monkeypatch.syspath_prepend(str(ROOT / "experiments"))
    monkeypatch.setattr(sys, "argv", ["x.py", "--quick", "--worlds", "central", "--out", str(tmp_path)])
    shared, headlines = (importlib.import_module(name) for name in ("shared", "headlines"))
    made = shared.Experiment("x", "What?")
    one = headlines.Headline("left", "level", headlines.Estimate(0.3, 0.2, 0.4))
    made._in_worlds = {"first": None, "second": None}
    with pytest.raises(ValueError, match=r"x: which sweep are the headlines of, first or second\?"):
        made._headlines("Title", [one], "")
    assert "| left | level | 30.0 % |" in made._headlines("Title", [one], "first")


def test_a_quick_version_does_not_take_the_place_of_the_full_one():
    place = str(ROOT / "results" / "places")
    command = [sys.executable, str(ROOT / "experiments" / "places.py"), "--quick", "--out", place]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 2 and "does not take the place of the full one" in done.stderr
