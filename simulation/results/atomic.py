"""Files that are there whole or not at all, also after a power cut or ``kill -9``."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

UNFINISHED = ".part"  # git ignores it, readers do too
ABANDONED = 3600.0  # seconds after which nobody writes to an unfinished file of another machine any more
_WRITER = re.compile(r"\..+-(\d+)-\d+" + re.escape(UNFINISHED))


def unfinished(path: Path) -> Path:
    """A name beside ``path`` to write to until it is whole; it tells who writes, so that nobody else does."""
    writer = f"{socket.gethostname()}-{os.getpid()}-{threading.get_ident()}"
    return path.with_name(f".{path.name}.{writer}{UNFINISHED}")


@contextlib.contextmanager
def writing(path: Path) -> Iterator[IO[bytes]]:
    """A new file beside ``path`` that takes its place, in one step, when the block ends without an error."""
    name = unfinished(path)
    try:
        with name.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        name.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            name.unlink()
        raise
    sync(path.parent)


def tidy(folder: Path, name: str = "*") -> list[Path]:
    """Remove what killed processes have left unfinished of the files and folders called ``name``; return it."""
    found = [path for path in folder.glob(f".{name}{UNFINISHED}") if _is_abandoned(path)]
    for path in found:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with contextlib.suppress(OSError):
                path.unlink()
    return found


def _is_abandoned(path: Path) -> bool:
    """Whether an unfinished file is one of ours, and its process no longer lives, as far as can be told from here."""
    writer = _WRITER.fullmatch(path.name)
    if writer is None:
        return False
    here = f".{socket.gethostname()}-{writer[1]}-" in path.name
    if here and sys.platform != "win32":  # there, to ask is to kill
        try:
            os.kill(int(writer[1]), 0)
        except ProcessLookupError:
            return True
        except OSError:
            pass  # it lives, and belongs to somebody else
        return False
    try:
        return time.time() - path.stat().st_mtime > ABANDONED
    except OSError:
        return False


def sync(folder: Path) -> None:
    """Make the names in a folder as durable as the files, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def write_text(path: Path, text: str) -> None:
    """Write a text file in one step."""
    with writing(path) as file:
        file.write(text.encode("utf-8"))


def write_json(path: Path, data: dict[str, Any]) -> None:
    """Write a JSON file in one step."""
    write_text(path, json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) + "\n")
