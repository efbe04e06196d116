"""`check`: what it says of a folder, what it mends, and how it ends."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from simulation.cli import app
from simulation.results import save, summarise, tabulate
from simulation.sweep import sweep
from tests.sweep.sweeps import digests, made, write_design
from tests.synthetic_ensemble import ensemble, scenario


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    folder = tmp_path_factory.mktemp("check")
    of = ensemble(scenario(years=6), replicates=4)
    save(tabulate(of, summarise(of), "coproduction run synthetic"), folder / "run")
    plan = made(write_design(folder, points=6, replicates=25))
    assert sweep(plan, folder / "sweep", workers=1, command="coproduction sweep design.toml")
    return plan, folder


@pytest.fixture
def copy(folders, tmp_path):
    for name in ("run", "sweep"):
        shutil.copytree(folders[1] / name, tmp_path / name)
    return tmp_path


def check(folder, *options):
    done = CliRunner().invoke(app, ["check", str(folder), *options])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


@pytest.mark.parametrize("kind", ["run", "sweep"])
def test_sound_results_are_sound(copy, kind):
    done = check(copy / kind)
    assert done.exit_code == 0 and done.stdout.endswith("0 damaged: sound\n")
    found = json.loads(check(copy / kind, "--json").stdout)
    assert found["sound"] and found["kind"] == kind and {file["state"] for file in found["files"]} == {"sound"}


def test_every_file_that_a_run_lists_is_verified(copy):
    for name in json.loads((copy / "run" / "manifest.json").read_text())["files"]:
        path = copy / "run" / name
        whole = path.read_bytes()
        path.write_bytes(whole[:-1])
        done = check(copy / "run")
        assert done.exit_code == 1 and f"damaged: {name}: " in done.stdout
        assert "run again: coproduction run synthetic" in done.stdout
        path.write_bytes(whole)
    (copy / "run" / "manifest.json").write_text("{")
    assert "damaged: manifest.json" in check(copy / "run").stdout


def test_a_sweep_is_mended(folders, copy):
    out = copy / "sweep"
    part = next((out / "parts").rglob("spells-000001.parquet"))
    part.write_bytes(part.read_bytes()[:-9])
    (out / "manifest.json").write_text("{}")
    done = check(out)
    assert done.exit_code == 1
    assert "damaged: manifest.json: " in done.stdout and "repairable: rebuilt from its copy" in done.stdout
    assert "outcomes-000001.parquet: spells-000001.parquet: " in done.stdout
    assert part.exists()  # to look is not to touch
    mended = check(out, "--repair")
    assert mended.exit_code == 0, mended.stdout  # the final tables were whole all the time
    assert "repaired: spells-000001.parquet is set aside as spells-000001.damaged" in mended.stdout
    (out / "outcomes.parquet").write_bytes(b"")
    done = check(out, "--repair", "--json")
    assert done.exit_code == 1 and json.loads(done.stdout)["again"] == "coproduction sweep design.toml"
    assert sweep(folders[0], out, workers=1)
    assert check(out).exit_code == 0
    assert digests(out) == digests(folders[1] / "sweep")


def test_a_sweep_without_a_manifest_says_what_to_run(copy):
    for path in (copy / "sweep").rglob("manifest.json"):
        path.unlink()
    done = check(copy / "sweep", "--repair")
    assert done.exit_code == 1 and "run again: the 'coproduction sweep' command that made it" in done.stdout
    assert "set aside as manifest.json.damaged" not in done.stdout  # there was none


def test_other_folders_are_refused(tmp_path):
    for folder in (tmp_path, tmp_path / "nowhere"):
        done = check(folder)
        assert done.exit_code == 2 and done.stderr.count("\n") == 1


def test_a_replacement_that_was_interrupted_is_finished(copy):
    out = copy / "run"
    shutil.copytree(out, out / ".incoming")
    (out / "runs.parquet").write_bytes(b"half moved")
    done = check(out)
    assert done.exit_code == 1 and ".incoming" in done.stdout and "repairable" in done.stdout
    done = check(out, "--repair")
    assert done.exit_code == 0 and not (out / ".incoming").exists(), done.stdout


PUBLISHED = Path(__file__).parents[2] / "results"
FOLDERS = sorted(path.parent for path in PUBLISHED.glob("*/manifest.json"))


@pytest.mark.parametrize("folder", FOLDERS, ids=[folder.name for folder in FOLDERS])
def test_what_is_published_can_be_checked(folder):
    done = check(folder)
    assert done.exit_code == 0 and ": sound" in done.stdout, done.output


def test_a_published_file_that_was_changed_or_is_missing_is_found(tmp_path):
    out = shutil.copytree(PUBLISHED / "leadership_change", tmp_path / "published")
    table, figure, gone = out / "hazard.csv", out / "asymmetry.png", out / "resilience.csv"
    table.write_bytes(table.read_bytes().replace(b"\n", b"\r\n"))  # as git writes it elsewhere
    assert check(out).exit_code == 0
    table.write_text(table.read_text().replace("1", "2", 1))
    figure.write_bytes(figure.read_bytes() + b"\0")
    gone.unlink()
    done = check(out, "--json")
    found = json.loads(done.stdout)
    assert done.exit_code == 1 and found["kind"] == "experiment" and "leadership_change" in found["again"]
    damaged = {file["file"] for file in found["files"] if file["state"] == "damaged"}
    assert damaged == {table.name, figure.name, gone.name}
    (out / "manifest.json").write_text('{"experiment": "leadership_change", "files": {}}')
    assert check(out).exit_code == 1
