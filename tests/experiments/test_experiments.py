"""Every experiment runs in its quick version and answers its question."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from simulation.engine.versions import code_version, recorded_fingerprint

ROOT = Path(__file__).parents[2]
NAMES = (
    "ablation",
    "austerity_two_signs",
    "framework_levers",
    "leadership_change",
    "pfi_lock_in",
    "places",
    "robust_levers",
    "sensitivity",
    "viability",
)


@pytest.mark.parametrize("name", NAMES)
def test_quick_version(name, tmp_path):
    if name == "robust_levers":
        pytest.importorskip("ema_workbench")
    command = [sys.executable, str(ROOT / "experiments" / f"{name}.py"), "--quick", "--out", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert all(part in text for part in ("**Question.**", "**Answer.**", "## Design", "## The same again"))
    assert not re.search(r"\bnan\b", text) and "model " in text
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["quick"] and manifest["seeds"] and manifest["command"] == f"python experiments/{name}.py --quick"
    assert manifest["fingerprint"] == recorded_fingerprint() and manifest["fingerprint"] in text
    assert manifest["model_version"] == code_version() and all(key in text for key in manifest["sizes"])
    published = {path.name for path in tmp_path.iterdir() if path.is_file()} - {"manifest.json"}
    assert set(manifest["files"]) == published
    assert all(
        hashlib.sha256((tmp_path / file).read_bytes()).hexdigest() == known for file, known in manifest["files"].items()
    )
    for kind, target in re.findall(r"(!?)\[[^\]]*\]\(([^)]+)\)", text):
        assert (tmp_path / target).stat().st_size > 0, (kind, target)


def test_a_quick_version_does_not_take_the_place_of_the_full_one():
    place = str(ROOT / "results" / "places")
    command = [sys.executable, str(ROOT / "experiments" / "places.py"), "--quick", "--out", place]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 2 and "does not take the place of the full one" in done.stderr
