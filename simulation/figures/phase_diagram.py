"""A phase diagram or a heat map: in the plane of two factors, or for pairs of choices, where an outcome is what."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import numpy as np
from matplotlib.colors import Normalize, TwoSlopeNorm
from matplotlib.figure import Figure
from numpy.typing import NDArray

from simulation.figures.style import BODY, POINTS, QUIET, SMALL, WITHOUT, add_axes, add_heading, house_style, sheet

Floats = NDArray[np.float64]

LEFT, AXES_WIDTH, AXES_HEIGHT, BELOW, ABOVE, BETWEEN, BAR = 0.9, 7.1, 3.7, 0.55, 0.45, 0.35, 0.16  # inches


@house_style()
def phase_diagram(
    origin: str,
    title: str,
    explanation: str,
    x: tuple[str, Sequence[float] | Sequence[str]],
    y: tuple[str, Sequence[float] | Sequence[str]],
    panels: dict[str, Floats],
    unit: str,
    known: dict[str, NDArray[np.bool_]] | None = None,
    centre: float | None = 0.0,
    decimals: int = 1,
    left: float = LEFT,
) -> Figure:
    """Draw one panel or more of an outcome over two factors.

    Parameters
    ----------
    origin : small print.
    x, y : name and values of each factor, or the choices in words.
    panels : by heading, the outcome ``[y, x]``; nan where nothing is known.
    unit : of the outcome.
    known : by heading, whether the interval leaves out the centre; where it does not the number is in brackets.
    centre : the value that parts two colours; None for one colour.
    left : room for the values of ``y``, in inches.
    """
    figure = sheet(origin, AXES_HEIGHT + BELOW + ABOVE, title, explanation)
    values = np.concatenate([panel.ravel() for panel in panels.values()])
    values = values[np.isfinite(values)]
    norm, colours = _scale(values, centre)
    width = (LEFT + AXES_WIDTH - left - BETWEEN * (len(panels) - 1)) / len(panels)
    below, across = _ticks(x[1], width / max(len(x[1]), 1)), _ticks(y[1], left)
    image = None
    for number, (heading, panel) in enumerate(panels.items()):
        axes = add_axes(figure, left + number * (width + BETWEEN), BELOW, width, AXES_HEIGHT)
        image = axes.imshow(panel, origin="lower", aspect="auto", cmap=colours, norm=norm)
        axes.set_xticks(range(len(x[1])), below)
        axes.set_yticks(range(len(y[1])), across if number == 0 else [])
        axes.tick_params(length=0)
        axes.set_xlabel(x[0], fontsize=BODY)
        if number == 0:
            axes.set_ylabel(y[0], fontsize=BODY)
        add_heading(axes, heading)
        size = min(SMALL, 0.8 * POINTS * width / max(len(x[1]), 1) / 4.2)
        for row, column in np.argwhere(np.isfinite(panel)):
            text = f"{panel[row, column]:.{decimals}f}".replace("-", "−")
            if known is not None and not known[heading][row, column]:
                text = f"({text})"
            shade = image.cmap(norm(panel[row, column]))
            dark = 0.299 * shade[0] + 0.587 * shade[1] + 0.114 * shade[2] < 0.55
            axes.text(column, row, text, ha="center", va="center", fontsize=size, color="white" if dark else WITHOUT)
    if image is not None:
        bar = add_axes(figure, LEFT + AXES_WIDTH + 0.12, BELOW, BAR, AXES_HEIGHT)
        figure.colorbar(image, cax=bar)
        bar.set_ylabel(unit, fontsize=SMALL, color=QUIET)
        bar.tick_params(labelsize=SMALL - 1)
    return figure


def _ticks(values: Sequence[float] | Sequence[str], width: float) -> list[str]:
    """Numbers, or words in as many lines as the room for each takes, in inches."""
    characters = max(8, int(POINTS * width / (0.6 * SMALL)))
    return [
        textwrap.fill(each, characters, break_long_words=False) if isinstance(each, str) else f"{each:g}"
        for each in values
    ]


def _scale(values: Floats, centre: float | None) -> tuple[Normalize, str]:
    """Colours that people who see few colours can tell apart."""
    low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)
    if centre is None or not low < centre < high:
        one_sided = "Blues" if centre is None or low >= centre else "Oranges_r"
        return Normalize(low, high if high > low else low + 1), one_sided
    reach = max(centre - low, high - centre)
    return TwoSlopeNorm(centre, centre - reach, centre + reach), "PuOr"
