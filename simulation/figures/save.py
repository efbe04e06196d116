"""All figures of results, as files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from matplotlib.figure import Figure

from simulation.figures.effects import effects
from simulation.figures.fan_chart import fan_chart
from simulation.figures.matrix_occupancy import matrix_occupancy
from simulation.figures.style import house_style, small_print
from simulation.figures.survival_curves import survival_curves
from simulation.results.results import Results

FIGURES: dict[str, Callable[[Results], Figure]] = {
    "coproduction": fan_chart,
    "survival": survival_curves,
    "matrix": matrix_occupancy,
    "effects": effects,
}


def save_figures(results: Results, folder: Path) -> list[str]:
    """Draw every figure as PNG and SVG into a folder; return the names of the files.

    Both kinds say where they come from in their metadata, and neither contains a time.
    """
    names = []
    for name, draw in FIGURES.items():
        figure = draw(results)
        origin = {"Title": f"{results.summary.title}: {name}", "Description": small_print(results)}
        software = f"coproduction {results.manifest['package_version']}"
        with house_style():
            figure.savefig(folder / f"{name}.png", metadata={**origin, "Software": software})
            figure.savefig(folder / f"{name}.svg", metadata={**origin, "Creator": software, "Date": None})
        names += [f"{name}.png", f"{name}.svg"]
    return names
