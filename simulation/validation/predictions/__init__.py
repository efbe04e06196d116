"""Twenty predictions about what was not fitted: what the model, as it stands, has to show of itself.

They were written down, with their ranges, before the mechanisms they speak of were built; none is used to set a number.
"""

from simulation.validation.predictions.nation import R1, R2, R3, R4, R5, R6, R7, R8
from simulation.validation.predictions.record import R9, R10, R11, R12, R13
from simulation.validation.predictions.town import R14, R15, R16, R17, R18, R19, R20

PREDICTIONS = (R1, R2, R3, R4, R5, R6, R7, R8, R9, R10, R11, R12, R13, R14, R15, R16, R17, R18, R19, R20)

__all__ = ["PREDICTIONS"]
