"""How a command ends, as its exit status."""

from __future__ import annotations

import sys
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
