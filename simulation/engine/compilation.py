"""How a rule of the model is compiled: one decorator, and a cache that notices every edited rule.

numba's own disk cache looks only at the file of a compiled function, so a rule would go on using stale code of another
file that it calls. The cache folder is therefore named after a hash of all sources of rules, and it lies outside
the package, which may be read-only. With ``NUMBA_DISABLE_JIT=1`` the rules run as ordinary Python.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numba
import platformdirs

from simulation.engine.versions import ROOT, hash_of, sources

RULES = ("agents", "engine", "history", "nation", "places", "world", "compiled_month.py", "simulate.py")


@cache
def source_hash() -> str:
    """Hash of what compiled code depends on, 16 digits; that of results is in `engine.versions`."""
    return hash_of(ROOT, sources(ROOT, RULES))


if not numba.config.CACHE_DIR:
    numba.config.CACHE_DIR = str(Path(platformdirs.user_cache_dir("coproduction")) / source_hash())


def rule(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a rule: cached on disk, free of the interpreter lock, exact arithmetic (no ``fastmath``).

    Division by zero gives infinity or nan, as in numpy, rather than a check at every division. Rules allocate nothing,
    so numba's reference counting is off: counting the tables at every call took five sixths of the time of a month.
    Handing on a world of fifteen tables took half of the rest, so rules are inlined into their callers.
    """
    return numba.njit(cache=True, nogil=True, error_model="numpy", forceinline=True, _nrt=False)(function)
