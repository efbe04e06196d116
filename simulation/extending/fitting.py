"""An extension put into the model: its file is run, its rules take their places, its steps join the month."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from types import ModuleType

from simulation.engine.schedule import Phase, Step
from simulation.extending import written
from simulation.extending.columns import check_columns
from simulation.extending.marks import MARKED, Rule, check_arguments
from simulation.world import extension
from simulation.world.event_kinds import OWN as OWN_EVENTS
from simulation.world.extension import Extension
from simulation.world.measures import OWN as OWN_MEASURES

MODULE = "coproduction_extension"  # the name by which Python knows the file

_month: Rule | None = None


def own_month() -> Rule | None:
    """The compiled month with the steps of an extension; None if there are none."""
    return _month


def fitted(phases: tuple[Phase, ...]) -> tuple[Phase, ...]:
    """The month with the extension of this process in it; the same month if there is none.

    Raises
    ------
    ExtensionError : if the file does not fit.
    """
    global _month
    own = extension.current()
    if own is None:
        return phases
    check_columns(own)
    with own.read():
        module = sys.modules[MODULE] = ModuleType(MODULE)
        module.__file__ = str(own.path)
        exec(compile(own.tree, str(own.path), "exec"), module.__dict__)
    _check_answers(own)
    _check_joining(own, phases)
    _take_places([*MARKED.replaced, *written.around(own)])
    found = tuple(replace(phase, steps=tuple(_steps(phase))) for phase in phases)
    if MARKED.joining:
        _month = written.month(own, found)
    return found


def _check_answers(own: Extension) -> None:
    """Refuse a measure or an event that no rule says anything of, and a rule of none."""
    for what, declared, marked, mark in (
        ("MEASURES", [measure.name for measure in OWN_MEASURES], MARKED.measured, "measures"),
        ("EVENTS", [kind.name for kind in OWN_EVENTS], MARKED.answered, "happens"),
    ):
        for name in declared:
            if name not in marked:
                own.refuse(f"{what}: no rule is marked @{mark}({name!r})")
        for name in marked:
            if name not in declared:
                own.refuse(f"@{mark}({name!r}): {what} declares no {name}")
    with own.read():
        for kind in OWN_EVENTS:
            wanted = ("world", "event") if kind.scope == "national" else ("world", "event", "council", "month")
            check_arguments(MARKED.answered[kind.name], wanted)


def _check_joining(own: Extension, phases: Iterable[Phase]) -> None:
    """Refuse a step beside one that is none, or of a name that is taken."""
    steps = [step for phase in phases for step in phase.steps]
    names = {step.name for step in steps}
    for each in MARKED.joining:
        if each.step.name in names:
            own.refuse(f"{each.step.name}: a step of the month has that name already")
        names.add(each.step.name)
        if not any(step.rule is each.beside for step in steps):
            beside = getattr(each.beside, "__name__", repr(each.beside))
            there = ", ".join(f"{step.rule.__module__.partition('.')[2]}.{step.name}" for step in steps)
            own.refuse(f"{each.step.name} joins {beside}, which is no step of the month; there are {there}")


def _take_places(pairs: Iterable[tuple[Rule, Rule]]) -> None:
    """Let every module of the model that knows a replaced rule know the new one; nothing is compiled yet."""
    new = {id(old): made for old, made in pairs}
    for name, module in list(sys.modules.items()):
        if name.startswith("simulation.") and not name.startswith("simulation.extending"):
            vars(module).update({word: new[id(value)] for word, value in vars(module).items() if id(value) in new})


def _steps(phase: Phase) -> Iterator[Step]:
    """The steps of a phase, replaced where they are, and those that join beside them."""
    new = {id(old): made for old, made in MARKED.replaced}
    for step in phase.steps:
        yield from (each.step for each in MARKED.joining if each.beside is step.rule and not each.behind)
        yield Step(step.actor, new.get(id(step.rule), step.rule))
        yield from (each.step for each in MARKED.joining if each.beside is step.rule and each.behind)
