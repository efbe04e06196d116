"""``coproduction validate`` and ``run --councils``: wrong use, and what is printed and written."""

import json

import pytest
from typer.testing import CliRunner

import simulation.validation.running as running
from simulation.cli import app
from simulation.cli.validate_command import Watch, _in_other_worlds
from simulation.engine import compile_progress
from simulation.validation import NULLS
from simulation.validation.check import Result
from simulation.validation.patterns import P3
from simulation.world.worlds import worlds


def call(*arguments):
    return CliRunner().invoke(app, arguments)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("validate", "--seed", "-1"), "--seed -1: it must be a whole number"),
        (("validate", "--only", "R21"), "--only 'R21': there is no such check"),
        (("validate", "--out", "file"), "--out file: this is a file, not a folder"),
        (("run", "baseline", "--spending", "file"), "--spending file: it needs --councils FILE"),
        (("run", "baseline", "--councils", "file"), "baseline has no 'start': years of a file need a calendar"),
        (("run", "uk-1997-2024", "--councils", "file"), "file has no column authority"),
    ],
)
def test_wrong_use_is_refused_in_one_line(tmp_path, monkeypatch, arguments, message):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("nothing\n")
    result = call(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr and result.stderr.count("\n") == 1


def test_validate_prints_and_writes_what_it_found(tmp_path, monkeypatch):
    monkeypatch.setattr(running, "CHECKS", (P3,))
    monkeypatch.setattr(running, "PATTERNS", (None, None, P3))
    result = call("validate", "--quick", "--out", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    assert "asymmetry of leadership changes" in result.stdout
    kept = json.loads((tmp_path / "out" / "validation.json").read_text())
    assert [check["name"] for check in kept["checks"]] == ["P3"]
    passed = sum(check["verdict"] == "pass" for check in kept["checks"])
    assert f"{passed} of 1 checks pass" in result.stdout
    assert len(kept["nulls"]) == len(NULLS)
    assert all(check["verdict"] != "pass" for null in kept["nulls"] for check in null["checks"])
    assert result.stdout.splitlines()[-1].endswith(": coproduction validate --worlds plausible")


@pytest.mark.parametrize(
    ("compiled", "seconds", "taking"),
    [
        (False, 600, " (about 10 minutes, at the pace of this run)"),
        (False, 10_000, " (about 3 hours, at the pace of this run)"),
        (True, 600, ""),
    ],
)
def test_the_last_line_names_the_command_for_all_worlds_and_its_time_where_that_can_be_told(
    monkeypatch, compiled, seconds, taking
):
    monkeypatch.setattr(compile_progress, "_compiled", {"a rule"} if compiled else set())
    count = len(worlds("plausible"))
    # The time of null models, which are judged last and in no other world, does not count.
    took = [5 * seconds / count, 999.0]  # with five times as many pairs as in each world
    line = _in_other_worlds([Result(P3, (), pairs=240)], took, ["P3"], None, 2, 4)
    assert line == (
        f"This was the central world. In each of the {count} plausible ones{taking}: "
        "coproduction validate --worlds plausible --only P3 --seed 2 --workers 4"
    )


def test_each_check_is_timed_by_itself(monkeypatch):
    moments, told = iter([10.0, 12.0, 15.0]), []
    monkeypatch.setattr("simulation.cli.validate_command.time.monotonic", lambda: next(moments))
    watch = Watch(lambda done, total: told.append((done, total)))
    watch(1, 2)
    watch(2, 2)
    assert watch.seconds == [2.0, 3.0] and told == [(1, 2), (2, 2)]


def test_one_check_alone_is_judged_without_null_models(tmp_path):
    result = call("validate", "--quick", "--only", "R18", "--out", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    assert "a PFI contract stays in its service" in result.stdout and "Null models" not in result.stdout
    kept = json.loads((tmp_path / "out" / "validation.json").read_text())
    assert [check["name"] for check in kept["checks"]] == ["R18"] and not kept["nulls"]


def test_a_quick_run_leaves_the_full_one_alone(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(running, "CHECKS", (P3,))
    monkeypatch.setattr(running, "PATTERNS", ())
    monkeypatch.setattr(running, "NULLS", ())
    assert call("validate", "--quick").exit_code == 0
    assert [path.name for path in (tmp_path / "results").iterdir()] == ["validation-quick"]
