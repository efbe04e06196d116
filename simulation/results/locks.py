"""One writer at a time: a locked file that names its process, and that the end of the process frees, also a kill."""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from simulation.world.errors import Busy

PAUSE = 0.05  # seconds between two looks at a lock that is taken
NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL)  # of some network file systems
_mine = threading.local()  # what this thread holds already: the command that holds a folder also writes it


@contextlib.contextmanager
def held(path: Path, wait: float = 0.0) -> Iterator[None]:
    """Hold a lock; raise `Busy` if another process, or thread, does so for longer than ``wait`` seconds."""
    holding: set[Path] = _mine.__dict__.setdefault("paths", set())
    path = path.absolute()
    if path in holding:
        yield
        return
    handle = _open(path, time.monotonic() + wait)
    holding.add(path)
    try:
        yield
    finally:
        holding.discard(path)
        try:
            with contextlib.suppress(OSError):  # while it is locked, so that nobody waits for a file without a name
                path.unlink()
        finally:
            os.close(handle)


def is_held(path: Path) -> bool:
    """Whether a living process holds a lock; the file of a dead one is removed."""
    try:
        with held(path):
            return False
    except Busy:
        return True


def _open(path: Path, until: float) -> int:
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        if _lock(handle) and _is_there(handle, path):
            os.truncate(handle, 0)
            os.write(handle, f"{os.getpid()} on {socket.gethostname()}".encode())
            return handle
        try:
            holder = os.read(handle, 200).decode("utf-8", "replace") or "unknown"
        except OSError:  # Windows locks what it locks for readers too
            holder = "unknown"
        os.close(handle)
        if time.monotonic() >= until:
            raise Busy(f"process {holder}")
        time.sleep(PAUSE)


def _is_there(handle: int, path: Path) -> bool:
    """Whether the locked file still has its name; its last holder takes that away."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except OSError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> bool:
        os.lseek(handle, 1 << 20, os.SEEK_SET)  # behind what it says, which others want to read
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
        return True
else:
    import fcntl

    def _lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            return error.errno in NO_LOCKS  # then there is nothing to hold, and nothing to wait for
        return True
