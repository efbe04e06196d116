"""The report of a folder, whatever kind of results it holds."""

from __future__ import annotations

import json
from pathlib import Path

from simulation.report.run_page import run_page
from simulation.report.sweep_page import sweep_page
from simulation.results import read
from simulation.results.atomic import write_text
from simulation.sweep.store import open_store
from simulation.sweep.store.workplace import KIND, MANIFEST
from simulation.world.errors import ResultError, StoreError

REPORT = "report.html"


def report(folder: Path) -> Path:
    """Write ``report.html`` into a folder of results, and the figures of a sweep beside it; return its path.

    Raises
    ------
    ResultError : if the folder holds no results, or damaged ones.
    """
    target = folder / REPORT
    try:
        if _kind(folder) == KIND:
            text = sweep_page(open_store(folder), folder)
        else:
            text = run_page(read(folder))
        write_text(target, text)
    except StoreError as error:
        raise ResultError(str(error)) from None
    except OSError as error:
        raise ResultError(f"{target} cannot be written: {error.strerror or error}") from error
    return target


def _kind(folder: Path) -> str:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    return str(manifest.get("kind", "")) if isinstance(manifest, dict) else ""
