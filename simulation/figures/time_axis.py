"""The time axis: years since the start or calendar years, and the events on it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike, NDArray

from simulation.figures.style import BODY, EVENT, POINTS, QUIET, RECOVERY, SMALL, WITHOUT, text_width, wrapped
from simulation.results.event_marks import Mark
from simulation.results.results import Results

MOST_LABELS = 8
LINE = 10.5 / POINTS  # inches, height of a line of a label
WIDEST, NARROWEST = 2.8, 1.2  # inches of a line of a label
GAP = 5 / POINTS  # inches between a line and its label


@dataclass(frozen=True)
class Flag:
    """A label above the axes, with a line down to its moment."""

    x: float
    text: str
    colour: str  # of the line
    style: str


@dataclass(frozen=True)
class Placed:
    """Where a flag goes: inches above the axes of its lowest line, its lines, and whether they end at its moment."""

    flag: Flag
    above: float
    lines: list[str]
    mirrored: bool


def years(results: Results, months: ArrayLike) -> NDArray[np.float64]:
    """Months since the start as positions on the axis."""
    start = results.start
    first = 0.0 if start is None else int(start[:4]) + (int(start[5:7]) - 1) / 12
    return first + np.asarray(months, float) / 12


def dress(axes: Axes, results: Results, labelled: bool = True) -> None:
    """Limits, ticks and name of the time axis."""
    axes.set_xlim(*years(results, [0, results.summary.months]))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=10, min_n_ticks=2))
    axes.xaxis.set_major_formatter("{x:g}")
    if labelled:
        axes.set_xlabel("years since the start" if results.start is None else "year", fontsize=BODY)


def studied(results: Results) -> list[Mark]:
    """The events that the counterfactual leaves out."""
    return [mark for mark in results.marks if mark.under_study]


def flags(results: Results) -> list[Flag]:
    """A label for each event under study, at its first time, the first few only."""
    marks = studied(results)
    times = Counter(mark.name for mark in marks)
    first = {mark.name: mark for mark in reversed(marks)}
    shown = sorted(first.values(), key=lambda mark: mark.month)[:MOST_LABELS]
    return [
        Flag(float(years(results, mark.month)), _words(results, mark, times[mark.name]), EVENT, "-") for mark in shown
    ]


def recovery_flag(results: Results) -> Flag | None:
    """A label where half of the futures have recovered, if they ever fell and do."""
    median = results.summary.row("recovery_median", "effect").estimate
    if not np.isfinite(median) or median <= 0:
        return None
    month = results.summary.fork + median
    return Flag(float(years(results, month)), "half of the futures have recovered", RECOVERY, "-.")


def left_out(results: Results) -> str:
    """What the figure does not label, in words."""
    unlabelled = len({mark.name for mark in studied(results)}) - MOST_LABELS
    others = len({mark.name for mark in results.marks if not mark.under_study})
    parts = [f"{unlabelled} more events under study have a line without a name" if unlabelled > 0 else ""]
    parts.append("grey ticks: events that happen in both worlds" if others else "")
    return "; ".join(part for part in parts if part)


def place(
    figure: Figure, flags: list[Flag], positions: list[float], width: float, room: tuple[float, float]
) -> list[Placed]:
    """Stack labels so that neither labels nor lines cross a label: all to the right or all to the left of their lines.

    Parameters
    ----------
    positions : of the flags, in inches from the axes' left edge.
    width, room : of the axes, and beside them on the left and on the right, in inches.
    """
    rightwards = _stack(figure, flags, positions, width + room[1])
    leftwards = _stack(figure, flags, [width - x for x in positions], width + room[0], mirrored=True)
    return min(rightwards, leftwards, key=height_of)


def _stack(
    figure: Figure, flags: list[Flag], positions: list[float], end: float, mirrored: bool = False
) -> list[Placed]:
    """Stack labels to the right of their lines: from right to left, each goes above all those that it would reach."""
    stacked: list[tuple[float, float, Placed]] = []  # left edge, top, what
    for x, flag in sorted(zip(positions, flags, strict=True), key=lambda pair: -pair[0]):
        lines = wrapped(figure, flag.text, SMALL, min(WIDEST, max(NARROWEST, end - x - GAP)))
        reach = x + 3 * GAP + max(text_width(figure, line, SMALL) for line in lines)
        above = max((top for left, top, _ in stacked if left < reach), default=0.0)
        stacked.append((x, above + len(lines) * LINE + GAP, Placed(flag, above, lines, mirrored)))
    return [label for _, _, label in stacked]


def height_of(placed: list[Placed]) -> float:
    """Inches that labels take up above the axes."""
    return max((label.above + len(label.lines) * LINE for label in placed), default=0.0) + GAP


def draw_events(axes: Axes, results: Results, of_both_worlds: bool = True) -> None:
    """Lines for the events under study, ticks for those of both worlds."""
    for mark in results.marks:
        x = float(years(results, mark.month))
        if mark.under_study:
            axes.axvline(x, color=EVENT, linewidth=0.9, alpha=0.8, zorder=1)
        elif of_both_worlds:
            axes.plot([x, x], [0, 0.025], color=QUIET, linewidth=0.8, transform=axes.get_xaxis_transform(), zorder=1)


def draw_flags(axes: Axes, placed: list[Placed]) -> None:
    """The labels above the axes, each with its line."""
    height = axes.bbox.height / axes.figure.dpi
    across = axes.get_xaxis_transform()
    for label in placed:
        flag = label.flag
        top = 1 + (label.above + len(label.lines) * LINE) / height
        axes.plot([flag.x, flag.x], [0 if flag.style != "-" else 1, top], color=flag.colour, linewidth=0.9,
                  linestyle=flag.style, transform=across, clip_on=False, zorder=1)  # fmt: skip
        axes.annotate(
            "\n".join(label.lines),
            (flag.x, 1 + label.above / height),
            xycoords=across,
            xytext=((-1 if label.mirrored else 1) * GAP * POINTS, 0),
            textcoords="offset points",
            fontsize=SMALL,
            color=EVENT if flag.colour == EVENT else WITHOUT,  # small print must be dark enough to read
            ha="right" if label.mirrored else "left",
            va="bottom",
            linespacing=1.15,
            annotation_clip=False,
        )


def _words(results: Results, mark: Mark, times: int) -> str:
    name = re.sub(r"(?<=[^\W\d_])[-_](?=\w)", " ", mark.name)  # "grant-2011-12" is grant 2011-12
    if mark.random:
        return f"{name} (at random until {float(years(results, mark.until)):.0f})"
    return f"{name} (the first of {times})" if times > 1 else name
