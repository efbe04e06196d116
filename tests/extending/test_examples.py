"""The worked examples of extensions: what they do, and that they do the same whichever way the model is run."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from simulation.engine.versions import code_version
from simulation.scenarios.files import from_keys
from tests.extending.worked import EXAMPLES

ROOT = Path(__file__).parents[2]
NAMES = ("no_extension", *sorted(path.stem for path in EXAMPLES.glob("*.py")))
INTERPRETED = os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(ROOT)}


def python(*words: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """A Python of its own, in which nothing is compiled."""
    return subprocess.run([sys.executable, *words], cwd=folder, env=INTERPRETED, capture_output=True, text=True)


@pytest.fixture(scope="module")
def digests() -> dict[str, str]:
    """What the futures of each example come to; one process each, since a process has one extension."""
    with ThreadPoolExecutor(2) as pool:
        done = dict(zip(NAMES, pool.map(lambda name: python("-m", "tests.extending.worked", name), NAMES), strict=True))
    assert all(each.returncode == 0 for each in done.values()), "\n".join(each.stderr for each in done.values())
    return {name: each.stdout.strip() for name, each in done.items()}


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.toml")), ids=lambda path: path.stem)
def test_but_for_what_extensions_bring_their_scenarios_are_read_without_them(path):
    keys = tomllib.loads(path.read_text(encoding="utf-8"))
    if "scenarios" not in keys:  # no design
        from_keys({"name": path.stem} | {key: keys[key] for key in keys.keys() - {"events", "settings"}})


def test_a_mechanism_that_is_turned_off_leaves_the_model_as_it_is(digests):
    assert digests["no_extension"] == digests["hung_councils"] == digests["cutting_corners"]
    assert digests["community_hubs"] != digests["no_extension"]


def test_a_command_runs_with_it_and_says_so(tmp_path):
    scenario = "years = 1\nburn_in_years = 0\n[settings]\nneighbourhoods = 3\n"
    scenario += '[[events]]\nname = "hubs"\nkind = "hubs_open"\nyear = 0\nsize = 0.5\n'
    (tmp_path / "hubs.toml").write_text(scenario, encoding="utf-8")
    own = str(EXAMPLES / "community_hubs.py")
    words = ("-m", "simulation.cli", "run", "hubs.toml", "--replicates", "2", "--months", "12", "--out", "out")
    done = python(*words, "--with", own, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "With an extension, which is no part of the calibrated model: community_hubs.py, " in done.stderr
    assert "; uncalibrated: hub_rest, hub_wear." in done.stderr
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["extension"]["file"] == "community_hubs.py"
    assert manifest["extension"]["digest"] in done.stderr
    assert manifest["extension"]["uncalibrated"] == ["hub_rest", "hub_wear"]
    assert manifest["model_version"] != code_version()
    assert shlex.join(["--with", own]) in manifest["command"]
    without = python(*words, folder=tmp_path)
    assert without.returncode == 2 and "hubs_open" in without.stderr
