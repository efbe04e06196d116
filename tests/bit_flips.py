"""Single bits flipped in the files that a run and a sweep write: each has to be refused, and none read as a number."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from simulation.results import read, save, summarise, tabulate
from simulation.sweep import sweep
from simulation.sweep.store import Parts, open_store
from simulation.world.errors import ResultError, StoreError
from tests.sweep.sweeps import made, write_design
from tests.synthetic_ensemble import ensemble, scenario


def written(folder: Path) -> list[tuple[Path, Callable[[], str]]]:
    """Every file of a run and of a sweep that is read again, with what reads it: the error, or nothing."""
    run, swept = folder / "run", folder / "swept"
    of = ensemble(scenario(years=6), replicates=4)
    save(tabulate(of, summarise(of)), run)
    assert sweep(made(write_design(folder, points=6, replicates=25)), swept, workers=1)
    parts = Parts(next((swept / "parts").iterdir()), 3)
    files: list[tuple[Path, Callable[[], str]]] = [(path, lambda: run_error(run)) for path in sorted(run.iterdir())]
    for path in sorted(swept.glob("*.*")):
        files.append((path, lambda: sweep_error(swept)))
    for path in sorted(parts.folder.glob("*.parquet")):
        files.append((path, lambda number=int(path.stem[-6:]): parts.damage(number)))
    return files


def run_error(folder: Path) -> str:
    try:
        read(folder)
    except ResultError as error:
        return str(error)
    return ""


def sweep_error(folder: Path) -> str:
    try:
        stored = open_store(folder)
        assert len(stored.points) and stored.design and len(stored.worlds)
        for table, column in (("outcomes", "seed"), ("monthly", "coproduction"), ("spells", "start")):
            stored.table([column], table=table)
    except StoreError as error:
        return str(error)
    return ""


def accepted(files: list[tuple[Path, Callable[[], str]]], count: int, seed: int) -> Iterator[str]:
    """Flip ``count`` bits, one at a time, evenly over the files; give those that went unnoticed or took more words."""
    rng = np.random.default_rng(seed)
    for number in range(count):
        path, error = files[number % len(files)]
        whole, times = path.read_bytes(), path.stat()
        at, bit = int(rng.integers(len(whole))), int(rng.integers(8))
        damaged = bytearray(whole)
        damaged[at] ^= 1 << bit
        path.write_bytes(damaged)
        said = error()
        if not said or "\n" in said:
            yield f"{path.name}, byte {at}, bit {bit}: {said!r}"
        path.write_bytes(whole)
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
        assert number % 50 or not error()
