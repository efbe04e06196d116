"""A sweep on a real dask scheduler with real workers, one of which is killed on the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from simulation.sweep import sweep
from simulation.sweep.store import open_store
from tests.sweep.sweeps import digests, made, write_design

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.filterwarnings("default")  # what dask warns of is not ours


@pytest.fixture(scope="module")
def cluster():
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as local:
        yield local


def test_a_killed_worker_makes_no_difference(cluster, tmp_path):
    design = write_design(tmp_path, points=60, replicates=50, in_three=True)
    plan = made(design)
    assert sweep(plan, tmp_path / "threads")
    with distributed.Client(cluster) as client:
        pids = list(client.run(os.getpid).values())
        killed = threading.Event()

        def kill() -> None:
            parts = tmp_path / "dask" / "parts"
            while not list(parts.glob("*/outcomes-*.parquet")):
                time.sleep(0.01)
            os.kill(pids[0], signal.SIGKILL)
            killed.set()

        killer = threading.Thread(target=kill)
        killer.start()
        assert sweep(plan, tmp_path / "dask", executor=client.get_executor())
        killer.join()
    assert killed.is_set()
    assert digests(tmp_path / "dask") == digests(tmp_path / "threads")


def test_command(cluster, tmp_path):
    design = write_design(tmp_path)
    command = [sys.executable, "-m", "simulation.cli", "sweep", str(design), "--out", str(tmp_path / "out")]
    done = subprocess.run([*command, "--dask", cluster.scheduler_address], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert len(open_store(tmp_path / "out").points) == 12


def test_no_scheduler(tmp_path):
    design = write_design(tmp_path)
    command = [sys.executable, "-m", "simulation.cli", "sweep", str(design), "--dask", "nonsense://here"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("coproduction: --dask nonsense://here: there is no dask scheduler")
    assert len(done.stderr.splitlines()) == 1
