"""Bars with intervals: which of many things matters most."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from simulation.figures.style import BODY, QUIET, SMALL, WITH, WITHOUT, add_axes, house_style, sheet

Floats = NDArray[np.float64]

LEFT, AXES_WIDTH, ROW, BELOW, ABOVE = 3.3, 5.2, 0.27, 0.5, 0.15  # inches


@house_style()
def bars(
    origin: str,
    title: str,
    explanation: str,
    names: Sequence[str],
    estimate: Floats,
    low: Floats,
    high: Floats,
    axis: str,
    marks: Floats | None = None,
    marked: str = "",
) -> Figure:
    """Draw one bar for each name, from top to bottom.

    Parameters
    ----------
    origin : small print.
    estimate, low, high : ``[name]``.
    axis : what the bars measure.
    marks : a second number for each name, as a diamond; ``marked`` says what it is, unless the explanation does.
    """
    height = ROW * len(names) + BELOW + ABOVE
    figure = sheet(origin, height, title, explanation)
    axes = add_axes(figure, LEFT, BELOW, AXES_WIDTH, ROW * len(names))
    rows = np.arange(len(names))
    axes.barh(rows, estimate, 0.62, color=WITH, alpha=0.75, zorder=2)
    axes.hlines(rows, low, high, color=WITHOUT, linewidth=1.4, zorder=3)
    for side in (low, high):
        axes.vlines(side, rows - 0.14, rows + 0.14, color=WITHOUT, linewidth=1.0, zorder=3)
    if marks is not None:
        axes.plot(marks, rows, "D", markersize=4.5, color="white", markeredgecolor=WITHOUT, zorder=4, label=marked)
        if marked:
            axes.legend(loc="lower right", frameon=False, fontsize=SMALL)
    axes.set_yticks(rows, list(names))
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.axvline(0, color=QUIET, linewidth=0.8, zorder=1)
    axes.grid(axis="x", color=QUIET, alpha=0.2, linewidth=0.5)
    axes.set_xlabel(axis, fontsize=BODY)
    return figure
