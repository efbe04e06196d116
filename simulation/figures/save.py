"""All figures of results, as files."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from matplotlib.figure import Figure

import simulation
from simulation.figures.between_groups import between_groups
from simulation.figures.by_group import by_group
from simulation.figures.effects import effects
from simulation.figures.fan_chart import fan_chart
from simulation.figures.matrix_occupancy import matrix_occupancy
from simulation.figures.style import house_style, small_print
from simulation.figures.survival_curves import survival_curves
from simulation.results.atomic import writing
from simulation.results.between import pairs
from simulation.results.by_group import names_of
from simulation.results.results import Results

FIGURES: dict[str, Callable[[Results], Figure]] = {
    "coproduction": fan_chart,
    "survival": survival_curves,
    "matrix": matrix_occupancy,
    "effects": effects,
}


def figures_of(results: Results) -> dict[str, Callable[[Results], Figure]]:
    """All figures by name: of the whole, of the groups of each kind that were measured, and of how far these differ."""
    kinds = dict.fromkeys(kind for kind, _ in names_of(results))
    compared = dict.fromkeys(kind for kind, _, _ in pairs(results))
    return {
        **FIGURES,
        **{f"by_{kind}": partial(by_group, by=kind) for kind in kinds},
        **{f"between_{kind}s": partial(between_groups, by=kind) for kind in compared},
    }


def save_figures(results: Results, folder: Path) -> list[str]:
    """Draw every figure as PNG and SVG into a folder; return the names of the files.

    Both kinds say where they come from in their metadata, and neither contains a time.
    """
    names = []
    for name, draw in figures_of(results).items():
        title = f"{results.summary.title}: {name}"
        names += save_figure(draw(results), folder, name, title, small_print(results))
    return names


def save_figure(figure: Figure, folder: Path, name: str, title: str, origin: str) -> list[str]:
    """Write a figure as PNG and SVG with its origin in their metadata; return the names of the files."""
    described = {"Title": title, "Description": origin}
    software = f"coproduction {simulation.__version__}"
    with house_style():
        for kind, rest in (("png", {"Software": software}), ("svg", {"Creator": software, "Date": None})):
            with writing(folder / f"{name}.{kind}") as file:
                figure.savefig(file, format=kind, metadata={**described, **rest})
    return [f"{name}.png", f"{name}.svg"]
