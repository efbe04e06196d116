"""The Mesa face: one run of the model, to step through, to look into and to intervene in.

Importing this room imports Mesa, which takes about a second; only this room and the agents' classes do.
"""

from simulation.model.coproduction_model import CoproductionModel
from simulation.model.measure_collector import MeasureCollector

__all__ = ["CoproductionModel", "MeasureCollector"]
