"""`run --precision`: as many futures as it takes, the first of them kept."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

import simulation.ensemble
from simulation.cli import app
from simulation.cli.precision import Timed, precise_enough
from simulation.ensemble import run
from simulation.results.how_many import PILOT, futures_needed, headline_change, uncertain_by
from simulation.scenarios import load
from simulation.world.errors import SettingError
from simulation.world.worlds import CENTRAL, Worlds
from tests.synthetic_ensemble import SyntheticEnsemble, ensemble

SMALL = ["--months", "66", "--set", "neighbourhoods=2", "--set", "organisations=2", "--worlds", "central"]


def of(replicates: int, worlds: int = 1) -> SyntheticEnsemble:
    made = ensemble(replicates=400)
    of_worlds = Worlds("made up", (), np.zeros((worlds, 0))) if worlds > 1 else CENTRAL
    return replace(made, replicates=replicates, measures=made.measures[:replicates], worlds=of_worlds)


def test_in_one_world_the_error_is_that_of_the_mean() -> None:
    made = of(PILOT)
    change = headline_change(made)
    assert uncertain_by(made) == pytest.approx(1.644854 * change.std(ddof=1) / np.sqrt(PILOT))
    needed = futures_needed(made, uncertain_by(made) / 2)
    assert needed == pytest.approx(4 * PILOT, abs=2) and needed % 2 == 0
    assert futures_needed(made, 0.5) == PILOT


@pytest.mark.parametrize("worlds", [5, 24, 40])
def test_all_worlds_come_equally_often(worlds: int) -> None:
    made = of(PILOT, worlds)
    for precision in (0.5, uncertain_by(made) / 1.5):
        needed = futures_needed(made, precision)
        assert needed >= PILOT and needed % (2 * worlds) == 0
    assert futures_needed(made, 0.5) - PILOT < 2 * worlds


def test_what_fails_tells_nothing() -> None:
    made = of(PILOT)
    failed = replace(made, failures=[(number, "no council") for number in range(0, PILOT, 2)])
    precision = uncertain_by(failed) / 2
    assert futures_needed(failed, precision) == pytest.approx(4 * PILOT, abs=2)


def test_it_goes_on_until_it_is_so_precise(capsys: pytest.CaptureFixture[str]) -> None:
    asked = []

    def simulate(count, first, report):
        asked.append((first.replicates, count))
        report(first.replicates + 1, count)
        return of(count, 24)

    precision = uncertain_by(of(PILOT, 24)) / 1.8
    found = precise_enough(Timed(of(PILOT, 24), 2.0), precision, simulate, "it", lambda count: None)
    assert uncertain_by(found) <= precision and asked[0][0] == PILOT and found.replicates == asked[-1][1]
    first = capsys.readouterr().err.splitlines()[0]
    more = asked[0][1] - PILOT
    assert f"{asked[0][1]} futures, {asked[0][1] // 24} in each of 24 worlds," in first
    assert first.endswith(f"0:{2 * more // 60:02d}:{2 * more % 60:02d} more")


def test_what_does_not_fit_is_not_begun() -> None:
    def no_room(count: int) -> None:
        raise SettingError("no room")

    with pytest.raises(SettingError, match="no room"):
        precise_enough(Timed(of(PILOT), 1.0), 1e-6, lambda *_: pytest.fail("begun"), "it", no_room)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--precision", "0.01", "-n", "50"], "--precision and --replicates: give one of the two"),
        (["--precision", "0"], "--precision 0: it must be above 0 and below 1"),
        (["--precision", "nan"], "--precision nan: it must be above 0"),
        (["--precision", "1"], "--precision 1: it must be above 0"),
        (["--precision", "0.01", "--months", "12"], "--precision 0.01: nothing under study happens"),
    ],
)
def test_wrong_use(options: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["run", "leadership-change", *options])
    assert result.exit_code == 2 and said in result.stderr and not list(tmp_path.iterdir())


def test_the_result_is_that_of_so_many_futures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    small = load("leadership-change").with_settings({"neighbourhoods": 2, "organisations": 2})
    pilot = run(small, PILOT, months=66, worlds="central")
    precision = f"{uncertain_by(pilot) * 0.95:.4f}"
    found = CliRunner().invoke(app, ["run", "leadership-change", *SMALL, "--precision", precision, "--out", "one"])
    assert found.exit_code == 0, found.stderr
    manifest = json.loads(Path("one/manifest.json").read_text())
    assert manifest["replicates"] > PILOT and "--precision" not in manifest["command"]
    assert f"--replicates {manifest['replicates']} --seed 1 --worlds central" in manifest["command"]
    assert f"{manifest['replicates']} futures leave no more than" in found.stderr
    again = [*SMALL, "--replicates", str(manifest["replicates"]), "--workers", "1", "--out", "two"]
    assert CliRunner().invoke(app, ["run", "leadership-change", *again]).exit_code == 0
    for file in Path("one").iterdir():
        if file.name != "manifest.json":
            assert file.read_bytes() == (Path("two") / file.name).read_bytes(), file.name


def test_only_the_first_futures_of_the_same_run_are_taken_over() -> None:
    of_run = load("leadership-change").with_settings({"neighbourhoods": 2, "organisations": 2})
    first = run(of_run, 2, months=3, worlds="central")
    others = Worlds("two", ("joint_working",), np.array([[0.2], [0.3]]))
    for other in ({"seed": 2}, {"months": 4}, {"replicates": 1}, {"worlds": others}):
        with pytest.raises(SettingError, match="first: "):
            simulation.ensemble.run(
                of_run, **{"replicates": 3, "months": 3, "worlds": "central", "first": first, **other}
            )
