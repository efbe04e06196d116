"""Where compiled rules are kept on disk: one folder for each version of their sources, made anew when damaged.

numba reads its files as they are, so that a truncated one would end a run. Here whatever cannot be read is compiled
again, and where nothing can be written the rules are kept in a temporary folder. Versions that nobody uses are removed.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import pickle
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numba
import platformdirs
from numba.core.caching import CompileResultCacheImpl, FunctionCache
from numba.core.serialize import dumps

VERSION = re.compile(r"[0-9a-f]{16}(-plain)?")
IN_USE = 3600.0  # seconds; a process that began earlier has loaded its rules, and can compile what it still lacks

_folder: Path | None = None
_is_ready = False


def choose(version: str) -> None:
    """Name the folder of this version; a process has one, and nothing is written until a rule is compiled or loaded.

    The version is part of the path also where ``NUMBA_CACHE_DIR`` says where, since numba itself compares only the file
    of a rule with what it compiled, and not those of the rules that it calls.
    """
    global _folder
    if _folder is None:
        chosen = numba.config.CACHE_DIR
        base = Path(chosen) / "coproduction" if chosen else Path(platformdirs.user_cache_dir("coproduction"))
        _folder = base / version
        numba.config.CACHE_DIR = str(_folder)


def make_ready() -> None:
    """Make the folder, or put it aside with one line if nothing can be written there; remove the versions of others."""
    global _is_ready
    if _is_ready or _folder is None:
        return
    _is_ready = True
    try:
        _folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=_folder).close()
        os.utime(_folder)
    except OSError as error:
        temporary = tempfile.mkdtemp(prefix="coproduction-")
        atexit.register(shutil.rmtree, temporary, ignore_errors=True)
        numba.config.CACHE_DIR = temporary
        _say(f"{_folder}: {error.strerror}; the compiled model is not kept")
    else:
        prune(_folder)


def prune(folder: Path) -> None:
    """Remove the folders of other versions beside this one, unless a process began to use them a short while ago."""
    try:
        others = [path for path in folder.parent.iterdir() if VERSION.fullmatch(path.name) and path != folder]
        for path in others:
            if time.time() - path.stat().st_mtime > IN_USE:
                shutil.rmtree(path, ignore_errors=True)
    except OSError:
        pass  # another process was faster


class _Damaged(Exception):
    """What was read is not what was written."""


class _Kept(CompileResultCacheImpl):
    """Compiled code with its digest: damaged machine code would not fail, it would run."""

    def reduce(self, cres: Any) -> tuple[bytes, bytes]:
        content = dumps(super().reduce(cres))
        return hashlib.sha256(content).digest(), content

    def rebuild(self, target_context: Any, reduced_data: Any) -> Any:
        digest, content = reduced_data
        if hashlib.sha256(content).digest() != digest:
            raise _Damaged
        return super().rebuild(target_context, pickle.loads(content))


class RuleCache(FunctionCache):
    """The files of one rule: what cannot be read is not there, what cannot be written is left."""

    _impl_class = _Kept

    @property
    def is_empty(self) -> bool:
        """Whether nothing is kept of this rule, as this file of it stands."""
        return not os.path.exists(self._cache_file._index_path)

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """The compiled rule for these types of arguments, or None."""
        try:
            found = super().load_overload(sig, target_context)
        except Exception:  # whatever unpickling random bytes may raise
            self._forget()
            return None
        # Two processes that compile one rule for different types at once can take the same file for both.
        return found if found is None or found.signature.args == tuple(sig) else None

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep the compiled rule, if that is possible."""
        try:
            super().save_overload(sig, data)
        except OSError as error:
            self.disable()
            _say(f"{self.cache_path}: {error.strerror}; the compiled model is not kept")

    def _forget(self) -> None:
        try:
            self.flush()
        except OSError:
            self.disable()


def _say(line: str) -> None:
    print(f"coproduction: {line}", file=sys.stderr, flush=True)
