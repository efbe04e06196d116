"""A folder of results: written whole or not at all, and read back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from simulation.results import by_group
from simulation.results.ensemble_like import EnsembleLike
from simulation.results.findings import DAMAGED, Finding, Findings, listed
from simulation.results.manifests import (
    MANIFEST,
    RUN,
    SWEEP,
    content_of,
    kind_of,
    read_manifest,
    unverified,
    write_manifest,
)  # fmt: skip
from simulation.results.replacing import INCOMING, is_own, only_writer, recover, replace
from simulation.results.results import Results, tabulate
from simulation.results.summary import Summary
from simulation.world.errors import Busy, Damaged, ResultError
from simulation.world.sealed import digest, json_bytes, table_of

SUMMARY = "summary.json"
TABLES = ("runs", "months", "spells")


def tables_in(manifest: Mapping[str, Any]) -> tuple[str, ...]:
    """Names of the tables of results: those by group are there where groups were measured."""
    return (*TABLES, *(by_group.TABLES if manifest.get("by") else ()))


Draw = Callable[[Results, Path], list[str]]  # draws figures of results into a folder; returns the names of the files


def write(
    ensemble: EnsembleLike,
    summary: Summary,
    out: Path,
    command: str = "",
    wall_seconds: float = 0.0,
    draw: Draw | None = None,
    of_files: Sequence[str] = (),
) -> list[Path]:
    """Write the results of an ensemble, with what ``draw`` draws of them; return the files.

    ``of_files`` is what was said of the files that the scenario was joined from; it stands in the manifest.

    The folder is complete or absent: all files are written beside it and moved in one step. Results that are there
    already are replaced only then, see `results.replacing`; files that somebody else put among them stay.

    Raises
    ------
    ResultError : if ``out`` holds something else than results, or cannot be written.
    """
    check_folder(out)
    return save(tabulate(ensemble, summary, command, wall_seconds, of_files), out, draw)


def save(results: Results, out: Path, draw: Draw | None = None) -> list[Path]:
    """Write results to a folder, as `write` does."""
    names: list[str] = []

    def fill(folder: Path) -> None:
        names.extend(_fill(folder, results, draw))

    try:
        with only_writer(out):
            check_folder(out)
            replace(out.resolve(), fill)  # a link to a folder stays a link
    except Busy as error:
        raise ResultError(str(error)) from None
    except OSError as error:
        raise ResultError(f"the results cannot be written to {out}: {error.strerror or error}") from error
    return [out / name for name in names]


def read(folder: Path) -> Results:
    """Read a folder of results; every file is verified.

    Raises
    ------
    ResultError : if it is not one, or is damaged.
    """
    if not folder.is_dir():
        raise ResultError(f"{folder} is not a folder: give one that 'coproduction run' has written")
    try:
        return _read(folder)
    except Damaged:
        pass  # another process may just have replaced them
    try:
        return _read(folder)
    except Damaged as error:
        raise ResultError(f"{folder} holds damaged results: {error}; run the scenario again") from None


def _read(folder: Path) -> Results:
    try:
        recover(folder)
    except Busy as error:
        raise ResultError(str(error)) from None
    manifest = read_manifest(folder)
    if not is_ours(folder):
        raise ResultError(f"{folder} holds no results: 'coproduction run' writes them, with a {MANIFEST}")
    tables = {}
    try:
        summary = Summary.from_json(json.loads(content_of(folder, SUMMARY, manifest)))
    except (ValueError, KeyError, TypeError) as error:
        raise Damaged(f"{SUMMARY}: {type(error).__name__}: {error}") from None
    for name in tables_in(manifest):
        content = content_of(folder, f"{name}.parquet", manifest)
        try:
            tables[name] = table_of(content)
        except Damaged as error:
            raise Damaged(f"{name}.parquet: {error}") from None
    of_groups = {name: tables.pop(name) for name in by_group.TABLES if name in tables}
    return Results(manifest, summary, **tables, by_group=of_groups)


def inspect(folder: Path) -> Findings:
    """Which files of a run are what was written; nothing of it can be made again but by the run itself."""
    if (folder / INCOMING).is_dir():
        return Findings(
            RUN, (Finding(INCOMING, DAMAGED, "results have come in and not all moved", "moved to their places"),)
        )
    again = "the 'coproduction run' command that made it"
    try:
        manifest = read_manifest(folder)
    except Damaged as error:
        return Findings(RUN, (Finding(MANIFEST, DAMAGED, str(error)),), again)
    files = listed(folder, manifest, (SUMMARY, *(f"{name}.parquet" for name in tables_in(manifest))))
    damaged = any(file.state == DAMAGED for file in files)
    return Findings(RUN, tuple(files), manifest.get("command") or again if damaged else "", unverified(manifest))


def check_folder(out: Path) -> None:
    """Raise `ResultError` unless results may be written to ``out``: a new or empty folder, or one of a run."""
    if out.is_dir():
        try:
            recover(out)
            kind = kind_of(read_manifest(out))
        except Busy as error:
            raise ResultError(str(error)) from None
        except Damaged as error:
            raise ResultError(f"{out} holds earlier results, and {error}: give a new folder, or remove it") from None
        if kind == SWEEP:
            raise ResultError(f"{out} holds a sweep, which a run would replace: give a new folder")
        if kind != RUN and not all(is_own(path) for path in out.iterdir()):
            raise ResultError(f"{out} holds other files than results: give a new folder, or one with earlier results")
    elif out.exists() or out.is_symlink():
        raise ResultError(f"{out} is not a folder: give a new folder, or one with earlier results")


def is_ours(folder: Path) -> bool:
    """Whether a folder holds results of a run: other programs write a ``manifest.json`` too."""
    try:
        return kind_of(read_manifest(folder)) == RUN
    except Damaged:
        return False


def _fill(folder: Path, results: Results, draw: Draw | None) -> list[str]:
    """Write all files, the manifest last; return their names."""
    tables = {**{name: getattr(results, name) for name in TABLES}, **results.by_group}
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet", compression="zstd", write_page_checksum=True)
    (folder / SUMMARY).write_bytes(json_bytes(results.summary.to_json()))
    figures = draw(results, folder) if draw else []
    names = [SUMMARY, *(f"{name}.parquet" for name in tables), *figures]
    files = {name: digest(folder / name) for name in names}
    write_manifest(folder, {"kind": RUN, **results.manifest, "files": files})
    return [MANIFEST, *names]
