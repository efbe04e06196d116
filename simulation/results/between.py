"""How far two parts of a world differ: one less the other in each future, whose world and chance they share.

Two bands that overlap say nothing of a difference: most of what makes either wide is the same in both.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from simulation.results.by_group import names_of, part_of
from simulation.results.in_words import capital, label, number
from simulation.results.level_rows import PERIODS, rows_of
from simulation.results.over_worlds import HIDDEN
from simulation.results.results import Results
from simulation.results.row import Of, Period, Row, certain
from simulation.results.sentence import MEASURE, MORE_WOULD_TELL
from simulation.results.summary_table import MOST_GROUPS
from simulation.world.arms import ARMS, COUNTERFACTUAL, SCENARIO
from simulation.world.measures import MEASURES

Floats = NDArray[np.float64]


def between(results: Results, first: str, second: str, by: str | None = None) -> tuple[Row, ...]:
    """What the first of two groups has of every measure that both have, less what the second has.

    In each arm, and (``difference``) of what the events did, with a band or an interval as the whole's rows have.

    Raises
    ------
    ResultError : if there is no such group.
    """
    found = []
    for period in periods(results):
        parts, worlds = apart(results, first, second, period, by)
        for row in (row for rows in rows_of(period, parts, worlds, tuple(parts)) for row in rows):
            if not math.isnan(row.estimate):  # nan: what one of them lacks
                told = replace(row, definition=f"{row.definition}; {first} less {second}")
                found.append(certain(told) if row.arm == "difference" and not _parts(results) else told)
    return tuple(found)


def apart(
    results: Results, first: str, second: str, period: Period, by: str | None = None
) -> tuple[dict[Of, Floats], NDArray[np.int64] | None]:
    """One group less another in each finished future, ``[replicate, measure]``, and the number of its world."""
    one, other = (_levels(part_of(results, name, by), period) for name in (first, second))
    finished = results.runs["error"].is_null().to_numpy(zero_copy_only=False)[:: len(ARMS)]
    values, worlds = (one - other)[finished], results.worlds[finished]
    scenario, counterfactual = values[:, SCENARIO], values[:, COUNTERFACTUAL]
    parts: dict[Of, Floats] = {
        "scenario": scenario,
        "counterfactual": counterfactual,
        "difference": scenario - counterfactual,
    }
    return parts, worlds if len(np.unique(worlds)) > 1 else None


def pairs(results: Results) -> Iterator[tuple[str, str, str]]:
    """Kind, name and first of its kind of every other group, where those of a kind are few enough to be told of."""
    names = names_of(results)
    for kind in dict.fromkeys(kind for kind, _ in names):
        first, *others = (name for of, name in names if of == kind)
        if len(others) < MOST_GROUPS:
            yield from ((kind, name, first) for name in others)


def main_arm(results: Results) -> Of:
    """What groups are compared by: what the events did or, where they could do nothing, what there is."""
    return "difference" if _parts(results) else "scenario"


def periods(results: Results) -> tuple[Period, ...]:
    """Those that there is something to tell of, the main one last."""
    return tuple(PERIODS) if _parts(results) else ("final_year",)


def sentences(results: Results) -> Iterator[str]:
    """How far each group differs from the first of its kind, and whether that is shown."""
    arm, period, of = main_arm(results), periods(results)[-1], label(MEASURE)
    for kind, name, first in pairs(results):
        rows = between(results, name, first, kind)
        row = next(row for row in rows if (row.measure, row.arm, row.period) == (MEASURE, arm, period))
        here, there = (each if kind == "council" else f"{kind} {label(each)}" for each in (name, first))
        what = (
            f"What the events do to {of} in {here}, less what they do in {there}"
            if arm == "difference"
            else f"{capital(of)} in {here}, less that in {there}"
        )
        yield f"{what}: {number(row.estimate, row.unit, signed=True)}{_ends(row)}. {_shown(row)}".rstrip()


def is_shown(row: Row) -> bool:
    """Whether 0 lies outside the interval or band."""
    return row.low > 0 or row.high < 0


def _ends(row: Row) -> str:
    if math.isnan(row.low):
        return ""
    return " [{}, {}]".format(*(number(end, row.unit, signed=True, bare=True) for end in (row.low, row.high)))


def _shown(row: Row) -> str:
    if math.isnan(row.low):
        return f"No difference is shown ({row.note.partition(';')[0]})."
    unsure = MORE_WOULD_TELL if HIDDEN in row.note else ""
    return unsure if is_shown(row) else f"No difference is shown: 0 lies between the two ends. {unsure}"


def _parts(results: Results) -> bool:
    """Whether the arms part within the horizon."""
    return results.summary.fork < results.summary.months


def _levels(results: Results, period: Period) -> Floats:
    """Means of every measure, ``[replicate, arm, measure]``; nan of what the results do not have."""
    table = results.runs
    names = [f"{measure.name}_{period}" for measure in MEASURES]
    nothing = np.full(len(table), np.nan)
    columns = [table[name].to_numpy(zero_copy_only=False) if name in table.column_names else nothing for name in names]
    return np.stack(columns, axis=-1).reshape(-1, len(ARMS), len(MEASURES))
