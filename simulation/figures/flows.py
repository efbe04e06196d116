"""From where to where things move between a few moments: an alluvial diagram."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from numpy.typing import NDArray

from simulation.figures.style import BODY, POINTS, PRINT, QUIET, WITH, WITHOUT, add_axes, apart, house_style, sheet

Floats = NDArray[np.float64]

LEFT, AXES_WIDTH, AXES_HEIGHT, ABOVE, BELOW = 0.25, 8.5, 4.2, 0.55, 0.1  # inches
BAR, GAP = 0.035, 0.025  # of the distance between two moments, and of the whole between two places
NAME = PRINT + 0.5  # points
LINE = 1.2 * NAME / POINTS / AXES_HEIGHT  # of the axes' height, from one name to the next
FLOW = 0.3  # opacity


@house_style()
def flows(
    origin: str,
    title: str,
    explanation: str,
    moments: Sequence[str],
    places: Sequence[str],
    panels: Mapping[str, Sequence[Floats]],
    marked: Sequence[bool],
) -> Figure:
    """Draw the places at each moment as a stack, and between two moments what moves from where to where.

    Parameters
    ----------
    origin : small print.
    moments, places : what they are called.
    panels : by heading, for each pair of neighbouring moments the shares that move, ``[from, to]``, which add up to 1.
    marked : which places are dark.
    """
    tall = AXES_HEIGHT + ABOVE + BELOW
    figure = sheet(origin, tall * len(panels), title, explanation)
    for number, (heading, moves) in enumerate(panels.items()):
        bottom = BELOW + (len(panels) - 1 - number) * tall
        axes = add_axes(figure, LEFT, bottom, AXES_WIDTH, AXES_HEIGHT)
        axes.set_axis_off()
        axes.set_xlim(0, len(moments) - 0.3)
        axes.set_ylim(_whole(len(places)), 0)
        stacks = [moves[0].sum(axis=1), *(each.sum(axis=0) for each in moves)]
        tops = [_tops(stack) for stack in stacks]
        for at, each in enumerate(moves):
            _ribbons(axes, at, each, tops[at], tops[at + 1], marked)
        for at, (moment, stack) in enumerate(zip(moments, stacks, strict=True)):
            axes.annotate(moment, (at, 0), xytext=(0, 4), textcoords="offset points", fontsize=BODY, color=WITHOUT)
            _stack(axes, at, stack, tops[at], places, marked)
        axes.annotate(heading, (0, 0), xytext=(0, 18), textcoords="offset points", fontsize=BODY, fontweight="bold",
                      color=WITHOUT)  # fmt: skip
    return figure


def _whole(places: int) -> float:
    """How high a stack is, gaps included."""
    return 1 + GAP * places


def _tops(stack: Floats) -> Floats:
    """Where each place begins, from above."""
    return np.concatenate([[0.0], np.cumsum(stack)[:-1]]) + GAP * np.arange(len(stack))


def _stack(axes: Axes, at: int, stack: Floats, tops: Floats, places: Sequence[str], marked: Sequence[bool]) -> None:
    middles = tops + stack / 2
    upward = apart((-middles).tolist(), LINE * _whole(len(stack)))  # names that are too close move up, where room is
    for share, top, place, dark, name in zip(stack, tops, places, marked, upward, strict=True):
        axes.add_patch(Rectangle((at, top), BAR, share, facecolor=WITH if dark else QUIET, linewidth=0, zorder=3))
        text = f"{place} {100 * share:.0f} %"
        axes.text(at + 1.4 * BAR, -name, text, fontsize=NAME, va="center", color=WITHOUT, zorder=4)


def _ribbons(axes: Axes, at: int, moves: Floats, left: Floats, right: Floats, marked: Sequence[bool]) -> None:
    """What moves: ribbons that leave a place in the order of where they go, and come in the order of where from."""
    start, end = left.copy(), right.copy()
    for one in range(len(moves)):
        for other in range(len(moves)):
            share = float(moves[one, other])
            if share <= 0:
                continue
            colour = WITH if marked[one] or marked[other] else QUIET
            axes.add_patch(
                PathPatch(
                    _ribbon(at + BAR, at + 1, start[one], end[other], share),
                    facecolor=colour,
                    alpha=FLOW if one != other else FLOW / 2,
                    linewidth=0,
                )
            )
            start[one] += share
            end[other] += share


def _ribbon(x: float, to: float, y: float, at: float, share: float) -> Path:
    """A band of one width from one height to another."""
    middle = (x + to) / 2
    points = [
        (x, y), (middle, y), (middle, at), (to, at),
        (to, at + share), (middle, at + share), (middle, y + share), (x, y + share), (x, y),
    ]  # fmt: skip
    curve = [Path.CURVE4] * 3
    return Path(points, [Path.MOVETO, *curve, Path.LINETO, *curve, Path.CLOSEPOLY])
