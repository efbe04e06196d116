"""Real councils in the place of generated ones: the options of ``coproduction run`` that read them from files."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulation.cli.scenario_arguments import refusing
from simulation.cli.status import refuse
from simulation.world.errors import printable

if TYPE_CHECKING:
    from simulation.scenarios import Scenario

CouncilFiles = Annotated[
    list[Path] | None,
    typer.Option(
        "--councils",
        metavar="FILE",
        help="Real councils: seats by party, council and year, as published by Open Council Data UK; can be repeated.",
    ),
]
SpendingFile = Annotated[
    Path | None,
    typer.Option(
        "--spending", metavar="FILE", help="With --councils: yearly changes of spending power.", show_default=False
    ),
]
Replay = Annotated[
    bool, typer.Option("--replay/--vote", help="With --councils: control as recorded, or as the model votes.")
]


def with_real_councils(
    scenario: Scenario, councils: Sequence[Path], spending: Path | None, replay: bool
) -> tuple[Scenario, list[str]]:
    """The scenario with the councils of these files, and what was said of their rows on the standard error stream."""
    if not councils:
        if spending is not None:
            refuse(f"--spending {spending}: it needs --councils FILE, which says whose spending it is")
        if not replay:
            refuse("--vote: it needs --councils FILE; without recorded control the model votes anyway")
        return scenario, []
    from simulation.scenarios.real_councils import with_councils

    with refusing():
        scenario, problems = with_councils(scenario, councils, spending, replay)
    said = [printable(str(problem)) for problem in problems]
    for line in said:
        print(line, file=sys.stderr)
    return scenario, said


def council_words(councils: Sequence[Path], spending: Path | None, replay: bool) -> list[str]:
    """The options as they are written on the command line."""
    words = [word for path in councils for word in ("--councils", str(path))]
    words += ["--spending", str(spending)] if spending is not None else []
    return words + ["--vote"] * (bool(councils) and not replay)
