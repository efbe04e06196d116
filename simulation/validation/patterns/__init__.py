"""The twelve patterns of the model brief §6, each as a check."""

from simulation.validation.patterns.leadership import P3, P4
from simulation.validation.patterns.levels import P1, P2
from simulation.validation.patterns.money import P5, P6, P10
from simulation.validation.patterns.spread import P11, P12
from simulation.validation.patterns.voice import P7, P8, P9

PATTERNS = (P1, P2, P3, P4, P5, P6, P7, P8, P9, P10, P11, P12)

__all__ = ["PATTERNS"]
