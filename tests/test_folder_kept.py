"""A folder of a run: verified when it is read, replaced so that nothing is lost, written by one process."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from simulation.results import check_folder, read, save, summarise, tabulate
from simulation.results.atomic import tidy, unfinished
from simulation.results.locks import held, is_held
from simulation.results.replacing import INCOMING, only_writer
from simulation.world.errors import Busy, ResultError
from tests.bit_flips import accepted, written
from tests.synthetic_ensemble import ensemble, scenario

OPERATIONS = ("rename", "replace", "unlink", "rmdir", "mkdir")


@pytest.fixture(scope="module")
def results():
    of = ensemble(scenario(years=6), replicates=4)
    return [tabulate(of, summarise(of), wall_seconds=seconds) for seconds in (1.0, 2.0)]


def test_no_flipped_bit_is_read_as_a_number(tmp_path):
    assert list(accepted(written(tmp_path), 66, 3)) == []


class Killed(BaseException):
    """The process is no more."""


def interrupted(patch, step: int, error: BaseException, for_good: bool) -> list[str]:
    """From step ``step`` of changing names on (or only there), the system fails."""
    done: list[str] = []

    def failing(name):
        whole = getattr(os, name)

        def operation(*arguments, **options):
            done.append(name)
            if len(done) == step or (for_good and len(done) > step):
                raise error
            return whole(*arguments, **options)

        return operation

    for name in OPERATIONS:
        patch.setattr(os, name, failing(name))
    return done


def own_files(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.rglob("*") if path.is_file() and path.name.startswith("my")}


@pytest.mark.parametrize("kill", [False, True])
def test_whatever_step_of_replacing_fails_nothing_is_lost(results, tmp_path, kill):
    """The old results hold a file that the new ones do not, and what somebody added lies among and below them."""
    step = 0
    while True:
        step += 1
        out = tmp_path / str(step) / "out"

        def draw(_, folder: Path, name: str = "old.png") -> list[str]:
            (folder / name).write_text("drawn")
            return [name]

        save(results[0], out, draw)
        (out / "my notes.txt").write_text("read this")
        (out / "mine").mkdir()
        (out / "mine" / "my.csv").write_text("1,2")
        (out / "report.html").write_text("of the old ones")
        with pytest.MonkeyPatch.context() as patch:
            done = interrupted(patch, step, Killed() if kill else OSError(5, "Input/output error"), kill)
            with contextlib.suppress(ResultError, Killed):
                save(results[1], out, lambda _, folder: draw(_, folder, "new.png"))
        assert own_files(out) == {"my notes.txt": "read this", "my.csv": "1,2"}, step
        found = read(out)
        new = found.manifest["wall_seconds"] == 2.0
        assert (out / "new.png").exists() == new and (out / "old.png").exists() != new, step
        assert new or (out / "report.html").exists()
        assert not (out / INCOMING).exists()
        save(results[1], out)  # and whatever is left is no obstacle
        assert own_files(out) == {"my notes.txt": "read this", "my.csv": "1,2"}, step
        if len(done) < step:
            break
    assert step > 10


def test_somebody_elses_file_of_the_same_name_is_kept(results, tmp_path):
    save(results[0], tmp_path)
    (tmp_path / "new.png").write_text("mine")

    def draw(_, folder: Path) -> list[str]:
        (folder / "new.png").write_text("drawn")
        return ["new.png"]

    save(results[1], tmp_path, draw)
    assert (tmp_path / "new.png").read_text() == "drawn"
    assert (tmp_path / "new.own-1.png").read_text() == "mine"


@pytest.mark.parametrize(
    "manifest",
    [
        {"kind": "sweep", "key": "0" * 16, "model_version": "1"},
        {"experiment": "ablation", "model_version": "1"},
        {"model_version": "1", "name": "somebody else's"},
    ],
)
def test_only_a_run_is_replaced_by_a_run(results, tmp_path, manifest):
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(ResultError, match=r"holds a sweep|holds other files"):
        save(results[0], tmp_path)
    assert json.loads((tmp_path / "manifest.json").read_text()) == manifest


def test_results_of_an_earlier_version_are_read_and_replaced(results, tmp_path):
    save(results[0], tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    old = {name: value for name, value in manifest.items() if name not in ("kind", "format", "checksum")}
    old["files"] = ["manifest.json", *manifest["files"]]
    (tmp_path / "manifest.json").write_text(json.dumps(old))
    assert read(tmp_path).manifest["wall_seconds"] == 1.0
    save(results[1], tmp_path)
    assert read(tmp_path).manifest["wall_seconds"] == 2.0


def test_a_damaged_manifest_is_named(results, tmp_path):
    save(results[0], tmp_path)
    path = tmp_path / "manifest.json"
    path.write_text(path.read_text().replace('"seed": 1', '"seed": 2'))
    for use in (read, check_folder):
        with pytest.raises(ResultError, match=r"manifest\.json is damaged: its checksum does not fit") as raised:
            use(tmp_path)
        assert "\n" not in str(raised.value)


def test_what_a_killed_process_left_is_tidied_and_nothing_else(results, tmp_path):
    out = tmp_path / "out"
    save(results[0], out)
    dead = subprocess.Popen([sys.executable, "-c", "pass"])
    dead.wait()
    left = unfinished(tmp_path / "out").name.replace(f"-{os.getpid()}-", f"-{dead.pid}-")
    (tmp_path / left / "deep").mkdir(parents=True)
    (out / left).write_text("half")
    kept = [unfinished(tmp_path / "out"), tmp_path / ".out.mine.part", tmp_path / ".out.notes", tmp_path / "x.part"]
    for path in kept:
        path.write_text("mine")
    save(results[1], out)
    assert not (tmp_path / left).exists() and not (out / left).exists()
    assert all(path.exists() for path in kept)
    assert tidy(tmp_path) == []


HOLD = """
import sys, time
from pathlib import Path
from simulation.results.replacing import only_writer
with only_writer(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_one_process_writes_a_folder_and_its_death_frees_it(results, tmp_path):
    out = tmp_path / "out"
    other = subprocess.Popen([sys.executable, "-c", HOLD, str(out)], stdout=subprocess.PIPE, text=True)
    try:
        assert other.stdout is not None and other.stdout.readline() == "held\n"
        with pytest.raises(ResultError, match=f"is being written by process {other.pid} on .*give another folder"):
            save(results[0], out)
    finally:
        other.kill()
        other.communicate()
    save(results[0], out)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_lock_is_held_once_but_by_its_holder_again(tmp_path):
    with held(tmp_path / "lock"), held(tmp_path / "lock"):
        pass
    assert not list(tmp_path.iterdir()) and not is_held(tmp_path / "lock")
    with only_writer(tmp_path / "out"), pytest.raises(Busy, match="inner"):
        raise Busy("inner")
