"""National politics: Eqs. 10 and 11."""

from __future__ import annotations

from tests.reimplementation.codes import PARTIES
from tests.reimplementation.entities import World
from tests.reimplementation.formulas import clip


def goal_of_mood(world: World, party: int) -> float:
    """Eq. 10: where the national mood towards a party drifts."""
    nation, p = world.nation, world.p
    cost = p.governing_cost * (1 + p.governing_wear * nation.years_in_office)
    return -cost if party == nation.government else 0.0


def advance(world: World) -> None:
    """Eqs. 10 and 11."""
    nation, p = world.nation, world.p
    nation.years_in_office += 1 / 12
    if world.month % 12 == 0:
        for party in PARTIES:
            drift = p.national_mood_rate * (goal_of_mood(world, party) - nation.mood[party])
            nation.mood[party] += drift + p.national_mood_noise * world.normal("national_mood", None, party)
    if not nation.replayed and world.month % int(p.general_election_months) == 0:
        if world.uniform("government_change") < chance_of_losing(world):
            govern(world, 1 - nation.government)


def chance_of_losing(world: World) -> float:
    """Eq. 11."""
    return clip(world.p.government_loss * world.nation.years_in_office, 0, 0.95)


def govern(world: World, party: int) -> None:
    """Another party governs, for 0 years so far."""
    if party != world.nation.government:
        world.nation.government = party
        world.nation.years_in_office = 0.0
