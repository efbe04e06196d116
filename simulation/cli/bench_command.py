"""``coproduction bench``: how fast the simulation is here, against what, and where the time goes."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from simulation.cli.status import refuse

WIDTH = 120  # characters, where there is no terminal to ask


def bench(
    quick: Annotated[
        bool, typer.Option("--quick", help="Fewer repetitions; no cold start, no world of all councils.")
    ] = False,
    only_budget: Annotated[
        bool, typer.Option("--budget", help="Only the least that an arrangement-month can cost, and what it costs.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print plain data, to be tracked over versions.")] = False,
) -> None:
    """Measure the speed on a pinned workload: about four minutes, half a minute with --quick."""
    if only_budget and quick:
        refuse("--budget and --quick: choose one of them")
    from rich.console import Console

    try:
        from benchmarks.budget import budget
        from benchmarks.measuring import bench as measure_all
        from benchmarks.tables import all_tables, budget_table
        from benchmarks.workload import prepare
        from benchmarks.yardstick import measure
    except ModuleNotFoundError as error:
        if error.name != "benchmarks":
            raise
        refuse("the measuring code is not part of the installed package: run 'make bench' in a checkout of the project")

    console = Console(width=None if sys.stdout.isatty() else WIDTH, markup=False, highlight=False)
    if only_budget:
        prepared = prepare()
        found = budget(prepared, measure(prepared).month)
        print(json.dumps(found.to_json(), indent=2)) if as_json else console.print(budget_table(found))
        return
    measured = measure_all(quick, lambda text: print(text, file=sys.stderr, flush=True))
    print(json.dumps(measured.to_json(), indent=2)) if as_json else console.print(all_tables(measured))
