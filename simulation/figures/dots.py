"""Estimates with intervals, side by side: what each choice comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import Formatter
from numpy.typing import NDArray

from simulation.figures.style import (
    BODY,
    EVENT,
    MARGIN,
    RECOVERY,
    SMALL,
    WITH,
    WITHOUT,
    add_axes,
    house_style,
    sheet,
    striped_rows,
)

Floats = NDArray[np.float64]

LEFT, AXES_WIDTH, ROW, BELOW, ABOVE = 3.0, 5.5, 0.33, 0.5, 0.35  # inches
LOOKS = ((WITH, "o"), (EVENT, "s"), (RECOVERY, "D"), (WITHOUT, "^"), (WITH, "v"), (EVENT, "P"))


def _where(one: tuple[Floats, Floats, Floats], interval: bool) -> Floats:
    """The estimates that have an interval, or those that have none; nan for the others."""
    estimate, low, high = (np.asarray(each, float) for each in one)
    return np.where((np.isfinite(low) & np.isfinite(high)) == interval, estimate, np.nan)


@house_style()
def dots(
    origin: str,
    title: str,
    explanation: str,
    names: Sequence[str],
    series: Mapping[str, tuple[Floats, Floats, Floats]],
    axis: str,
    form: Formatter | str | None = None,
) -> Figure:
    """Draw a row for each name with a dot and an interval for each series; the dot is open where there is none.

    Parameters
    ----------
    origin : small print.
    series : estimate, low and high end of each series, ``[name]``.
    axis, form : what the numbers are, and how the axis writes them.
    """
    if any(np.isfinite(_where(each, False)).any() for each in series.values()):
        explanation += " Open dots have no interval."
    row = ROW + 0.08 * (len(series) - 1)
    figure = sheet(origin, row * len(names) + BELOW + ABOVE, title, explanation)
    axes = add_axes(figure, LEFT, BELOW, AXES_WIDTH, row * len(names))
    rows = np.arange(len(names), dtype=float)
    striped_rows(axes, names)
    for number, (name, (estimate, low, high)) in enumerate(series.items()):
        colour, marker = LOOKS[number % len(LOOKS)]
        y = rows + 0.56 * ((number + 0.5) / len(series) - 0.5)
        axes.hlines(y, low, high, color=colour, linewidth=2.0, zorder=2)
        # Two plots, so that what has no interval looks otherwise than what has one too short to be seen.
        look: dict[str, Any] = {"color": colour, "markersize": 5, "zorder": 3}
        told, untold = (_where((estimate, low, high), interval) for interval in (True, False))
        filled = np.isfinite(told).any()  # one of the two plots stands for the series in the legend
        axes.plot(told, y, marker, label=name if filled else None, **look)
        axes.plot(untold, y, marker, markerfacecolor="white", label=None if filled else name, **look)
    axes.set_xlabel(axis, fontsize=BODY)
    if form is not None:
        axes.xaxis.set_major_formatter(form)
    if len(series) > 1:
        axes.legend(
            loc="lower left",
            bbox_to_anchor=(-(LEFT - MARGIN) / AXES_WIDTH, 1),
            ncols=len(series),
            frameon=False,
            fontsize=SMALL,
            handlelength=1,
        )
    return figure
