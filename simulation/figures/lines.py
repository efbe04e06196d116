"""Lines with bands, in one panel or several: how something goes on over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from simulation.figures.style import (
    BODY,
    DASHED,
    EVENT,
    LIGHT,
    QUIET,
    RECOVERY,
    SMALL,
    WITH,
    WITHOUT,
    add_axes,
    house_style,
    sheet,
)

Floats = NDArray[np.float64]

LEFT, AXES_WIDTH, AXES_HEIGHT, BELOW, ABOVE, BETWEEN = 0.8, 7.9, 2.6, 0.5, 0.4, 0.75  # inches
COLUMNS = 2
FEW = 2  # lines in a panel that leave room for their legend
APART = 0.02  # of the width, between intervals of two lines at one place
LOOKS = ((WITH, "-", 2.0), (WITHOUT, DASHED, 1.6), (EVENT, (0, (1, 1)), 1.8), (RECOVERY, "-.", 1.8))


class Line(NamedTuple):
    """A line, and the band around it if there is one."""

    middle: Floats
    low: Floats | None = None
    high: Floats | None = None


@house_style()
def lines(
    origin: str,
    title: str,
    explanation: str,
    panels: Mapping[str, Mapping[str, Line]],
    axis: str,
    upright: str,
    x: Floats | None = None,
    events: Mapping[str, float] | None = None,
    step: bool = False,
    first: float = 0.0,
    beside: Sequence[float] = (),
) -> Figure:
    """Draw lines by name in panels by heading.

    Parameters
    ----------
    origin : small print.
    axis, upright : names of the two axes; the upright one is in per cent.
    x : positions, by default years of twelve months each.
    events : by heading, where to draw a line upright.
    first : where the lower axis begins.
    beside : positions at which bands are drawn as intervals side by side, where areas would hide each other.
    """
    columns = min(COLUMNS, len(panels))
    rows = -(-len(panels) // columns)
    width = (AXES_WIDTH - BETWEEN * (columns - 1)) / columns
    tall = AXES_HEIGHT + BELOW + ABOVE
    figure = sheet(origin, rows * tall, title, explanation)
    drawn = [line for panel in panels.values() for line in panel.values()]
    highest = max(float(np.nanmax(np.fmax(line.middle, _or_middle(line, line.high)))) for line in drawn)
    lowest = min(float(np.nanmin(np.fmin(line.middle, _or_middle(line, line.low)))) for line in drawn)
    bottom_end = min(0.0, 108 * lowest)
    for number, (heading, panel) in enumerate(panels.items()):
        row, column = divmod(number, columns)
        bottom = BELOW + (rows - 1 - row) * tall
        axes = add_axes(figure, LEFT + column * (width + BETWEEN), bottom, width, AXES_HEIGHT)
        for place, ((name, line), (colour, style, thick)) in enumerate(zip(panel.items(), LOOKS, strict=False)):
            at = (np.arange(len(line.middle)) + 0.5) / 12 if x is None else x[: len(line.middle)]
            if beside:
                aside = APART * (at[-1] - first) * (place - (len(panel) - 1) / 2)
                _intervals(axes, at, line, beside, aside, colour)
            elif line.low is not None and line.high is not None:
                axes.fill_between(
                    at,
                    100 * line.low,
                    100 * line.high,
                    color=colour,
                    alpha=LIGHT,
                    linewidth=0,
                    step="post" if step else None,
                )
            axes.plot(
                at, 100 * line.middle, color=colour, linestyle=style, linewidth=thick, label=name,
                drawstyle="steps-post" if step else "default",
            )  # fmt: skip
        if events and heading in events:
            axes.axvline(events[heading], color=EVENT, linewidth=1.0, linestyle=":", zorder=1)
        full = len(panel) > FEW or bool(beside)
        room = 145 if full else 108  # for the legend, or a little
        top_end = max(5.0, room * highest) if full else min(103.0, max(5.0, room * highest))
        axes.set_ylim(bottom_end, top_end)
        if bottom_end < 0:
            axes.axhline(0, color=QUIET, linewidth=0.8, zorder=1)
        axes.set_xlim(first, float(at[-1]))
        axes.yaxis.set_major_formatter("{x:g} %")
        axes.set_xlabel(axis, fontsize=BODY)
        if column == 0:
            axes.set_ylabel(upright, fontsize=BODY)
        axes.annotate(heading, (0, 1), xycoords="axes fraction", xytext=(0, 6), textcoords="offset points",
                      fontsize=BODY, fontweight="bold", color=WITHOUT)  # fmt: skip
        axes.grid(axis="y", color=QUIET, alpha=0.2, linewidth=0.5)
        if len(panel) > 1:
            axes.legend(loc="upper left" if full else "best", frameon=False, fontsize=SMALL, handlelength=3)
    return figure


def _intervals(axes: Axes, at: Floats, line: Line, positions: Sequence[float], aside: float, colour: str) -> None:
    """The band of a line at some positions, each a little aside."""
    if line.low is None or line.high is None:
        return
    rows = np.abs(at - np.asarray(positions)[:, None]).argmin(axis=1)
    ends = 100 * np.array([line.low[rows], line.high[rows]])
    axes.vlines(at[rows] + aside, *ends, color=colour, linewidth=2.2, clip_on=False, zorder=3)


def _or_middle(line: Line, end: Floats | None) -> Floats:
    """An end of the band, the line itself where there is none."""
    return line.middle if end is None else end
