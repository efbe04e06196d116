"""What the events did: the main measures with their intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulation.figures.style import (
    BODY,
    MARGIN,
    POINTS,
    PRINT,
    QUIET,
    SMALL,
    TINT,
    WITH,
    WITHOUT,
    add_axes,
    house_style,
    sheet,
)
from simulation.results.in_words import number
from simulation.results.over_worlds import HIDDEN
from simulation.results.results import Results
from simulation.results.row import Row
from simulation.results.summary import DrawnIn
from simulation.results.summary_table import DIFFERENCES, HIDDEN_TOLD, label_with_mark
from simulation.results.worlds_in_words import directions, which

LEFT, AXES_WIDTH, ROW, BELOW, BETWEEN = 2.55, 3.15, 0.235, 0.45, 0.75  # inches

RESILIENCE = ("resistance", "resilience_loss", "hysteresis", "collapse_probability", "recovered")
DURATIONS = (
    ("recovery_mean", "effect"),
    ("survival_at_the_event_mean", "difference"),
    ("survival_all_mean", "difference"),
)


@house_style()
def effects(results: Results) -> Figure:
    """Draw a forest plot: differences in the final year, resilience of co-production, and times in months."""
    summary = results.summary
    panels: list[tuple[str, str, float, list[Row]]] = [
        (
            "Difference that the events make, in the last 12 months",
            "percentage points, hundredths of indices (with the events minus without)",
            100.0,
            [summary.row(name, "difference", "final_year") for name in DIFFERENCES],
        ),
        ("Resilience of any co-production", "per cent", 100.0, [summary.row(name, "effect") for name in RESILIENCE]),
        ("Times", "months", 1.0, [summary.row(name, arm) for name, arm in DURATIONS]),  # type: ignore[arg-type]
    ]
    explanation = (
        f"Dot: estimate, filled where the {'band' if summary.worlds.several else 'interval'} leaves out zero. "
        f"{_lines_in_words(panels, summary.worlds)} On the right the estimate with its "
        f"{'band' if summary.worlds.several else 'interval'}, and {_counted_in_words(summary.worlds)}."
    )
    if any(row.excluded for *_, rows in panels for row in rows):
        explanation += " Left out: futures with (almost) nothing to lose, in which a relative drop has no meaning."
    if any(HIDDEN in row.note for *_, rows in panels for row in rows):
        explanation += f" {HIDDEN_TOLD}"
    if summary.fork >= summary.months:
        explanation = f"{summary.why_the_same}: nothing differs. {explanation}"
    height = sum(ROW * len(rows) + BETWEEN for *_, rows in panels) + BELOW - 0.35
    figure = sheet(results, height, f"What the events did: {summary.title}", explanation)
    bottom = height
    for heading, unit, scale, rows in panels:
        bottom -= ROW * len(rows) + (BETWEEN if rows is not panels[0][3] else 0.35)
        axes = add_axes(figure, LEFT, bottom, AXES_WIDTH, ROW * len(rows))
        _panel(axes, heading, unit, scale, rows)
    return figure


def _counted_in_words(worlds: DrawnIn) -> str:
    """What the last column counts."""
    if worlds.several:
        return (
            f"in what per cent of the {worlds.number} {which(worlds)} the average effect is less, too small to matter "
            "(under half a point), or more"
        )
    return "in how many futures the events made it worse, left it the same (within 1 %), or made it better"


def _lines_in_words(panels: Sequence[tuple[str, str, float, list[Row]]], worlds: DrawnIn) -> str:
    """What the lines are, of those that are drawn: few futures have neither."""
    rows = [row for *_, each in panels for row in each]
    thick = "Thick line: 90 % interval of the estimate."
    if worlds.several:
        thick = "Thick line: the average in nine worlds of ten; of lifetimes, 90 % interval of the estimate."
    said = thick if any(math.isfinite(row.low) for row in rows) else ""
    if any(math.isfinite(row.future_low) for row in rows):
        return f"{said} Thin line: nine {'single ' if worlds.several else ''}futures in ten."
    return f"{said} No spread of futures is drawn: there are too few." if said else "No lines: too few futures."


def _panel(axes: Axes, heading: str, unit: str, scale: float, rows: Sequence[Row]) -> None:
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_yticks(range(len(rows)), [_name(row) for row in rows])
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.axvline(0, color=QUIET, linewidth=0.8, zorder=1)
    for y in range(0, len(rows), 2):
        axes.axhspan(y - 0.5, y + 0.5, color=TINT, linewidth=0, zorder=0)
    for y, row in enumerate(rows):
        _line(axes, y, row, scale)
        _numbers(axes, y, row)
    known = [
        scale * value
        for row in rows
        for value in (row.estimate, row.low, row.high, row.future_low, row.future_high)
        if math.isfinite(value)
    ]
    low, high = min([0.0, *known]), max([0.0, *known])
    room = 0.06 * (high - low) or 1.0
    axes.set_xlim(low - room, high + room)
    axes.locator_params(axis="x", nbins=6)
    axes.set_xlabel(unit, fontsize=SMALL)
    if heads := [counted[0] for row in rows if (counted := _count(row))]:
        axes.annotate(heads[0], (1.60, 1), xycoords="axes fraction", xytext=(0, 5),
                      textcoords="offset points", fontsize=SMALL - 0.5, color=WITHOUT)  # fmt: skip
    axes.annotate(heading, (0, 1), xycoords="axes fraction", xytext=(POINTS * (MARGIN - LEFT), 5),
                  textcoords="offset points", fontsize=BODY, fontweight="bold", color=WITHOUT)  # fmt: skip


def _name(row: Row) -> str:
    who, lifetime, _ = row.label.partition(", mean lifetime")
    return f"{who}: lifetime gained" if lifetime else label_with_mark(row)


def _line(axes: Axes, y: int, row: Row, scale: float) -> None:
    if not math.isfinite(row.estimate):
        return
    for low, high, width in ((row.future_low, row.future_high, 0.9), (row.low, row.high, 3.2)):
        if math.isfinite(low) and math.isfinite(high):
            axes.plot([scale * low, scale * high], [y, y], color=WITH, linewidth=width, solid_capstyle="butt", zorder=2)
    certain = row.low > 0 or row.high < 0
    axes.plot(
        scale * row.estimate, y, "o", markersize=5.5, color=WITH, markerfacecolor=WITH if certain else "white", zorder=3
    )


def _numbers(axes: Axes, y: int, row: Row) -> None:
    """The estimate in words, and the count of futures."""
    across = axes.get_yaxis_transform()
    unit = "share" if row.unit == "index" and row.arm == "difference" else row.unit
    signed = row.arm == "difference"
    text = number(row.estimate, unit, signed, bare=signed and unit == "share")  # the axis says percentage points
    if math.isfinite(row.low) and math.isfinite(row.high):
        text += f" ({number(row.low, unit, signed, bare=True)} to {number(row.high, unit, signed, bare=True)})"
    axes.text(1.02, y, text, transform=across, fontsize=SMALL - 0.5, va="center", color=WITHOUT)
    if counted := _count(row):
        axes.text(1.60, y, counted[1], transform=across, fontsize=SMALL - 0.5, va="center", color=WITHOUT)
    elif row.excluded:
        axes.text(1.60, y, f"{row.excluded} left out", transform=across, fontsize=PRINT, va="center", color=QUIET)


def _count(row: Row) -> tuple[str, str] | None:
    """Heading and entry of the last column: worlds where there are several, else futures; None otherwise."""
    if math.isfinite(row.sign_share):
        shares = ("–" if math.isnan(share) else f"{100 * share:.0f}" for share in directions(row))
        return "less / no matter / more", " / ".join(shares)
    if row.worse is not None:
        return "worse / same / better", f"{row.worse} / {row.same} / {row.better}"
    return None
