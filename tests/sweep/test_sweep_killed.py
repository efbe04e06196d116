"""Whatever stops a sweep, it goes on to the same bytes."""

from __future__ import annotations

import errno
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from simulation.cli.status import STOPPED
from simulation.sweep import Shard, sweep
from simulation.sweep.store import open_store
from simulation.sweep.store import parts as parts_room
from simulation.world.errors import StoreError
from tests.sweep.sweeps import digests, made, start, write_design


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A design, and the sweep of it that nothing interrupted."""
    folder = tmp_path_factory.mktemp("whole")
    design = write_design(folder)
    assert sweep(made(design), folder / "out", workers=1)
    return design, folder / "out"


def test_kill_9_at_random_moments(tmp_path):
    """Four here, ten in `tests.long.test_killed_sweeps`."""
    assert killed(tmp_path, points=24, kills=4) >= 2  # the others came after the end


def killed(folder: Path, points: int, kills: int) -> int:
    """How many of so many kills came before the end of a sweep that came to what it comes to uninterrupted."""
    design = write_design(folder, points=points, replicates=50, in_three=True)
    program = [sys.executable, "-m", "tests.sweep.killed_again_and_again", design, folder / "out", kills, 7]
    done = subprocess.run([str(each) for each in program], capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    assert digests(folder / "out") == digests(folder / "uninterrupted")
    return int(done.stdout)


@pytest.mark.parametrize("workers", [2, 5])
def test_number_of_workers_makes_no_difference(whole, tmp_path, workers):
    design, out = whole
    assert sweep(made(design), tmp_path / "out", workers=workers)
    assert digests(tmp_path / "out") == digests(out)


def test_shares_can_come_in_any_order(whole, tmp_path):
    design, out = whole
    for number in (3, 1):
        assert not sweep(made(design), tmp_path / "out", shard=Shard(number, 3))
    with pytest.raises(StoreError, match="not finished"):
        open_store(tmp_path / "out")
    assert sweep(made(design), tmp_path / "out", shard=Shard(2, 3))
    assert digests(tmp_path / "out") == digests(out)


def test_processes_can_share_a_folder(whole, tmp_path):
    """Two shares, and one of them twice."""
    design, out = whole
    running = [start(design, tmp_path / "out", "--shard", shard) for shard in ("1/2", "2/2", "2/2")]
    assert [process.wait(120) for process in running] == [0, 0, 0]
    assert digests(tmp_path / "out") == digests(out)
    for process in running:
        process.communicate()


def test_ctrl_c_leaves_a_folder_to_go_on_with(tmp_path):
    design = write_design(tmp_path, points=80, replicates=100, years=10)
    process = start(design, tmp_path / "out", "--workers", "2")
    parts = tmp_path / "out" / "parts"
    deadline = time.monotonic() + 120
    while not list(parts.glob("*/outcomes-*.parquet")) and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == STOPPED, said
    assert "the same command goes on" in said and "Traceback" not in said
    assert not (tmp_path / "out" / "outcomes.parquet").exists()
    assert not list(parts.glob("*/.*")), "an unfinished file was left"


def test_a_damaged_part_is_computed_again(whole, tmp_path):
    design, out = whole
    plan = made(design)
    assert sweep(plan, tmp_path / "out")
    parts = sorted((tmp_path / "out" / "parts").glob("*/outcomes-*.parquet"))
    parts[1].write_bytes(b"PAR1 this is no table PAR1")  # seen when the sweep goes on
    whole_file = bytearray(parts[2].read_bytes())
    whole_file[200] ^= 0xFF  # one bit pattern on the disk: seen by its checksum when the final table is written
    parts[2].write_bytes(whole_file)
    spells = parts[3].with_name(parts[3].name.replace("outcomes", "spells"))
    spells.unlink()
    assert sweep(plan, tmp_path / "out")
    assert digests(tmp_path / "out") == digests(out)
    assert len(list((tmp_path / "out" / "parts").glob("*/outcomes-*.damaged"))) == 3
    log = next((tmp_path / "out" / "log").glob("*.jsonl")).read_text(encoding="utf-8").splitlines()
    assert sorted(json.loads(line)["part"] for line in log if json.loads(line)["event"] == "damaged") == [1, 2, 3]


def test_another_design_in_the_same_folder_keeps_the_results_of_the_first(whole, tmp_path):
    design, out = whole
    assert sweep(made(design), tmp_path / "out")
    key = open_store(tmp_path / "out").manifest["key"]
    other = write_design(tmp_path, points=2, replicates=2)
    assert sweep(made(other), tmp_path / "out")
    assert len(open_store(tmp_path / "out").points) == 2
    assert digests(tmp_path / "out" / "earlier" / key) == digests(out)
    assert sweep(made(design), tmp_path / "out")  # and nothing of it has to be simulated again
    assert digests(tmp_path / "out") == digests(out)


def test_a_full_disk_stops_the_sweep_and_loses_nothing_that_was_there(whole, tmp_path, monkeypatch):
    design, out = whole
    written, writing = [], parts_room.writing

    def failing(path):
        written.append(path)
        if len(written) > 6:
            raise OSError(errno.ENOSPC, "No space left on device")
        return writing(path)

    monkeypatch.setattr(parts_room, "writing", failing)
    with pytest.raises(OSError, match="No space left"):
        sweep(made(design), tmp_path / "out", workers=1)
    monkeypatch.undo()
    assert not list((tmp_path / "out").rglob(".*"))
    assert len(list((tmp_path / "out").rglob("outcomes-*.parquet"))) == 2
    assert sweep(made(design), tmp_path / "out")
    assert digests(tmp_path / "out") == digests(out)
