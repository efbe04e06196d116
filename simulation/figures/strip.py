"""Many councils or other groups at a glance: a row of colour for each, from the most at the end to the least."""

from __future__ import annotations

import numpy as np
import pyarrow.compute as pc
from matplotlib.axes import Axes
from matplotlib.colors import TwoSlopeNorm
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from simulation.figures.style import (
    EVENT,
    QUIET,
    SMALL,
    add_axes,
    add_heading,
    house_style,
    sheet,
    small_print,
)
from simulation.figures.time_axis import dress, studied, years
from simulation.results.by_group import MONTHS
from simulation.results.results import Results

Floats = NDArray[np.float64]

LEFT, BELOW, ABOVE, BETWEEN, BAR = 1.5, 0.42, 0.3, 0.95, 0.1  # inches
WIDTH, ROW, LOWEST, HIGHEST = 7.35, 0.13, 1.5, 5.2  # inches: of all panels, of a row, of the least and the most rows
YEARS = 12  # labels of years that a sheet has room for
NAMED = 16  # rows that are named where not all have room


@house_style()
def sorted_strip(results: Results, by: str, measure: str, title: str) -> Figure:
    """Draw the mean of a measure in each group by month, and beside it what the events did to it.

    Parameters
    ----------
    by, measure : as of `by_group`, which draws this where there are many groups, under its ``title``.
    """
    names, values = _means(results, by, measure)
    with_events = values[:, 0]
    order = np.argsort(-with_events[:, -12:].mean(axis=1), kind="stable")
    height = float(np.clip(ROW * len(names), LOWEST, HIGHEST))
    forked = results.summary.fork < results.summary.months
    every = "every" if _all_named(len(names), height) else "some"
    figure = sheet(
        small_print(results),
        height + BELOW + ABOVE,
        title,
        f"A row for each of {len(names)}, {every} named: the mean over futures, sorted by the last 12 months."
        + (" Right: the difference that the events make; the line is the first of them." if forked else ""),
    )
    panels = {"with the events" if forked else "": 100 * with_events}
    if forked:
        panels["difference"] = 100 * (with_events - values[:, 1])
    width = (WIDTH - BETWEEN * len(panels)) / len(panels)
    for number, (heading, panel) in enumerate(panels.items()):
        left = LEFT + number * (width + BETWEEN)
        axes = add_axes(figure, left, BELOW, width, height)
        norm = _about_nought(panel) if number else None
        x = years(results, np.arange(panel.shape[1] + 1))
        y = np.arange(len(names) + 1) - 0.5
        colours = "PuOr" if number else "Blues"
        drawn = axes.pcolormesh(x, y, panel[order], cmap=colours, norm=norm, rasterized=True)
        axes.invert_yaxis()
        dress(axes, results)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=YEARS // len(panels), min_n_ticks=2))
        _name_rows(axes, [names[each] for each in order] if number == 0 else [], height)
        add_heading(axes, heading)
        if forked:
            first = min(mark.month for mark in studied(results))
            axes.axvline(float(years(results, first)), color=EVENT, linewidth=0.9)
        bar = add_axes(figure, left + width + 0.08, BELOW, BAR, height)
        figure.colorbar(drawn, cax=bar)
        bar.set_ylabel("percentage points" if number else "per cent", fontsize=SMALL, color=QUIET)
        bar.tick_params(labelsize=SMALL - 1)
    return figure


def _means(results: Results, by: str, measure: str) -> tuple[list[str], Floats]:
    """Names of groups, and the mean of the measure there, ``[group, arm, month]``."""
    table = results.by_group[MONTHS]
    mine = table.filter(pc.and_(pc.equal(table["by"], by), pc.equal(table["measure"], measure)))
    names = list(dict.fromkeys(mine["group"].to_pylist()))
    values: Floats = mine["mean"].to_numpy(zero_copy_only=False).reshape(len(names), -1, results.summary.months)
    return names, values


def _about_nought(panel: Floats) -> TwoSlopeNorm:
    reach = max(float(np.abs(panel).max()), 0.5)
    return TwoSlopeNorm(0.0, -reach, reach)


def _all_named(rows: int, height: float) -> bool:
    return rows * ROW <= height + 1e-9


def _name_rows(axes: Axes, names: list[str], height: float) -> None:
    """Names where there is room: all, or evenly from the first to the last."""
    rows = np.arange(len(names))
    if not _all_named(len(names), height):
        rows = np.unique(np.linspace(0, len(names) - 1, NAMED).round().astype(int))
    axes.set_yticks(rows, [names[row].replace("_", " ") for row in rows], fontsize=SMALL - 1)
    axes.tick_params(axis="y", length=0 if len(rows) == len(names) else 2)
