"""Marks for the rules of an extension: what each replaces, where it joins the month, what it measures or answers."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, NamedTuple

from simulation.engine.compilation import RULES, rule
from simulation.engine.schedule import Actor, Step
from simulation.world.errors import ExtensionError, shown

Rule = Callable[..., Any]

FIRST_DRAW = 1_000_000  # purposes of chance from here on are an extension's own; a normal deviate takes four
NO_RULES = ("engine",)  # rooms whose functions are no rules of the model, though compiled


class Joining(NamedTuple):
    """A step that joins the month, before or behind another one."""

    step: Step
    beside: Rule
    behind: bool


class Marked:
    """What the marks of a file have said so far."""

    def __init__(self) -> None:
        self.replaced: list[tuple[Rule, Rule]] = []
        self.joining: list[Joining] = []
        self.measured: dict[str, Rule] = {}
        self.answered: dict[str, Rule] = {}


MARKED = Marked()


def replaces(usual: Rule) -> Callable[[Rule], Rule]:
    """This rule takes the place of another, ``planning.opening`` for example, wherever that is called.

    It has the same name and the same arguments. It may call the one that it replaces, if the file imports that under
    another name: ``from simulation.agents.council.planning import opening as usual_opening``.
    """
    room = str(getattr(usual, "__module__", "")).partition("simulation.")[2].partition(".")[0]
    if not callable(usual) or room not in RULES or room in NO_RULES:
        raise ExtensionError(f"replaces({shown(usual)}): it must be a rule of the model, as planning.opening is one")

    def mark(function: Rule) -> Rule:
        wanted, given = arguments(usual), arguments(function)
        if function.__name__ != usual.__name__ or wanted != given:
            raise ExtensionError(
                f"{function.__name__}({', '.join(given)}) replaces {usual.__name__}({', '.join(wanted)}): name and "
                "arguments must be the same"
            )
        if any(old is usual for old, _ in MARKED.replaced):
            raise ExtensionError(f"{function.__name__}: {usual.__name__} is replaced twice")
        compiled = rule(function)
        MARKED.replaced.append((usual, compiled))
        return compiled

    return mark


def joins(actor: Actor, *, before: Rule | None = None, after: Rule | None = None) -> Callable[[Rule], Rule]:
    """This rule is a step of the month, right before or right after another step, for each actor in turn.

    ``rule(world, row, month)`` for whoever acts, ``rule(world, month)`` for the world itself.
    """
    if not isinstance(actor, Actor):
        raise ExtensionError(f"joins({shown(actor)}): it must be one who acts: COUNCIL, NEIGHBOURHOOD, CONTRACTOR, ...")
    beside = after if before is None else before
    if beside is None or (before is not None and after is not None):
        raise ExtensionError("joins: say before=... or after=..., one of them, with a step of the month")

    def mark(function: Rule) -> Rule:
        check_arguments(function, ("world", "month") if actor.table is None else ("world", "row", "month"))
        compiled = rule(function)
        MARKED.joining.append(Joining(Step(actor, compiled), beside, before is None))
        return compiled

    return mark


def measures(name: str) -> Callable[[Rule], Rule]:
    """This rule says what a measure of ``MEASURES`` is: ``rule(world, first, last)`` for councils ``first`` to before
    ``last``, at the end of a month; it returns a number.
    """

    def mark(function: Rule) -> Rule:
        check_arguments(function, ("world", "first", "last"))
        MARKED.measured[name] = rule(function)
        return MARKED.measured[name]

    return mark


def happens(name: str) -> Callable[[Rule], Rule]:
    """This rule says what an event of ``EVENTS`` does: ``rule(world, event, council, month)`` to one council, whose row
    it is given, and ``rule(world, event)`` if the event is national.
    """

    def mark(function: Rule) -> Rule:
        MARKED.answered[name] = rule(function)
        return MARKED.answered[name]

    return mark


def arguments(function: Rule) -> tuple[str, ...]:
    """The names of a rule's arguments, with their defaults."""
    plain = getattr(function, "py_func", function)
    return tuple(str(each.replace(annotation=each.empty)) for each in inspect.signature(plain).parameters.values())


def check_arguments(function: Rule, wanted: tuple[str, ...]) -> None:
    """Refuse a rule that takes another number of arguments than it will be given."""
    given = arguments(function)
    if len(given) != len(wanted):
        name = getattr(function, "__name__", "")
        raise ExtensionError(f"{name}({', '.join(given)}): it must be {name}({', '.join(wanted)})")
