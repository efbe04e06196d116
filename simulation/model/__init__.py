"""The Mesa face: one run of the model, to step through, to look into and to intervene in.

Importing this room imports Mesa, which takes about a second; nothing else in the package does, but the agents' classes.
"""

from simulation.model.coproduction_model import CoproductionModel

__all__ = ["CoproductionModel"]
