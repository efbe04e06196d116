"""How a rule of the model is compiled: one decorator, and a cache that notices every edited rule.

numba's own disk cache looks only at the file of a compiled function, so a rule would go on using stale code of another
file that it calls. The cache folder is therefore named after a hash of all sources of rules, and it lies outside
the package, which may be read-only (`engine.compile_cache`). With ``NUMBA_DISABLE_JIT=1`` the rules run as ordinary
Python; with ``COPRODUCTION_PLAIN_TABLES=1`` they are compiled without `engine.compiled_tables`.

A rule is compiled in two ways. What another rule calls is part of that rule, so it needs no machine code of its own and
nothing that Python could call. What Python calls is compiled as a whole, and only this is kept on disk. All that
relies on inner parts of numba is here and in `engine.compile_cache`; tests/test_compilation.py holds it to account.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import cache
from types import ModuleType
from typing import Any

import numba
from numba import types
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler
from numba.core.compiler_lock import global_compiler_lock
from numba.core.registry import CPUDispatcher

from simulation.engine import compile_cache, compile_progress
from simulation.engine.versions import ROOT, extended, hash_of, sources

PLAIN_TABLES = os.environ.get("COPRODUCTION_PLAIN_TABLES") == "1"

RULES = ("agents", "engine", "extending", "history", "nation", "places", "world", "compiled_month.py", "simulate.py")


@cache
def source_hash() -> str:
    """Hash of what compiled code depends on, 16 digits; that of results is in `engine.versions`."""
    return hash_of(ROOT, sources(ROOT, RULES))


compile_cache.choose(extended(source_hash()) + ("-plain" if PLAIN_TABLES else ""))

# Rules allocate nothing, so numba's reference counting is off. Division by zero gives infinity or nan, as in numpy.
# These are options of `numba.njit`, which adds the last two by itself.
_OPTIONS = {"nogil": True, "error_model": "numpy", "_nrt": False, "nopython": True, "boundscheck": None}


def _plain(kind: types.Type) -> types.Type:
    """The type of an argument as rules take it: whole numbers have 64 bits, whether constant, enumerated or narrow."""
    kind = types.unliteral(kind)
    is_whole = isinstance(kind, types.IntEnumMember) or (isinstance(kind, types.Integer) and kind.signed)
    return types.int64 if is_whole else kind


class _PartLibrary(JITCodeLibrary):
    """Code that is only ever inlined: optimising it and making it machine code are left to what it becomes part of."""

    def _optimize_final_module(self) -> None:
        pass

    def _finalize_final_module(self) -> None:
        self._finalized = True

    def get_pointer_to_function(self, name: str) -> int:
        return 0

    @property
    def codegen(self) -> _PartLibrary:
        return self

    def set_env(self, name: str, env: Any) -> None:
        """What a function needs for handling Python's objects; rules have none."""


class _PartCompiler(Compiler):
    def __init__(self, typing: Any, target: Any, library: Any, *others: Any) -> None:
        super().__init__(typing, target, library or _PartLibrary(target.codegen(), "part"), *others)


class _Part(CPUDispatcher):
    """A rule as other rules call it."""

    def __init__(self, function: Callable[..., Any]) -> None:
        options = _OPTIONS | {"forceinline": True, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
        super().__init__(function, {}, options, _PartCompiler)

    def get_call_template(self, args: Any, kws: Any) -> Any:
        """How it is called with arguments of these types."""
        compile_progress.one_more(f"{self.__module__}.{self.__qualname__}")
        return super().get_call_template(map(_plain, args), {name: _plain(kind) for name, kind in kws.items()})


class _Rule(CPUDispatcher):
    """A rule as Python calls it."""

    def __init__(self, function: Callable[..., Any], *_: Any) -> None:
        super().__init__(function, {}, _OPTIONS | {"no_cfunc_wrapper": True})
        self.part = _Part(function)
        self._is_kept = False

    @property
    def _numba_type_(self) -> types.Type:
        """What other rules find under its name."""
        return types.Dispatcher(self.part)

    def enable_caching(self) -> None:
        """Look for it on disk and keep it there."""
        compile_cache.make_ready()
        self._cache = compile_cache.RuleCache(self.py_func)
        self._is_kept = True

    @property
    def is_on_disk(self) -> bool:
        """Whether it was compiled before, by any process."""
        if not self._is_kept:
            self.enable_caching()
        return not self._cache.is_empty

    def compile(self, sig: Any) -> Any:
        """Load or compile it for arguments of these types; until then it touches no file."""
        with global_compiler_lock, compile_progress.compiling():
            if not self._is_kept:
                self.enable_caching()
            return super().compile(tuple(map(_plain, sig)))


class RulesModule(ModuleType):
    """A module of rules. They are bound when compiled, and kept: another value of a name would reach nobody."""

    def __setattr__(self, name: str, value: Any) -> None:
        if not name.startswith("__"):  # what the import system sets
            raise AttributeError(
                f"{self.__name__}.{name}: a module of rules takes no assignment, which compiled rules would never see; "
                "for another behaviour write an extension (docs/extending.md), or under Mesa a method of a subclass of "
                "an agent (docs/guide.md)"
            )
        super().__setattr__(name, value)


def rule(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a rule: cached on disk, free of the interpreter lock, exact arithmetic (no ``fastmath``).

    Counting references to the tables at every call took five sixths of the time of a month. Handing on a world of
    fifteen tables took half of the rest, so rules are inlined into their callers.
    """
    module = sys.modules.get(function.__module__)
    if type(module) is ModuleType:
        module.__class__ = RulesModule
    if numba.config.DISABLE_JIT:
        return function
    compile_progress.rules.add(f"{function.__module__}.{function.__qualname__}")
    return _Rule(function)
