"""Where the services are in the planning × delivery matrix, over time."""

from __future__ import annotations

import textwrap

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulation.figures import time_axis
from simulation.figures.bands import Bands
from simulation.figures.spread import band_in_words
from simulation.figures.style import BODY, DASHED, QUIET, SMALL, TINT, WITH, WITHOUT, add_axes, house_style, sheet
from simulation.results.in_words import capital, label
from simulation.results.results import Results
from simulation.world.codes import Who
from simulation.world.matrix import CELLS

LEFT, CELL_WIDTH, CELL_HEIGHT, BELOW, BETWEEN_COLUMNS, BETWEEN_ROWS = 1.0, 2.4, 1.25, 0.5, 0.25, 0.42  # inches
TITLE_CHARACTERS = 22  # beside the numbers
TICKS = (0, 1, 5, 10, 25, 50, 75, 100)  # per cent
PLANNED = ("professionals plan", "planned together", "community plans")
DELIVERED = ("professionals\ndeliver", "delivered\ntogether", "community\ndelivers")


@house_style()
def matrix_occupancy(results: Results) -> Figure:
    """Draw the share of service volume in each of the nine cells, laid out as the matrix."""
    summary = results.summary
    differs = summary.fork < summary.months
    bands = Bands(results)
    explanation = (
        "Share of service volume in each cell: who plans (columns) and who delivers (rows). Tinted: co-produced. "
        f"Solid line: mean; {band_in_words(bands.futures)}. The scale is that of square roots, so that small cells "
        "show. "
    )
    explanation += (
        "Dashed: mean without the events. Numbers: means of the last 12 months, with / without the events."
        if differs
        else f"Numbers: means of the last 12 months. {summary.why_the_same}."
    )
    rows_height = 3 * CELL_HEIGHT + 2 * BETWEEN_ROWS
    figure = sheet(results, BELOW + rows_height + 0.5, f"Who plans and who delivers: {summary.title}", explanation)
    highest = 100 * max(float(bands(cell, arm, bands.ends[1]).max()) for cell in CELLS for arm in (0, 1))
    for number, cell in enumerate(CELLS):
        delivery, planning = divmod(number, 3)
        bottom = BELOW + (2 - delivery) * (CELL_HEIGHT + BETWEEN_ROWS)
        axes = add_axes(figure, LEFT + planning * (CELL_WIDTH + BETWEEN_COLUMNS), bottom, CELL_WIDTH, CELL_HEIGHT)
        _cell(axes, results, bands, cell, differs)
        axes.set_ylim(0, min(100.0, max(5.0, 1.05 * highest)))
        axes.tick_params(labelbottom=delivery == 2, labelleft=planning == 0)
        if Who.TOGETHER in (delivery, planning):
            axes.set_facecolor(TINT)
        if delivery == 0:
            axes.annotate(PLANNED[planning], (0.5, 1), xycoords="axes fraction", xytext=(0, 25),
                          textcoords="offset points", ha="center", fontsize=BODY, fontweight="bold")  # fmt: skip
        if planning == 0:
            axes.annotate(DELIVERED[delivery], (0, 0.5), xycoords="axes fraction", xytext=(-42, 0), rotation=90,
                          textcoords="offset points", ha="center", va="center", fontsize=BODY,
                          fontweight="bold")  # fmt: skip
        if number == 0:
            axes.annotate(_professionals(results, differs), (0, 0), xycoords="axes fraction", xytext=(0, -10),
                          textcoords="offset points", fontsize=SMALL - 1, color=WITHOUT)  # fmt: skip
        if delivery == 2 and planning == 1:
            axes.set_xlabel("years since the start" if results.start is None else "year", fontsize=BODY)
    return figure


def _cell(axes: Axes, results: Results, bands: Bands, cell: str, differs: bool) -> None:
    x = time_axis.years(results, np.arange(results.summary.months) + 0.5)
    bands.fill(axes, x, cell, *bands.ends)
    axes.plot(x, 100 * bands(cell, 0, "mean"), color=WITH, linewidth=1.5, zorder=3)
    if differs:
        axes.plot(x, 100 * bands(cell, 1, "mean"), color=WITHOUT, linestyle=DASHED, linewidth=1.2, zorder=3)
    time_axis.dress(axes, results, labelled=False)
    axes.locator_params(axis="x", nbins=5)
    axes.set_yscale("function", functions=(lambda share: np.sqrt(np.maximum(share, 0)), np.square))
    axes.set_yticks(TICKS)
    axes.yaxis.set_major_formatter("{x:g} %")
    axes.grid(axis="y", color=QUIET, linewidth=0.4, alpha=0.35)
    time_axis.draw_events(axes, results, of_both_worlds=False)
    name = label(cell)
    title = textwrap.fill(capital(name), TITLE_CHARACTERS, break_on_hyphens=False)
    axes.text(0, 1.04, title, transform=axes.transAxes, fontsize=SMALL, fontweight="bold", va="bottom")
    axes.text(
        1,
        1.04,
        _ends(results, cell, differs),
        transform=axes.transAxes,
        fontsize=SMALL - 1,
        ha="right",
        va="bottom",
        color=WITHOUT,
    )


def _ends(results: Results, measure: str, differs: bool) -> str:
    """A share in the last 12 months, with and without the events."""
    shares = [results.summary.row(measure, arm, "final_year").estimate for arm in ("scenario", "counterfactual")]
    return " / ".join(f"{100 * share:.1f} %" for share in (shares if differs else shares[:1]))


def _professionals(results: Results, differs: bool) -> str:
    """Whom the row in which professionals deliver holds besides council staff."""
    contractors, pfi = (_ends(results, provider, differs) for provider in ("contractor", "pfi"))
    return f"In this row: private contractors {contractors}, PFI {pfi}"
