"""Real councils in the place of generated ones, on record or from files: options of ``coproduction run``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulation.cli.scenario_arguments import Where, refusing
from simulation.cli.status import refuse, whole
from simulation.world.errors import printable

if TYPE_CHECKING:
    from simulation.scenarios import Scenario

EVERY = "all"  # as `simulation.scenarios.event.ALL`, which takes a while to load

CouncilNames = Annotated[
    list[str] | None,
    typer.Option(
        "--council",
        metavar="NAME",
        help="Play it in a council on record ('coproduction councils'), or in all of them: all; can be repeated, for "
        "several in one world.",
        show_default=False,
    ),
]
From = Annotated[
    int | None,
    typer.Option("--from", parser=whole, metavar="YEAR", help="With --council: the first year.", show_default="2010"),
]
To = Annotated[
    int | None,
    typer.Option(
        "--to",
        parser=whole,
        metavar="YEAR",
        help="With --council: the year in whose April it ends.",
        show_default="2045",
    ),
]
VotesFrom = Annotated[
    int | None,
    typer.Option(
        "--votes-from",
        parser=whole,
        metavar="YEAR",
        help="With --council: the last year of recorded seats, from which on the model votes; the newest on record.",
        show_default=False,
    ),
]
Begins = Annotated[
    int | None,
    typer.Option(
        "--begins",
        parser=whole,
        metavar="YEAR",
        help="With --council: year 0 of a scenario without a calendar; the newest year on record.",
        show_default=False,
    ),
]
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


def on_record(
    councils: Sequence[str],
    first: int | None,
    last: int | None,
    votes_from: int | None,
    begins: int | None,
    files: Sequence[Path],
) -> Where | None:
    """What the options say of councils on record; none if they name no council."""
    years = {"--from": first, "--to": last, "--votes-from": votes_from, "--begins": begins}
    if not councils:
        for option, year in years.items():
            if year is not None:
                refuse(f"{option} {year}: it needs --council NAME, a council on record")
        return None
    if files:
        refuse("--council takes councils on record, --councils those of files: give one of the two")
    if EVERY in councils and len(councils) > 1:
        refuse(f"--council {EVERY}: it stands for every council, so give it alone")
    return Where(tuple(councils), first, last, votes_from, begins)


def on_record_words(where: Where | None) -> list[str]:
    """The options of `on_record` as they are written on the command line."""
    if where is None:
        return []
    councils, *years = where
    options = ("--from", "--to", "--votes-from", "--begins")
    return [word for name in councils for word in ("--council", name)] + [
        word for option, value in zip(options, years, strict=True) if value is not None for word in (option, str(value))
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
