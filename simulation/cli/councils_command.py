"""``coproduction councils``: which councils are on record, by name, former name or code."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simulation.cli.status import refuse, say
from simulation.world.errors import shown

if TYPE_CHECKING:
    from simulation.scenarios.record import CouncilOnRecord


def councils(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WORDS]", help="A name, a former name, a part of one, or a code.", show_default=False),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print them as JSON, for other programs.")] = False,
) -> None:
    """Find councils of Great Britain on record; without words, list those of the newest year.

    For example: coproduction councils wigan
    """
    from simulation.scenarios import record

    wanted = " ".join(words or ())
    found = record.search(wanted) if words else record.councils()
    if not found:
        refuse(f"{shown(wanted)} is in the name of no council on record{record.nearest(wanted)}")
    if as_json:
        say(json.dumps([_row(each) for each in found], indent=2, ensure_ascii=False))
        return
    width = max(len(each.name) for each in found)
    kinds = max(len(each.kind) for each in found)
    for each in found:
        say(f"{each.name:<{width}}  {each.kind:<{kinds}}  {each.code:<9}  {_remark(each)}".rstrip())


def _remark(council: CouncilOnRecord) -> str:
    """Until when it was and who came after it, or what else it is or was called."""
    from simulation.scenarios import record

    if council.abolished:
        after = ", ".join(record.council(each, abolished=True).name for each in council.successors)
        return f"until {council.last}; after it {after}"
    return f"also {', '.join(council.aliases)}" if council.aliases else ""


def _row(council: CouncilOnRecord) -> dict[str, Any]:
    keys = (
        "id", "name", "aliases", "code", "former_codes", "country", "kind", "first", "last", "abolished", "successors",
        "predecessors", "seats",
    )  # fmt: skip
    return {key: getattr(council, key) for key in keys}
