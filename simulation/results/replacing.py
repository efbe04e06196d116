"""Replacing results in their folder, so that at every moment either the old or the new ones are whole.

New results are written beside the old ones, in a folder of their own that then gets the name ``.incoming``: from that
step on they are what the folder holds. They move out of it file by file, the manifest last, and whoever comes next goes
on where this was interrupted. What somebody else put into the folder is never moved into anything that is deleted.
"""

from __future__ import annotations

import contextlib
import glob
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from simulation.results import locks
from simulation.results.atomic import UNFINISHED, sync, tidy, unfinished
from simulation.results.manifests import MANIFEST, files_of, read_manifest
from simulation.world.errors import Busy, Damaged, ResultError

INCOMING = ".incoming"
LATER = ("report.html",)  # made from these files afterwards, so out of date once they change
WAIT = 10.0  # seconds for a process that is just moving files


@contextlib.contextmanager
def only_writer(out: Path, wait: float = 0.0) -> Iterator[None]:
    """Be the one process that writes a folder of results, which need not exist; raise `Busy` if another one is."""
    place = out.resolve()
    made = [folder for folder in place.parents if not folder.exists()]
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        lock = place.with_name(f".{place.name}.lock")
        writable = os.access(place.parent, os.W_OK)
    except OSError as error:
        raise ResultError(f"the results cannot be written to {out}: {error.strerror or error}") from error
    with contextlib.ExitStack() as stack:
        stack.callback(_remove_empty, made)  # where nothing was written, nothing is left
        try:
            stack.enter_context(locks.held(lock if writable else place / ".lock", wait))
        except Busy as error:
            raise Busy(f"{out} is being written by {error}: wait until it has ended, or give another folder") from None
        yield


def replace(place: Path, fill: Callable[[Path], None]) -> None:
    """Put what ``fill`` writes into a folder in the place of the results that are there."""
    there = place.is_dir()
    scratch = unfinished(place / "new" if there else place)
    shutil.rmtree(scratch, ignore_errors=True)  # of this very thread, if it was interrupted while tidying
    scratch.mkdir()
    try:
        fill(scratch)
        for path in scratch.iterdir():
            _make_durable(path)
        scratch.rename(place / INCOMING if there else place)
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)  # nobody else has put anything there
        raise
    sync(place if there else place.parent)
    settle(place)


def settle(place: Path) -> None:
    """Move results that have come in to their places; the lock is held."""
    incoming = place / INCOMING
    if not incoming.is_dir():
        return
    if (incoming / MANIFEST).exists():
        new, old = set(files_of(read_manifest(incoming))), _old(place)
        for name in sorted(new):
            if (incoming / name).exists():
                _free(place / name, ours=name in old)
                (incoming / name).replace(place / name)
        for name in old - new:
            (place / name).unlink(missing_ok=True)
        sync(place)
        (incoming / MANIFEST).replace(place / MANIFEST)
        sync(place)
    with contextlib.suppress(OSError):  # something that is not ours is in it: it stays
        incoming.rmdir()


def recover(out: Path) -> list[Path]:
    """Finish what an interrupted process began in a folder and remove what it left unfinished; return what was left."""
    place = out.resolve()
    left = [*tidy(place.parent, f"{glob.escape(place.name)}.*"), *(tidy(place) if place.is_dir() else ())]
    if not (place / INCOMING).is_dir():
        return left
    try:
        with only_writer(out, WAIT):
            settle(place)
    except Damaged as error:
        raise Damaged(f"results that had come in: {error}") from None
    except OSError as error:
        raise ResultError(
            f"{out} holds half replaced results, and they cannot be moved: {error.strerror or error}"
        ) from error
    return [*left, place / INCOMING]


def _remove_empty(folders: list[Path]) -> None:
    with contextlib.suppress(OSError):
        for folder in folders:
            folder.rmdir()


def is_own(path: Path) -> bool:
    """Whether a file, by its name, is one that only these steps make."""
    return path.name in (INCOMING, ".lock") or (path.name.startswith(".") and path.name.endswith(UNFINISHED))


def _old(place: Path) -> set[str]:
    try:
        return {*files_of(read_manifest(place)), *LATER}
    except Damaged:
        return set()  # nothing tells whose the files are, so all are kept


def _free(path: Path, ours: bool) -> None:
    """Make place for a new file where somebody keeps one of the same name: it goes on under another."""
    if ours or not path.exists():
        return
    number = 1
    while path.with_name(f"{path.stem}.own-{number}{path.suffix}").exists():
        number += 1
    path.rename(path.with_name(f"{path.stem}.own-{number}{path.suffix}"))


def _make_durable(path: Path) -> None:
    with contextlib.suppress(OSError), path.open("rb") as file:
        os.fsync(file.fileno())
