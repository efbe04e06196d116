"""The Mesa face: one run of the model, to step through, to look into and to intervene in.

Importing this room imports Mesa, which takes about a second; nothing else in the package does.
"""

from simulation.agents.council.agent import Council
from simulation.agents.organisation import CommunityOrganisation, Organisation, SocialEnterprise
from simulation.agents.private_contractor.agent import PrivateContractor
from simulation.model.coproduction_model import CoproductionModel

__all__ = [
    "CommunityOrganisation",
    "CoproductionModel",
    "Council",
    "Organisation",
    "PrivateContractor",
    "SocialEnterprise",
]
