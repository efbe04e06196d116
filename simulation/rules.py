"""How a rule of the model is compiled: one decorator, and a cache that notices every edited rule.

numba's own disk cache looks only at the file of a compiled function, so a rule would go on using stale code of another
file that it calls. The cache folder is therefore named after a hash of all sources of this package, and it lies outside
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


@cache
def source_hash() -> str:
    """Hash of all Python sources of this package that can hold rules, as 16 hexadecimal digits: the model version."""
    digest = hashlib.sha256()
    root = Path(__file__).parent
    outside = {"app", "scenarios"}
    for path in sorted(root.rglob("*.py")):
        if path.relative_to(root).parts[0] not in outside:
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


if not numba.config.CACHE_DIR:
    numba.config.CACHE_DIR = str(Path(platformdirs.user_cache_dir("coproduction")) / source_hash())


def rule(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a rule: cached on disk, free of the interpreter lock, with Python's own arithmetic (no ``fastmath``)."""
    return numba.njit(cache=True, nogil=True)(function)
