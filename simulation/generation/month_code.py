"""The month as code: loops over whoever acts, in the order of `simulation.month.PHASES`, for numba to compile."""

from __future__ import annotations

from collections.abc import Iterator

from simulation.engine.schedule import Step
from simulation.month import PHASES

INDENT = "    "

COMPILED = '''"""One month of the whole world, compiled; written from `simulation.month.PHASES`.

Do not edit it: ``python -m simulation.generation`` writes it anew.
"""

from __future__ import annotations

{imports}


@rule
def advance(world, month):
    """One month of the whole world."""
{body}
'''

TIMED = '''"""The month with the clock read after every step; written from `simulation.month.PHASES`.

Do not edit it: ``python -m simulation.generation`` writes it anew.
"""

from __future__ import annotations

from benchmarks.clock import lap, ticks
{imports}

# Phase and name of the steps in their order, each with its place in the times that are kept.
STEPS = (
{steps}
)


@rule
def timed_advance(world, month, spent):
    """One month of the whole world; ticks spent in each step are added to ``spent``. Returns the last reading."""
    at = ticks()
{body}
    return at
'''


def module_of(step: Step) -> tuple[str, str, str]:
    """Package and module of a step's rule, and the name under which the code knows the module."""
    package, _, module = step.rule.__module__.rpartition(".")
    # Files of one name in different rooms are told apart by the room.
    return package, module, f"{package.rpartition('.')[2]}_{module}"


def imports() -> str:
    """The lines that import the modules of all rules."""
    modules = sorted({module_of(step) for phase in PHASES for step in phase.steps})
    lines = [f"from {package} import {module} as {alias}" for package, module, alias in modules]
    return "\n".join(sorted([*lines, "from simulation.engine.compilation import rule"]))


def loop(step: Step) -> Iterator[str]:
    """The lines that let all of a step's actors act."""
    *_, alias = module_of(step)
    return step.code(f"{alias}.{step.name}")


def compiled_month() -> str:
    """The source of `simulation.compiled_month`."""
    body = []
    for phase in PHASES:
        body += [f"{INDENT}# Phase {phase.number}: {phase.title}"]
        body += [INDENT + line for step in phase.steps for line in loop(step)]
    return COMPILED.format(imports=imports(), body="\n".join(body))


def timed_month() -> str:
    """The source of the month of `benchmarks.phases`."""
    steps: list[str] = []
    body: list[str] = []
    for phase in PHASES:
        for step in phase.steps:
            body += [INDENT + line for line in loop(step)]
            body += [f"{INDENT}at = lap(spent, {len(steps)}, at)"]
            steps += [f'{INDENT}({phase.number}, "{step.actor.name}: {step.name}"),']
    return TIMED.format(imports=imports(), steps="\n".join(steps), body="\n".join(body))
