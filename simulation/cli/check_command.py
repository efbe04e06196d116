"""``coproduction check``: whether stored results are what was written, and mending what can be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulation.cli.status import FAILED, refuse

if TYPE_CHECKING:
    from simulation.results.findings import Findings


def check(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A folder of a run, a sweep or an experiment.", show_default=False)
    ],
    repair: Annotated[
        bool, typer.Option("--repair", help="Set damaged parts aside, rebuild the manifest, remove what is unfinished.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what is found as JSON.")] = False,
) -> None:
    """Verify a folder of results, file by file: status 0 when all is sound, 1 when not.

    For example: coproduction check results/protection --repair
    """
    from simulation.world.errors import Busy, CoproductionError

    try:
        done = _repaired(folder) if repair else []
        found = _found(folder)
    except Busy as error:
        refuse(error)
    except (CoproductionError, OSError) as error:
        refuse(f"{folder} cannot be checked: {error}")
    if as_json:
        typer.echo(json.dumps({"folder": str(folder), **found.to_json(), "done": done}, indent=2, ensure_ascii=False))
    else:
        _print(folder, found, done)
    if not found.sound:
        raise typer.Exit(FAILED)


def _kind(folder: Path) -> str:
    """What the folder holds: a run, a sweep or what an experiment has published."""
    from simulation.results.manifests import EXPERIMENT, MANIFEST, RUN, SWEEP, kind_of, read_manifest
    from simulation.sweep.store.workplace import has_parts
    from simulation.world.errors import Damaged

    if not folder.is_dir():
        refuse(f"{folder} is not a folder: give one that 'coproduction run' or 'sweep' has written")
    try:
        kind = kind_of(read_manifest(folder))
    except Damaged:
        return SWEEP if has_parts(folder) else RUN
    if not kind and has_parts(folder):
        return SWEEP
    if kind not in (RUN, SWEEP, EXPERIMENT):
        refuse(
            f"{folder} holds no results of 'coproduction run' or 'sweep' or of an experiment, which have a {MANIFEST}"
        )
    return kind


def _found(folder: Path) -> Findings:
    from simulation.results import folder as of_runs
    from simulation.results import published
    from simulation.results.manifests import EXPERIMENT, SWEEP
    from simulation.sweep.store import inspection as of_sweeps

    inspect = {SWEEP: of_sweeps.inspect, EXPERIMENT: published.inspect}.get(_kind(folder), of_runs.inspect)
    return inspect(folder)


def _repaired(folder: Path) -> list[str]:
    from simulation.results.manifests import SWEEP
    from simulation.results.replacing import recover
    from simulation.sweep.store import inspection as of_sweeps

    if not folder.is_dir():
        return []
    left = [f"{path.name}, left by an interrupted process, is tidied" for path in recover(folder)]
    return [*left, *(of_sweeps.repair(folder) if _kind(folder) == SWEEP else [])]


def _print(folder: Path, found: Findings, done: list[str]) -> None:
    from simulation.results.findings import DAMAGED

    for line in done:
        typer.echo(f"repaired: {line}")
    damaged = [file for file in found.files if file.state == DAMAGED]
    for file in damaged:
        mending = f" (repairable: {file.repair})" if file.repair else ""
        typer.echo(f"damaged: {file.file}: {file.reason}{mending}")
    if found.warning:
        typer.echo(f"warning: {folder} was {found.warning}")
    state = "sound" if found.sound else ("damaged" if damaged else "not complete")
    article = "an" if found.kind.startswith(tuple("aeiou")) else "a"
    typer.echo(f"{folder}: {article} {found.kind}, {len(found.files)} files, {len(damaged)} damaged: {state}")
    if found.again:
        typer.echo(f"run again: {found.again}")
