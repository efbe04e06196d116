"""A private contractor as a Mesa agent. Its rules are in `simulation.agents.private_contractor.rules`."""

from __future__ import annotations

from simulation.agents.private_contractor import rules
from simulation.agents.table_agent import TableAgent, behaviour


class PrivateContractor(TableAgent, table="contractors"):
    """A private contractor in the market of one council."""

    quote = behaviour(rules.quote)
    trade = behaviour(rules.trade)

    def fail(self) -> None:
        """Fail now: the council takes its work in house and commissions it anew."""
        self.intervene(rules.fail)

    def remove(self) -> None:
        """Mesa's word for it."""
        self.fail()
