"""Whose error it is: the machine's, which says nothing about a run, or the model's, which is a result."""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator

# A RuntimeError is what threads, the compiler and its cache raise; the rules of the model raise none.
MACHINE = (OSError, MemoryError, ImportError, SystemError, RuntimeError, SyntaxError, EOFError, pickle.PickleError)
LIBRARIES = ("numba", "llvmlite", "importlib", "pickle", "ctypes")  # whatever they raise, it is not the model's

OF_COMPILER = "Failed in nopython mode"  # begins what numba says before it says why
PLACE = re.compile(r"at \S*?([^/\s]+\.py) \((\d+)\)")  # the first place that it names is the innermost


def of_the_machine(error: BaseException) -> bool:
    """Whether an error of a run comes from the machine: its memory, disk or threads, an import, the compilation."""
    if isinstance(error, NotImplementedError):  # a RuntimeError to Python, and a word of the model
        return False
    return isinstance(error, MACHINE) or any(name in LIBRARIES for name in _libraries(error))


def described(error: BaseException) -> str:
    """An error as one line: its kind, and the first line of what it says; of the compiler's, its reason and place."""
    said = [line for line in str(error).strip().splitlines() if not line.startswith(OF_COMPILER)]
    place = PLACE.search(str(error)) if str(error).startswith(OF_COMPILER) else None
    where = f" ({place[1]}, line {place[2]})" if place else ""
    return f"{type(error).__name__}: {said[0]}{where}" if said else type(error).__name__


def _libraries(error: BaseException) -> Iterator[str]:
    """Where an error came by, from the outermost call to the innermost, and the library that defines it."""
    yield type(error).__module__.partition(".")[0]
    trace = error.__traceback__
    while trace is not None:
        name = str(trace.tb_frame.f_globals.get("__name__", ""))
        yield name.removeprefix("_frozen_").partition(".")[0]
        trace = trace.tb_next
