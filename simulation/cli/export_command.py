"""``coproduction export``: stored results as tables or arrays for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from simulation.cli.status import refuse, say

FORMS = ("csv", "parquet", "netcdf")


def export(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A folder written by 'run' or 'sweep'.", show_default=False)
    ],
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="Folder for the tables; for netcdf a FILE.nc.", show_default=False)
    ],
    form: Annotated[str, typer.Option(metavar="csv|parquet|netcdf", help="What to write.")] = "csv",
) -> None:
    """Write stored results for other programs: runs, months, spells and effects as tables, or all runs as NetCDF.

    Councils, services and fifths that were kept stand below the whole, in the columns by and group.

    For example: coproduction export results/protection --out tables
    """
    if form not in FORMS:
        refuse(f"--form {form}: it must be one of {', '.join(FORMS)}")
    if (form == "netcdf") != (out.suffix == ".nc"):
        refuse(f"--out {out}: netcdf is one file that ends in .nc, tables go to a folder")
    from simulation.notebook import open_results
    from simulation.world.errors import CoproductionError

    try:
        found = open_results(folder)
        files = [found.to_netcdf(out)] if form == "netcdf" else found.export(out, form)
    except CoproductionError as error:
        refuse(error)
    say(f"Written: {', '.join(map(str, files))}")
