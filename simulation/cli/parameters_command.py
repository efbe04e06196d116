"""``coproduction parameters``: the table of parameters for a paper."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from simulation.cli.scenario_arguments import With
from simulation.cli.status import refuse, say


def parameters(
    of: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME|FILE|DIR]",
            help="A scenario, or the folder of a sweep; without it all parameters as declared.",
            show_default=False,
        ),
    ] = None,
    like: Annotated[
        str | None,
        typer.Option(
            metavar="WORD", help="Only those that have this word in their name or meaning.", show_default=False
        ),
    ] = None,
    csv: Annotated[Path | None, typer.Option(metavar="FILE.csv", help="Write them as CSV.", show_default=False)] = None,
    latex: Annotated[
        Path | None, typer.Option(metavar="FILE.tex", help="Write them as a LaTeX table.", show_default=False)
    ] = None,
    extension: With = None,
) -> None:
    """Print the parameters with value, range, unit and meaning, or write them as a table for a paper.

    Of a sweep it is what was varied, with the ends between which it was.

    For example: coproduction parameters --like trust, or coproduction parameters results/protection --latex ranges.tex
    """
    for option, path, suffix in (("--csv", csv, ".csv"), ("--latex", latex, ".tex")):
        if path is not None and path.suffix != suffix:
            refuse(f"{option} {path}: it must be a file that ends in {suffix}")
    from simulation.notebook.parameters import OUTSIDE, parameters_table, to_latex
    from simulation.results.atomic import writing
    from simulation.world.errors import CoproductionError, ScenarioError
    from simulation.world.parameters import PARAMETERS

    try:
        table = parameters_table(of)
    except ScenarioError as error:
        if of and any(of in name for name in PARAMETERS):
            refuse(f"{of} is no scenario; --like {of} lists the parameters that have it in their name or meaning")
        refuse(error)
    except CoproductionError as error:
        refuse(error)
    if like is not None:
        told = table["parameter"] + " " + table["meaning"]
        table = table[told.str.contains(like, case=False, regex=False)]
        if table.empty:
            refuse(f"--like {like}: no parameter has it in its name or meaning")
    if csv is None and latex is None:
        for row in table.itertuples(index=False):
            value = "" if row.value is None or row.value != row.value else f" = {row.value:g}"
            far = OUTSIDE if str(row.known).endswith(OUTSIDE) else ""
            say(f"{row.parameter}{value} ({row.low:g} to {row.high:g}{far}; {row.unit}): {row.meaning}")
        return
    for path, text in ((csv, table.to_csv(index=False)), (latex, to_latex(table))):
        if path is None:
            continue
        try:
            with writing(path) as file:
                file.write(text.encode("utf-8"))
        except OSError as error:
            refuse(f"{path} cannot be written: {error.strerror or error}")
        say(f"Written to {path}: {len(table)} parameters")
