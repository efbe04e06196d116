"""Co-production with and without the events, as a fan of futures."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from simulation.figures import time_axis
from simulation.figures.bands import Bands
from simulation.figures.spread import band_in_words, few, middle_in_words
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
from simulation.results.in_words import capital
from simulation.results.results import Results
from simulation.results.worlds_in_words import which

LEFT, AXES_WIDTH, AXES_HEIGHT, BELOW = 0.75, 6.65, 3.4, 0.55  # inches
MEASURE = "coproduction"
HALF, OVER_WORLDS = ("q25", "q75"), ("worlds_low", "worlds_high")  # columns of the table of months


@house_style()
def fan_chart(results: Results) -> Figure:
    """Draw co-production over time: median, half and nine in ten of the futures, and the median without the events.

    Of few futures: their mean, and how far they reach. Of futures in several worlds: their mean, the band of the
    average over worlds, and nine single futures in ten.
    """
    differs = results.summary.fork < results.summary.months
    bands = Bands(results)
    dark = _dark(results, bands)
    statistic, word = ("q50", "median") if dark == HALF else ("mean", "mean")
    explanation = (
        "Share of service volume that is planned together, delivered together, or both. "
        f"{_reading(results, bands, dark)}"
    )
    explanation += (
        f" Dashed: {word} of the same futures without the events." if differs else f" {results.summary.why_the_same}."
    )
    if extra := time_axis.left_out(results):
        explanation += f" {capital(extra)}."

    flags = time_axis.flags(results)
    if recovery := time_axis.recovery_flag(results):
        flags.append(recovery)
    start, end = time_axis.years(results, [0, results.summary.months])
    positions = [AXES_WIDTH * (flag.x - start) / (end - start) for flag in flags]
    title = f"Any co-production: {results.summary.title}"
    room = (LEFT - MARGIN, WIDTH - LEFT - AXES_WIDTH - MARGIN)
    labels = time_axis.place(sheet(results, 1.0, title, explanation), flags, positions, AXES_WIDTH, room)
    figure = sheet(results, BELOW + AXES_HEIGHT + time_axis.height_of(labels), title, explanation)

    axes = add_axes(figure, LEFT, BELOW, AXES_WIDTH, AXES_HEIGHT)
    x = time_axis.years(results, np.arange(results.summary.months) + 0.5)  # a month's level stands in its middle
    bands.fill(axes, x, MEASURE, *bands.ends)
    if dark:
        bands.fill(axes, x, MEASURE, *dark, DARK)
    lines: list[tuple[int, str, Any, float, str]] = [
        (0, WITH, "-", 2.0, "with the events" if differs else "any co-production")
    ]
    if differs:
        lines.append((1, WITHOUT, DASHED, 1.6, "without"))
    middles = [100 * bands(MEASURE, arm, statistic) for arm, *_ in lines]
    for middle, (_, colour, style, width, _) in zip(middles, lines, strict=True):
        axes.plot(x, middle, color=colour, linestyle=style, linewidth=width, zorder=3)

    tops = [100 * bands(MEASURE, 0, end[1]) for end in (bands.ends, dark) if end]
    highest = float(np.nanmax([*tops, *middles]))  # a month that is the same in all futures has no band
    axes.set_ylim(0, max(5.0, min(100.0, 1.08 * highest)))
    axes.yaxis.set_major_formatter("{x:g} %")
    axes.set_ylabel("co-produced share of services", fontsize=BODY)
    time_axis.dress(axes, results)
    time_axis.draw_events(axes, results)
    time_axis.draw_flags(axes, labels)

    per_inch = axes.get_ylim()[1] / AXES_HEIGHT
    levels = apart([float(middle[-1]) for middle in middles], 24 / POINTS * per_inch)
    for level, middle, (_, colour, _, _, name) in zip(levels, middles, lines, strict=True):
        axes.annotate(
            f"{name}\n{word} {middle[-1]:.0f} %" if bands.futures > 1 else f"{name}\n{middle[-1]:.0f} %",
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


def _dark(results: Results, bands: Bands) -> tuple[str, str] | None:
    """Between which statistics the darker band lies; of few futures there is none."""
    if few(bands.futures):
        return None
    several = results.summary.worlds.several and np.isfinite(bands(MEASURE, 0, OVER_WORLDS[0])).any()
    return OVER_WORLDS if several else HALF


def _reading(results: Results, bands: Bands, dark: tuple[str, str] | None) -> str:
    """How to read the line and the bands."""
    if dark is None:
        return f"Solid line: {middle_in_words(bands.futures)}; {band_in_words(bands.futures)}."
    if dark == OVER_WORLDS:
        worlds = results.summary.worlds
        return (
            f"Solid line: mean of {bands.futures} futures in {worlds.number} {which(worlds)}; darker band: the average "
            "in nine worlds of ten; lighter band: nine single futures in ten."
        )
    return f"Solid line: median of {bands.futures} futures; darker band: half of them; lighter band: nine in ten."
