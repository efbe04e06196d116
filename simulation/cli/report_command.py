"""``coproduction report``: stored results as one page, with figures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from simulation.cli.status import refuse, say, warn_of_age


def report(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A folder written by 'run' or 'sweep'.", show_default=False)
    ],
) -> None:
    """Make a one-page report of a run or a sweep from its folder: report.html, complete in itself.

    For example: coproduction report results/leadership-change
    """
    from simulation.report import report as write_report
    from simulation.world.errors import ResultError

    try:
        warn_of_age(folder)
        say(f"Written: {write_report(folder)}")
    except ResultError as error:
        refuse(error)
