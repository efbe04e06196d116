"""The two worlds of the check values, and a count of what happens in them."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

import numpy as np

from simulation.agents.council.politics import NONE, seats_at_stake
from simulation.world.codes import Cause, Cycle, Provider
from simulation.world.tables import World


class CheckWorld(NamedTuple):
    """A scenario as it stands in the document, its seed and its months."""

    scenario: str
    seed: int
    months: int


# One council in which much happens in the first month.
FIRST = """\
name = "check"
years = 1
burn_in_years = 0

[settings]
neighbourhoods = 6
organisations = 12
enterprises = 2
contractors = 3
start_joint = 0.6
tradition_mean = 0.1
withdrawal_pressure = 10
withdrawal_support = 8
withdrawal_relationship = 4
withdrawal_own = 0
start_contracted = 0.3
pfi_policy = 1
pfi_rate = 0.5
leader_exit = 0.2
withdrawal_base = 0.5
review_rate = 0.5
closure_base = 0.2
founding = 0.1
contractor_failure = 0.1

[[events]]
name = "cut"
kind = "grant_change"
month = 0
size = -0.5
over_months = 1

[[events]]
name = "framework"
kind = "framework_adopted"
month = 0
governance = 0.6
planning_support = 0.5
legal_form = 1

[[events]]
name = "change"
kind = "leadership_change"
month = 6

[[events]]
name = "storm"
kind = "emergency"
month = 8
need = 2
over_months = 6
volunteers = 0.7
"""

# Two councils that look to each other, in which rare things happen.
SECOND = """\
name = "check-busy"
years = 2
burn_in_years = 0

events = [
  {name = "programme", kind = "programme", month = 1, neighbourhoods = 2, size = 0.5, years = 1},
  {name = "training", kind = "capacity_programme", month = 1, value = 0.8, years = 1},
  {name = "pilot", kind = "framework_adopted", month = 1, councils = [0], governance = 0.5, legal_form = 1, held = 0.5},
  {name = "asked", kind = "consultation", month = 2, value = 0.8, heeded = 0.3, councils = [1]},
  {name = "deal", kind = "pfi_deal", month = 2, service = "libraries", years = 15},
  {name = "friend", kind = "champion_leaves", month = 2, commitment = 0.95, councils = [0]},
  {name = "ward", kind = "local_assemblies", month = 3, value = 0.8, neighbourhoods = [1]},
  {name = "collapse", kind = "contractor_fails", month = 5},
  {name = "storm", kind = "emergency", month = 7, need = 2, over_months = 3, volunteers = 0.9},
  {name = "exits", kind = "champion_leaves", per_year = 1, lasts = 0.25},
  {name = "open", kind = "procurement_reform", month = 9, value = 0.5},
  {name = "swing", kind = "national_swing", month = 10, party = "C", size = 1},
  {name = "foe", kind = "leadership_change", month = 13, commitment = 0.05, market = 0.9, lasts = 0.5, councils = [1]},
  {name = "cut", kind = "grant_change", month = 16, size = -0.9, over_months = 3},
  {name = "recorded", kind = "control", month = 21, party = "none", councils = [1]},
  {name = "posts", kind = "framework_adopted", month = 1, councils = [0], planning_support = 0.8, held = 0.5},
]

[settings]
councils = 2
neighbourhoods = 4
organisations = 9
enterprises = 1
contractors = 3
region_size = 2
neighbouring_councils = 1
income_level = 1.15
tradition_mean = 0.5
trust_base = 0.25
trust_needed = 0.8
mediocre_approval = 0.8
start_joint = 0.9
start_contracted = 0.15
start_enterprise = 0.5
thirds_share = 1
seat_changes = 0.02
leader_exit = 0.2
coalition_of_others = 0.6
government_loss = 0.15
government_age = 12
general_election_months = 36
planning_tedium = 2
start_fatigue = 0.2
planning_by_initiative = 1
planning_by_refusal = 2
invitation_rate = 4
plan_fade = 3
review_rate = 0.5
policy_rate = 0.3
policy_pressure = 4
policy_ease = 0.9
handover_hurdle = 0.5
lot_size = 8
bidder_shows = 1
spin_out_rate = 2
spin_out_unaided = 1
closure_base = 0.2
closure_strain = 6
founding = 0.2
reserves_cap = 6
staff_cost = 0.6
enterprise_threshold = 0.25
enterprise_rate = 1
contractor_failure = 0.1
failure_strain = 6
safe_solvency = 6
withdrawal_base = 0.2
abandon_reluctance = 2
pfi_policy = 1
pfi_rate = 0.5
pfi_wards = 0.05
pfi_early_exit = 0.02
adoption_rate = 3
imitation_rate = 4
diffusion = 1
copied_whole = 0.5
champion_above = 0.3
dismantling_rate = 4
hostility_below = 0.7
dismissal_rate = 1
dismissal_below = 0.95
reserved = 1
openness_policy = 0.3
localism_policy = 0.5
social_value_policy = 0.5
consultation = 0.6
consultation_heeded = 0.5
"""

WORLDS = (CheckWorld(FIRST, 1, 12), CheckWorld(SECOND, 84, 24))


def happened(before: World, after: World, phase: int, month: int) -> Counter[str]:
    """How often something happened in a phase, by what it is."""
    had, have = before.councils, after.councils
    seats = int(np.abs(have.seats - had.seats).sum()) // 2
    same_lead = have.leader_party == had.leader_party
    seen = Counter(
        {
            "changes of the party in the lead": (~same_lead).sum(),
            "changes of national government": (after.national.government != before.national.government).sum(),
            "PFI contracts signed": _rose(_pfi(before), _pfi(after)),
            "PFI contracts ended": _rose(_pfi(after), _pfi(before)),
        }
    )
    if phase == 2:
        voting = [c for c in had if c.replayed == 0 and month % 12 == 0 and _at_stake(before, c, month) != NONE]
        seen["votes by thirds"] = sum(c.cycle == Cycle.THIRDS for c in voting)
        seen["votes for all seats"] = len(voting) - seen["votes by thirds"]
        seen["seats won by another party between elections"] = 0 if voting else seats
        seen["leaders who left"] = (same_lead & (have.leader_changed > had.leader_changed)).sum()
    if phase == 7:
        seen["enterprises founded by staff"] = (have.foundings - had.foundings).sum()
    if phase == 9:
        alive = after.organisations[after.organisations.alive == 1]
        p = after.parameters[0]
        seen["organisations that became enterprises"] = _rose(
            before.organisations.enterprise, after.organisations.enterprise * before.organisations.alive
        )
        seen["organisations closed"] = (have.closures - had.closures).sum()
        seen["organisations founded"] = (have.foundings - had.foundings).sum()
        seen["contractors failed by themselves"] = _rose(after.contractors.alive, before.contractors.alive)
        seen["contractors entered"] = _rose(before.contractors.alive, after.contractors.alive)
        seen["months of reserves at their highest"] = (alive.reserves == p.reserves_cap).sum()
        seen["months of reserves at their lowest"] = (alive.reserves == p.reserves_floor).sum()
    if phase == 10:
        seen["policies adopted"] = _rose(had.policy, have.policy)
        seen["policies dropped"] = _rose(have.policy, had.policy)
        seen["levers adopted"] = _rose(had.targets, have.targets)
        seen["levers dropped"] = _rose(have.targets, had.targets)
    for move in after.changes[int(before.logged[0]) : int(after.logged[0])]:
        seen[f"moves, {Cause(move.cause).name.lower()}"] += 1
        if move.cause == Cause.PROVIDER_FAILED and phase == 9:
            seen[f"moves, provider_failed, of a {Provider(move.provider_before).name.lower()}, in phase 9"] += 1
    return seen


def _pfi(world: World) -> Any:
    """Which contracts for PFI run."""
    return (world.contracts.months_left[len(world.arrangements) :] > 0).astype(int)


def _rose(before: Any, after: Any) -> int:
    return int((after > before).sum())


def _at_stake(world: World, council: Any, month: int) -> int:
    return int(seats_at_stake(world, council, month))
