"""Seats on record, and general elections after it: ODD, section 6."""

from __future__ import annotations

from copy import copy

from simulation.scenarios import Scenario
from simulation.world.event_kinds import PARTIES as PARTY_NAMES
from tests.reimplementation.entities import World
from tests.reimplementation.politics import count_seats, deal


def put(world: World, scenario: Scenario) -> None:
    """What is on record from this month on, before anything else of it."""
    for council, stated in zip(world.councils, scenario.councils, strict=False):
        # Of several years before the burn-in the last one remains.
        sits = {max(12 * (year - world.nation.year), world.first_month): year for year in sorted(stated.seats_in)}
        if world.month in sits:
            year = sits[world.month]
            council.seats = [stated.seats_in[year].get(party, 0) for party in PARTY_NAMES]
            council.members = sum(council.seats)
            deal(council)
            council.replayed = 2 if year == max(stated.seats_in) else 1
            if count_seats(copy(council)) and world.month >= council.leader_until:
                council.leader_until = world.month
    since = scenario.general_elections_from
    if since is not None and world.month == 12 * (since - world.nation.year):
        world.nation.replayed = False
