"""Rows with a dot, a band and a spread of single futures, and beside them in words what they come to: a forest plot."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullFormatter, StrMethodFormatter

from simulation.figures.style import (
    BODY,
    MARGIN,
    POINTS,
    PRINT,
    QUIET,
    SMALL,
    WITH,
    WITHOUT,
    add_axes,
    house_style,
    sheet,
    striped_rows,
    text_width,
    wrapped,
)
from simulation.results.in_words import number
from simulation.results.over_worlds import HIDDEN, UNDER
from simulation.results.results import Results
from simulation.results.row import Row
from simulation.results.summary import DrawnIn
from simulation.results.summary_table import HIDDEN_TOLD, label_with_mark
from simulation.results.worlds_in_words import directions, which

LEFT, RIGHT, ROW, BELOW, BETWEEN = 2.55, 3.3, 0.235, 0.45, 0.75  # inches
WIDEST = 4.4  # inches for the names of rows, which leave room for the axes; longer ones have more lines
LINE = 0.13  # inches that a row is higher for each line more
NUMBERS, COUNTS = 0.06, 1.89  # inches from the axes to the columns beside them


class Panel(NamedTuple):
    """Rows that share an axis: their heading, what the axis counts, and what a row's number is multiplied by."""

    heading: str
    unit: str
    rows: Sequence[Row]
    scale: float = 100.0

    @property
    def of_ratios(self) -> bool:
        """Whether its numbers are ratios themselves: drawn by their logarithm, about one."""
        return all(row.unit == "ratio" and row.arm == "scenario" for row in self.rows)

    @property
    def neutral(self) -> float:
        """The number that says there is nothing."""
        return 1.0 if self.of_ratios else 0.0


@house_style()
def forest(
    origin: Results | str,
    title: str,
    panels: Sequence[Panel],
    worlds: DrawnIn,
    lead: str = "",
    remark: str = "",
) -> Figure:
    """Draw the panels one below the other.

    Parameters
    ----------
    origin : the results that are drawn, or the small print itself.
    worlds : where the futures of all rows were drawn.
    lead, remark : sentences before and after how to read it.
    """
    several = worlds.several
    explanation = (
        f"{lead} Dot: estimate, filled where the {'band' if several else 'interval'} leaves out "
        f"{_neutral_in_words(panels)}. "
        f"{_lines_in_words(panels, worlds)} On the right the estimate with its {'band' if several else 'interval'}"
    ).strip()
    if any(_count(row) for panel in panels for row in panel.rows):
        explanation += f", and {_counted_in_words(worlds)}"
    explanation += f". {remark}".rstrip()
    if any(HIDDEN in row.note for panel in panels for row in panel.rows):
        explanation += f" {HIDDEN_TOLD}"
    paper = sheet(origin, 1, title, explanation)  # to measure names on
    names = [[wrapped(paper, _name(row), SMALL, WIDEST - MARGIN - 0.1) for row in panel.rows] for panel in panels]
    heights = [len(each) * (ROW + LINE * (max(map(len, each)) - 1)) for each in names]
    height = sum(heights) + BETWEEN * len(panels) + BELOW - 0.35
    figure = sheet(origin, height, title, explanation)
    widest = max(text_width(figure, line, SMALL) for each in names for lines in each for line in lines)
    left = max(LEFT, widest + MARGIN + 0.1)
    width = float(figure.get_size_inches()[0]) - left - RIGHT
    bottom = height
    for panel, lines, high in zip(panels, names, heights, strict=True):
        bottom -= high + (BETWEEN if panel is not panels[0] else 0.35)
        _panel(add_axes(figure, left, bottom, width, high), panel, ["\n".join(each) for each in lines], left, width)
    return figure


def _neutral_in_words(panels: Sequence[Panel]) -> str:
    words = {0.0: "zero", 1.0: "one (of a ratio)"}
    return " or ".join(words[each] for each in sorted({panel.neutral for panel in panels}))


def _counted_in_words(worlds: DrawnIn) -> str:
    """What the last column counts."""
    if worlds.several:
        return (
            f"in what per cent of the {worlds.number} {which(worlds)} the average effect is less, too small to matter "
            f"({UNDER}), or more"
        )
    return "in how many futures the events made it worse, left it the same (within 1 %), or made it better"


def _lines_in_words(panels: Sequence[Panel], worlds: DrawnIn) -> str:
    """What the lines are, of those that are drawn: few futures have neither."""
    rows = [row for panel in panels for row in panel.rows]
    thick = "Thick line: 90 % interval of the estimate."
    if worlds.several:
        thick = "Thick line: the average in nine worlds of ten"
        thick += "; of lifetimes, 90 % interval of the estimate." if any(row.unit == "months" for row in rows) else "."
    said = thick if any(math.isfinite(row.low) for row in rows) else ""
    if any(math.isfinite(row.future_low) for row in rows):
        return f"{said} Thin line: nine {'single ' if worlds.several else ''}futures in ten."
    return f"{said} No spread of futures is drawn: there are too few." if said else "No lines: too few futures."


def _panel(axes: Axes, panel: Panel, names: Sequence[str], left: float, width: float) -> None:
    heading, unit, rows, scale = panel
    striped_rows(axes, names, panel.neutral)
    for y, row in enumerate(rows):
        _line(axes, y, row, scale, panel.neutral)
        _numbers(axes, y, row, width)
    known = [
        scale * value
        for row in rows
        for value in (row.estimate, row.low, row.high, row.future_low, row.future_high)
        if math.isfinite(value) and (value > 0 or not panel.of_ratios)
    ]
    low, high = min([panel.neutral, *known]), max([panel.neutral, *known])
    if panel.of_ratios:
        _by_logarithm(axes, low, high)
    else:
        room = 0.06 * (high - low) or 1.0
        axes.set_xlim(low - room, high + room)
        axes.locator_params(axis="x", nbins=6)
    axes.set_xlabel(unit, fontsize=SMALL)
    if heads := [counted[0] for row in rows if (counted := _count(row))]:
        axes.annotate(heads[0], (1 + COUNTS / width, 1), xycoords="axes fraction", xytext=(0, 5),
                      textcoords="offset points", fontsize=SMALL - 0.5, color=WITHOUT)  # fmt: skip
    axes.annotate(heading, (0, 1), xycoords="axes fraction", xytext=(POINTS * (MARGIN - left), 5),
                  textcoords="offset points", fontsize=BODY, fontweight="bold", color=WITHOUT)  # fmt: skip


def _by_logarithm(axes: Axes, low: float, high: float) -> None:
    axes.set_xscale("log")
    room = (high / low) ** 0.06 if high > low else 2.0
    axes.set_xlim(low / room, high * room)
    several = high / low > 100.0
    axes.xaxis.set_major_locator(LogLocator(subs=(1.0,) if several else (1.0, 2.0, 5.0)))
    axes.xaxis.set_major_formatter(StrMethodFormatter("{x:g}"))
    axes.xaxis.set_minor_formatter(NullFormatter())


def _name(row: Row) -> str:
    who, lifetime, _ = row.label.partition(", mean lifetime")
    return f"{who}: lifetime gained" if lifetime else label_with_mark(row)


def _line(axes: Axes, y: int, row: Row, scale: float, neutral: float) -> None:
    if not math.isfinite(row.estimate):
        return
    for low, high, width in ((row.future_low, row.future_high, 0.9), (row.low, row.high, 3.2)):
        if math.isfinite(low) and math.isfinite(high):
            axes.plot([scale * low, scale * high], [y, y], color=WITH, linewidth=width, solid_capstyle="butt", zorder=2)
    certain = row.low > neutral or row.high < neutral
    axes.plot(
        scale * row.estimate, y, "o", markersize=5.5, color=WITH, markerfacecolor=WITH if certain else "white", zorder=3
    )


def _numbers(axes: Axes, y: int, row: Row, width: float) -> None:
    """The estimate in words, and the count of futures."""
    across = axes.get_yaxis_transform()
    unit = "share" if row.unit == "index" and row.arm == "difference" else row.unit
    signed = row.arm == "difference"
    text = number(row.estimate, unit, signed, bare=signed and unit == "share")  # the axis says percentage points
    if math.isfinite(row.low) and math.isfinite(row.high):
        text += f" ({number(row.low, unit, signed, bare=True)} to {number(row.high, unit, signed, bare=True)})"
    axes.text(1 + NUMBERS / width, y, text, transform=across, fontsize=SMALL - 0.5, va="center", color=WITHOUT)
    if counted := _count(row):
        axes.text(1 + COUNTS / width, y, counted[1], transform=across, fontsize=SMALL - 0.5, va="center", color=WITHOUT)
    elif row.excluded:
        left_out = f"{row.excluded} left out"
        axes.text(1 + COUNTS / width, y, left_out, transform=across, fontsize=PRINT, va="center", color=QUIET)


def _count(row: Row) -> tuple[str, str] | None:
    """Heading and entry of the last column: worlds where there are several, else futures; None otherwise."""
    if math.isfinite(row.sign_share):
        shares = ("–" if math.isnan(share) else f"{100 * share:.0f}" for share in directions(row))
        return "less / no matter / more", " / ".join(shares)
    if row.worse is not None:
        return "worse / same / better", f"{row.worse} / {row.same} / {row.better}"
    return None
