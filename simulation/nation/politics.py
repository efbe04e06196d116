"""National government: moods, general elections and the policy that councils live under."""

from __future__ import annotations

from simulation.engine import clock, draws
from simulation.engine.compilation import rule
from simulation.engine.draws import Purpose
from simulation.engine.maths import clip

SUREST_DEFEAT = 0.95  # no general election is decided before it is held


@rule
def govern(world, month):
    """One month of national politics (ODD eq. 10, 11).

    Once a year the national mood drifts to its goal. General elections come every ``general_election_months``; the
    chance that the government loses grows with its time in office.
    """
    p = world.parameters[0]
    national = world.national[0]
    key = world.key
    national.years_in_office += 1.0 / clock.ticks_a_year(key)
    if month % clock.ticks_a_year(key) == 0:
        for party in range(len(national.mood)):
            drift = p.national_mood_rate * (goal_of_mood(p, national, party) - national.mood[party])
            shock = draws.normal(key, Purpose.NATIONAL_MOOD, month, 0, party)
            national.mood[party] += drift + p.national_mood_noise * shock
    if national.replayed == 0 and month % int(p.general_election_months) == 0:
        chance = clip(p.government_loss * national.years_in_office, 0.0, SUREST_DEFEAT)
        if draws.uniform(key, Purpose.GOVERNMENT_CHANGE, month, 0) < chance:
            change_government(national, 1 - national.government)


@rule
def goal_of_mood(p, national, party):
    """Governing costs the party in government support, the more the longer; all others gain by it (ODD eq. 10)."""
    if party != national.government:
        return 0.0
    return -p.governing_cost * (1.0 + p.governing_wear * national.years_in_office)


@rule
def change_government(national, party):
    """Another party forms the national government."""
    if party != national.government:
        national.government = party
        national.years_in_office = 0.0
