"""A council as a Mesa agent. Its rules lie beside this file, one file for each part of its business."""

from __future__ import annotations

from typing import Any

from simulation.agents.council import budget, commissioning, learning, planning, politics, private_finance, support
from simulation.agents.table_agent import TableAgent, behaviour
from simulation.world.errors import UseError


class Council(TableAgent, table="councils"):
    """A council.

    Interventions do what the event of the same kind does (`EVENT_KINDS`), in the month that
    comes next or, from within a behaviour, in this one. What is not given is drawn by the model.
    """

    hold_elections = behaviour(politics.hold_elections)
    set_budget = behaviour(budget.set_budget)
    plan = behaviour(planning.plan)
    review_support = behaviour(support.review_support)
    consider_pfi = behaviour(private_finance.consider_pfi)
    commission = behaviour(commissioning.commission)
    learn = behaviour(learning.learn)

    def remove(self) -> None:
        """Refused: nothing in the model does away with a council."""
        raise UseError(f"{self!r} cannot be removed: a council is there for good; make a model of fewer councils")

    @property
    def name(self) -> str:
        """The name that the scenario gives it, or its number."""
        named = self.model.scenario.councils
        return named[self.row].name if self.row < len(named) else f"council {self.row}"

    def befall(self, kind: str, **fields: Any) -> None:
        """Let an event of any kind happen to this council alone; ``fields`` as in a scenario file."""
        self.model.befall(kind, councils=[self.row], **fields)

    def change_leadership(
        self, commitment: float | None = None, market: float | None = None, lasts: float | None = None
    ) -> None:
        """Another party takes over, with a leader of these commitments, who stays for ``lasts`` years."""
        self.befall("leadership_change", commitment=commitment, market=market, lasts=lasts)

    def change_leader(
        self, commitment: float | None = None, market: float | None = None, lasts: float | None = None
    ) -> None:
        """The leader goes without a change of party; the next one stays for ``lasts`` years."""
        self.befall("champion_leaves", commitment=commitment, market=market, lasts=lasts)

    def adopt_framework(self, **levers: float) -> None:
        """Adopt parts of the Community Co-production Framework.

        Parameters
        ----------
        levers : any of `simulation.world.codes.LEVERS`, and ``legal_form``, 0..1; ``held``, the years for which they
            stand at these values.
        """
        self.befall("framework_adopted", **levers)

    def abandon_framework(self) -> None:
        """Start to dismantle the framework."""
        self.befall("framework_abandoned")
