"""A folder of results: written whole or not at all, and read back."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from simulation.results.ensemble_like import EnsembleLike
from simulation.results.results import Results, tabulate
from simulation.results.summary import Summary
from simulation.world.errors import ResultError

MANIFEST, SUMMARY = "manifest.json", "summary.json"
TABLES = ("runs", "months", "spells")
LATER = ("report.html",)  # made from these files afterwards, so out of date once they change


Draw = Callable[[Results, Path], list[str]]  # draws figures of results into a folder; returns the names of the files


def write(
    ensemble: EnsembleLike,
    summary: Summary,
    out: Path,
    command: str = "",
    wall_seconds: float = 0.0,
    draw: Draw | None = None,
) -> list[Path]:
    """Write the results of an ensemble, with what ``draw`` draws of them; return the files.

    The folder is complete or absent: all files are written beside it and moved in one step. Results that are there
    already are replaced only then; files that somebody else put among them stay.

    Raises
    ------
    ResultError : if ``out`` holds something else than results, or cannot be written.
    """
    check_folder(out)
    return save(tabulate(ensemble, summary, command, wall_seconds), out, draw)


def save(results: Results, out: Path, draw: Draw | None = None) -> list[Path]:
    """Write results to a folder, as `write` does."""
    check_folder(out)
    place = out.resolve()  # a link to a folder stays a link
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{place.name}.", dir=place.parent) as scratch:
            new = Path(scratch) / "new"
            new.mkdir()
            names = _fill(new, results, draw)
            _put_in_place(new, place, Path(scratch) / "old")
    except OSError as error:
        raise ResultError(f"the results cannot be written to {out}: {error.strerror or error}") from error
    return [out / name for name in names]


def read(folder: Path) -> Results:
    """Read a folder of results.

    Raises
    ------
    ResultError : if it is not one, or is damaged.
    """
    if not folder.is_dir():
        raise ResultError(f"{folder} is not a folder: give one that 'coproduction run' has written")
    if not is_ours(folder):
        raise ResultError(f"{folder} holds no results: 'coproduction run' writes them, with a {MANIFEST}")
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        summary = Summary.from_json(json.loads((folder / SUMMARY).read_text(encoding="utf-8")))
        tables = {name: pq.read_table(folder / f"{name}.parquet") for name in TABLES}
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException) as error:
        first_line = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ResultError(f"{folder} holds damaged results: {first_line}; run the scenario again") from error
    return Results(manifest, summary, **tables)


def check_folder(out: Path) -> None:
    """Raise `ResultError` unless results may be written to ``out``: a new or empty folder, or one with results."""
    if out.is_dir():
        if any(out.iterdir()) and not is_ours(out):
            raise ResultError(f"{out} holds other files than results: give a new folder, or one with earlier results")
    elif out.exists() or out.is_symlink():
        raise ResultError(f"{out} is not a folder: give a new folder, or one with earlier results")


def is_ours(folder: Path) -> bool:
    """Whether a folder holds results of this model: other programs write a ``manifest.json`` too."""
    return "model_version" in _manifest(folder)


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return manifest if isinstance(manifest, dict) else {}


def _fill(folder: Path, results: Results, draw: Draw | None) -> list[str]:
    """Write all files; return their names."""
    for name in TABLES:
        pq.write_table(getattr(results, name), folder / f"{name}.parquet", compression="zstd")
    _write_json(folder / SUMMARY, results.summary.to_json())
    figures = draw(results, folder) if draw else []
    names = [MANIFEST, SUMMARY, *(f"{name}.parquet" for name in TABLES), *figures]
    _write_json(folder / MANIFEST, {**results.manifest, "files": names})
    return names


def _write_json(path: Path, data: dict[str, Any]) -> None:
    path.write_text(json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8")


def _put_in_place(new: Path, out: Path, old: Path) -> None:
    """Exchange the folders; the old one returns if the new one cannot take its place."""
    if not out.exists():
        new.rename(out)
        return
    ours = {*_manifest(out).get("files", ()), MANIFEST, *LATER}
    out.rename(old)
    try:
        new.rename(out)
    except OSError:
        old.rename(out)
        raise
    for entry in old.iterdir():
        if entry.name not in ours and not (out / entry.name).exists():
            entry.rename(out / entry.name)
