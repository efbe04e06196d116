"""Community organisations and social enterprises as Mesa agents.

They share one table and most rules (`simulation.agents.community_organisation.rules`, `simulation.agents.social_enterprise.rules`).
When a community organisation becomes a social enterprise, the model replaces its agent by one of the other class for
the same row.
"""

from __future__ import annotations

from simulation.agents.community_organisation import rules as community_organisation
from simulation.agents.table_agent import TableAgent


class Organisation(TableAgent, table="organisations", actor="organisation"):
    """What community organisations and social enterprises have in common."""

    def close(self) -> None:
        """Close now: what it delivered falls to the council, what it planned loses its partner."""
        self.intervene(community_organisation.close)


class CommunityOrganisation(Organisation, actor="community_organisation"):
    """A community organisation."""


class SocialEnterprise(Organisation, actor="social_enterprise"):
    """A social enterprise."""
