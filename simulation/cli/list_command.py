"""``coproduction scenarios``: the library, one line each."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from simulation.cli.status import say


def scenarios(
    as_json: Annotated[bool, typer.Option("--json", help="Print them as JSON, for other programs.")] = False,
) -> None:
    """List the scenarios of the library."""
    from simulation.scenarios import library, load

    found = [load(name) for name in library()]
    if as_json:
        keys = ("name", "title", "story", "years", "start")
        rows = [{key: getattr(scenario, key) for key in keys} for scenario in found]
        for row, scenario in zip(rows, found, strict=True):
            row["events"] = [event.name for event in scenario.events]
            row["under_study"] = [event.name for event in scenario.studied]
        say(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    width = max(len(scenario.name) for scenario in found)
    for scenario in found:
        say(f"{scenario.name:<{width}}  {scenario.title or ''}".rstrip())
