"""``coproduction worlds``: what is listed, described and exported."""

import json

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from scipy import stats
from typer.testing import CliRunner

from simulation.calibration.figures import FIGURES
from simulation.calibration.unknowns import Unknowns
from simulation.cli import app
from simulation.world.sealed import to_parquet

UNKNOWNS = Unknowns(("fatigue_growth", "leader_spread", "portfolios"))
FIGURE = FIGURES[0]


def call(*arguments):
    return CliRunner().invoke(app, ["worlds", *map(str, arguments)])


@pytest.fixture
def file(tmp_path):
    points = stats.uniform.rvs(size=(120, 3), random_state=1)
    points[:, 0] /= 3
    columns = dict(zip(UNKNOWNS.names, UNKNOWNS.values(points).T, strict=True))
    columns |= {f"figure {FIGURE.name}": np.full(120, FIGURE.low), "pattern P3": np.arange(120) % 2.0}
    path = tmp_path / "sets.parquet"
    path.write_bytes(to_parquet(pa.table(columns), {"seed": 7, "tried": {"candidates": 256}}))
    return path


def test_the_central_world_is_always_listed():
    assert "the declared values" in call().stdout
    assert json.loads(call("--json").stdout)[-1] == {"name": "central", "sets": 1, "found": {}}


def test_sets_are_described_in_words_and_as_json(file):
    said = call(file).stdout
    for words in (
        "120 sets",
        "tried, candidates: 256",
        f"{UNKNOWNS.names[0]}:",
        f"{FIGURE.name} {FIGURE.part.name}",
        " 50%  P3 asymmetry of leadership changes",
    ):
        assert words in said
    told = json.loads(call(file, "--json").stdout)
    assert told["sets"] == 120 and told["found"]["seed"] == 7
    assert {each["name"] for each in told["marginals"]} == set(UNKNOWNS.names)


def test_sets_are_exported_as_a_table(file, tmp_path):
    out = tmp_path / "sets.csv"
    assert "120 sets, 5 columns" in call(file, "--export", out).stdout
    table = pd.read_csv(out)
    assert list(table)[:3] == list(UNKNOWNS.names) and len(table) == 120


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("central",), "the one world of the declared values"),
        (("none.parquet",), "No such file"),
        (("--export", "sets.csv"), "--export needs the name of the worlds"),
    ],
)
def test_wrong_use_is_refused_in_one_line(arguments, said):
    done = call(*arguments)
    assert done.exit_code == 2 and said in done.stderr and done.stderr.count("\n") == 1


def test_only_tables_are_exported(file, tmp_path):
    assert "must be a file that ends in .csv" in call(file, "--export", tmp_path / "sets.xlsx").stderr
