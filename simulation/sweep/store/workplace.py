"""The folder of a sweep: its parts under their key, its manifest, its log, and its final tables."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from simulation.results.atomic import UNFINISHED, sync, write_json, write_text
from simulation.sweep.store.parts import OUTCOMES, Parts
from simulation.sweep.store.tables import TABLES
from simulation.world.errors import StoreError

MANIFEST, DESIGN, POINTS, LOGS, PARTS, EARLIER = (
    "manifest.json", "design.toml", "points.parquet", "log", "parts", "earlier",
)  # fmt: skip
KIND = "sweep"


class Workplace:
    """Where one sweep is written.

    Attributes
    ----------
    key : what the results depend on (code version, resolved configuration, seed), as 16 hexadecimal digits.
    parts : the pieces that are there.
    """

    def __init__(self, folder: Path, key: str, parts: Parts, log: Path) -> None:
        self.folder, self.key, self.parts, self._log = folder, key, parts, log

    def log(self, event: str, **details: Any) -> None:
        """Add a line to the log of this process; a line is written in one piece."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        line = json.dumps({"time": now, "event": event, "process": os.getpid(), **details}, ensure_ascii=False) + "\n"
        handle = os.open(self._log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
        try:
            os.write(handle, line.encode("utf-8"))
        finally:
            os.close(handle)

    def table(self, name: str) -> Path:
        """Where a final table is, or will be."""
        return self.folder / f"{name}.parquet"


def key_of(configuration: dict[str, Any]) -> str:
    """The content key of a configuration."""
    text = json.dumps(configuration, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def open_workplace(
    folder: Path, configuration: dict[str, Any], manifest: dict[str, Any], design: str, count: int, shard: str
) -> Workplace:
    """Open the folder of a sweep, new or to go on with.

    Results of another key in the same folder (the design or the code has changed) are kept, under ``earlier``; but half
    of this very sweep by another code is not quietly begun anew.

    Parameters
    ----------
    configuration : all that the results depend on.
    manifest : what else to say of them.
    design : the design as text.
    count : how many parts there will be.
    shard : name of the log of this process.

    Raises
    ------
    StoreError : if the folder holds other things, or parts of this sweep by another code, or cannot be written.
    """
    key = key_of(configuration)
    check_place(folder)
    earlier = _manifest(folder)
    before = earlier.get("key")
    if before != key and _begun_by_other_code(folder, earlier, configuration):
        raise StoreError(
            f"{folder} holds parts of this sweep by code version {earlier['model_version']}, and this is "
            f"{configuration['model_version']}: finish it with that version, remove it, or give a new folder"
        )
    try:
        parts = folder / PARTS / key
        for made in (parts, folder / LOGS):
            made.mkdir(parents=True, exist_ok=True)
        if before is not None and before != key:
            _put_by(folder, before)
        if before != key:  # the manifest first: by it other processes know that the folder is a sweep's
            write_json(folder / MANIFEST, {"kind": KIND, "key": key, "parts": count, **manifest, **configuration})
        if before != key or not (folder / DESIGN).exists():
            write_text(folder / DESIGN, design)
    except OSError as error:
        raise StoreError(f"{folder} cannot be written to: {error.strerror or error}") from error
    return Workplace(folder, key, Parts(parts, count), folder / LOGS / f"{key}-{shard}.jsonl")


def check_place(folder: Path) -> None:
    """Raise `StoreError` unless a sweep may be written to ``folder``: new, empty, or that of a sweep."""
    if folder.is_dir():
        names = [path.name for path in folder.iterdir()]
        others = [name for name in names if name not in (PARTS, LOGS) and not name.endswith(UNFINISHED)]
        if others and _manifest(folder).get("kind") != KIND:
            raise StoreError(f"{folder} holds other files than a sweep: give a new folder, or that of a sweep")
    elif folder.exists() or folder.is_symlink():
        raise StoreError(f"{folder} is not a folder: give a new folder, or that of a sweep")


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return manifest if isinstance(manifest, dict) else {}


def _begun_by_other_code(folder: Path, earlier: dict[str, Any], configuration: dict[str, Any]) -> bool:
    """Whether the folder holds parts, but no final tables, of the same configuration by another code version."""
    wanted = json.loads(json.dumps(configuration))
    same = all(earlier.get(name) == value for name, value in wanted.items() if name != "model_version")
    begun = any((folder / PARTS / str(earlier.get("key"))).glob(f"{OUTCOMES}-*.parquet"))
    return same and begun and not (folder / f"{OUTCOMES}.parquet").exists()


def _put_by(folder: Path, key: str) -> None:
    """Move the final tables of an earlier key out of the way; the manifest goes last, so that this can be repeated."""
    place = folder / EARLIER / str(key)
    place.mkdir(parents=True, exist_ok=True)
    for name in (*(f"{table}.parquet" for table in TABLES), POINTS, "report.html", DESIGN, MANIFEST):
        with contextlib.suppress(FileNotFoundError):  # it need not be there, and another process may be as far
            (folder / name).replace(place / name)
    sync(place)
    sync(folder)
