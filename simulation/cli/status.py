"""How a command ends, as its exit status."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

import typer

FAILED = 1  # while running
WRONG_USE = 2  # nothing was run, nothing was written
STOPPED = 130  # by the user, with Ctrl-C


def refuse(message: object) -> NoReturn:
    """End with one line on the standard error stream and the status of wrong use."""
    print(f"coproduction: {message}", file=sys.stderr)
    raise typer.Exit(WRONG_USE)


def check_range(option: str, value: int | None, low: int, high: int) -> None:
    """Refuse the value of an option outside its range."""
    if value is not None and not low <= value <= high:
        refuse(f"{option} {value}: it must be a whole number from {low} to {high}")


def warn_of_age(folder: Path) -> None:
    """Say in one line that results were written before there were checksums to verify them by."""
    from simulation.results.manifests import kind_of, read_manifest, unverified
    from simulation.world.errors import Damaged

    try:
        manifest = read_manifest(folder)
    except Damaged:
        return  # the reader says so
    if kind_of(manifest) and unverified(manifest):
        print(f"coproduction: {folder} was {unverified(manifest)}", file=sys.stderr)
