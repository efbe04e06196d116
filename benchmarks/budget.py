"""The least that an arrangement-month can cost: its draws, exponentials, logarithms and bytes at this machine's prices.

Arithmetic, divisions and the branches that chance makes unpredictable are not in it, so no program reaches it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.peer.handle import Peer
from benchmarks.units import UnitCosts, unit_costs
from benchmarks.workload import Prepared
from simulation.world.measures import MEASURES
from simulation.world.tables import DTYPES


@dataclass(frozen=True)
class Budget:
    """Needs of one arrangement in one month, their prices, and what is really spent.

    Attributes
    ----------
    blocks, exponentials, logarithms : how many, counted while the rules ran uncompiled.
    bytes : to be read once and written once: the rows that a month changes, the chances, and what is recorded.
    unit : nanoseconds of one of each.
    bound, achieved : nanoseconds of an arrangement-month.
    """

    blocks: float
    exponentials: float
    logarithms: float
    bytes: float
    unit: UnitCosts
    bound: float
    achieved: float

    @property
    def ratio(self) -> float:
        """Achieved over bound."""
        return self.achieved / self.bound

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self) | {"ratio": self.ratio}


def bytes_of_a_month(prepared: Prepared) -> int:
    """Bytes of the rows that change in a month of one council, of its chances and of what is recorded."""
    plan = prepared.plan
    tables = ("councils", "neighbourhoods", "arrangements", "organisations", "contractors", "national")
    rows = sum(len(getattr(plan, name)) * DTYPES[name].itemsize for name in tables)
    chances = plan.arrangement_chances.nbytes + plan.organisation_chances.nbytes
    return rows + chances + 8 * len(MEASURES) + 4 * 3 * len(plan.services)


def budget(prepared: Prepared, achieved_month: float) -> Budget:
    """Count, measure and compare; ``achieved_month`` is the time in seconds of a month of one arm."""
    arrangements = prepared.workload.arrangements
    with Peer() as peer:
        counts = peer.ask(count=0)
    touched = bytes_of_a_month(prepared)
    unit = unit_costs(touched)
    blocks = sum(counts.get(name, 0.0) for name in ("arrangement_chances", "organisation_chances", "single draws"))
    needs = (blocks, counts["exponentials"], counts["logarithms"], touched / arrangements)
    prices = (unit.block, unit.exponential, unit.logarithm, unit.byte)
    bound = sum(need * price for need, price in zip(needs, prices, strict=True))
    return Budget(*needs, unit, bound, achieved_month / arrangements * 1e9)
