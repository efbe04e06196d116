"""A private contractor as a Mesa agent. Its rules are in `simulation.agents.private_contractor.rules`."""

from __future__ import annotations

from simulation.agents.private_contractor import rules as private_contractor
from simulation.agents.table_agent import TableAgent


class PrivateContractor(TableAgent, table="contractors", actor="contractor"):
    """A private contractor in the market of one council."""

    def fail(self) -> None:
        """Fail now: the council takes its work in house and commissions it anew."""
        self.intervene(private_contractor.fail)
