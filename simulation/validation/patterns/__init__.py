"""The patterns, each as a check: twelve of the model brief §6, and one from the sources."""

from simulation.validation.patterns.leadership import P3, P4
from simulation.validation.patterns.levels import P1, P2
from simulation.validation.patterns.money import P5, P6, P10
from simulation.validation.patterns.participation import P13
from simulation.validation.patterns.spread import P11, P12
from simulation.validation.patterns.voice import P7, P8, P9

PATTERNS = (P1, P2, P3, P4, P5, P6, P7, P8, P9, P10, P11, P12, P13)

__all__ = ["PATTERNS"]
