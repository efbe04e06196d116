"""`run`: what it simulates, prints, writes, and how it ends when something goes wrong."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from typer.testing import CliRunner

import simulation.ensemble
import simulation.results
from simulation.cli import app
from simulation.cli.run_command import run
from simulation.ensemble import Ensemble
from simulation.world.measures import MEASURES
from simulation.world.names_of_worlds import DEFAULT
from simulation.world.sealed import to_parquet
from simulation.world.spells import SPELL
from simulation.world.worlds import CENTRAL


def made_up(
    scenario,
    replicates=50,
    seed=1,
    *,
    workers=None,
    months=None,
    keep_changes=False,
    worlds=CENTRAL,
    by=(),
    first=None,
    on_progress=None,
    failing=(),
):
    """An ensemble in which the events take away half of everything, without simulating anything."""
    months = months or scenario.months
    fork = min(scenario.fork, months)
    measures = np.random.default_rng(seed).uniform(0.2, 0.4, (replicates, 1, months, len(MEASURES)))
    measures = np.repeat(measures, 2, axis=1)
    measures[:, 0, fork:] *= 0.5
    measures[list(failing)] = np.nan
    for done in range(replicates):
        on_progress(done + 1, replicates)
    failures = [(number, "ValueError: a made-up failure") for number in failing]
    nothing = np.zeros((replicates, 2, months, 10, 3), np.float32)
    spells = np.zeros(0, SPELL)
    return Ensemble(scenario, seed, replicates, months, fork, measures, nothing, spells, failures, worlds)


@pytest.fixture
def calls(tmp_path, monkeypatch):
    """What the command asked for; ensembles are made up, and only the summary is written."""
    asked = {}

    def engine(scenario, replicates, seed, **options):
        asked.update(scenario=scenario, replicates=replicates, seed=seed, **options)
        return made_up(scenario, replicates, seed, **{**options, **asked.get("made_up", {})})

    def save(results, out, draw):
        asked.update(
            out=out,
            command=results.manifest["command"],
            summary=results.summary,
            wall_seconds=results.manifest["wall_seconds"],
        )
        out.mkdir(parents=True)
        (out / "summary.json").write_text(json.dumps(results.summary.to_json()))
        return [out / "summary.json"]

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(simulation.ensemble, "run", engine)
    monkeypatch.setattr(simulation.results, "save", save)
    return asked


def invoke(*arguments):
    return CliRunner().invoke(app, ["run", *arguments])


def test_defaults(calls, tmp_path):
    result = invoke("leadership-change")
    assert result.exit_code == 0
    assert (calls["scenario"].name, calls["replicates"], calls["seed"]) == ("leadership-change", 50, 1)
    assert calls["months"] is None and calls["workers"] is None
    assert (tmp_path / "results" / "leadership-change" / "summary.json").is_file()
    assert calls["command"] == f"coproduction run leadership-change --replicates 50 --seed 1 --worlds {DEFAULT}"


def test_options(calls, tmp_path):
    arguments = (
        "--replicates 3 --seed 7 --months 90 --set neighbourhoods=6 --set contractors=2 --workers 1 --worlds central "
        "--out here"
    )
    result = invoke("leadership-change", *arguments.split())
    assert result.exit_code == 0
    assert dict(calls["scenario"].settings) == {"neighbourhoods": 6, "contractors": 2}
    assert (calls["replicates"], calls["seed"], calls["months"], calls["workers"]) == (3, 7, 90, 1)
    assert (tmp_path / "here" / "summary.json").is_file()
    assert calls["command"] == (
        "coproduction run leadership-change --replicates 3 --seed 7 --worlds central --months 90 "
        "--set neighbourhoods=6 --set contractors=2 --out here"
    )


def test_a_number_of_an_event_is_set(calls):
    arguments = (
        "leadership-change",
        "-n",
        "2",
        "--set",
        "hostile-leadership.commitment=0.35",
        "--set",
        "governance=0.5",
    )
    assert invoke(*arguments).exit_code == 0
    [event] = calls["scenario"].studied
    assert event.values["commitment"] == 0.35 and calls["scenario"].settings["governance"] == 0.5
    assert "--set hostile-leadership.commitment=0.35 --set governance=0.5" in calls["command"]
    refused = invoke("leadership-change", "--set", "hostile-leadership.comitment=0.35")
    assert (
        refused.exit_code == 2 and "leadership_change has no number 'comitment'; it has: commitment" in refused.stderr
    )


def test_worlds(calls, tmp_path):
    sets = pa.table({"joint_working": [0.2, 0.3], "figure S1.1": [0.1, 0.11]})
    (tmp_path / "sets.parquet").write_bytes(to_parquet(sets, {}))
    assert invoke("leadership-change", "-n", "5", "--worlds", "sets.parquet").exit_code == 0
    assert len(calls["worlds"]) == 2 and calls["worlds"].of(2) == {"joint_working": 0.3}
    assert calls["command"].endswith("--replicates 5 --seed 1 --worlds sets.parquet")


@pytest.mark.parametrize(
    ("worlds", "said"),
    [
        ("likely", "worlds = 'likely': it must be plausible, central, or a file.parquet"),
        ("nowhere.parquet", "worlds nowhere.parquet: No such file or directory"),
    ],
)
def test_worlds_that_are_none(calls, worlds, said):
    result = invoke("leadership-change", "--worlds", worlds)
    assert result.exit_code == 2 and said in result.stderr and "scenario" not in calls


def test_without_chooses_what_is_under_study(calls):
    assert invoke("sheffield", "-n", "2", "--without", "burngreave-ends-early").exit_code == 0
    assert [event.name for event in calls["scenario"].studied] == ["burngreave-ends-early"]


def rows(text):
    """The first cell of each row of the tables, of however many lines it is."""
    cells = (line.split("│")[1].strip() for line in text.splitlines() if line.startswith("│"))
    return [cell for cell in cells if cell]


def test_a_dozen_rows_and_the_answer_last(calls):
    text = invoke("leadership-change", "-n", "5", "--worlds", "central").stdout
    assert text.splitlines()[-1].startswith(
        "In 5 of 5 futures the events left less co-production of any kind than there would have been."
    )
    printed = rows(text)
    assert len(printed) == 12 and printed[:2] == ["full co-production", "any co-production"]
    assert printed[-2:] == ["resilience loss", "hysteresis"]
    row = next(line for line in text.splitlines() if line.startswith("│ any co-production "))
    assert row.count("[") == 3 and row.count("%") == 2 and row.count("points") == 1
    over_worlds = invoke("leadership-change", "-n", "50", "--out", "over-worlds").stdout
    assert len(rows(over_worlds)) == 12 and "90 % intervals" not in over_worlds


def test_all_rows_where_they_are_asked_for(calls):
    text = invoke("leadership-change", "-n", "5", "--worlds", "central", "--all").stdout
    for word in ("measure", "scenario", "counterfactual", "difference", "co-production", "lock-in", "resistance"):
        assert word in text
    assert (
        text.index("│ full co-production ") < text.index("│ any co-production ") < text.index("│ traditional service ")
    )
    assert "Written to results/leadership-change: summary.json" in text and "--all" not in text
    assert {measure.label for measure in calls["summary"].rows} <= {*rows(text)}
    assert "--all" not in calls["command"]


def test_one_future_has_no_intervals(calls):
    result = invoke("leadership-change", "-n", "1")
    assert result.exit_code == 0
    row = next(line for line in result.stdout.splitlines() if line.startswith("│ any co-production "))
    assert "[" not in row


def test_no_event_under_study(calls):
    result = invoke("baseline", "-n", "2")
    assert result.exit_code == 0 and result.stdout.splitlines()[-1].startswith("No event is under study")
    assert "What the events did" not in result.stdout


def test_horizon_before_the_event(calls):
    result = invoke("leadership-change", "-n", "2", "--months", "24")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1].startswith("No event under study happens within 24 months")


def test_some_futures_fail(calls, tmp_path):
    calls["made_up"] = {"failing": [1]}
    result = invoke("leadership-change", "-n", "3")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[-1].startswith("In 2 of 2 futures")
    assert "1 of 3 futures failed; future 1: ValueError: a made-up failure" in result.stderr
    assert (tmp_path / "results" / "leadership-change").is_dir()


def test_all_futures_fail(calls, tmp_path):
    calls["made_up"] = {"failing": [0, 1]}
    result = invoke("leadership-change", "-n", "2")
    assert result.exit_code == 1 and "2 of 2 futures failed" in result.stderr
    assert not result.stdout and not (tmp_path / "results").exists()


def test_failure_while_running(calls, tmp_path, monkeypatch):
    def broken(*args, **options):
        raise ZeroDivisionError("a made-up fault")

    monkeypatch.setattr(simulation.ensemble, "run", broken)
    result = invoke("leadership-change")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1] == "coproduction: leadership-change failed while running: a made-up fault"
    assert not (tmp_path / "results").exists()


def test_stopped_by_the_user(calls, tmp_path, monkeypatch):
    def stopped(*args, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr(simulation.ensemble, "run", stopped)
    result = invoke("leadership-change")
    assert result.exit_code == 130 and result.stderr.strip() == "stopped"
    assert not (tmp_path / "results").exists()


def test_progress_where_there_is_no_terminal(calls, monkeypatch):
    monkeypatch.setattr("simulation.cli.progress.EVERY", 0.0)
    result = invoke("leadership-change", "-n", "2")
    assert result.stderr.splitlines() == [f"leadership-change, 2 futures: {done} of 2" for done in (1, 2)]


def test_no_progress_lines_for_a_short_run(calls):
    assert invoke("leadership-change", "-n", "2").stderr == ""


def test_is_documented():
    assert "For example: coproduction run leadership-change" in run.__doc__


SMALL = ["--replicates", "2", "--months", "72", "--set", "neighbourhoods=3"]


def test_a_real_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    first = invoke("leadership-change", *SMALL, "--out", "first")
    assert first.exit_code == 0 and "Written to first" in first.stdout
    manifest = json.loads((tmp_path / "first" / "manifest.json").read_text())
    assert manifest["command"].startswith("coproduction run leadership-change")
    again = invoke("leadership-change", *SMALL, "--out", "first", "--workers", "1")
    assert again.exit_code == 0 and again.stdout == first.stdout and "held what" not in again.stderr
    other = invoke("leadership-change", *SMALL, "--out", "first", "--set", "governance=0.5")
    assert other.exit_code == 0 and f"first held what '{manifest['command']}' had written" in other.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["first"]


@pytest.mark.skipif(os.name == "nt", reason="signals differ")
def test_control_c_leaves_nothing_behind(tmp_path):
    # As at a terminal: tests that run in the background ignore Ctrl-C, and children inherit it.
    program = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    program += "import simulation.cli.progress as progress; progress.EVERY = 0.0\n"
    program += "from simulation.cli import main; main()"
    words = [sys.executable, "-c", program, "run", "leadership-change", "--replicates", "5000", "--out", "out"]
    root = str(Path(simulation.ensemble.__file__).parents[1])
    environment = os.environ | {"PYTHONPATH": root}
    with subprocess.Popen(words, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True) as process:
        for line in process.stderr:  # the first future is there, thousands are not
            if "of 5000" in line:
                break
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=120)
    assert process.returncode == 130 and "Traceback" not in errors and errors.splitlines()[-1] == "stopped"
    assert list(tmp_path.iterdir()) == []


def test_results_that_cannot_be_written_are_one_line(calls, monkeypatch):
    def fails(*args):
        raise simulation.results.ResultError("the results cannot be written to here: No space left on device")

    monkeypatch.setattr(simulation.results, "save", fails)
    result = invoke("leadership-change")
    assert result.exit_code == 1 and result.stderr.count("\n") == 1 and "No space left" in result.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["uk-1997-2024", "--year", "3"], "the workshop shows one town"),
        (["leadership-change", "--year", "21"], "--year 21: it must be from 0+1 to 20, the end of the run"),
        (["leadership-change", "--year", "0"], "--year 0: it must be from 0+1 to 20"),
        (["leadership-change", "--year", "12.5"], "a year and months as in 12+5, not '12.5'"),
        (["leadership-change", "--year", "9", "--service", "youth"], "--service 'youth': there are: "),
        (["leadership-change", "--year", "9", "--counted", "pfi"], "it must be full_coproduction or coproduction"),
        (["leadership-change", "--year", "9", "--only", "trust_needed=upper"], "'upper' is no half of trust_needed"),
        (["leadership-change", "--year", "9", "--only", "trust=high"], "trust is no number of the model"),
        (["leadership-change", "--service", "youth_work"], "--service youth_work: give --year too"),
        (["leadership-change", "--against", "governance=1"], "--against governance=1: give --year too"),
        (["leadership-change", "--year", "9", "--against", "governance"], "write it as --against key=value"),
        (["leadership-change", "--year", "9", "--against", "governance=2"], "governance"),
        (["leadership-change", "--year", "9", "--against", "goverance=1"], "goverance"),
    ],
)
def test_the_sentence_of_the_workshop_is_refused_where_there_is_none(words, said, tmp_path):
    done = CliRunner().invoke(app, ["run", *words, "--out", str(tmp_path / "out")])
    assert done.exit_code == 2 and said in done.stderr
    assert not (tmp_path / "out").exists()


def test_an_error_of_the_machine_is_no_result(tmp_path, monkeypatch):
    def failing(*_):
        raise MemoryError("no 3 GiB left")

    monkeypatch.setattr(simulation.ensemble, "run_replicate", failing)
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["run", "leadership-change", "--replicates", "2", "--workers", "1"])
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1] == "coproduction: MemoryError: no 3 GiB left"
    assert "Traceback" not in result.stderr and not (tmp_path / "results").exists()
