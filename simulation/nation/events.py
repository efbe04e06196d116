"""What the events of a timeline do to a world; what they are called and take: `simulation.world.event_kinds`."""

from __future__ import annotations

import math

from simulation.agents.community_organisation.rules import is_alive, start
from simulation.agents.council.commissioning import sign_pfi
from simulation.agents.council.politics import give_seats, new_leader, take_seats
from simulation.agents.private_contractor.rules import fail
from simulation.engine import draws
from simulation.engine.compilation import rule
from simulation.nation.politics import change_government
from simulation.world.event_kinds import EVENT_KINDS, EVERY
from simulation.world.matrix import PFI, PROGRAMME_BEGAN, TOGETHER
from simulation.world.moves import deliver_together
from simulation.world.tables import NOBODY, PLACES_FOR_ORGANISATIONS

LEADERSHIP_CHANGE = EVENT_KINDS["leadership_change"].number
CHAMPION_LEAVES = EVENT_KINDS["champion_leaves"].number
CONTROL = EVENT_KINDS["control"].number
GOVERNMENT = EVENT_KINDS["government"].number
NATIONAL_SWING = EVENT_KINDS["national_swing"].number
PFI_SUPPORT = EVENT_KINDS["pfi_support"].number
PFI_DEAL = EVENT_KINDS["pfi_deal"].number
GRANT_CHANGE = EVENT_KINDS["grant_change"].number
PROGRAMME = EVENT_KINDS["programme"].number
PROGRAMME_ENDS = EVENT_KINDS["programme_ends"].number
CONTRACTOR_FAILS = EVENT_KINDS["contractor_fails"].number
FRAMEWORK_ADOPTED = EVENT_KINDS["framework_adopted"].number
FRAMEWORK_ABANDONED = EVENT_KINDS["framework_abandoned"].number
PROCUREMENT_REFORM = EVENT_KINDS["procurement_reform"].number
CAPACITY_PROGRAMME = EVENT_KINDS["capacity_programme"].number
EMERGENCY = EVENT_KINDS["emergency"].number
LOCAL_ASSEMBLIES = EVENT_KINDS["local_assemblies"].number
COMPLAINTS_PROCEDURE = EVENT_KINDS["complaints_procedure"].number
SOCIAL_VALUE = EVENT_KINDS["social_value"].number
LOCALISM_RIGHTS = EVENT_KINDS["localism_rights"].number


@rule
def begin_month(world, month):
    """Clear what councils count by the month, and draw this month's chances of arrangements and organisations."""
    services = len(world.services)
    for c in range(len(world.councils)):
        council = world.councils[c]
        first = council.first_neighbourhood
        last = first + council.neighbourhoods
        chances = world.arrangement_chances
        draws.fill(chances, world.key, draws.JOINT_PLANNING, month, council.id, first * services, last * services)
        places = PLACES_FOR_ORGANISATIONS
        chances = world.organisation_chances
        draws.fill(chances, world.key, draws.CLOSURE, month, council.id, first * places, last * places)
        council.control_changed = 0
        council.largest_changed = 0
        council.leader_changed = 0
        council.pfi_deals = 0
        council.foundings = 0
        council.closures = 0
        council.ended_spells = 0


@rule
def apply_events(world, month):
    """Part of phase 1: apply this month's events, in the order of the timeline."""
    for e in range(len(world.events)):
        event = world.events[e]
        if event.month <= month < event.until:
            if event.kind in (
                GOVERNMENT,
                NATIONAL_SWING,
                PFI_SUPPORT,
                PROCUREMENT_REFORM,
                SOCIAL_VALUE,
                LOCALISM_RIGHTS,
            ):
                if _happens(world, event, month, 0):
                    _befall_nation(world, event)
            else:
                for c in range(len(world.councils)):
                    if event.council == EVERY or event.council == c:
                        if _hits(world, event, c) and _happens(world, event, month, world.councils[c].id):
                            befall(world, event, c, month)


@rule
def _happens(world, event, month, entity):
    """An event with a date happens; one at random happens with its monthly chance."""
    return event.rate >= 1.0 or draws.uniform(world.key, draws.EVENT_HAPPENS, month, entity, event.id) < event.rate


@rule
def _hits(world, event, c):
    """Whether the council is among the share that the event hits: drawn once for all months."""
    if event.share >= 1.0:
        return True
    return draws.uniform(world.key, draws.EVENT_HITS, draws.BEFORE, world.councils[c].id, event.id) < event.share


@rule
def _befall_nation(world, event):
    national = world.national[0]
    if event.kind == GOVERNMENT:
        national.replayed = 1
        change_government(national, event.party)
    elif event.kind == NATIONAL_SWING:
        national.mood[event.party] += event.value
    elif event.kind == PFI_SUPPORT:
        national.pfi_support = event.value
    elif event.kind == PROCUREMENT_REFORM:
        national.openness = event.value
    elif event.kind == SOCIAL_VALUE:
        national.social_value = event.value
    else:
        national.localism = event.value


@rule
def befall(world, event, c, month):
    """One event happens to one council."""
    council = world.councils[c]
    kind = event.kind
    if kind == LEADERSHIP_CHANGE:
        change_party(world, c, month, event.value, event.second)
    elif kind == CHAMPION_LEAVES:
        new_leader(world, c, month, event.value, event.second)
    elif kind == CONTROL:
        council.replayed = 1
        give_seats(council, event.party)
        take_seats(world, c, month, event.value, event.second)
    elif kind == PFI_DEAL:
        years = math.nan if event.duration < 0 else event.duration / 12.0
        sign_pfi(world, c, event.service, month, years, event.second)
    elif kind == GRANT_CHANGE:
        council.grant_months = max(event.duration, 1)
        council.grant_step = math.exp(math.log(1.0 + event.value) / council.grant_months)
    elif kind == PROGRAMME or kind == PROGRAMME_ENDS or kind == EMERGENCY:
        for n in range(council.first_neighbourhood, council.first_neighbourhood + council.neighbourhoods):
            if _is_hit(event, world.neighbourhoods[n]):
                _befall_neighbourhood(world, event, n, month)
    elif kind == CONTRACTOR_FAILS:
        k = largest_contractor(world, council)
        if k != NOBODY:
            fail(world, k, month)
    elif kind == FRAMEWORK_ADOPTED:
        for lever in range(len(council.targets)):
            council.targets[lever] = max(council.targets[lever], event.levers[lever])
        council.legal_form = max(council.legal_form, event.legal_form)
    elif kind == FRAMEWORK_ABANDONED:
        for lever in range(len(council.targets)):
            council.targets[lever] = 0.0
    elif kind == CAPACITY_PROGRAMME:
        council.outside_capacity = event.value
        council.outside_months = max(event.duration, 1)
    elif kind == LOCAL_ASSEMBLIES:
        council.assemblies = event.value
    elif kind == COMPLAINTS_PROCEDURE:
        council.complaints_procedure = event.value


@rule
def change_party(world, c, month, commitment, market):
    """The strongest other party takes over: it trades its seats with the party that led."""
    council = world.councils[c]
    leader = council.leader_party
    rival = -1
    for party in range(len(council.seats)):
        if party != leader and (rival == -1 or council.seats[party] > council.seats[rival]):
            rival = party
    council.seats[leader], council.seats[rival] = council.seats[rival], council.seats[leader]
    take_seats(world, c, month, commitment, market)


@rule
def largest_contractor(world, council):
    """Row of the contractor with most work in hand, or nobody."""
    best = NOBODY
    for k in range(council.first_contractor, council.first_contractor + council.contractors):
        firm = world.contractors[k]
        if firm.alive == 1 and (best == NOBODY or firm.load > world.contractors[best].load):
            best = k
    return best


@rule
def _is_hit(event, neighbourhood):
    if event.neighbourhood != EVERY:
        return neighbourhood.number == event.neighbourhood
    return event.neighbourhoods <= 0 or neighbourhood.deprivation_rank < event.neighbourhoods


@rule
def _befall_neighbourhood(world, event, n, month):
    p = world.parameters[0]
    neighbourhood = world.neighbourhoods[n]
    if event.kind == PROGRAMME:
        neighbourhood.programme = event.value
        neighbourhood.programme_months = max(event.duration, 1)
        begin_programme(world, n, month)
    elif event.kind == PROGRAMME_ENDS:
        neighbourhood.programme = 0.0
        neighbourhood.programme_months = 0
    else:
        neighbourhood.surge = event.value
        neighbourhood.surge_months = max(event.duration, 1)
        council = world.councils[neighbourhood.council]
        neighbourhood.fatigue *= 1.0 - p.emergency_spirit
        for o in range(n * PLACES_FOR_ORGANISATIONS, (n + 1) * PLACES_FOR_ORGANISATIONS):
            organisation = world.organisations[o]
            if organisation.alive == 0:
                if world.organisation_chances[draws.MUTUAL_AID & 3, o] < event.second:
                    start(world, o, month)
                    organisation.mutual_aid = 1
                    council.foundings += 1
                break


@rule
def begin_programme(world, n, month):
    """A programme's money pays for delivery together with residents in the services that suit it (not under PFI)."""
    p = world.parameters[0]
    neighbourhood = world.neighbourhoods[n]
    services = len(world.services)
    for s in range(services):
        a = n * services + s
        arrangement = world.arrangements[a]
        partner = arrangement.partner if arrangement.partner != NOBODY else neighbourhood.organiser
        suits = world.services[s].coproducibility >= p.programme_suitability
        if suits and is_alive(world, partner) and arrangement.provider != PFI:
            deliver_together(world, a, partner, TOGETHER, PROGRAMME_BEGAN, month)
            arrangement.programme = 1
