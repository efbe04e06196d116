"""Portfolios of levers that cost the same: what each mix spends a budget on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from simulation.analysis.pareto import running_cost
from simulation.world.parameters import PARAMETERS

BUDGETS = (0.001, 0.002, 0.004, 0.008, 0.016)  # running cost a year, as a share of the council's standard spending
LEVERS = ("governance", "planning_support", "capacity_building", "joint_working", "open_procurement")
MIXES: dict[str, tuple[str, ...]] = {
    **{lever.replace("_", " "): (lever,) for lever in LEVERS},
    "support and joint working": ("planning_support", "joint_working"),
    "whole framework": LEVERS,
    "framework with legal form": (*LEVERS, "legal_form"),
    "ward assemblies": ("assemblies",),
    "assemblies and planning support": ("assemblies", "planning_support"),
    "consultation that is heeded": ("consultation",),
}
UNDIVIDED = "legal_form"  # there is one or there is none
# Equal cost is equal in every world: what a lever costs to run is part of the question, and not of what nobody knows.
PRICES = {
    name: PARAMETERS[name].default for name in ("lever_cost", "legal_form_cost", "assemblies_cost", "consultation_cost")
}
HELD = (*LEVERS, UNDIVIDED)  # of the event ``framework``, which holds them


class Portfolio(NamedTuple):
    """A mix of levers at a budget, all of one strength, and the factors that say so in a design."""

    mix: str
    budget: float
    strength: float
    factors: Mapping[str, float]

    @property
    def name(self) -> str:
        """What its policy is called."""
        return f"{self.mix} for {100 * self.budget:g} %"


def portfolios() -> list[Portfolio]:
    """Every mix at every budget that it can spend: levers go to 1 and no further, so the budgets of few of them end."""
    found = []
    for mix, levers in MIXES.items():
        divided = [lever for lever in levers if lever != UNDIVIDED]
        fixed = running_cost({UNDIVIDED: 1.0}) if UNDIVIDED in levers else 0.0
        whole = running_cost(dict.fromkeys(divided, 1.0))
        for budget in BUDGETS:
            strength = round((budget - fixed) / whole, 9)
            if 0 < strength <= 1:
                stated = dict.fromkeys(divided, strength) | ({UNDIVIDED: 1.0} if fixed else {})
                found.append(Portfolio(mix, budget, strength, factors(stated)))
    return found


def factors(levers: Mapping[str, float]) -> dict[str, float]:
    """Levers as a policy names them: those of the framework are held by its event until the shock."""
    heeded = {"consultation_heeded": 1.0} if "consultation" in levers else {}
    return {f"framework.{name}" if name in HELD else name: value for name, value in levers.items()} | heeded
