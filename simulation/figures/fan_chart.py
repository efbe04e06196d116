"""Co-production with and without the events, as a fan of futures."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from simulation.figures import time_axis
from simulation.figures.bands import Bands
from simulation.figures.style import (
    BODY,
    DARK,
    DASHED,
    MARGIN,
    POINTS,
    SMALL,
    WIDTH,
    WITH,
    WITHOUT,
    add_axes,
    apart,
    house_style,
    sheet,
)
from simulation.results.results import Results

LEFT, AXES_WIDTH, AXES_HEIGHT, BELOW = 0.75, 6.65, 3.4, 0.55  # inches
MEASURE = "coproduction"


@house_style()
def fan_chart(results: Results) -> Figure:
    """Draw co-production over time: median, half and nine in ten of the futures, and the median without the events."""
    differs = results.summary.fork < results.summary.months
    explanation = (
        f"Share of service volume that is co-produced. Solid line: median of {results.summary.replicates} futures; "
        "darker band: half of them; lighter band: nine in ten."
    )
    explanation += " Dashed: median of the same futures without the events." if differs else " No event is under study."
    if extra := time_axis.left_out(results):
        explanation += f" {extra[0].upper()}{extra[1:]}."

    flags = time_axis.flags(results)
    if recovery := time_axis.recovery_flag(results):
        flags.append(recovery)
    start, end = time_axis.years(results, [0, results.summary.months])
    positions = [AXES_WIDTH * (flag.x - start) / (end - start) for flag in flags]
    title = f"Co-production: {results.summary.title}"
    room = (LEFT - MARGIN, WIDTH - LEFT - AXES_WIDTH - MARGIN)
    labels = time_axis.place(sheet(results, 1.0, title, explanation), flags, positions, AXES_WIDTH, room)
    figure = sheet(results, BELOW + AXES_HEIGHT + time_axis.height_of(labels), title, explanation)

    axes = add_axes(figure, LEFT, BELOW, AXES_WIDTH, AXES_HEIGHT)
    bands = Bands(results)
    x = time_axis.years(results, np.arange(results.summary.months) + 0.5)  # a month's level stands in its middle
    bands.fill(axes, x, MEASURE, "q05", "q95")
    bands.fill(axes, x, MEASURE, "q25", "q75", DARK)
    lines: list[tuple[int, str, Any, float, str]] = [
        (0, WITH, "-", 2.0, "with the events" if differs else "co-production")
    ]
    if differs:
        lines.append((1, WITHOUT, DASHED, 1.6, "without"))
    medians = [100 * bands(MEASURE, arm, "q50") for arm, *_ in lines]
    for median, (_, colour, style, width, _) in zip(medians, lines, strict=True):
        axes.plot(x, median, color=colour, linestyle=style, linewidth=width, zorder=3)

    highest = max(100 * bands(MEASURE, 0, "q95").max(), *(median.max() for median in medians))
    axes.set_ylim(0, max(5.0, min(100.0, 1.08 * highest)))
    axes.yaxis.set_major_formatter("{x:g} %")
    axes.set_ylabel("co-produced share of services", fontsize=BODY)
    time_axis.dress(axes, results)
    time_axis.draw_events(axes, results)
    time_axis.draw_flags(axes, labels)

    per_inch = axes.get_ylim()[1] / AXES_HEIGHT
    levels = apart([float(median[-1]) for median in medians], 24 / POINTS * per_inch)
    for level, median, (_, colour, _, _, name) in zip(levels, medians, lines, strict=True):
        axes.annotate(
            f"{name}\nmedian {median[-1]:.0f} %",
            (1, level),
            xycoords=axes.get_yaxis_transform(),
            xytext=(6, 0),
            textcoords="offset points",
            fontsize=SMALL,
            color=colour,
            va="center",
            annotation_clip=False,
        )
    return figure
