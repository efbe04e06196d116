"""How a rule of the model is compiled: one decorator, and a cache that notices every edited rule.

numba's own disk cache looks only at the file of a compiled function, so a rule would go on using stale code of another
file that it calls. The cache folder is therefore named after a hash of all sources of rules, and it lies outside
the package, which may be read-only. With ``NUMBA_DISABLE_JIT=1`` the rules run as ordinary Python.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numba
import platformdirs

RULES = ("agents", "engine", "history", "nation", "places", "world", "compiled_month.py", "simulate.py")
MODEL = RULES


@cache
def source_hash(names: tuple[str, ...] = MODEL) -> str:
    """Hash of the named sources as 16 hexadecimal digits; of all of `MODEL` it is the model version.

    `MODEL` is what a result depends on besides scenario and seed, `RULES` what the compiled code depends on.
    """
    digest = hashlib.sha256()
    root = Path(__file__).parents[1]
    paths = [
        path for name in names for path in ([root / name] if name.endswith(".py") else (root / name).rglob("*.py"))
    ]
    for path in sorted(paths):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


if not numba.config.CACHE_DIR:
    numba.config.CACHE_DIR = str(Path(platformdirs.user_cache_dir("coproduction")) / source_hash(RULES))


def rule(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a rule: cached on disk, free of the interpreter lock, exact arithmetic (no ``fastmath``).

    Division by zero gives infinity or nan, as in numpy, rather than a check at every division. Rules allocate nothing,
    so numba's reference counting is off: counting the tables at every call took five sixths of the time of a month.
    Handing on a world of fifteen tables took half of the rest, so rules are inlined into their callers.
    """
    return numba.njit(cache=True, nogil=True, error_model="numpy", forceinline=True, _nrt=False)(function)
