"""Whatever is damaged, a sweep says so, reads none of it, and mends it to the same bytes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from simulation.results.atomic import unfinished
from simulation.sweep import Shard, SweepError, block, sweep
from simulation.sweep.store import Parts, open_store
from simulation.world.errors import StoreError
from tests.sweep.sweeps import digests, made, start, write_design


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    plan = made(write_design(folder, points=6, replicates=25))
    assert sweep(plan, folder / "out", workers=1)
    return plan, folder / "out"


@pytest.fixture
def copy(whole, tmp_path):
    shutil.copytree(whole[1], tmp_path / "out")
    return tmp_path / "out"


def everything(folder) -> dict[str, bytes]:
    """All files that count, without what was set aside and the logs."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".damaged" and path.parent.name != "log"
    }


def parts_of(folder) -> Parts:
    return Parts(next(path for path in (folder / "parts").iterdir() if not path.name.startswith(".")), 3)


def swapped(parts, table):
    first, second = parts.path(table, 0), parts.path(table, 1)
    content = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(content)


def rewritten(change):
    def damage(parts, table):
        path = parts.path(table, 1)
        found = pq.read_table(path)
        pq.write_table(change(found), path, compression="zstd", write_page_checksum=True)

    return damage


def edited(found):
    column = found.schema.get_field_index("replicate")
    return found.set_column(column, "replicate", pa.array([1] * len(found), pa.int32()))


def bytes_changed(change):
    def damage(parts, table):
        path = parts.path(table, 1)
        path.write_bytes(change(path.read_bytes()))

    return damage


def flipped(at):
    return bytes_changed(lambda whole: whole[:at] + bytes([whole[at] ^ 4]) + whole[at:][1:])


PARTS = {
    "swapped": swapped,
    "copied": lambda parts, table: shutil.copy(parts.path(table, 0), parts.path(table, 1)),
    "edited": rewritten(edited),
    "short": rewritten(lambda found: found.slice(1)),
    "empty": rewritten(lambda found: found.slice(0, 0)),
    "doubled": rewritten(lambda found: pa.concat_tables([found, found])),
    "another schema": rewritten(lambda found: found.drop_columns(["arm"])),
    "a column more": rewritten(lambda found: found.append_column("more", found["replicate"])),
    "without its checksum": rewritten(lambda found: found.replace_schema_metadata(None)),
    "no bytes": bytes_changed(lambda whole: b""),
    "cut off": bytes_changed(lambda whole: whole[: len(whole) // 2]),
    "its end missing": bytes_changed(lambda whole: whole[:-1]),
    "more bytes": bytes_changed(lambda whole: whole + b"PAR1"),
    "no table": bytes_changed(lambda whole: b"PAR1 this is no table PAR1"),
    "a bit of its data": flipped(300),
    "a bit of its footer": flipped(-200),
    "a bit of its length": flipped(-7),
    "missing": lambda parts, table: parts.path(table, 1).unlink(),
}


@pytest.mark.parametrize("table", ["outcomes", "spells"])
@pytest.mark.parametrize("kind", PARTS)
def test_a_part_that_is_not_what_was_written_is_computed_again(whole, copy, kind, table):
    plan, out = whole
    PARTS[kind](parts_of(copy), table)
    assert sweep(plan, copy, workers=1)
    assert everything(copy) == everything(out)


def test_a_part_of_another_sweep_is_refused(whole, tmp_path):
    out = whole[1]
    other = made(write_design(tmp_path, points=6, replicates=26))
    assert not sweep(other, tmp_path / "out", workers=1, shard=Shard(1, 3))
    parts, foreign = parts_of(tmp_path / "out"), parts_of(out)
    shutil.copy(foreign.path("outcomes", 0), parts.path("outcomes", 1))
    assert "its key is" in parts.damage(1)
    assert 1 not in parts.done()


def test_damage_during_the_sweep_is_found_when_the_tables_are_written(whole, tmp_path):
    plan, out = whole
    assert not sweep(plan, tmp_path / "out", workers=1, shard=Shard(1, 2))
    finished = []

    def damage(now):
        if now.done == now.total and not finished:
            finished.append(True)
            swapped(parts_of(tmp_path / "out"), "outcomes")

    assert sweep(plan, tmp_path / "out", workers=1, on_progress=damage)
    assert digests(tmp_path / "out") == digests(out)


@pytest.mark.parametrize("name", ["points", "outcomes", "monthly", "spells"])
@pytest.mark.parametrize("kind", ["flipped", "replaced", "cut", "missing"])
def test_a_damaged_table_is_refused_and_written_again(whole, copy, name, kind):
    plan, out = whole
    path = copy / f"{name}.parquet"
    content = path.read_bytes()
    if kind == "flipped":
        path.write_bytes(content[:100] + bytes([content[100] ^ 1]) + content[101:])
    elif kind == "replaced":
        pq.write_table(pq.read_table(path).slice(1), path)
    elif kind == "cut":
        path.write_bytes(content[:-100])
    else:
        path.unlink()
    with pytest.raises(StoreError) as refused:
        stored = open_store(copy)
        stored.points if name == "points" else stored.dataset(name)
    assert name in str(refused.value) and "\n" not in str(refused.value)
    assert sweep(plan, copy, workers=1)
    assert everything(copy) == everything(out)


MANIFESTS = {
    "missing": None,
    "empty": lambda text: "",
    "cut off": lambda text: text[:200],
    "another object": lambda text: "[]",
    "no object": lambda text: "null",
    "not text": lambda text: "\0\0\0",
    "a number": lambda text: text.replace('"replicates": 25', '"replicates": 52'),
    "its key": lambda text: text.replace('"key": "', '"key": "../../'),
    "its key in capitals": lambda text: text.replace('"key": "', '"key": "XY'),
    "its kind": lambda text: text.replace('"kind": "sweep"', '"kind": "swoop"'),
    "its checksum": lambda text: text.replace('"checksum": "', '"checksum": "0'),
    "the name of its checksum": lambda text: text.replace('"checksum"', '"chdcksum"'),
}


@pytest.mark.parametrize("with_copy", [True, False])
@pytest.mark.parametrize("kind", MANIFESTS)
def test_a_damaged_manifest_is_named_and_made_again(whole, copy, kind, with_copy):
    plan, out = whole
    path, change = copy / "manifest.json", MANIFESTS[kind]
    if change is None:
        path.unlink()
    else:
        path.write_text(change(path.read_text()))
    if not with_copy:
        (parts_of(copy).folder / "manifest.json").unlink()
    with pytest.raises(StoreError, match=r"manifest\.json") as refused:
        open_store(copy)
    assert "\n" not in str(refused.value)
    assert sweep(plan, copy, workers=1)
    assert digests(copy) == digests(out)
    assert everything(copy)["manifest.json"] == everything(out)["manifest.json"]


def test_a_key_that_leads_elsewhere_moves_nothing(whole, copy, tmp_path):
    path = copy / "manifest.json"
    old = {name: value for name, value in json.loads(path.read_text()).items() if name not in ("format", "checksum")}
    path.write_text(json.dumps({**old, "key": "../../elsewhere"}))
    (parts_of(copy).folder / "manifest.json").unlink()
    assert sweep(whole[0], copy, workers=1)
    assert not list(tmp_path.rglob("elsewhere"))
    assert digests(copy) == digests(whole[1])


def test_a_sweep_of_an_earlier_version_is_read_with_a_warning(copy):
    path = copy / "manifest.json"
    old = json.loads(path.read_text())
    for name in ("format", "checksum", "files"):
        del old[name]
    path.write_text(json.dumps(old))
    stored = open_store(copy)
    assert len(stored.points) == 6 and "written before checksums" in stored.warning


@pytest.mark.parametrize("kind", ["run", "experiment"])
def test_a_sweep_does_not_go_where_other_results_are(whole, tmp_path, kind):
    old = {"run": {"arms": [], "scenario": {}}, "experiment": {"experiment": "x"}}[kind]
    (tmp_path / "manifest.json").write_text(json.dumps({"model_version": "1", **old}))
    with pytest.raises(StoreError, match=r"holds a run|holds other files"):
        sweep(whole[0], tmp_path)


# Errors of the machine


def out_of_memory():
    raise MemoryError


def no_locator():
    raise RuntimeError("cannot cache function 'x': no locator available\nfor file 'y'")


def not_compiled():
    from numba.core.errors import TypingError

    raise TypingError("cannot determine the type")


def value_error_while_unpickling():
    import pickle

    pickle.Unpickler  # noqa: B018
    pickle._loads(b"\x80\x04Nq")


def full():
    raise OSError(28, "No space left on device")


def not_installed():
    import simulation.not_there  # noqa: F401


MACHINE = (out_of_memory, no_locator, not_compiled, value_error_while_unpickling, full, not_installed)


@pytest.mark.parametrize("fault", MACHINE)
def test_an_error_of_the_machine_is_no_result(whole, tmp_path, monkeypatch, fault):
    plan, out = whole
    with monkeypatch.context() as patch:
        patch.setattr(block, "run_replicate", lambda *_: fault())
        with pytest.raises(SweepError, match=r"part \d failed 3 times: ") as stopped:
            sweep(plan, tmp_path / "out", workers=1)
        assert "\n" not in str(stopped.value)
    assert not list((tmp_path / "out").rglob("outcomes*.parquet"))
    assert sweep(plan, tmp_path / "out", workers=1)
    assert digests(tmp_path / "out") == digests(out)


def test_failed_runs_can_be_computed_again(whole, tmp_path, monkeypatch):
    plan, out = whole

    def failing(*_):
        raise ZeroDivisionError("no council left")

    with monkeypatch.context() as patch:
        patch.setattr(block, "run_replicate", failing)
        assert sweep(plan, tmp_path / "out", workers=1)
    assert sweep(plan, tmp_path / "out", workers=1)
    assert len(open_store(tmp_path / "out").failures) == 300
    assert sweep(plan, tmp_path / "out", workers=1, retry_failed=True)
    assert digests(tmp_path / "out") == digests(out)


# One writer


def test_two_designs_do_not_share_a_folder(tmp_path):
    long = write_design(tmp_path / "long", points=200, replicates=100, years=10)
    other = write_design(tmp_path / "other", points=1, replicates=2)
    running = start(long, tmp_path / "out", "--workers", "1")
    try:
        deadline = time.monotonic() + 100
        while not (tmp_path / "out" / "manifest.json").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        key = json.loads((tmp_path / "out" / "manifest.json").read_text())["key"]
        with pytest.raises(StoreError, match=f"is being written by process .*-{running.pid}-.*give another folder"):
            sweep(made(other), tmp_path / "out", workers=1)
        assert json.loads((tmp_path / "out" / "manifest.json").read_text())["key"] == key
    finally:
        running.kill()
        running.communicate()
    assert sweep(made(other), tmp_path / "out", workers=1)  # a kill frees it
    assert not list((tmp_path / "out").rglob(".*"))


def test_a_stop_asked_for_by_another_process_is_like_ctrl_c(tmp_path):
    design = write_design(tmp_path, points=200, replicates=100, years=10)
    running = start(design, tmp_path / "out", "--workers", "1")
    deadline = time.monotonic() + 100
    while not list((tmp_path / "out").rglob("outcomes-*.parquet")) and time.monotonic() < deadline:
        time.sleep(0.05)
    running.terminate()
    _, said = running.communicate(timeout=60)
    assert running.returncode == 130, said
    assert "the same command goes on" in said and "Traceback" not in said
    assert not list((tmp_path / "out").rglob(".*"))


def test_what_killed_processes_left_is_tidied(whole, copy):
    dead = subprocess.Popen(["true"])
    dead.wait()
    for folder in (copy, parts_of(copy).folder):
        name = unfinished(folder / "outcomes.parquet").name.replace(f"-{os.getpid()}-", f"-{dead.pid}-")
        (folder / name).write_bytes(b"half")
    assert sweep(whole[0], copy, workers=1)
    assert everything(copy) == everything(whole[1])
