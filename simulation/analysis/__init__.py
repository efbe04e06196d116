"""Analysis of sweeps: averages, sensitivity with replication noise, importance over worlds, lifetimes, choices."""

from simulation.analysis.conditions import Chosen, choose
from simulation.analysis.cox import Hazard, cox
from simulation.analysis.discovery import Box, prim
from simulation.analysis.importance import Importance, importance, importance_of
from simulation.analysis.lifetimes import LifetimesBy, kaplan_meier
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
from simulation.analysis.summary import contrasts, summary
from simulation.world.errors import AnalysisError

__all__ = [
    "AnalysisError",
    "Box",
    "Chosen",
    "Hazard",
    "Importance",
    "LifetimesBy",
    "Robustness",
    "Sensitivity",
    "choose",
    "contrasts",
    "cox",
    "elementary_effects",
    "ema_model",
    "importance",
    "importance_of",
    "kaplan_meier",
    "pareto_set",
    "prim",
    "rank_correlations",
    "respond",
    "robustness",
    "sensitivity",
    "sobol_indices",
    "summary",
]
