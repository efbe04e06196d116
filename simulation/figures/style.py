"""The look that all figures share: colours, small print, axes. Nothing is told apart by colour alone."""

from __future__ import annotations

import textwrap
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from simulation.results import palette
from simulation.results.results import Results
from simulation.results.worlds_in_words import drawn_in
from simulation.world.outside import in_short

WITH = palette.WITH  # solid
WITHOUT = palette.WITHOUT  # dashed
EVENT = palette.EVENT
RECOVERY = "#28A197"
QUIET = "#6F777B"
TINT = palette.TINT

DASHED = (0, (5, 2.5))
LIGHT, DARK = 0.16, 0.30  # opacity of the band of nine futures in ten, and of the half in the middle
BODY, SMALL, PRINT = 9.0, 8.0, 6.5  # points
WIDTH = 9.0  # inches
POINTS = 72.0  # to an inch

_SETTINGS: dict[Any, Any] = {
    "font.family": "DejaVu Sans",  # comes with matplotlib, so it looks the same everywhere
    "font.size": BODY,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": QUIET,
    "axes.unicode_minus": True,
    "text.parse_math": False,  # a dollar sign in a scenario's title is a dollar sign
    "xtick.color": WITHOUT,
    "ytick.color": WITHOUT,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "svg.hashsalt": "coproduction",  # the same figure has the same bytes
    "svg.fonttype": "path",
    "savefig.dpi": 160,
}


@contextmanager
def house_style() -> Iterator[None]:
    """Draw and save in the house style, whatever matplotlib's settings are otherwise; they come back afterwards."""
    with matplotlib.rc_context(), warnings.catch_warnings():
        # A sign that no font here has is drawn as a box; matplotlib says so anew for every text.
        warnings.filterwarnings("ignore", r"Glyph \d+", UserWarning)
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_SETTINGS)
        yield


def sheet(origin: Results | str, height: float, title: str, explanation: str) -> Figure:
    """An empty figure with title, explanation and small print.

    Parameters
    ----------
    origin : the results that are drawn, or the small print itself.
    height : of the room for axes, in inches; title and small print are added to it.
    title, explanation : what is seen, and how to read it.
    """
    figure = Figure()
    FigureCanvasAgg(figure)
    titles = wrapped(figure, title, 12, WIDTH - 2 * MARGIN, fontweight="bold")
    lines = wrapped(figure, explanation, SMALL, WIDTH - 2 * MARGIN)
    total = height + (16 * len(titles) + 12 * len(lines) + 22) / POINTS + BOTTOM
    figure.set_size_inches(WIDTH, total)
    left, y = MARGIN / WIDTH, 1 - 10 / POINTS / total
    figure.text(left, y, "\n".join(titles), ha="left", va="top", fontsize=12, fontweight="bold", color=WITH)
    y -= 16 * len(titles) / POINTS / total + 3 / POINTS / total
    figure.text(left, y, "\n".join(lines), ha="left", va="top", fontsize=SMALL, color=WITHOUT, linespacing=1.25)
    printed = origin if isinstance(origin, str) else small_print(origin)
    small = wrapped(figure, printed, PRINT, WIDTH - 2 * MARGIN)  # two lines at most have room
    y = (6 if len(small) == 1 else 1) / POINTS / total
    figure.text(left, y, "\n".join(small), ha="left", va="bottom", fontsize=PRINT, color=QUIET, linespacing=1.1)
    return figure


MARGIN = 0.25  # inches, left and right of text
BOTTOM = 0.30  # inches, for the small print


def add_axes(figure: Figure, left: float, bottom: float, width: float, height: float, **options: Any) -> Axes:
    """Axes at a place given in inches from the lower left corner of the room above the small print."""
    total_width, total_height = figure.get_size_inches()
    place = (left / total_width, (bottom + BOTTOM) / total_height, width / total_width, height / total_height)
    return figure.add_axes(place, **options)


def add_heading(axes: Axes, heading: str) -> None:
    """A heading above the left end of axes."""
    axes.annotate(heading, (0, 1), xycoords="axes fraction", xytext=(0, 5), textcoords="offset points",
                  fontsize=BODY, fontweight="bold", color=WITHOUT)  # fmt: skip


def striped_rows(axes: Axes, names: Sequence[str], neutral: float = 0.0) -> None:
    """Make the axes a list: a row for each name, the first on top, every other one tinted; a line where nothing is."""
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_yticks(range(len(names)), names)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.axvline(neutral, color=QUIET, linewidth=0.8, zorder=1)
    for y in range(0, len(names), 2):
        axes.axhspan(y - 0.5, y + 0.5, color=TINT, linewidth=0, zorder=0)


def small_print(results: Results) -> str:
    """Where a figure comes from, in one line."""
    manifest, summary = results.manifest, results.summary
    commit = manifest.get("commit")
    parts = [
        f"model {manifest['model_version']}",
        f"commit {commit[:7]}{' with changes' if manifest.get('changed') else ''}" if commit else "no commit",
        f"scenario {summary.scenario}",
        f"seed {summary.seed}",
        f"{summary.replicates} replicates",
        drawn_in(summary.worlds),
    ]
    parts += in_short(manifest)
    if summary.failures:
        parts.append(f"{len(summary.failures)} failed")
    return " · ".join(parts)


def wrapped(figure: Figure, text: str, size: float, width: float, **font: Any) -> list[str]:
    """A text in lines of at most so many inches; a single word that is longer stays whole."""
    characters = max(1, int(len(text) * width / text_width(figure, text, size, **font)) + 1)
    while True:
        lines = textwrap.wrap(text, characters, break_long_words=False, break_on_hyphens=False)
        if characters == 1 or max(text_width(figure, line, size, **font) for line in lines) <= width:
            return lines
        characters -= 1


def text_width(figure: Figure, text: str, size: float, **font: Any) -> float:
    """Width of a text in inches."""
    drawn = figure.text(0, 0, text, fontsize=size, **font)
    extent = drawn.get_window_extent(figure.canvas.get_renderer())  # type: ignore[attr-defined]
    drawn.remove()
    return float(extent.width / figure.dpi)


def apart(positions: list[float], distance: float) -> list[float]:
    """Move labels up as little as needed to keep their distance, in the order of their positions."""
    moved = dict.fromkeys(range(len(positions)), 0.0)
    last = -float("inf")
    for index in sorted(moved, key=lambda number: positions[number]):
        last = max(positions[index], last + distance)
        moved[index] = last
    return [moved[index] for index in range(len(positions))]
