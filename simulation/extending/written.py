"""Rules that are written around those of an extension: its events happen, its measures are taken, its steps come."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import ModuleType
from typing import Any

from simulation.engine.compilation import rule
from simulation.engine.schedule import Phase
from simulation.extending.marks import MARKED, Rule
from simulation.history.recording import record_part
from simulation.nation.events import befall, befall_nation
from simulation.world.event_kinds import OWN as OWN_EVENTS
from simulation.world.extension import Extension
from simulation.world.measures import COLUMN
from simulation.world.measures import OWN as OWN_MEASURES

MODULE = "coproduction_written"  # before the name of a rule: the modules by which Python knows them


def around(own: Extension) -> Iterator[tuple[Rule, Rule]]:
    """Rules of the model, each with what is called in its place."""
    of_nation = [kind for kind in OWN_EVENTS if kind.scope == "national"]
    of_councils = [kind for kind in OWN_EVENTS if kind.scope != "national"]
    for usual, kinds, given in (
        (befall_nation, of_nation, "world, event"),
        (befall, of_councils, "world, event, c, month"),
    ):
        lines: list[str] = []
        for kind in kinds:
            lines += [f"if event.kind == {kind.number:d}:", f"    own_{kind.name}({given})", "    return"]
        if lines:
            yield usual, _in_place_of(own, usual, given, [*lines, f"usual({given})"], MARKED.answered)
    if OWN_MEASURES:
        given = "world, row, first, last, first_service, last_service, fifth"
        lines = [f"row[{COLUMN[each.name]}] = own_{each.name}(world, first, last)" for each in OWN_MEASURES]
        yield record_part, _in_place_of(own, record_part, given, [f"usual({given})", *lines], MARKED.measured)


def month(own: Extension, phases: Iterable[Phase]) -> Rule:
    """One month of the whole world, as `simulation.compiled_month` is written from the same list."""
    steps = [step for phase in phases for step in phase.steps]
    lines = [line for number, step in enumerate(steps) for line in step.code(f"step_{number}")]
    return _made(own, "advance", "world, month", lines, {f"step_{at}": step.rule for at, step in enumerate(steps)})


def _in_place_of(own: Extension, usual: Rule, given: str, lines: Iterable[str], rules: Mapping[str, Rule]) -> Rule:
    """A rule of these lines with the name of another one, which is ``usual`` in them, or what replaces that."""
    known = {f"own_{word}": each for word, each in rules.items()}
    known["usual"] = next((new for old, new in MARKED.replaced if old is usual), usual)
    return _made(own, usual.__name__, given, lines, known)


def _made(own: Extension, name: str, given: str, lines: Iterable[str], rules: Mapping[str, Rule]) -> Rule:
    """Compile a rule that is written here; its file is that of the extension, whose digest stands for both."""
    module = sys.modules[f"{MODULE}_{name}"] = ModuleType(f"{MODULE}_{name}")
    module.__dict__.update(rules)
    exec(compile("\n    ".join([f"def {name}({given}):", *lines]), str(own.path), "exec"), module.__dict__)
    made: Callable[..., Any] = module.__dict__[name]
    return rule(made)
