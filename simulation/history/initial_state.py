"""The initial state: a generated world, drawn row by row from keyed draws; a council is the same in any world."""

from __future__ import annotations

import math

from simulation.agents.community_organisation.rules import is_capable, offer, start
from simulation.agents.council.learning import enthusiasm
from simulation.agents.council.politics import (
    UNTIL_MONTH_0,
    deal,
    elect,
    give_seats,
    strongest,
    take_seats,
    usual_lean,
)
from simulation.agents.private_contractor.rules import enter, price
from simulation.agents.social_enterprise.rules import convert, make_enterprise
from simulation.engine import draws
from simulation.engine.compilation import rule
from simulation.engine.draws import Purpose
from simulation.engine.maths import MIDDLE, clip
from simulation.nation.politics import goal_of_mood
from simulation.world.codes import Cause, CouncilKind, Cycle, Lever, Provider, Who
from simulation.world.council_kinds import CALENDAR, SEATS, SHARES, THIRDS_BEGIN, USUAL_CYCLES, VOTES_IN
from simulation.world.event_kinds import NO_PARTY, UNSTATED_CONTROL
from simulation.world.moves import contract_out, deliver_together, replan
from simulation.world.tables import CLASSES, NOBODY, PLACES_FOR_ORGANISATIONS
from simulation.world.territory import arrangements_of, contractors_of, neighbourhoods_of, organisations_of, places_in


@rule
def populate(world, month):
    """Fill the tables of a world whose sizes and row numbers are set; ``month`` is the first one of the burn-in."""
    p = world.parameters[0]
    national = world.national[0]
    national.government = 0
    national.years_in_office = p.government_age
    national.pfi_support = p.pfi_policy
    national.openness = p.openness_policy
    national.social_value = p.social_value_policy
    national.localism = p.localism_policy
    national.volunteering = 1.0
    if national.year < 0:
        national.year = int(CALENDAR * draws.uniform(world.key, Purpose.INITIAL_YEAR, draws.BEFORE, 0))
    for party in range(len(national.mood)):
        national.mood[party] = goal_of_mood(p, national, party)
    for c in range(len(world.councils)):
        _populate_council(world, c)
        council = world.councils[c]
        for n in neighbourhoods_of(council):
            _populate_neighbourhood(world, c, n)
        _normalise_need(world, council)
        for k in contractors_of(council):
            if world.contractors[k].number < p.contractors:
                enter(world, k, draws.BEFORE)
        _found_organisations(world, council, month)
        for a in arrangements_of(world, council):
            _populate_arrangement(world, council, a, month)
        council.experience = 0.0
        council.leader_changed = 0
        council.control_changed = 0
        council.largest_changed = 0


@rule
def _populate_council(world, c):
    """A council's politics, money and procedures; what a scenario has set (not nan) is kept (ODD eq. 6)."""
    p = world.parameters[0]
    council = world.councils[c]
    u0, u1, _, _ = draws.four(world.key, Purpose.INITIAL_COUNCIL, draws.BEFORE, council.id, 0)
    if math.isnan(council.tradition):
        deviate = draws.normal(world.key, Purpose.INITIAL_TRADITION, draws.BEFORE, council.id)
        council.tradition = clip(
            p.tradition_mean + p.tradition_spread * deviate, p.tradition_margin, 1.0 - p.tradition_margin
        )
    _populate_kind(p, council, u0, u1)
    for party in range(len(council.lean)):
        deviate = draws.normal(world.key, Purpose.INITIAL_LEAN, draws.BEFORE, council.id, party)
        council.lean[party] = usual_lean(p, party) + p.lean_spread * deviate
        deviate = draws.normal(world.key, Purpose.INITIAL_MOOD, draws.BEFORE, council.id, party)
        council.mood[party] = p.local_mood_noise / math.sqrt(1.0 - p.local_mood_memory * p.local_mood_memory) * deviate
    council.approval = p.satisfaction_base
    _populate_seats(world, c)
    council.leader_party = NO_PARTY
    council.control = NO_PARTY
    council.largest = NO_PARTY
    council.leader_until = draws.BEFORE
    for lever in range(len(council.held_until)):
        council.held_until[lever] = draws.BEFORE
    take_seats(world, c, draws.BEFORE, math.nan, math.nan)
    place = p.start_culture_tradition
    council.officer_culture = clip(place * council.tradition + (1.0 - place) * council.commitment)
    council.local_income = p.income_level * (1.0 - p.grant_share)
    council.grant = p.income_level * p.grant_share
    council.grant_step = 1.0
    council.complaints_procedure = p.complaints_procedure
    council.consultation = p.consultation
    council.consultation_heeded = p.consultation_heeded
    council.levers[Lever.GOVERNANCE] = p.governance
    council.levers[Lever.PLANNING_SUPPORT] = p.planning_support
    council.levers[Lever.CAPACITY_BUILDING] = p.capacity_building
    council.levers[Lever.JOINT_WORKING] = p.joint_working
    council.levers[Lever.OPEN_PROCUREMENT] = p.open_procurement
    for lever in range(len(council.levers)):
        council.targets[lever] = council.levers[lever]
    council.legal_form = p.legal_form
    u = draws.uniform(world.key, Purpose.POLICY, draws.BEFORE, council.id)
    council.policy = 1 if u < enthusiasm(p, council) else 0
    council.funding_statutory = 1.0
    council.funding_discretionary = 1.0


@rule
def _populate_kind(p, council, u0, u1):
    """Which kind of council it is, how many seats it has, when it votes, where a scenario does not say (ODD eq. 6)."""
    if council.kind < 0:
        council.kind = 0
        while council.kind < len(SHARES) - 1 and u0 >= SHARES[council.kind]:
            u0 -= SHARES[council.kind]
            council.kind += 1
    if council.members == 0:
        council.members = SEATS[council.kind]
    if council.cycle < 0:
        council.cycle = USUAL_CYCLES[council.kind]
        if council.kind == CouncilKind.DISTRICT and u1 < p.thirds_share:
            council.cycle = Cycle.THIRDS
    if council.votes_in < 0:
        council.votes_in = THIRDS_BEGIN if council.cycle == Cycle.THIRDS else VOTES_IN[council.kind]


@rule
def _populate_seats(world, c):
    """Seats that a scenario states, else those of a vote; where it states who is in control, seats that say so.

    ODD eq. 6.
    """
    council = world.councils[c]
    stated = 0
    for party in range(len(council.seats)):
        stated += council.seats[party]
    if stated == 0:
        council.seats[0] = council.members
    deal(council)
    council.leader_party = NO_PARTY
    if stated == 0:
        classes = CLASSES if council.cycle == Cycle.THIRDS else 1
        for at_stake in range(classes):
            elect(world, c, at_stake)
        if council.control != UNSTATED_CONTROL:
            council.leader_party = strongest(council, NO_PARTY)
            give_seats(council, council.control)
    if stated > 0 or council.control != UNSTATED_CONTROL:
        council.replayed = UNTIL_MONTH_0


@rule
def _populate_neighbourhood(world, c, n):
    """ODD eq. 7."""
    p = world.parameters[0]
    council = world.councils[c]
    neighbourhood = world.neighbourhoods[n]
    u0, u1, u2, u3 = draws.four(
        world.key, Purpose.INITIAL_NEIGHBOURHOOD, draws.BEFORE, council.id, neighbourhood.number
    )
    neighbourhood.population = (p.population_lowest + p.population_spread * u0) / council.neighbourhoods
    if math.isnan(neighbourhood.deprivation):
        neighbourhood.deprivation = u1
    neighbourhood.need = 1.0 + p.need_deprivation * (neighbourhood.deprivation - MIDDLE)
    neighbourhood.surge = 1.0
    usual = p.civic_base - p.civic_deprivation * neighbourhood.deprivation
    neighbourhood.civic_capacity = clip(usual + p.civic_spread * (u2 - MIDDLE))
    neighbourhood.trust = clip(p.trust_base + p.trust_spread * (u3 - MIDDLE))
    neighbourhood.fatigue = p.start_fatigue
    neighbourhood.claim = 1.0
    neighbourhood.assemblies = p.assemblies
    neighbourhood.dissatisfaction = 1.0 - p.satisfaction_base
    neighbourhood.organiser = NOBODY
    neighbourhood.capable = 1 if is_capable(world, neighbourhood) else 0


@rule
def _normalise_need(world, council):
    """Scale population to shares, and need so that the council's standard spending is 1; rank by deprivation.

    ODD eq. 7.
    """
    people = 0.0
    for n in neighbourhoods_of(council):
        people += world.neighbourhoods[n].population
    need = 0.0
    for n in neighbourhoods_of(council):
        neighbourhood = world.neighbourhoods[n]
        neighbourhood.population /= people
        need += neighbourhood.population * neighbourhood.need
    for n in neighbourhoods_of(council):
        neighbourhood = world.neighbourhoods[n]
        neighbourhood.need /= need
        rank = 0
        for m in neighbourhoods_of(council):
            other = world.neighbourhoods[m]
            more = other.deprivation > neighbourhood.deprivation
            if more or (other.deprivation == neighbourhood.deprivation and m < n):
                rank += 1
        neighbourhood.deprivation_rank = rank


@rule
def _found_organisations(world, council, month):
    """Organisations at the start: a share of the places, and the first few strong ones as social enterprises.

    ODD eq. 8.
    """
    p = world.parameters[0]
    places = council.neighbourhoods * PLACES_FOR_ORGANISATIONS
    chance = clip(p.organisations / places)
    enterprises = 0
    for o in organisations_of(council):
        organisation = world.organisations[o]
        u = draws.uniform(world.key, Purpose.FOUNDING, draws.BEFORE, council.id, organisation.number)
        if u < chance:
            start(world, o, draws.BEFORE)
            organisation.age = int(p.start_organisation_age * u / chance)
            if u < chance * p.enterprises / p.organisations and enterprises < p.enterprises:
                make_enterprise(p, organisation)
                offer(world, o, month)
                convert(world, o, month)
                enterprises += 1


@rule
def _populate_arrangement(world, council, a, month):
    """Most services start in house, some with a contractor or an enterprise, some are already shared with residents.

    ODD eq. 9.
    """
    p = world.parameters[0]
    arrangement = world.arrangements[a]
    service = world.services[arrangement.service]
    u0, u1, u2, u3 = draws.four(world.key, Purpose.INITIAL_ARRANGEMENT, draws.BEFORE, council.id, arrangement.number)
    arrangement.planning = Who.PROFESSIONALS
    arrangement.delivery = Who.PROFESSIONALS
    arrangement.provider = Provider.IN_HOUSE
    arrangement.provider_row = NOBODY
    arrangement.partner = NOBODY
    arrangement.contract = NOBODY
    arrangement.begun_by = NO_PARTY
    arrangement.unit_cost = 1.0
    arrangement.quality = p.standard_quality
    arrangement.satisfaction = p.satisfaction_base
    arrangement.age = int(p.start_arrangement_age * u3)
    neighbourhood = world.neighbourhoods[arrangement.neighbourhood]
    arrangement.volume = neighbourhood.population * neighbourhood.need * service.weight
    suits = service.coproducibility
    if u0 < p.start_contracted:
        k = council.first_contractor + int(u1 * min(p.contractors, council.contractors))
        asked = price(p, world.contractors[k], service)
        months = max(1, int(service.contract_months * u2))
        terms = (0, p.contract_confidentiality)
        contract_out(
            world,
            a,
            Who.PROFESSIONALS,
            Who.PROFESSIONALS,
            Provider.CONTRACTOR,
            k,
            asked,
            months,
            terms,
            Cause.START,
            month,
        )
    elif u0 > 1.0 - p.start_enterprise * suits:
        e = _some_enterprise(world, council, u1)
        if e != NOBODY:
            months = max(1, int(service.contract_months * u2))
            asked = world.organisations[e].ask
            contract_out(
                world,
                a,
                Who.PROFESSIONALS,
                Who.COMMUNITY,
                Provider.SOCIAL_ENTERPRISE,
                e,
                asked,
                months,
                (1, 0.0),
                Cause.START,
                month,
            )
    elif u1 < p.start_joint * suits:
        for candidate in places_in(arrangement.neighbourhood):
            if world.organisations[candidate].alive == 1 and arrangement.partner == NOBODY:
                arrangement.partner = candidate
                arrangement.relationship = p.start_relationship
                arrangement.embeddedness = p.start_embeddedness
                if u2 < p.start_together * suits:
                    deliver_together(world, a, candidate, Who.TOGETHER, Cause.START, month)
                else:
                    replan(world, a, Who.TOGETHER, Cause.START, month)


@rule
def _some_enterprise(world, council, u):
    """Row of one of the council's social enterprises, picked by ``u`` in 0..1, or nobody."""
    enterprises = 0
    for o in organisations_of(council):
        enterprises += world.organisations[o].enterprise
    at = int(u * enterprises)
    for o in organisations_of(council):
        if world.organisations[o].enterprise == 1:
            if at == 0:
                return o
            at -= 1
    return NOBODY
