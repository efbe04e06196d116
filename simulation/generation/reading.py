"""What a rule reads and writes, told from its source: it is gone through with names of columns in place of numbers.

Nothing is run. A value knows the columns that it was made from; a write hands them on to the column that it writes,
with those that decided whether it is made at all. What cannot be followed is refused, so that nothing is passed over.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from functools import cache
from types import FunctionType, ModuleType
from typing import Any

from simulation.generation.expressions_read import Expressions
from simulation.generation.values_read import NONE, NUMBER, Found, Place, Places, Tables, Value


@cache
def _parsed(function: FunctionType) -> tuple[ast.FunctionDef, int]:
    lines, first = inspect.getsourcelines(function)
    node = ast.parse(textwrap.dedent("".join(lines))).body[0]
    assert isinstance(node, ast.FunctionDef)
    return node, first


class Reader:
    """Goes through rules, and the rules that they call, and keeps what they read and write."""

    def __init__(self, tables: Tables) -> None:
        self.tables, self.found = tables, Found()
        self._answers: dict[Any, Value] = {}

    def call(self, rule: Callable[..., Any], *values: Value, because: Places = NONE, **named: Value) -> Value:
        """What the rule gives back for such arguments.

        Parameters
        ----------
        because : what decided that it is called.

        Raises
        ------
        DocumentationError : a rule does what cannot be followed here.
        """
        function: Any = getattr(rule, "py_func", rule)
        bound = inspect.signature(function).bind(*values, **named)
        arguments = {name: _handed_on(value) for name, value in bound.arguments.items()}
        left_out = {name: NUMBER for name in inspect.signature(function).parameters if name not in arguments}
        key = (function, tuple(arguments.items()), because)
        if key not in self._answers:
            self._answers[key] = _Rule(self, function, arguments | left_out, because).answered()
        return self._answers[key]


def _handed_on(value: Value) -> Value:
    """A constant as an argument is a number like any other."""
    is_constant = value.kind == "known" and not callable(value.known) and not isinstance(value.known, ModuleType)
    return NUMBER if is_constant else value


class _Rule(Expressions):
    """One rule, gone through for arguments of these kinds."""

    def __init__(self, reader: Reader, function: FunctionType, arguments: dict[str, Value], because: Places) -> None:
        self.node, first = _parsed(function)
        super().__init__(function, first, arguments, reader.tables, reader.found)
        self.reader, self.because, self.answer = reader, because, NUMBER

    def answered(self) -> Value:
        """What it gives back."""
        self.block(self.node.body)
        return self.answer

    def called(self, rule: Callable[..., Any], values: list[Value], named: dict[str, Value]) -> Value:
        """What a rule gives back that is called here."""
        return self.reader.call(rule, *values, because=self.reached_by, **named)

    def block(self, statements: list[ast.stmt]) -> None:
        for statement in statements:
            getattr(self, f"do_{type(statement).__name__}", self.refuse)(statement)

    def do_Pass(self, node: ast.stmt) -> None:
        pass

    do_Raise = do_Pass

    def do_Expr(self, node: ast.Expr) -> None:
        self.value(node.value)

    def do_Assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                values = [self.value(each) for each in node.value.elts]
                for one, value in zip(target.elts, values, strict=True):
                    self.put(one, value)
            else:
                self.put(target, self.value(node.value))

    def do_AugAssign(self, node: ast.AugAssign) -> None:
        before = self.number(node.target)
        self.put(node.target, self.number(node.value).and_from(before))

    def do_If(self, node: ast.If) -> None:
        with self.only_if(self.number(node.test).all):
            self.block(node.body)
            self.block(node.orelse)

    def do_While(self, node: ast.While) -> None:
        self.rounds(node, lambda: self.number(node.test).all)

    def do_For(self, node: ast.For) -> None:
        def begin() -> Places:
            values = self.number(node.iter)
            self.put(node.target, values)
            return values.all

        self.rounds(node, begin)

    def rounds(self, node: ast.For | ast.While, begin: Callable[[], Places]) -> None:
        """Round after round until nothing new comes of it: what one leaves behind is there for the next."""
        if node.orelse:
            self.refuse(node)
        outside, before = self.skipped, None
        while before != (now := (dict(self.names), self.skipped, self.returned)):
            before = now
            with self.only_if(begin()):
                self.block(node.body)
        self.skipped = outside

    def do_Continue(self, node: ast.stmt) -> None:
        self.skipped |= self.reached_by

    do_Break = do_Continue

    def do_Return(self, node: ast.Return) -> None:
        if node.value is not None:
            self.answer = self.answer.and_from(self.number(node.value)).chosen_by(self.reached_by)
        self.returned |= self.reached_by

    def put(self, target: ast.expr, value: Value) -> None:
        """Assign to a local name or to a column."""
        if isinstance(target, ast.Tuple):
            for each in target.elts:
                self.put(each, value.as_number or self.refuse(target))
            return
        if isinstance(target, ast.Name):
            self.names[target.id] = self.joined(target, value.chosen_by(self.reached_by))
            return
        number = value.as_number or self.refuse(target)
        if isinstance(target, ast.Attribute):
            row = self.value(target.value)
            place = Place(row.at.table, target.attr)
            if row.kind == "row" and self.tables[place.table].get(place.column) == 1:
                self.write(place, row.all, number)
                return
        elif isinstance(target, ast.Subscript):
            whole, index = self.value(target.value), self.number(target.slice)
            if whole.kind in ("cell", "array"):
                self.write(whole.at, whole.all | index.all, number)
                return
        self.refuse(target)

    def joined(self, target: ast.Name, value: Value) -> Value:
        """What a name stands for, whichever of its assignments was the last."""
        before = self.names.get(target.id, value)
        if (before.kind, before.at, before.known) != (value.kind, value.at, value.known):
            before, value = (each.as_number or self.refuse(target) for each in (before, value))
        return value.and_from(before)

    def write(self, place: Place, chosen_by: Places, value: Value) -> None:
        self.found.writes.add(place)
        self.found.enters |= {(source, place) for source in value.made_from}
        self.found.decides |= {(source, place) for source in value.because | chosen_by | self.reached_by}
