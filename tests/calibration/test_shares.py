"""In what share of worlds checks hold, on estimates that are known."""

import json

import numpy as np
import pyarrow as pa
import pytest
from typer.testing import CliRunner

from simulation.calibration import pool
from simulation.calibration.shares import judged_over
from simulation.cli import app
from simulation.validation.check import Check, Part
from simulation.world.sealed import to_parquet
from simulation.world.worlds import Worlds

CHECKS = (
    Check("A", "one part", "", (), (Part("growth", 0.0, 0.1, None),)),
    Check("B", "two parts", "", (), (Part("growth", 0.05, 1.0, None), Part("spread", 0.0, 0.25, None))),
    Check("C", "told in few", "", (), (Part("few", 0.0, 1.0, None),)),
)
WORLDS = Worlds(
    "four", ("fatigue_growth", "leader_spread"), np.array([[0.02, 0.1], [0.08, 0.2], [0.15, 0.3], [0.09, 0.3]])
)


@pytest.fixture
def known(monkeypatch):
    def estimated(settings, figures, effort):
        of = {
            "growth": settings["fatigue_growth"],
            "spread": settings["leader_spread"],
            "few": 0.5 if settings["fatigue_growth"] < 0.05 else np.nan,
        }
        return np.array([of[figure.part.name] for figure in figures]), np.zeros(len(figures))

    monkeypatch.setattr(pool, "try_out", estimated)


def test_a_check_holds_where_all_its_parts_do(known, tmp_path):
    one, two, few = judged_over(WORLDS, CHECKS, tmp_path, workers=1)
    assert (one.holds, one.told) == (3, 4)
    assert (two.holds, two.told) == (1, 4)
    assert [part.share for part in two.parts] == [0.75, 0.5]
    assert two.low < 0.25 < two.high
    assert (few.holds, few.told) == (1, 1)


def test_it_goes_on_where_it_was_stopped(known, tmp_path, monkeypatch):
    first = judged_over(WORLDS, CHECKS, tmp_path, workers=1)
    monkeypatch.setattr(pool, "try_out", None)
    assert judged_over(WORLDS, CHECKS, tmp_path, workers=1) == first


def test_the_command_prints_and_writes_the_shares(tmp_path, monkeypatch):
    monkeypatch.setattr(pool, "try_out", lambda settings, figures, effort: (np.zeros(len(figures)),) * 2)
    file = tmp_path / "two.parquet"
    file.write_bytes(to_parquet(pa.table({"fatigue_growth": [0.02, 0.15]}), {}))
    arguments = ["validate", "--worlds", str(file), "--only", "R18", "--pairs", "4", "--out", str(tmp_path / "out")]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    assert "over 2 worlds, 4 pairs in each" in result.stdout
    assert "a PFI contract stays in its service" in result.stdout
    kept = json.loads((tmp_path / "out" / "over-worlds.json").read_text())
    assert [check["name"] for check in kept["checks"]] == ["R18"]
    assert kept["checks"][0]["told"] == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--worlds", "some.parquet", "--quick"), "--quick is for the central world"),
        (("--pairs", "9"), "--pairs is for several --worlds"),
        (("--worlds", "none.parquet"), "No such file"),
    ],
)
def test_wrong_use_is_refused_in_one_line(arguments, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["validate", *arguments])
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stderr.count("\n") == 1
