"""Building worlds: the structure of the tables from a scenario's sizes, then the drawn initial state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulation.history.initial_state import populate
from simulation.history.ticks import in_ticks
from simulation.world.codes import COUNCIL_KINDS, CYCLES
from simulation.world.event_kinds import NO_PARTY, PARTIES, UNSTATED_CONTROL
from simulation.world.services import catalogue
from simulation.world.tables import NOBODY, PLACES_FOR_ORGANISATIONS, World, table
from simulation.world.ticks import tick_of

if TYPE_CHECKING:
    from simulation.scenarios import Scenario

SPARE_PLACES = 4  # places in a market beyond the number of contractors at the start
LOG_ROWS_PER_ARRANGEMENT = 24  # at first


def blueprint(scenario: Scenario, log_rows: int | None = None) -> World:
    """A world of the scenario's sizes with all row numbers set and nothing drawn yet, under the scenario's timeline.

    Parameters
    ----------
    log_rows : length of the log of changes; by default a generous guess; it grows when it must. With 0 none is kept.
    """
    parameters = scenario.parameters()
    p = parameters[0]
    councils, per_council = int(p.councils), int(p.neighbourhoods)
    services = catalogue()
    neighbourhoods = councils * per_council
    arrangements = neighbourhoods * len(services)
    market = int(p.contractors) + SPARE_PLACES
    world = World(
        key=np.zeros(2, np.uint64),
        parameters=parameters,
        services=services,
        events=scenario.timeline("scenario"),
        links=links(councils, int(p.neighbouring_councils), int(p.region_size), int(p.far_councils)),
        national=table("national", 1),
        councils=table("councils", councils),
        neighbourhoods=table("neighbourhoods", neighbourhoods),
        arrangements=table("arrangements", arrangements),
        contracts=table("contracts", arrangements + councils * len(services)),
        organisations=table("organisations", neighbourhoods * PLACES_FOR_ORGANISATIONS),
        contractors=table("contractors", councils * market),
        arrangement_chances=np.zeros((4, arrangements)),
        organisation_chances=np.zeros((4, neighbourhoods * PLACES_FOR_ORGANISATIONS)),
        changes=table("changes", LOG_ROWS_PER_ARRANGEMENT * arrangements if log_rows is None else log_rows),
        logged=np.zeros(1, np.int64),
    )
    world.national["year"] = -1 if scenario.first_year is None else scenario.first_year
    rows = np.arange(councils)
    council = world.councils
    council["id"] = rows
    council["population"] = 1.0
    council["first_neighbourhood"] = rows * per_council
    council["neighbourhoods"] = per_council
    council["first_contractor"] = rows * market
    council["contractors"] = market
    council["tradition"] = np.nan
    council["control"] = UNSTATED_CONTROL
    council["kind"] = council["cycle"] = council["votes_in"] = -1

    rows = np.arange(neighbourhoods)
    world.neighbourhoods["council"] = rows // per_council
    world.neighbourhoods["number"] = rows % per_council
    world.neighbourhoods["deprivation"] = np.nan

    rows = np.arange(arrangements)
    world.arrangements["neighbourhood"] = rows // len(services)
    world.arrangements["service"] = rows % len(services)
    world.arrangements["council"] = rows // (per_council * len(services))
    world.arrangements["number"] = rows % (per_council * len(services))
    world.contracts["provider_row"] = NOBODY

    rows = np.arange(len(world.organisations))
    world.organisations["neighbourhood"] = rows // PLACES_FOR_ORGANISATIONS
    world.organisations["council"] = rows // (PLACES_FOR_ORGANISATIONS * per_council)
    world.organisations["number"] = rows % (PLACES_FOR_ORGANISATIONS * per_council)

    rows = np.arange(len(world.contractors))
    world.contractors["council"] = rows // market
    world.contractors["number"] = rows % market
    _name_councils(world, scenario)
    return world


def _name_councils(world: World, scenario: Scenario) -> None:
    """Put in what a scenario states about its councils; what it does not state stays to be drawn."""
    for row, named in enumerate(scenario.councils):
        council = world.councils[row]
        if named.kind is not None:
            council.kind = COUNCIL_KINDS.index(named.kind)
        if named.cycle is not None:
            council.cycle = CYCLES.index(named.cycle)
        if named.votes_in is not None:
            council.votes_in = named.votes_in
        seats = named.seats_by_party or named.seats_in.get(min(named.seats_in, default=0), {})
        council.members = named.members or sum(seats.values())
        council.seats[:] = [seats.get(party, 0) for party in PARTIES]
        if named.party is not None:
            council.control = NO_PARTY if named.party == "none" else PARTIES.index(named.party)
        if named.tradition is not None:
            council.tradition = named.tradition
        if named.population is not None:
            council.population = named.population
        if named.deprivation is not None:
            rows = slice(council.first_neighbourhood, council.first_neighbourhood + council.neighbourhoods)
            spread = np.linspace(-0.5, 0.5, council.neighbourhoods)
            world.neighbourhoods["deprivation"][rows] = np.clip(named.deprivation - spread, 0.0, 1.0)
        first = council.first_neighbourhood
        world.neighbourhoods["deprivation"][first : first + len(named.deprivations)] = named.deprivations


def links(councils: int, neighbours: int, region: int, far: int = 0) -> np.ndarray:
    """Which councils each council looks to: the nearest on both sides of a ring, and some in other regions.

    Near ones are in its own region of ``region`` councils. Far ones have the same place in the regions that are 1, 2,
    4, … further on round the ring of regions, as councils meet in national networks.

    Returns int32 [councils, 2 * neighbours + far], NOBODY where there are fewer.
    """
    table = np.full((councils, max(2 * neighbours + far, 1)), NOBODY, np.int32)
    regions = -(-councils // region)
    for c in range(councils):
        start = c - c % region
        column = 0
        for step in range(1, neighbours + 1):
            for other in (start + (c - start + step) % region, start + (c - start - step) % region):
                if other != c and other < councils and other not in table[c]:
                    table[c, column] = other
                    column += 1
        for step in range(far):
            other = (c // region + 2**step) % regions * region + c % region
            if other != c and other < councils and other not in table[c]:
                table[c, column] = other
                column += 1
    return table


def build(plan: World, seed: int, replicate: int, first_month: int) -> World:
    """A new world after ``plan``, with its initial state drawn for the given seed and replicate."""
    world = plan.copy()
    world.key[:] = seed, replicate
    world = in_ticks(world)
    populate(world, tick_of(first_month, int(world.parameters["ticks_a_year"][0])))
    return world
