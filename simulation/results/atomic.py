"""Files that are there whole or not at all, also after a power cut or ``kill -9``."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

UNFINISHED = ".part"  # git ignores it, readers do too


@contextlib.contextmanager
def writing(path: Path) -> Iterator[IO[bytes]]:
    """A new file beside ``path`` that takes its place, in one step, when the block ends without an error."""
    writer = f"{socket.gethostname()}-{os.getpid()}-{threading.get_ident()}"  # nobody else writes to the same file
    name = path.with_name(f".{path.name}.{writer}{UNFINISHED}")
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
