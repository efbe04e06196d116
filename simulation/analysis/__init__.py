"""Analysis of sweeps: sensitivity with replication noise, lifetimes, scenario discovery, robust levers, Pareto sets."""

from simulation.analysis.cox import Hazard, cox
from simulation.analysis.discovery import Box, prim
from simulation.analysis.pareto import pareto_set
from simulation.analysis.response import ema_model, respond
from simulation.analysis.robustness import Robustness, robustness
from simulation.analysis.sensitivity import (
    Sensitivity,
    elementary_effects,
    rank_correlations,
    sensitivity,
    sobol_indices,
)
from simulation.world.errors import AnalysisError

__all__ = [
    "AnalysisError",
    "Box",
    "Hazard",
    "Robustness",
    "Sensitivity",
    "cox",
    "elementary_effects",
    "ema_model",
    "pareto_set",
    "prim",
    "rank_correlations",
    "respond",
    "robustness",
    "sensitivity",
    "sobol_indices",
]
