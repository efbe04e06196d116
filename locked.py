"""The part of requirements.lock that the simulation needs, with extras of it: ``python locked.py app,test > part.txt``.

The lock holds everything that any extra needs, in one version; whoever runs a scenario needs no type checker. What is
printed is for ``pip install --no-deps --require-hashes``. It runs before anything is installed: with Python alone.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
LOCK = HERE / "requirements.lock"
DECLARED = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))


class Locked(NamedTuple):
    """One entry of the lock: its name, the names of those that ask for it, and its lines as they stand."""

    name: str
    asked_by: frozenset[str]
    lines: str


def normal(requirement: str) -> str:
    """A requirement's name as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~; ]", requirement, maxsplit=1)[0]).lower()


def entries(lock: str) -> Iterator[Locked]:
    """Each entry: name==version, hashes, and ``# via`` with the names of those that ask for it."""
    for lines in re.split(r"^(?=\w)", lock, flags=re.MULTILINE)[1:]:
        asked_by = re.findall(r"^ +# +(?:via )?([\w.-]+)$", lines, re.MULTILINE)
        yield Locked(normal(lines), frozenset(map(normal, asked_by)), lines)


def asked(extras: Sequence[str]) -> list[str]:
    """Requirements as pyproject.toml has them: to build the package, to run it, and of extras."""
    optional = DECLARED["project"]["optional-dependencies"]
    for extra in extras:
        if extra not in optional:
            sys.exit(f"pyproject.toml has no extra {extra!r}; there are {', '.join(optional)}")
    chosen = [requirement for extra in extras for requirement in optional[extra]]
    return [*DECLARED["build-system"]["requires"], *DECLARED["project"]["dependencies"], *chosen]


def needed(lock: Sequence[Locked], extras: Sequence[str]) -> list[Locked]:
    """What the extras ask for, what that asks for in turn, and so on; in the order of the lock."""
    names, before = set(map(normal, asked(extras))), set[str]()
    while names != before:
        before = names
        names = names | {entry.name for entry in lock if entry.asked_by & names}
    return [entry for entry in lock if entry.name in names]


if __name__ == "__main__":
    chosen = [extra for argument in sys.argv[1:] for extra in argument.split(",") if extra]
    sys.stdout.writelines(entry.lines for entry in needed(list(entries(LOCK.read_text(encoding="utf-8"))), chosen))
