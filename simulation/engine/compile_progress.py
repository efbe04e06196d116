"""One line on the standard error stream while the model is being compiled, and none if that takes no time."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PATIENCE = 1.0  # seconds until somebody wants to know what takes so long

rules: set[str] = set()  # all there are; most of them are compiled before a first result
_compiled: set[str] = set()
_began: float | None = None
_is_shown = False
_is_said = False


def _on_stderr(text: str | None) -> None:
    """In place on a terminal, elsewhere once."""
    global _is_said
    if sys.stderr.isatty():
        print(f"\r\x1b[2K{text or ''}", end="", file=sys.stderr, flush=True)
    elif text and not _is_said:
        print("compiling the model, once for this version, about half a minute", file=sys.stderr, flush=True)
        _is_said = True


_show: Callable[[str | None], None] = _on_stderr


@contextmanager
def shown_by(show: Callable[[str | None], None]) -> Iterator[None]:
    """Show the line by other means, which take None when it is over."""
    global _show
    before, _show = _show, show
    try:
        yield
    finally:
        _show = before


@contextmanager
def compiling() -> Iterator[None]:
    """Around whatever Python wants compiled; the caller holds numba's lock, so that there is one at a time."""
    global _began, _is_shown
    _began = time.monotonic()
    try:
        yield
    finally:
        if _is_shown:
            _show(None)
        _began, _is_shown = None, False


def took_time() -> bool:
    """Whether this process has compiled anything, so that what it timed is not how long things usually take."""
    return bool(_compiled)


def one_more(rule: str) -> None:
    """A rule is about to be compiled."""
    global _is_shown
    _compiled.add(rule)
    if _began is not None and time.monotonic() - _began > PATIENCE:
        _is_shown = True
        # What they become together takes about a third of the time.
        progress = f"{len(_compiled)} of about {len(rules)} rules, then all together"
        _show(f"compiling the model, once for this version, about half a minute: {progress}")
