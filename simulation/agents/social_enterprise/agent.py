"""A social enterprise as a Mesa agent. Its rules are in `simulation.agents.social_enterprise.rules`."""

from __future__ import annotations

from simulation.agents.organisation import Organisation
from simulation.agents.social_enterprise import rules
from simulation.agents.table_agent import behaviour


class SocialEnterprise(Organisation):
    """A social enterprise."""

    live = behaviour(rules.live)
