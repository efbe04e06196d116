"""Figures of results: matplotlib without global state, the same bytes for the same results."""

from simulation.figures.bars import bars
from simulation.figures.between_groups import between_groups
from simulation.figures.by_group import by_group
from simulation.figures.dots import dots
from simulation.figures.effects import effects
from simulation.figures.fan_chart import fan_chart
from simulation.figures.flows import flows
from simulation.figures.forest import Panel, forest
from simulation.figures.lines import Line, lines
from simulation.figures.matrix_occupancy import matrix_occupancy
from simulation.figures.phase_diagram import phase_diagram
from simulation.figures.save import FIGURES, figures_of, save_figure, save_figures
from simulation.figures.survival_curves import survival_curves

__all__ = [
    "FIGURES",
    "Line",
    "Panel",
    "bars",
    "between_groups",
    "by_group",
    "dots",
    "effects",
    "fan_chart",
    "figures_of",
    "flows",
    "forest",
    "lines",
    "matrix_occupancy",
    "phase_diagram",
    "save_figure",
    "save_figures",
    "survival_curves",
]
