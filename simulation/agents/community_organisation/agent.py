"""A community organisation as a Mesa agent. Its rules are in `simulation.agents.community_organisation.rules`."""

from __future__ import annotations

from simulation.agents.community_organisation import rules
from simulation.agents.organisation import Organisation
from simulation.agents.social_enterprise import rules as enterprise
from simulation.agents.table_agent import behaviour


class CommunityOrganisation(Organisation):
    """A community organisation."""

    live = behaviour(rules.live)
    consider_enterprise = behaviour(enterprise.consider_enterprise)
