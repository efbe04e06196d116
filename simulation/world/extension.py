"""The extension of this process: a researcher's own file that is part of the model from the start, or none.

Declarations must be there when the tables are made, and rules can only be loaded afterwards. What the file declares is
therefore read by itself first, each at its place among those of the model (`declared`); the file as a whole is run
when the month is put together (`simulation.extending.fitting`).
"""

from __future__ import annotations

import ast
import hashlib
import os
import re
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from simulation.engine import versions
from simulation.world.errors import ExtensionError, shown

VARIABLE = "COPRODUCTION_EXTENSION"  # digest and path, for processes that this one starts
DECLARATIONS = ("PARAMETERS", "COLUMNS", "MEASURES", "EVENTS")
BOUND = ("simulation.engine.compilation", "simulation.world.parameters", "simulation.world.measures")
UNKEYED = ("random", "secrets")  # chance that no key decides
NAME = re.compile(r"[a-z][a-z0-9_]*")

Declared = TypeVar("Declared")


@dataclass(frozen=True)
class Extension:
    """A file that extends the model.

    Attributes
    ----------
    path : where it lies.
    digest : sixteen digits that stand for what is in it.
    tree : the file as Python reads it.
    """

    path: Path
    digest: str
    tree: ast.Module

    def refuse(self, said: str, at: ast.AST | int | None = None) -> NoReturn:
        """Refuse the file with one line, which names the line of the file if that is known."""
        line = at if isinstance(at, int) else getattr(at, "lineno", None)
        raise ExtensionError(f"{self.path.name}{'' if line is None else f', line {line}'}: {said}")

    @contextmanager
    def read(self) -> Iterator[None]:
        """Around the running of its code: whatever goes wrong is said in one line, with the line of the file."""
        try:
            yield
        except ExtensionError as error:
            if str(error).startswith(self.path.name):
                raise
            self.refuse(str(error), self._line_of(error))
        except Exception as error:
            self.refuse(f"{type(error).__name__}: {error}", self._line_of(error))

    def _line_of(self, error: BaseException) -> int | None:
        line, trace = None, error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == str(self.path):
                line = trace.tb_lineno
            trace = trace.tb_next
        return line


_current: Extension | None = None


def current() -> Extension | None:
    """The extension of this process, if it has one."""
    return _current


def choose(path: str | Path) -> None:
    """Make a file the extension of this process, and of those that it starts; nothing of the model may be loaded yet.

    Raises
    ------
    ExtensionError : if it cannot be read, is no Python, imports what an extension may not, or comes too late.
    """
    global _current
    file = Path(path).absolute()
    try:
        content = file.read_bytes().replace(b"\r\n", b"\n")
        tree = ast.parse(content.decode("utf-8"), str(file))
    except OSError as error:
        raise ExtensionError(f"{path}: {error.strerror or error}") from None
    except (SyntaxError, ValueError) as error:
        line = f", line {error.lineno}" if isinstance(error, SyntaxError) else ""
        raise ExtensionError(f"{file.name}{line}: no Python: {getattr(error, 'msg', error)}") from None
    chosen = Extension(file, hashlib.sha256(content).hexdigest()[: versions.DIGITS], tree)
    if _current is not None and _current.digest == chosen.digest:
        return
    if _current is not None or any(name in sys.modules for name in BOUND):
        now = f"with {_current.path.name}" if _current else "without an extension"
        raise ExtensionError(
            f"{file.name}: the model is loaded already, {now}: simulation.extend comes first in a process, before "
            "anything else of the model (in a notebook: restart the kernel)"
        )
    _check_imports(chosen)
    started, _, of = os.environ.get(VARIABLE, "").partition(" ")
    if started and Path(of) == file and started != chosen.digest:
        raise ExtensionError(f"{file.name}: it was edited while a run with it was under way; start that run again")
    os.environ[VARIABLE] = f"{chosen.digest} {file}"
    versions.extend(chosen.digest)
    _current = chosen


def _check_imports(own: Extension) -> None:
    """An extension is one file, since its digest stands for it, and all its chance is keyed."""
    for node in ast.walk(own.tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [f"{'.' * node.level}{node.module or ''}"]
        for name in names:
            top = name.partition(".")[0]
            if top not in ("simulation", "numpy") and top not in sys.stdlib_module_names:
                own.refuse(
                    f"it imports {shown(name)}: an extension is one file, which may import simulation, numpy and what "
                    "comes with Python",
                    node,
                )
            if top in UNKEYED or name.startswith("numpy.random"):
                own.refuse(f"it imports {shown(name)}: all chance comes from simulation.engine.draws", node)


def in_words(manifest: Mapping[str, Any]) -> str:
    """A sentence that names the extension of some results, by their manifest; empty where they have none."""
    told = manifest.get("extension")
    return f"With an extension, which is no part of the calibrated model: {_told(told)}." if told else ""


def in_short(manifest: Mapping[str, Any]) -> list[str]:
    """The same for small print, which has little room."""
    told = manifest.get("extension")
    uncalibrated = ", uncalibrated" if told and told["uncalibrated"] else ""
    return [f"extension {told['file']} {told['digest'][:8]}{uncalibrated}"] if told else []


def _told(told: Mapping[str, Any]) -> str:
    uncalibrated = ", ".join(told["uncalibrated"])
    return f"{told['file']}, {told['digest']}" + (f"; uncalibrated: {uncalibrated}" if uncalibrated else "")


def declared(
    where: str,
    kind: type[Declared],
    taken: Collection[str],
    words: Mapping[str, Callable[..., Any] | object],
    within: str | None = None,
) -> dict[str, Declared]:
    """What the extension declares under the name ``where``, a dictionary by name; empty if there is no extension.

    Parameters
    ----------
    kind : what each declaration must be.
    taken : names that are the model's own.
    words : what a declaration may use.
    within : if given, the declarations are those of this key, such as the name of a table.

    Raises
    ------
    ExtensionError : if it is not so, or a name is taken.
    """
    if _current is None:
        return {}
    found = {}
    for name, value in _of(_value(_current, where, words), within).items():
        if not isinstance(name, str) or not NAME.fullmatch(name):
            _current.refuse(f"{where}: {shown(name)} is no name: it must be small letters, digits and _")
        if name in taken:
            _current.refuse(f"{where}: {name} is taken by the model itself")
        if not isinstance(value, kind):
            _current.refuse(f"{where}: {name} must be made by one of {', '.join(words)}, not {shown(value)}")
        found[name] = value
    return found


def keys(where: str, known: Collection[str], words: Mapping[str, Any]) -> tuple[str, ...]:
    """The keys of what the extension declares under the name ``where``, which must be known ones."""
    if _current is None:
        return ()
    found = tuple(_value(_current, where, words))
    for key in found:
        if key not in known:
            _current.refuse(f"{where}: there is no {shown(key)}; there are {', '.join(known)}")
    return found


def _of(value: Mapping[str, Any], within: str | None) -> Mapping[str, Any]:
    return value if within is None else value.get(within, {})


def _value(own: Extension, where: str, words: Mapping[str, Any]) -> Mapping[str, Any]:
    for node in own.tree.body:
        target = node.targets[0] if isinstance(node, ast.Assign) else node
        if isinstance(node, ast.Assign) and isinstance(target, ast.Name) and target.id == where:
            code = compile(ast.Expression(node.value), str(own.path), "eval")
            try:
                value = eval(code, dict(words))
            except NameError as error:
                own.refuse(
                    f"{where}: {error}; it may use {', '.join(words)}, numbers and texts, and nothing else of the file",
                    node,
                )
            except Exception as error:
                own.refuse(f"{where}: {type(error).__name__}: {error}", node)
            if not isinstance(value, dict):
                own.refuse(f"{where} must be a dictionary by name, not {shown(value)}", node)
            return value
    return {}
