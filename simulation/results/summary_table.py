"""The tables of results on the screen: the two arms and their difference side by side, then what the events did."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from simulation.world.arms import ARMS_AND_DIFFERENCE

if TYPE_CHECKING:
    from rich.table import Table

    from simulation.results import Row, Summary


def arms_table(summary: Summary) -> Table:
    """Measures of both worlds, one row each: means over the time after the event, if any, with 90 % intervals."""
    from rich.table import Table

    period, since = summary.main_period
    table = Table(title=f"Means over {since}, with 90 % intervals", title_justify="left")
    table.add_column("measure")
    for arm in ARMS_AND_DIFFERENCE:
        table.add_column(arm, justify="right")
    measures: dict[str, dict[str, Row]] = {}
    for row in summary.rows:
        if row.arm in ARMS_AND_DIFFERENCE and row.period == period:
            measures.setdefault(row.measure, {})[row.arm] = row
    for name in full_first(measures):
        arms = measures[name]
        label = next(iter(arms.values())).label
        table.add_row(label, *(estimate(arms[arm]) if arm in arms else "" for arm in ARMS_AND_DIFFERENCE))
    return table


def full_first(names: Iterable[str]) -> list[str]:
    """Names of measures as they are read: full co-production leads, then any, then the rest as it comes."""
    leading = ("full_coproduction", "coproduction")
    return sorted(names, key=lambda name: leading.index(name) if name in leading else len(leading))


def effects_table(summary: Summary) -> Table:
    """Measures of what the events did, with 90 % intervals and definitions."""
    from rich.table import Table

    rows = [row for row in summary.rows if row.arm == "effect"]
    title = "What the events did to any co-production, with 90 % intervals"
    table = Table(title=title, title_justify="left", caption=left_out(rows), caption_justify="left")
    table.add_column("measure")
    table.add_column("estimate", justify="right")
    table.add_column("definition")
    for row in rows:
        definition, _, _ = row.definition.partition(";")  # in full, with all notes, in summary.json
        table.add_row(row.label, estimate(row), definition)
    return table


def left_out(rows: Sequence[Row]) -> str | None:
    """How many futures the effects do not rest on, and why; None if on all."""
    from simulation.results.effect_rows import NOTHING_TO_LOSE

    most = max(rows, key=lambda row: row.excluded, default=None)
    if most is None or not most.excluded:
        return None
    return f"Without up to {most.excluded} of {most.replicates + most.excluded} futures: {NOTHING_TO_LOSE}."


def estimate(row: Row) -> str:
    """An estimate with its interval, in the measure's unit: ``23.6 % [14.1, 33.1]``."""
    from simulation.results.in_words import number

    numbers = (row.estimate, row.low, row.high)
    value, low, high = (number(each, row.unit, row.arm == "difference") for each in numbers)
    if math.isnan(row.low) or math.isnan(row.high):
        return value
    _, _, unit = value.partition(" ")
    if all(map(math.isfinite, numbers)):  # the unit once is enough
        low, high = (bound.removesuffix(unit).rstrip() for bound in (low, high))
    return f"{value} [{low}, {high}]"
