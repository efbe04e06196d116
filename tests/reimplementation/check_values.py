"""The second model against the check values of the ODD: what the first difference is, if there is one.

``python -m tests.reimplementation.check_values`` prints it. Whoever writes the model a third time does the same.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from operator import attrgetter
from typing import NamedTuple

from simulation.generation.check_chances import CHANCES_IN
from simulation.generation.check_values import PLACES, REPLICATE
from simulation.generation.check_worlds import WORLDS, CheckWorld
from simulation.generation.files import DOCUMENT
from simulation.scenarios import parse
from simulation.world.tables import TABLES
from tests.reimplementation import initial_state
from tests.reimplementation.check_chances import chances
from tests.reimplementation.compiled import Mirror
from tests.reimplementation.entities import World
from tests.reimplementation.month import PHASES

CLOSE = 1e-9  # the document gives ten digits
CLOSE_SUM = 2e-6  # and of a checksum six decimals
NAMES = ("first", "second")
_MOMENT = re.compile(r"\*\*(at the start|month \d+, after phase \d+)\*\*\n\n```text\n(.*?)\n```", re.DOTALL)
_CHECKSUMS = re.compile(r"^\| (start|\d+) \|([-0-9. |]+)\|$", re.MULTILINE)
_CHANCE = re.compile(r"^(after phase \d+, Eq\. .*) = (\S+)$", re.MULTILINE)


class Moment(NamedTuple):
    """What the second model says at one moment: sums of variables, their checksum, chances."""

    name: str
    sums: dict[str, tuple[float, float]]
    checksum: float
    chances: dict[str, float]


class Documented(NamedTuple):
    """What the document says of a world, by moment; of variables only where it lists them."""

    sums: dict[str, dict[str, tuple[float, ...]]]
    checksums: dict[str, float]
    chances: dict[str, float]


def documented(world: int) -> Documented:
    """What the document says of the first world (0) or the second (1)."""
    section = DOCUMENT.read_text(encoding="utf-8").partition("## Check values")[2].partition("\n## ")[0]
    text = section.split("\n### ")[world + 1]
    checksums = {}
    for row, cells in _CHECKSUMS.findall(text):
        told = [float(cell) for cell in cells.split("|") if cell.strip()]
        for number, value in enumerate(told, start=1):
            checksums["at the start" if row == "start" else f"month {row}, after phase {number}"] = value
    return Documented(
        {moment: dict(map(_numbers, lines.splitlines())) for moment, lines in _MOMENT.findall(text)},
        checksums,
        {name: float(value) for name, value in _CHANCE.findall(text)},
    )


def _numbers(line: str) -> tuple[str, tuple[float, ...]]:
    name, _, values = line.partition(" = ")
    return name, tuple(float(value) for value in values.split(", "))


def sums(world: World) -> dict[str, tuple[float, float]]:
    """Every variable summed over its table, plain and weighted by position; those alive, where there are such."""
    mirror = Mirror(world)
    found = {}
    for table, columns in TABLES.items():
        if table == "changes":
            rows = [(mirror.row(change.arrangement), change) for change in world.log]
        else:
            rows = [(row, one) for row, one in enumerate(mirror.entities[table]) if getattr(one, "alive", True)]
        for column in columns:
            if column.name not in PLACES:
                read = attrgetter(column.name) if table == "changes" else mirror.readers[table][column.name]
                plain = weighted = 0.0
                for row, entity in rows:
                    value = row if (table, column.name) == ("changes", "arrangement") else read(entity)
                    values = value if isinstance(value, list | tuple) else [value]
                    for number, each in enumerate(values, start=1):
                        plain += float(each)
                        weighted += (row * column.length + number) * float(each)
                found[f"{table}.{column.name}"] = plain, weighted
    return found


def moments(check: CheckWorld) -> Iterator[Moment]:
    """The second model at the start and after every phase of every month."""
    world = initial_state.begin(parse(check.scenario), check.seed, REPLICATE)
    yield _moment("at the start", world, {})
    for month in range(check.months):
        world.month = month
        for number, phase in enumerate(PHASES, start=1):
            phase(world)
            found = chances(world, number) if month == CHANCES_IN else {}
            told = {f"after phase {number}, {name}": value for name, value in found.items()}
            yield _moment(f"month {month}, after phase {number}", world, told)


def _moment(name: str, world: World, told: dict[str, float]) -> Moment:
    found = sums(world)
    return Moment(name, found, sum(math.sin(weighted) for _, weighted in found.values()), told)


def first_difference() -> str:
    """The first moment with a wrong number, and all that is wrong then; empty if everything agrees."""
    for number, check in enumerate(WORLDS):
        expected = documented(number)
        known: dict[str, tuple[float, ...]] = {}
        for moment in moments(check):
            wrong = []
            if moment.name in expected.sums:
                # What the document does not name is 0 at the start, as before after a phase, and 0 again at the end.
                zero = dict.fromkeys(moment.sums, (0.0, 0.0))
                known = (known if moment.name.startswith("month 0,") else zero) | expected.sums[moment.name]
                wrong = [
                    f"{name} is {value[0]:.10g}, {value[1]:.10g}, the document says {known[name]}"
                    for name, value in moment.sums.items()
                    if not all(map(_close, value, known[name]))
                ]
            if abs(moment.checksum - expected.checksums[moment.name]) > CLOSE_SUM:
                wrong.append(f"checksum {moment.checksum:.6f}, the document says {expected.checksums[moment.name]}")
            wrong += [
                f"{name} is {value:.10g}, the document says {expected.chances.get(name)}"
                for name, value in moment.chances.items()
                if expected.chances and not _close(value, expected.chances.get(name, math.nan))
            ]
            if wrong:
                return f"{NAMES[number]} world, {moment.name}: {'; '.join(wrong)}"
    return ""


def _close(value: float, told: float) -> bool:
    return abs(value - told) <= CLOSE * max(1.0, abs(told))


if __name__ == "__main__":
    print(first_difference() or "all check values agree")
