"""Figures of results: matplotlib without global state, the same bytes for the same results."""

from simulation.figures.effects import effects
from simulation.figures.fan_chart import fan_chart
from simulation.figures.matrix_occupancy import matrix_occupancy
from simulation.figures.save import FIGURES, save_figures
from simulation.figures.survival_curves import survival_curves

__all__ = ["FIGURES", "effects", "fan_chart", "matrix_occupancy", "save_figures", "survival_curves"]
