"""What a scenario states of a council that is on record: of which kind it is, and when it votes."""

from __future__ import annotations

from typing import Any

from simulation.scenarios import record
from simulation.scenarios.record_tables import CouncilOnRecord
from simulation.world.errors import ScenarioError

# Unitary councils vote like districts; of those that are gone, the large ones of 1973 to 1986 voted like counties.
KINDS = {
    "county": "county",
    "metropolitan": "metropolitan",
    "metropolitan county": "county",
    "Greater London": "county",
    "London borough": "london",
    "district": "district",
    "unitary": "district",
    "of its own": "district",
    "Scotland": "scotland_wales",
    "Wales": "scotland_wales",
}
PERIODS = {"all_out_4": 4, "all_out_5": 5, "thirds": 4}


def find(name: str, code: str = "") -> CouncilOnRecord | None:
    """The council of that code or else of that name, also one that is gone; none if it is not on record."""
    for each in filter(None, (code, name)):
        try:
            return record.council(each, abolished=True)
        except ScenarioError:
            continue
    return None


def stated(council: CouncilOnRecord, first: int, last: int) -> dict[str, Any]:
    """``kind``, and if known ``cycle`` and ``votes_in``.

    The model knows one way of voting for all years, and none by halves: of the ways on record the one that errs about
    the fewest of these years; for halves thirds that rest in a year without election.
    """
    kind = KINDS[council.kind]
    if council.county_until is not None and 2 * council.county_until > first + last:
        kind = "county"
    found = council.cycle_over(first, last)
    if found is None:
        return {"kind": kind}
    cycle, remainder = found
    if cycle == "halves":
        cycle, remainder = "thirds", 1 - remainder  # 1 (mod 4) or 0: a year without election
    if cycle == "thirds":
        remainder += 1  # the first of three in a row
    period = PERIODS[cycle]
    return {"kind": kind, "cycle": cycle, "votes_in": first + (remainder - first) % period}
