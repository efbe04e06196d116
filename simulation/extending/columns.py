"""Whether columns and parameters that an extension's rules name exist: a slip is told before anything is compiled."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator

from simulation.world.errors import nearest, shown
from simulation.world.event_kinds import EVENT
from simulation.world.extension import Extension
from simulation.world.parameters import PARAMETERS
from simulation.world.tables import DTYPES, World


def columns_of(table: str) -> Collection[str]:
    """Names of the columns of a table; none where they are not told."""
    if table == "parameters":
        return PARAMETERS
    return EVENT.names or () if table == "events" else (DTYPES[table].names or () if table in DTYPES else ())


def check_columns(own: Extension) -> None:
    """Refuse a table or column that does not exist, as far as a rule says of which table a row is.

    It says so by ``world.councils[c].column``, or by ``council = world.councils[c]`` and ``council.column``; a row that
    is an argument is left to the compiler, but for ``p``, the parameters.
    """
    for function in ast.walk(own.tree):
        if isinstance(function, ast.FunctionDef):
            _check(own, function)


def _check(own: Extension, function: ast.FunctionDef) -> None:
    rows = {"p": "parameters"} if any(argument.arg == "p" for argument in function.args.args) else {}
    rows |= dict(_rows(function))
    for node in ast.walk(function):
        if not isinstance(node, ast.Attribute):
            continue
        if isinstance(node.value, ast.Name) and node.value.id == "world":
            if node.attr not in World._fields:
                own.refuse(f"the world has no table {shown(node.attr)}{nearest(node.attr, World._fields)}", node)
            continue
        table = rows.get(node.value.id) if isinstance(node.value, ast.Name) else _table(node.value)
        if table is not None and (known := columns_of(table)) and node.attr not in known:
            own.refuse(f"{table} have no {shown(node.attr)}{nearest(node.attr, known)}", node)


def _rows(function: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    """Names that stand for a row of a table."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            table = _table(node.value)
            if table is not None:
                yield node.targets[0].id, table


def _table(node: ast.AST) -> str | None:
    """The table of which ``world.table[row]`` is a row."""
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute):
        base = node.value.value
        return node.value.attr if isinstance(base, ast.Name) and base.id == "world" else None
    return None
