"""The report of a folder, whatever kind of results it holds."""

from __future__ import annotations

from pathlib import Path

from simulation.report.run_page import run_page
from simulation.report.sweep_page import sweep_page
from simulation.results import read
from simulation.results.atomic import tidy, write_text
from simulation.results.manifests import SWEEP, kind_of, read_manifest
from simulation.sweep.store import open_store
from simulation.world.errors import Damaged, ResultError, StoreError

REPORT = "report.html"


def report(folder: Path) -> Path:
    """Write ``report.html`` into a folder of results, and the figures of a sweep beside it; return its path.

    Raises
    ------
    ResultError : if the folder holds no results, or damaged ones.
    """
    target = folder / REPORT
    try:
        tidy(folder)
        if is_sweep(folder):
            text = sweep_page(open_store(folder), folder)
        else:
            text = run_page(read(folder))
        write_text(target, text)
    except StoreError as error:
        raise ResultError(str(error)) from None
    except OSError as error:
        raise ResultError(f"{target} cannot be written: {error.strerror or error}") from error
    return target


def is_sweep(folder: Path) -> bool:
    """Whether a folder holds a sweep rather than a run, as far as its manifest tells."""
    try:
        kind = kind_of(read_manifest(folder))
    except Damaged:
        kind = ""  # each reader says what is damaged
    return kind == SWEEP or (not kind and (folder / "parts").is_dir())
