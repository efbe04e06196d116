"""The Mesa face: one run of the model, to step through, to look into and to intervene in.

Importing this room imports Mesa, which takes about a second; nothing else in the package does.
"""

from simulation.model.coproduction_model import CoproductionModel
from simulation.model.council import Council
from simulation.model.organisations import CommunityOrganisation, Organisation, SocialEnterprise
from simulation.model.private_contractor import PrivateContractor

__all__ = [
    "CommunityOrganisation",
    "CoproductionModel",
    "Council",
    "Organisation",
    "PrivateContractor",
    "SocialEnterprise",
]
