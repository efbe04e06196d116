"""The standard streams as the commands find them: in any encoding, closed, full, or gone in the middle of a line.

What was computed and written is there whatever becomes of what is printed, so printing never fails.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, TextIO


class Lenient:
    """A text stream that drops what can no longer be written, and says so once unless the reader has gone."""

    def __init__(self, stream: TextIO, name: str) -> None:
        self._stream, self._name, self._lost = stream, name, False

    def write(self, text: str) -> int:
        """Write, or drop."""
        with self._dropping():
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Flush, or drop."""
        with self._dropping():
            self._stream.flush()

    @contextmanager
    def _dropping(self) -> Iterator[None]:
        if self._lost:
            return (yield)
        try:
            yield
        except OSError as error:
            self._lost = True
            with suppress(OSError, ValueError):  # what waits in the buffer goes nowhere, and quietly
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, self._stream.fileno())
                os.close(nowhere)
            if error.errno not in (errno.EPIPE, errno.EBADF, errno.EINVAL) and self._name == "output":
                print(f"coproduction: the output cannot be written: {error.strerror}", file=sys.stderr)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextmanager
def lenient() -> Iterator[None]:
    """Print to streams that take everything."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = _prepared(sys.stdout, "output"), _prepared(sys.stderr, "errors")
    try:
        yield
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        sys.stdout, sys.stderr = before


def _prepared(stream: TextIO | None, name: str) -> Any:
    if stream is None:  # closed before we began: its number must not become that of a file of results
        return open(os.devnull, "w", encoding="utf-8")
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="replace")
    return Lenient(stream, name)
