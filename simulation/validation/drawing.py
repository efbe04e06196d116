"""Figures of a validation: every estimate against its accepted range."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulation.figures.style import EVENT, QUIET, SMALL, TINT, WITH, house_style
from simulation.validation.check import Finding, Result
from simulation.validation.in_words import accepted, estimate

if TYPE_CHECKING:
    from simulation.validation.verdicts import Report

MARKS = {"pass": ("o", WITH, "pass"), "not shown": ("s", QUIET, "not shown"), "fail": ("X", EVENT, "fail")}
ROW = 0.27  # inches


def draw(report: Report, folder: Path) -> list[Path]:
    """Draw the patterns and the targets, one figure each; return the files."""
    files = []
    for name, title, letter in (("patterns", "The patterns", "P"), ("targets", "The targets of the fit", "S")):
        results = [result for result in report.results if result.check.name.startswith(letter)]
        if results:
            with house_style():
                figure = against_ranges(results, title)
                for suffix in ("png", "svg"):
                    path = folder / f"{name}.{suffix}"
                    figure.savefig(path, metadata={"Date": None} if suffix == "svg" else None)
                    files.append(path)
    return files


def against_ranges(results: list[Result], title: str) -> Figure:
    """Estimates with 90 % intervals, each on a scale of its own on which the accepted range has the same place."""
    rows = sum(len(result.findings) + 1 for result in results)
    figure = Figure(figsize=(11, rows * ROW + 1.2))
    axes = figure.add_axes((0.45, 0.55 / (rows * ROW + 1.2), 0.30, 1 - 1.05 / (rows * ROW + 1.2)))
    axes.set_xlim(-1.0, 2.0)
    axes.set_ylim(rows - 0.4, -0.8)
    axes.axvspan(0, 1, color=TINT, zorder=0)
    axes.set_yticks([])
    axes.set_xticks([0, 1], ["lower end", "upper end"], fontsize=SMALL)
    axes.set_xlabel(
        "of the accepted range; an open range is drawn twice as wide as the estimate lies deep", fontsize=SMALL
    )
    axes.spines["left"].set_visible(False)
    figure.suptitle(f"{title}: estimates against ranges fixed beforehand", x=0.02, ha="left", fontweight="bold")
    row = 0
    for result in results:
        heading = f"{result.check.name}  {result.check.title}: {result.verdict}"
        axes.text(-1.45, row, heading, ha="left", va="center", fontweight="bold", transform=_beside(axes))
        row += 1
        for finding in result.findings:
            _row(axes, finding, row)
            row += 1
    return figure


def _beside(axes: Axes):
    """Across in widths of the axes, down in rows."""
    return axes.get_yaxis_transform()


def _row(axes: Axes, finding: Finding, row: int) -> None:
    marker, colour, _ = MARKS[finding.verdict]
    axes.text(-1.41, row, finding.part.name, ha="left", va="center", fontsize=SMALL - 0.5, transform=_beside(axes))
    text = f"{estimate(finding)}   ({accepted(finding)})"
    axes.text(1.03, row, text, ha="left", va="center", fontsize=SMALL - 0.5, transform=_beside(axes))
    if math.isnan(finding.estimate) or math.isnan(finding.low):
        return
    low, value, high = (_place(finding, number) for number in (finding.low, finding.estimate, finding.high))
    axes.plot([low, high], [row, row], color=colour, linewidth=1.6, solid_capstyle="butt")
    axes.plot([value], [row], marker, color=colour, markersize=5)


def _place(finding: Finding, number: float) -> float:
    """Where a number lies on the scale of its row; an open end of the range lies far off."""
    low, high = finding.part.low, finding.part.high
    span = high - low
    one_sided = span > 20 * max(abs(finding.estimate - low), 1e-9)
    if one_sided:  # the upper end only stands for 'no bound': the estimate itself sets the scale
        span = 2 * max(abs(finding.estimate - low), abs(low), 1e-9)
    place = (number - low) / span if span > 0 else 0.5 + (number - low)
    return min(max(place, -0.95), 1.95)
