"""How a command ends, as its exit status."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import NoReturn

import typer

from simulation.world.errors import one_line, printable, shown

FAILED = 1  # while running
WRONG_USE = 2  # nothing was run, nothing was written
STOPPED = 130  # by the user, with Ctrl-C


def say(text: object = "", end: str = "\n") -> None:
    """Print what a terminal can be sent: what could steer it is shown as an escape."""
    print(printable(str(text)), end=end)


def complain(message: object, name: str = "coproduction: ") -> None:
    """One line on the standard error stream."""
    print(f"{name}{one_line(message)}", file=sys.stderr)


def refuse(message: object) -> NoReturn:
    """End with one line on the standard error stream and the status of wrong use."""
    complain(message)
    raise typer.Exit(WRONG_USE)


def whole(text: str | int) -> int:
    """The whole number of an option, by the rule for numbers everywhere (``0_1`` is none)."""
    if isinstance(text, int):  # a default
        return text
    if not re.fullmatch(r"[+-]?\d{1,18}", text.strip(), re.ASCII):
        raise typer.BadParameter(f"it must be a whole number of at most 18 digits, not {shown(text)}")
    return int(text)


def check_range(option: str, value: int | None, low: int, high: int) -> None:
    """Refuse the value of an option outside its range."""
    if value is not None and not low <= value <= high:
        refuse(f"{option} {shown(value)}: it must be a whole number from {low} to {high}")


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
