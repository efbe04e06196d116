"""The agents, each in a room of its own: its rules, and its class for Mesa.

``from simulation.agents import Council`` gives the class; Mesa, which takes about a second, is imported only then.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulation.agents.community_organisation.agent import CommunityOrganisation
    from simulation.agents.council.agent import Council
    from simulation.agents.organisation import Organisation
    from simulation.agents.private_contractor.agent import PrivateContractor
    from simulation.agents.social_enterprise.agent import SocialEnterprise

__all__ = ["CommunityOrganisation", "Council", "Organisation", "PrivateContractor", "SocialEnterprise"]

_HOMES = {
    "CommunityOrganisation": "simulation.agents.community_organisation.agent",
    "Council": "simulation.agents.council.agent",
    "Organisation": "simulation.agents.organisation",
    "PrivateContractor": "simulation.agents.private_contractor.agent",
    "SocialEnterprise": "simulation.agents.social_enterprise.agent",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'simulation.agents' has no attribute {name!r}; there are {', '.join(__all__)}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
