"""What community organisations and social enterprises have in common as Mesa agents.

They share one table and most rules. When a community organisation becomes a social enterprise, the model replaces its
agent by one of the other class for the same row.
"""

from __future__ import annotations

from simulation.agents.community_organisation import rules
from simulation.agents.table_agent import TableAgent, behaviour


class Organisation(TableAgent, table="organisations"):
    """A community organisation or a social enterprise."""

    offer = behaviour(rules.offer)

    def close(self) -> None:
        """Close now: what it delivered falls to the council, what it planned loses its partner."""
        self.intervene(rules.close)

    def remove(self) -> None:
        """Mesa's word for it."""
        self.close()
