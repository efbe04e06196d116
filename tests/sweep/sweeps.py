"""A small sweep that takes seconds: two years of a few neighbourhoods."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np

from simulation.sweep.design import Plan, load, plan
from simulation.sweep.run import _worlds_file
from simulation.world.worlds import Worlds

DESIGN = """
scenarios = ["short.toml"]
sampler = "latin_hypercube"
points = {points}
replicates = {replicates}
monthly = ["coproduction"]
spells = true
[levers]
governance = "declared"
[uncertainties]
leader_exit = "declared"
"hostile.commitment" = {{low = 0.1, high = 0.4}}
"""

SCENARIO = """
years = {years}
burn_in_years = 1
[settings]
neighbourhoods = 4
organisations = 4
[[events]]
name = "hostile"
kind = "leadership_change"
year = 0.5
commitment = 0.1
"""

TABLES = ("outcomes.parquet", "monthly.parquet", "spells.parquet", "points.parquet")
NAMES = ("fatigue_growth", "leader_exit", "cuts_take")
THREE = Worlds("three", NAMES, np.array([[0.02, 0.06, 1.0], [0.08, 0.1, 0.0], [0.15, 0.18, 1.0]]))


def write_design(
    folder: Path, points: int = 12, replicates: int = 25, years: float = 2, in_three: bool = False
) -> Path:
    """A design in a folder, with the scenario beside it, and with three worlds if it is to be in these."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "short.toml").write_text(SCENARIO.format(years=years), encoding="utf-8")
    path = folder / "design.toml"
    text = DESIGN.format(points=points, replicates=replicates)
    if in_three:
        (folder / "three.parquet").write_bytes(_worlds_file(THREE)["worlds.parquet"])
        text = f'worlds = "three.parquet"\n{text}'
    path.write_text(text, encoding="utf-8")
    return path


def made(path: Path) -> Plan:
    return plan(load(path), path.parent)


def digests(folder: Path) -> dict[str, str]:
    """What the final tables are, byte for byte."""
    names = [*TABLES, *(["worlds.parquet"] if (folder / "worlds.parquet").exists() else [])]
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}


# The command as at a terminal: tests that run in the background ignore Ctrl-C, and children inherit it.
COMMAND = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
COMMAND += "from simulation.cli import main; main()"


def start(design: Path, out: Path, *options: str) -> subprocess.Popen[str]:
    """The command in a process of its own."""
    command = [sys.executable, "-c", COMMAND, "sweep", str(design), "--out", str(out), *options]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ))
