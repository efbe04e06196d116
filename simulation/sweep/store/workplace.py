"""The folder of a sweep: its parts under their key, its manifest, its log, and its final tables."""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
import os
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from simulation.results.atomic import UNFINISHED, sync, tidy, unfinished, writing
from simulation.results.locks import held, is_held
from simulation.results.manifests import KEY, MANIFEST, RUN, SWEEP, files_of, kind_of, read_manifest, write_manifest
from simulation.results.replacing import only_writer
from simulation.sweep.store.parts import OUTCOMES, Parts
from simulation.sweep.store.tables import TABLES
from simulation.world.errors import Busy, Damaged, ResultError, StoreError
from simulation.world.sealed import digest, sha256

DESIGN, POINTS, WORLDS, LOGS, PARTS, EARLIER, UNKNOWN = (
    "design.toml", "points.parquet", "worlds.parquet", "log", "parts", "earlier", "unknown",
)  # fmt: skip
KIND = SWEEP
WRITER = "writer-"  # and the key: the lock of a process that works on it
WAIT = 30.0  # seconds for another process that is just opening the folder


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

    def record(self, files: Mapping[str, str | None], manifest: Mapping[str, Any] | None = None) -> None:
        """Write the manifest with the checksums of more files, and a copy of it beside the parts.

        Raises
        ------
        StoreError : if the folder has become another sweep's in the meantime.
        """
        if manifest is None:
            manifest = self.check()
        manifest = {**manifest, "files": {**files_of(manifest), **files}}
        write_manifest(self.parts.folder, manifest)
        write_manifest(self.folder, manifest)

    def check(self) -> dict[str, Any]:
        """The manifest, if it still is that of this sweep."""
        try:
            manifest = read_manifest(self.folder)
        except Damaged as error:
            raise StoreError(f"{self.folder}: {error}; give the same command again") from None
        if manifest.get("key") != self.key:
            raise StoreError(f"{self.folder} is no longer that of this sweep, but of another; give a new folder")
        return manifest

    @contextlib.contextmanager
    def finishing(self) -> Iterator[None]:
        """While the final tables are written: one process of this sweep at a time, and only into its own folder."""
        with held(self.folder / PARTS / ".finishing.lock", wait=math.inf):
            self.check()
            yield

    def table(self, name: str) -> Path:
        """Where a final table is, or will be."""
        return self.folder / f"{name}.parquet"


def key_of(configuration: dict[str, Any]) -> str:
    """The content key of a configuration."""
    text = json.dumps(configuration, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


@contextlib.contextmanager
def open_workplace(
    folder: Path,
    configuration: dict[str, Any],
    manifest: dict[str, Any],
    files: dict[str, bytes],
    count: int,
    shard: str,
) -> Iterator[Workplace]:
    """The folder of a sweep, new or to go on with, for as long as the block lasts.

    Processes that work on the same sweep may be in it at once; another sweep has to wait. Results of another key (the
    design or the code has changed) are kept, under ``earlier``; but half of this very sweep by another code is not
    quietly begun anew. A damaged manifest is replaced by its copy beside the parts, or written again.

    Parameters
    ----------
    configuration : all that the results depend on.
    manifest : what else to say of them.
    files : what is known before anything is computed: the design, the table of points, the worlds.
    count : how many parts there will be.
    shard : name of the log of this process.

    Raises
    ------
    StoreError : if the folder holds other things, or parts of this sweep by another code, or cannot be written, or if
        another process writes another sweep there.
    """
    key = key_of(configuration)
    complete = {"kind": KIND, "key": key, "parts": count, **manifest, **configuration}
    with contextlib.ExitStack() as stack:
        try:
            with only_writer(folder, WAIT):
                check_place(folder)
                (folder / PARTS).mkdir(parents=True, exist_ok=True)
                refuse_others(folder, key)
                stack.enter_context(held(folder / PARTS / unfinished(Path(f"{WRITER}{key}")).name))
                place = _prepare(folder, key, complete, configuration, files, shard)
        except (Busy, ResultError) as error:
            raise StoreError(str(error)) from None
        except OSError as error:
            raise StoreError(f"{folder} cannot be written to: {error.strerror or error}") from error
        yield place


def _prepare(
    folder: Path, key: str, complete: dict[str, Any], configuration: dict[str, Any], files: dict[str, bytes], shard: str
) -> Workplace:
    """Make the folder ready for a key; nobody else does so at the same time."""
    earlier, damage = known(folder)
    before = earlier.get("key")
    if before != key and _begun_by_other_code(folder, earlier, configuration):
        raise StoreError(
            f"{folder} holds parts of this sweep by code version {earlier['model_version']}, and this is "
            f"{configuration['model_version']}: finish it with that version, remove it, or give a new folder"
        )
    if before is not None and earlier.get("extension") != complete.get("extension"):
        raise StoreError(
            f"{folder} holds a sweep {_with(earlier)}, and this is one {_with(complete)}: give a new folder"
        )
    parts = folder / PARTS / key
    for made in (parts, folder / LOGS):
        made.mkdir(parents=True, exist_ok=True)
    place = Workplace(folder, key, Parts(parts, complete["parts"]), folder / LOGS / f"{key}-{shard}.jsonl")
    for left in (*tidy(folder), *place.parts.tidy()):
        place.log("tidied", file=left.name)
    if damage:
        place.log("damaged", file=MANIFEST, reason=damage)
        set_aside_manifest(folder)
    if before is not None and before != key:
        _put_by(folder, before)
    elif before is None and (folder / f"{OUTCOMES}.parquet").exists():
        _put_by(folder, f"{UNKNOWN}-{time.time_ns()}")  # whose they are, nothing tells any more
    if before != key:
        earlier = complete
    listed = {**files_of(earlier), **{name: sha256(content) for name, content in files.items()}}
    if before != key or damage or listed != files_of(earlier):
        place.record(listed, earlier)  # the manifest first: by it other processes know that the folder is a sweep's
    elif not _is_sound_copy(parts, earlier):
        write_manifest(parts, earlier)
    for name, content in files.items():
        if not _fits(folder / name, listed[name]):
            with writing(folder / name) as file:
                file.write(content)
    return place


def known(folder: Path) -> tuple[dict[str, Any], str]:
    """The manifest of a folder, and what is wrong with it; of a damaged one the copy, if there is any."""
    try:
        manifest = read_manifest(folder)
        if manifest:
            return manifest, ""
        damage = f"{MANIFEST} is missing" if has_parts(folder) else ""
    except Damaged as error:
        damage = str(error)
    copies = []
    for path in (folder / PARTS).glob(f"*/{MANIFEST}"):
        with contextlib.suppress(Damaged, OSError):
            copy = read_manifest(path.parent)
            if copy.get("key") == path.parent.name and kind_of(copy) == KIND:
                fitting = sum(_fits(folder / name, value) for name, value in files_of(copy).items())
                copies.append((fitting, path.stat().st_mtime_ns, copy))
    return (max(copies, key=lambda each: each[:2])[2] if copies else {}), damage


def set_aside_manifest(folder: Path) -> bool:
    """Keep a damaged manifest to be looked at; return whether there was any."""
    try:
        (folder / MANIFEST).replace(folder / f"{MANIFEST}.damaged")
    except FileNotFoundError:
        return False
    return True


def refuse_others(folder: Path, key: str = "") -> None:
    """Raise `Busy` if a living process writes another sweep than ``key`` into a folder."""
    for path in (folder / PARTS).glob(f".{WRITER}*{UNFINISHED}"):
        if not path.name.startswith(f".{WRITER}{key}.") and is_held(path):
            raise Busy(
                f"{folder} is being written by process {path.name.split('.', 2)[2].removesuffix(UNFINISHED)}, with "
                "another design or code: wait until it has ended, or give another folder"
            )


def check_place(folder: Path) -> None:
    """Raise `StoreError` unless a sweep may be written to ``folder``: new, empty, or that of a sweep."""
    if folder.is_dir():
        parts = has_parts(folder)
        try:
            kind = kind_of(read_manifest(folder))
        except Damaged as error:
            if parts:
                return
            raise StoreError(f"{folder} holds other results, and {error}: give a new folder") from None
        if kind == RUN:
            raise StoreError(f"{folder} holds a run, which is no sweep: give a new folder, or that of a sweep")
        names = [path.name for path in folder.iterdir()]
        others = [name for name in names if name not in (PARTS, LOGS, ".lock") and not name.endswith(UNFINISHED)]
        if others and kind != KIND and (kind or not parts):
            raise StoreError(f"{folder} holds other files than a sweep: give a new folder, or that of a sweep")
    elif folder.exists() or folder.is_symlink():
        raise StoreError(f"{folder} is not a folder: give a new folder, or that of a sweep")


def has_parts(folder: Path) -> bool:
    """Whether there are parts of a sweep, whatever the manifest says."""
    return any(KEY.fullmatch(path.name) and path.is_dir() for path in (folder / PARTS).glob("*"))


def _fits(path: Path, checksum: str | None) -> bool:
    try:
        return digest(path) == checksum
    except OSError:
        return False


def _is_sound_copy(parts: Path, manifest: dict[str, Any]) -> bool:
    try:
        return read_manifest(parts) == manifest
    except Damaged:
        return False


def _with(manifest: dict[str, Any]) -> str:
    told = manifest.get("extension")
    return f"with extension {told['file']} ({told['digest']})" if told else "without an extension"


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
    for name in (*(f"{table}.parquet" for table in TABLES), POINTS, WORLDS, "report.html", DESIGN, MANIFEST):
        with contextlib.suppress(FileNotFoundError):  # it need not be there, and another process may be as far
            (folder / name).replace(place / name)
    sync(place)
    sync(folder)
