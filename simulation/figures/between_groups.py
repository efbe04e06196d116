"""Paired differences between councils or other groups: world by world, with the band that says whether there is one."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from simulation.figures.style import (
    BODY,
    EVENT,
    WITH,
    WITHOUT,
    add_axes,
    house_style,
    sheet,
    small_print,
    striped_rows,
)
from simulation.results.between import apart, is_shown, main_arm, pairs, periods
from simulation.results.in_words import capital, label
from simulation.results.level_rows import rows_of
from simulation.results.over_worlds import over_worlds
from simulation.results.results import Results
from simulation.results.row import Row
from simulation.results.sentence import MEASURE
from simulation.results.summary_table import MOST_GROUPS
from simulation.results.worlds_in_words import BAND
from simulation.world.errors import ResultError, nearest, shown
from simulation.world.groups import WORDS
from simulation.world.measures import COLUMN, MEASURES

LEFT, AXES_WIDTH, ROW, BELOW = 2.4, 6.1, 0.42, 0.5  # inches
SHARES = ("share", "index")  # units that the axis shows in percentage points

Floats = NDArray[np.float64]


@house_style()
def between_groups(results: Results, by: str | None = None, measure: str = MEASURE) -> Figure:
    """Draw how far each group differs from the first of its kind: a dot for each world, or future of a single world.

    It is the difference in what the events did; in how much there is in the last 12 months where they did nothing.

    Parameters
    ----------
    by : ``council``, ``service`` or ``fifth``; the first kind of which there are several by default.
    measure : any that the groups have.

    Raises
    ------
    ResultError : if there are no such groups, too many of them, or they lack the measure.
    """
    kinds = list(dict.fromkeys(kind for kind, _, _ in pairs(results)))
    kind = by if by is not None else next(iter(kinds), None)
    if kind is None or kind not in kinds:
        have = f"there are {', '.join(kinds)}" if kinds else f"nothing was measured by 2 to {MOST_GROUPS} groups"
        raise ResultError(f"by = {shown(by)}: {have}")
    if measure not in COLUMN:
        raise ResultError(f"there is no measure {shown(measure)}{nearest(measure, COLUMN)}")
    chosen = [(name, first) for of, name, first in pairs(results) if of == kind]
    found = [_difference(results, name, first, kind, COLUMN[measure]) for name, first in chosen]
    if any(np.isnan(row.estimate) for row, _ in found):
        raise ResultError(f"measure = {shown(measure)}: a {kind} has no {label(measure)} of its own")
    names, first = [label(name) for name, _ in chosen], label(chosen[0][1])
    unshown = ", ".join(name for name, (row, _) in zip(names, found, strict=True) if not is_shown(row))
    what = (
        "What the events did there, less what they did"
        if main_arm(results) == "difference"
        else "The last 12 months, less those"
    )
    over = results.summary.worlds.several
    known = any(np.isfinite(row.low) for row, _ in found)
    dots = "averages of single worlds" if over and known else "single futures"
    line = f"; line: {BAND if over else '90 % interval'}" if known else ""
    figure = sheet(
        small_print(results),
        ROW * len(names) + BELOW,
        f"{capital(label(measure))}, each {WORDS.get(kind, kind)} against {first}: {results.summary.title}",
        f"{what} in {first}, in the same futures. Pale: {dots}; dot: mean{line}."
        + (f" No difference is shown for {unshown}." if unshown else ""),
    )
    axes = add_axes(figure, LEFT, BELOW, AXES_WIDTH, ROW * len(names))
    striped_rows(axes, names)
    unit = MEASURES[COLUMN[measure]].unit
    scale = 100.0 if unit in SHARES else 1.0
    for y, (row, each) in enumerate(found):
        colour = WITH if is_shown(row) else EVENT
        axes.plot(scale * each, np.full(len(each), y), "|", color=WITHOUT, alpha=0.35, markersize=11, zorder=2)
        axes.hlines(y, scale * row.low, scale * row.high, color=colour, linewidth=2.2, zorder=3)
        axes.plot(scale * row.estimate, y, "o", color=colour, markersize=6, zorder=4)
    axes.set_xlabel("percentage points" if unit in SHARES else unit, fontsize=BODY)
    return figure


def _difference(results: Results, name: str, first: str, kind: str, column: int) -> tuple[Row, Floats]:
    """The estimate, and what it is the average of: averages of worlds as far apart as the true ones, or futures."""
    arm, period = main_arm(results), periods(results)[-1]
    parts, worlds = apart(results, name, first, period, kind)
    values = parts[arm][:, column]
    row = list(rows_of(period, {arm: parts[arm]}, worlds, (arm,)))[column][0]
    averages = values if worlds is None else over_worlds(values, worlds).averages
    return row, averages if np.isfinite(averages).all() else values
