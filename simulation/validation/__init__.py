"""Validation: the patterns the model must show and the figures it must meet, fixed before it was looked at."""

from simulation.validation.check import Check, Finding, Part, Result
from simulation.validation.judging import judge
from simulation.validation.nulls import NULLS, Null
from simulation.validation.patterns import PATTERNS
from simulation.validation.predictions import PREDICTIONS
from simulation.validation.runs import Runs
from simulation.validation.targets import TARGETS

CHECKS = (*PATTERNS, *TARGETS, *PREDICTIONS)

__all__ = [
    "CHECKS",
    "NULLS",
    "PATTERNS",
    "PREDICTIONS",
    "TARGETS",
    "Check",
    "Finding",
    "Null",
    "Part",
    "Result",
    "Runs",
    "judge",
]
