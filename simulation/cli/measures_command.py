"""``coproduction measures``: what is measured, and what it is called in results."""

from __future__ import annotations

from typing import Annotated

import typer

from simulation.cli.scenario_arguments import With
from simulation.cli.status import refuse, say


def measures(
    like: Annotated[
        str | None,
        typer.Option(
            metavar="WORD", help="Only those that have this word in their name or definition.", show_default=False
        ),
    ] = None,
    extension: With = None,
) -> None:
    """Print what is measured, with unit, better direction and definition, and the columns that results have of it.

    The names are those of outcomes and monthly in a design; the columns are what analyses of a sweep take.

    For example: coproduction measures --like trust
    """
    from simulation.notebook.measures import measures_table
    from simulation.results.level_rows import PERIODS
    from simulation.results.resilience import RESILIENCE_MEASURES

    table = measures_table()
    if like is not None:
        told = table["measure"] + " " + table["definition"]
        table = table[told.str.contains(like, case=False, regex=False)]
        if table.empty:
            refuse(f"--like {like}: no measure has it in its name or definition")
    for row in table.itertuples(index=False):
        better = "" if row.better == "neither" else f"; {row.better} is better"
        say(f"{row.measure} ({row.unit}{better}): {row.definition}")
    say()
    for period, meaning in PERIODS.items():
        say(f"NAME_{period}: {meaning}")
    say(
        f"{', '.join(RESILIENCE_MEASURES)}: columns of their own name, in the arm 'scenario', as they compare both arms"
    )
