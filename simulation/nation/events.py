"""What the events of a timeline do to a world; what they are called and take: `simulation.world.event_kinds`."""

from __future__ import annotations

import math

from simulation.agents.community_organisation.rules import free_place, is_alive, start
from simulation.agents.council.politics import (
    REPLAYED,
    count_seats,
    give_seats,
    hand_over,
    new_leader,
    strongest,
    take_seats,
)
from simulation.agents.council.private_finance import sign_pfi
from simulation.agents.private_contractor.rules import fail
from simulation.engine import clock, draws
from simulation.engine.compilation import rule
from simulation.engine.draws import Purpose
from simulation.nation.politics import change_government
from simulation.world.codes import Cause, Provider, Who
from simulation.world.event_kinds import EVERY, NATIONAL, Kind
from simulation.world.moves import deliver_together
from simulation.world.tables import NOBODY
from simulation.world.territory import (
    arrangement_in,
    block_of,
    contractors_of,
    neighbourhoods_of,
    organisations_of,
)

NO_RULE = "a kind of event is declared, but no rule says what it does: see CONTRIBUTING.md"


@rule
def begin_month(world, month):
    """Clear what councils count by the month, and draw this month's chances of arrangements and organisations."""
    for c in range(len(world.councils)):
        council = world.councils[c]
        key, entity = world.key, council.id
        first, last = block_of(world, council)
        draws.fill(world.arrangement_chances, key, Purpose.JOINT_PLANNING, month, entity, first, last)
        rows = organisations_of(council)
        draws.fill(world.organisation_chances, key, Purpose.CLOSURE, month, entity, rows.start, rows.stop)
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
            if event.kind in NATIONAL:
                if _happens(world, event, month, 0):
                    befall_nation(world, event)
            else:
                for c in range(len(world.councils)):
                    if event.council == EVERY or event.council == c:
                        if _hits(world, event, c) and _happens(world, event, month, world.councils[c].id):
                            befall(world, event, c, month)


@rule
def _happens(world, event, month, entity):
    """An event with a date happens; one at random with its monthly chance, or once, in the month drawn for it."""
    if event.once > 0:
        u = draws.uniform(world.key, Purpose.EVENT_MONTH, draws.BEFORE, 0, event.once - 1)
        return month == event.month + int(u * (event.until - event.month))
    return event.rate >= 1.0 or draws.monthly(world.key, Purpose.EVENT_HAPPENS, month, entity, event.id) < event.rate


@rule
def _hits(world, event, c):
    """Whether the council is among the share that the event hits: drawn once for all months."""
    if event.share >= 1.0:
        return True
    return draws.uniform(world.key, Purpose.EVENT_HITS, draws.BEFORE, world.councils[c].id, event.id) < event.share


@rule
def befall_nation(world, event):
    """One event happens to the nation."""
    national = world.national[0]
    if event.kind == Kind.GOVERNMENT:
        national.replayed = 1
        change_government(national, event.party)
    elif event.kind == Kind.NATIONAL_SWING:
        national.mood[event.party] += event.value
    elif event.kind == Kind.PFI_SUPPORT:
        national.pfi_support = event.value
    elif event.kind == Kind.PROCUREMENT_REFORM:
        national.openness = event.value
    elif event.kind == Kind.SOCIAL_VALUE:
        national.social_value = event.value
    elif event.kind == Kind.LOCALISM_RIGHTS:
        national.localism = event.value
    elif event.kind == Kind.VOLUNTEERING:
        national.volunteering = event.value
    else:
        raise NotImplementedError(NO_RULE)


@rule
def befall(world, event, c, month):
    """One event happens to one council."""
    council = world.councils[c]
    kind = event.kind
    if kind == Kind.LEADERSHIP_CHANGE or kind == Kind.CHAMPION_LEAVES:
        replace_leader(world, event, c, month)
    elif kind == Kind.CONTROL:
        council.replayed = REPLAYED
        give_seats(council, event.party)
        take_seats(world, c, month, event.value, event.second)
    elif kind == Kind.PFI_DEAL:
        years = math.nan if event.duration < 0 else event.duration / clock.ticks_a_year(world.key)
        sign_pfi(world, c, event.service, month, years, event.second)
    elif kind == Kind.GRANT_CHANGE:
        council.grant_months = max(event.duration, 1)
        council.grant_step = math.exp(math.log(1.0 + event.value) / council.grant_months)
    elif (
        kind == Kind.PROGRAMME
        or kind == Kind.PROGRAMME_ENDS
        or kind == Kind.CAPACITY_PROGRAMME
        or kind == Kind.EMERGENCY
        or kind == Kind.LOCAL_ASSEMBLIES
    ):
        for n in neighbourhoods_of(council):
            if _is_hit(event, world.neighbourhoods[n]):
                befall_neighbourhood(world, event, n, month)
    elif kind == Kind.CONTRACTOR_FAILS:
        k = largest_contractor(world, council)
        if k != NOBODY:
            fail(world, k, month)
    elif kind == Kind.FRAMEWORK_ADOPTED:
        for lever in range(len(council.targets)):
            if event.levers[lever] > 0.0 and not _is_kept(event, council.held_until[lever], month):
                adopt(event, council, lever, month)
        council.legal_form = max(council.legal_form, event.legal_form)
    elif kind == Kind.FRAMEWORK_ABANDONED:
        for lever in range(len(council.targets)):
            if not _is_kept(event, council.held_until[lever], month):
                council.held_until[lever] = month
                council.targets[lever] = 0.0
    elif kind == Kind.COMPLAINTS_PROCEDURE:
        council.complaints_procedure = event.value
    elif kind == Kind.CONSULTATION:
        council.consultation = event.value
        council.consultation_heeded = event.second
    else:
        raise NotImplementedError(NO_RULE)


@rule
def _is_kept(event, until, month):
    """Whether what is said to last outlasts this event: one at random ends nothing, one with a date does."""
    return event.rate < 1.0 and month < until


@rule
def adopt(event, council, lever, month):
    """One lever of the framework: its target rises, or, while it is held, it is in force as stated and stays so."""
    council.held_until[lever] = month + event.duration
    if event.duration > 0:
        council.targets[lever] = event.levers[lever]
        council.levers[lever] = event.levers[lever]
    else:
        council.targets[lever] = max(council.targets[lever], event.levers[lever])


@rule
def replace_leader(world, event, c, month):
    """Another party takes over, or the leader goes without that; the new leader stays as long as the event states.

    Without a change of party, what an earlier event promised the party holds for the new leader too.
    """
    council = world.councils[c]
    if _is_kept(event, council.leader_until, month):
        return
    until = month + event.duration
    if event.kind == Kind.LEADERSHIP_CHANGE:
        council.leader_until = month  # the party that leads goes, whatever it was promised
        change_party(world, c, month, event.value, event.second)
        council.leader_until = until
    else:
        new_leader(world, c, month, event.value, event.second)
        if event.duration > 0:  # one who is promised nothing has no stay that ends
            council.leader_until = max(council.leader_until, until)


@rule
def change_party(world, c, month, commitment, market):
    """The strongest other party takes over; if it has fewer seats than the party that led, they trade them."""
    council = world.councils[c]
    parties = len(council.seats)
    leader = council.leader_party
    rival = strongest(council, leader)
    if council.seats[leader] > council.seats[rival]:
        council.seats[leader], council.seats[rival] = council.seats[rival], council.seats[leader]
        for one in range(0, len(council.classes), parties):
            seats = council.classes[one + leader]
            council.classes[one + leader] = council.classes[one + rival]
            council.classes[one + rival] = seats
    count_seats(council)
    hand_over(world, c)
    council.leader_party = rival
    new_leader(world, c, month, commitment, market)


@rule
def largest_contractor(world, council):
    """Row of the contractor with most work in hand, or nobody."""
    best = NOBODY
    for k in contractors_of(council):
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
def befall_neighbourhood(world, event, n, month):
    """One event happens to one neighbourhood."""
    p = world.parameters[0]
    neighbourhood = world.neighbourhoods[n]
    if event.kind == Kind.PROGRAMME:
        neighbourhood.programme = event.value
        neighbourhood.programme_months = max(event.duration, 1)
        begin_programme(world, n, month)
    elif event.kind == Kind.PROGRAMME_ENDS:
        neighbourhood.programme = 0.0
        neighbourhood.programme_months = 0
    elif event.kind == Kind.LOCAL_ASSEMBLIES:
        neighbourhood.assemblies = event.value
    elif event.kind == Kind.CAPACITY_PROGRAMME:
        neighbourhood.outside_capacity = event.value
        neighbourhood.outside_months = max(event.duration, 1)
    elif event.kind == Kind.EMERGENCY:
        neighbourhood.surge = event.value
        neighbourhood.surge_months = max(event.duration, 1)
        council = world.councils[neighbourhood.council]
        neighbourhood.fatigue *= 1.0 - p.emergency_spirit
        o = free_place(world, n)
        if o != NOBODY:
            number = world.organisations[o].number
            if draws.uniform(world.key, Purpose.MUTUAL_AID, month, council.id, number) < event.second:
                start(world, o, month)
                world.organisations[o].mutual_aid = 1
                council.foundings += 1
    else:
        raise NotImplementedError(NO_RULE)


@rule
def begin_programme(world, n, month):
    """A programme's money pays for delivery together with residents in the services that suit it (not under PFI)."""
    p = world.parameters[0]
    neighbourhood = world.neighbourhoods[n]
    services = len(world.services)
    for s in range(services):
        a = arrangement_in(world, n, s)
        arrangement = world.arrangements[a]
        partner = arrangement.partner if arrangement.partner != NOBODY else neighbourhood.organiser
        suits = world.services[s].coproducibility >= p.programme_suitability
        if suits and is_alive(world, partner) and arrangement.provider != Provider.PFI:
            deliver_together(world, a, partner, Who.TOGETHER, Cause.PROGRAMME_BEGAN, month)
            arrangement.programme = 1
