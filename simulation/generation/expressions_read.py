"""The expressions of a rule: what they read, and what is then known of their values."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import FunctionType
from typing import Any, NoReturn

import numpy as np

from simulation.generation.values_read import NONE, NUMBER, Found, Place, Places, Tables, Value
from simulation.world.errors import DocumentationError

ASKED_OF_NUMBERS = ("shape", "start", "stop", "value")  # attributes that lead to no column
PURE = (abs, bool, float, int, max, min, range, round)


class Expressions:
    """Whoever goes through a rule: where it is, what its names stand for, and how it reads an expression.

    Attributes
    ----------
    names : of arguments and local variables.
    because : what decided that the statement at hand is reached, so far as conditions around it say.
    returned, skipped : what decided to leave the rule, or this round of a loop, before its end.
    """

    def __init__(
        self, function: FunctionType, first: int, names: dict[str, Value], tables: Tables, found: Found
    ) -> None:
        self.function, self.first, self.names, self.tables, self.found = function, first, names, tables, found
        self.because = self.returned = self.skipped = NONE

    def called(self, rule: Callable[..., Any], values: list[Value], named: dict[str, Value]) -> Value:
        """What another rule gives back."""
        raise NotImplementedError

    def refuse(self, node: ast.AST) -> NoReturn:
        line = self.first + getattr(node, "lineno", 1) - 1
        raise DocumentationError(
            f"{self.function.__module__}, line {line}: what a rule reads or writes cannot be told from "
            f"'{ast.unparse(node).splitlines()[0]}'; write it as other rules do, or teach {__name__} to follow it"
        )

    @property
    def reached_by(self) -> Places:
        """What decided that the statement at hand is carried out."""
        return self.because | self.returned | self.skipped

    @contextmanager
    def only_if(self, places: Places) -> Iterator[None]:
        before, self.because = self.because, self.because | places
        yield
        self.because = before

    def read(self, place: Place, chosen_by: Places) -> Value:
        self.found.reads.add(place)
        return Value("number", frozenset({place}), chosen_by)

    def value(self, node: ast.expr) -> Value:
        found: Value = getattr(self, f"of_{type(node).__name__}", self.refuse)(node)
        return found

    def number(self, node: ast.expr) -> Value:
        """A value that must be a number: a row where one is wanted cannot be followed."""
        return self.value(node).as_number or self.refuse(node)

    def numbers(self, *nodes: ast.expr) -> Value:
        """One number that is made from all of these; each is looked at only because of those before it."""
        found = NUMBER
        for node in nodes:
            with self.only_if(found.all):
                found = found.and_from(self.number(node))
        return found

    def of_Constant(self, node: ast.Constant) -> Value:
        return NUMBER

    def of_Tuple(self, node: ast.Tuple) -> Value:
        return self.numbers(*node.elts)

    def of_BinOp(self, node: ast.BinOp) -> Value:
        return self.numbers(node.left, node.right)

    def of_BoolOp(self, node: ast.BoolOp) -> Value:
        return self.numbers(*node.values)

    def of_UnaryOp(self, node: ast.UnaryOp) -> Value:
        return self.number(node.operand)

    def of_Compare(self, node: ast.Compare) -> Value:
        return self.numbers(node.left, *node.comparators)

    def of_IfExp(self, node: ast.IfExp) -> Value:
        test = self.number(node.test).all
        with self.only_if(test):
            return self.number(node.body).and_from(self.number(node.orelse)).chosen_by(test)

    def of_Name(self, node: ast.Name) -> Value:
        if node.id in self.names:
            return self.names[node.id]
        for named in (self.function.__globals__, vars(builtins)):
            if node.id in named:
                return Value("known", known=named[node.id])
        self.refuse(node)

    def of_Attribute(self, node: ast.Attribute) -> Value:
        of, name = self.value(node.value), node.attr
        if of.kind == "world" and name in self.tables:
            return Value("table" if self.tables[name] else "array", at=Place(name))
        if of.kind == "row" and name in self.tables[of.at.table]:
            place = Place(of.at.table, name)
            several = self.tables[place.table][name] > 1
            return replace(of, kind="cell", at=place) if several else self.read(place, of.all)
        if of.kind == "known" and hasattr(of.known, name):
            return Value("known", known=getattr(of.known, name))
        if of.kind in ("number", "array") and name in ASKED_OF_NUMBERS:
            return Value("number", of.made_from, of.because)
        self.refuse(node)

    def of_Subscript(self, node: ast.Subscript) -> Value:
        whole, index = self.value(node.value), self.number(node.slice)
        if whole.kind == "table":
            return replace(whole, kind="row").chosen_by(index.all)
        if whole.kind in ("cell", "array"):
            return self.read(whole.at, whole.all | index.all)
        return (whole.as_number or self.refuse(node)).chosen_by(index.all)

    def of_Call(self, node: ast.Call) -> Value:
        called = self.value(node.func).known
        if any(isinstance(each, ast.Starred) for each in node.args) or any(each.arg is None for each in node.keywords):
            self.refuse(node)
        if isinstance(getattr(called, "py_func", called), FunctionType):
            values = [self.value(each) for each in node.args]
            named = {str(each.arg): self.value(each.value) for each in node.keywords}
            return self.called(called, values, named)
        if called is len and self.value(node.args[0]).kind in ("table", "cell", "array"):
            return NUMBER  # how long something is never changes
        is_number_type = isinstance(called, type) and issubclass(called, np.generic)
        if called in PURE or is_number_type or getattr(called, "__module__", "") == "math":
            return self.numbers(*node.args)
        self.refuse(node)
