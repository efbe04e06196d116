"""What is measured of a world at the end of a month. The columns are declared in `simulation.world.measures`."""

from __future__ import annotations

import numpy as np

from simulation.agents.council.budget import funding, is_flexible
from simulation.agents.council.support import effective_support
from simulation.engine import clock
from simulation.engine.compilation import rule
from simulation.world.codes import PROVIDERS, Lever, Provider, Who
from simulation.world.event_kinds import NO_PARTY
from simulation.world.groups import EVERY
from simulation.world.matrix import CELLS, INFORMING, PLACATION, coproduced, hearing, rung, telling
from simulation.world.measures import COLUMN, Measured
from simulation.world.moves import terms_public
from simulation.world.tables import NOBODY, PLACES_FOR_ORGANISATIONS
from simulation.world.territory import LEAST_DEPRIVED, MOST_DEPRIVED, arrangement_in, arrangements_in, fifth_of

FIRST_CELL = COLUMN["traditional_service"]
FIRST_PROVIDER = COLUMN["in_house"]
FIRST_LEVER = COLUMN["governance_lever"]
LITTLE = 1e-12  # nothing is divided by less


@rule
def months_locked(world, arrangement):
    """Months until this arrangement's money can be redirected: 0 without a contract, 12 at most with a break clause.

    ODD eq. 92.
    """
    if arrangement.contract == NOBODY:
        return 0
    contract = world.contracts[arrangement.contract]
    return (
        min(contract.months_left, clock.ticks_a_year(world.key)) if contract.break_clause == 1 else contract.months_left
    )


@rule
def record(world, row, by_service):
    """Measure the world (ODD eq. 90, 91).

    Parameters
    ----------
    row : float64 [measures], filled.
    by_service : float32 [services, 3], filled: co-produced, full co-production and PFI share of the service's volume.
    """
    record_part(world, row, 0, len(world.councils), 0, len(world.services), EVERY)
    _record_services(world, by_service)


@rule
def record_part(world, row, first_council, last_council, first_service, last_service, fifth):
    """Measure some councils, some services, one fifth of the neighbourhoods, or all (ODD eq. 90, 91).

    Parameters
    ----------
    row : float64 [measures], filled; of a part without arrangements, with nan.
    first_council, last_council, first_service, last_service : which of them, the last one not included.
    fifth : of the neighbourhoods by deprivation, see `simulation.world.territory.fifth_at`; `EVERY` for all.
    """
    for column in range(len(row)):
        row[column] = 0.0
    first = world.councils[first_council].first_neighbourhood
    last = world.councils[last_council - 1].first_neighbourhood + world.councils[last_council - 1].neighbourhoods
    count = 0
    total = 0.0
    spending = 0.0
    together = 0.0
    discretionary = 0.0
    discretionary_volume = 0.0
    statutory = 0.0
    statutory_volume = 0.0
    transparency = 0.0
    lock_in = 0.0
    lock_in_months = 0.0
    accountability = 0.0
    charges = 0.0
    contractors = 0.0
    community = 0.0
    quality = 0.0
    unit_cost = 0.0
    satisfaction = 0.0
    complaints = 0.0
    embeddedness = 0.0
    relationship = 0.0
    for n in range(first, last):
        if fifth != EVERY and fifth_of(world, n) != fifth:
            continue
        neighbourhood = world.neighbourhoods[n]
        council = world.councils[neighbourhood.council]
        told = telling(council)
        heard = hearing(council)
        for s in range(first_service, last_service):
            count += 1
            arrangement = world.arrangements[arrangement_in(world, n, s)]
            weight = council.population * arrangement.volume
            paid = weight * arrangement.unit_cost
            if is_flexible(arrangement):
                legal = world.services[s].statutory
                money = funding(council, neighbourhood, legal)
                discretionary += weight * (1.0 - legal) * money
                statutory += weight * legal * money
                discretionary_volume += weight * (1.0 - legal)
                statutory_volume += weight * legal
                paid *= money
            total += weight
            spending += paid
            row[FIRST_CELL + 3 * arrangement.delivery + arrangement.planning] += weight
            row[FIRST_PROVIDER + arrangement.provider] += weight
            public = terms_public(world, arrangement, council.levers[Lever.GOVERNANCE])
            support = effective_support(world, council, arrangement)
            step = rung(arrangement.planning, arrangement.delivery, public * told, public * heard, support)
            if step < INFORMING:
                row[Measured.NON_PARTICIPATION] += weight
            elif step <= PLACATION:
                row[Measured.TOKENISM] += weight
            else:
                row[Measured.CITIZEN_POWER] += weight
            transparency += paid * public
            locked = months_locked(world, arrangement)
            lock_in_months += paid * locked
            if locked > clock.ticks_a_year(world.key):
                lock_in += paid
            private = arrangement.provider == Provider.CONTRACTOR or arrangement.provider == Provider.PFI
            if arrangement.planning == Who.TOGETHER or (not private and arrangement.delivery != Who.COMMUNITY):
                accountability += paid
            if arrangement.provider == Provider.PFI:
                charges += paid
            elif private:
                contractors += paid
            elif arrangement.delivery == Who.COMMUNITY:
                community += paid
            quality += weight * arrangement.quality
            unit_cost += weight * arrangement.unit_cost
            satisfaction += weight * arrangement.satisfaction
            complaints += arrangement.complaints
            if coproduced(arrangement.planning, arrangement.delivery):
                together += weight
                embeddedness += weight * arrangement.embeddedness
                relationship += weight * arrangement.relationship
    if count == 0:
        for column in range(len(row)):
            row[column] = np.nan
        return
    for cell in range(len(CELLS)):
        row[FIRST_CELL + cell] /= total
    for provider in range(len(PROVIDERS)):
        row[FIRST_PROVIDER + provider] /= total
    row[Measured.COPRODUCTION] = together / total
    for column in (Measured.NON_PARTICIPATION, Measured.TOKENISM, Measured.CITIZEN_POWER):
        row[column] /= total
    row[Measured.QUALITY] = quality / total
    row[Measured.UNIT_COST] = unit_cost / total
    row[Measured.SATISFACTION] = satisfaction / total
    spending = max(spending, LITTLE)
    row[Measured.LOCK_IN] = lock_in / spending
    row[Measured.LOCK_IN_MONTHS] = lock_in_months / spending
    row[Measured.ACCOUNTABILITY] = accountability / spending
    row[Measured.TRANSPARENCY] = transparency / spending
    row[Measured.PFI_CHARGES] = charges / spending
    outside = max(charges + contractors + community, LITTLE)
    row[Measured.OUTSIDE_CONTRACTORS] = contractors / outside
    row[Measured.OUTSIDE_PFI] = charges / outside
    row[Measured.OUTSIDE_COMMUNITY] = community / outside
    if together > 0.0:
        row[Measured.EMBEDDEDNESS] = embeddedness / together
        row[Measured.RELATIONSHIP] = relationship / together
    row[Measured.COMPLAINTS] = complaints / count
    row[Measured.DISCRETIONARY_FUNDING] = discretionary / max(discretionary_volume, LITTLE)
    row[Measured.STATUTORY_FUNDING] = statutory / max(statutory_volume, LITTLE)
    _record_neighbourhoods(world, row, first, last, fifth)
    _record_organisations(world, row, first, last, fifth)
    record_councils(world, row, first_council, last_council)


@rule
def _record_services(world, by_service):
    """Shares of co-production, full co-production and PFI, service by service (ODD eq. 91)."""
    services = len(world.services)
    for s in range(services):
        for column in range(3):
            by_service[s, column] = 0.0
        volume = 0.0
        for a in range(s, len(world.arrangements), services):
            arrangement = world.arrangements[a]
            weight = world.councils[arrangement.council].population * arrangement.volume
            volume += weight
            if coproduced(arrangement.planning, arrangement.delivery):
                by_service[s, 0] += weight
                if arrangement.planning == Who.TOGETHER and arrangement.delivery == Who.TOGETHER:
                    by_service[s, 1] += weight
            if arrangement.provider == Provider.PFI:
                by_service[s, 2] += weight
        for column in range(3):
            by_service[s, column] /= volume


@rule
def _record_neighbourhoods(world, row, first, last, fifth):
    """Trust, civic capacity, and the gap in quality between the least and the most deprived fifth (ODD eq. 93)."""
    people = 0.0
    best = 0.0
    best_volume = 0.0
    worst = 0.0
    worst_volume = 0.0
    for n in range(first, last):
        of = fifth_of(world, n)
        if fifth != EVERY and fifth != of:
            continue
        neighbourhood = world.neighbourhoods[n]
        council = world.councils[neighbourhood.council]
        weight = council.population * neighbourhood.population
        people += weight
        row[Measured.TRUST] += weight * neighbourhood.trust
        row[Measured.CIVIC_CAPACITY] += weight * neighbourhood.civic_capacity
        if of == MOST_DEPRIVED or of == LEAST_DEPRIVED:
            for a in arrangements_in(world, n):
                volume = council.population * world.arrangements[a].volume
                if of == MOST_DEPRIVED:
                    worst += volume * world.arrangements[a].quality
                    worst_volume += volume
                else:
                    best += volume * world.arrangements[a].quality
                    best_volume += volume
    row[Measured.TRUST] /= people
    row[Measured.CIVIC_CAPACITY] /= people
    if best_volume > 0.0 and worst_volume > 0.0:
        row[Measured.QUALITY_GAP] = best / best_volume - worst / worst_volume


@rule
def _record_organisations(world, row, first, last, fifth):
    """ODD eq. 93."""
    alive = 0
    for o in range(first * PLACES_FOR_ORGANISATIONS, last * PLACES_FOR_ORGANISATIONS):
        organisation = world.organisations[o]
        if organisation.alive == 1 and (fifth == EVERY or fifth_of(world, o // PLACES_FOR_ORGANISATIONS) == fifth):
            alive += 1
            row[Measured.CAPACITY] += organisation.capacity
            row[Measured.ROOTS] += organisation.roots
            row[Measured.INDEPENDENCE] += organisation.independence
            row[Measured.VOLUNTEERS] += organisation.volunteers
    row[Measured.ORGANISATIONS] = alive
    if alive > 0:
        for column in (Measured.CAPACITY, Measured.ROOTS, Measured.INDEPENDENCE, Measured.VOLUNTEERS):
            row[column] /= alive


@rule
def record_councils(world, row, first, last):
    """What councils as such are like and do: leaders, control, money, framework; added to ``row`` (ODD eq. 93)."""
    councils = last - first
    for c in range(first, last):
        council = world.councils[c]
        row[Measured.PRESSURE] += council.pressure / councils
        row[Measured.LEADER_COMMITMENT] += council.commitment / councils
        row[Measured.OFFICER_CULTURE] += council.officer_culture / councils
        for lever in range(len(council.levers)):
            row[FIRST_LEVER + lever] += council.levers[lever] / councils
            row[Measured.FRAMEWORK] += council.levers[lever] / (councils * len(council.levers))
        row[Measured.CONTROL_CHANGES] += council.control_changed
        row[Measured.LARGEST_PARTY_CHANGES] += council.largest_changed
        row[Measured.LEADER_CHANGES] += council.leader_changed
        row[Measured.NO_OVERALL_CONTROL] += (1.0 if council.control == NO_PARTY else 0.0) / councils
        row[Measured.FOUNDINGS] += council.foundings
        row[Measured.CLOSURES] += council.closures
        row[Measured.PFI_DEALS] += council.pfi_deals
        row[Measured.ENDED_SPELLS] += council.ended_spells
