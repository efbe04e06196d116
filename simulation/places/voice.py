"""Voice: residents judge what they get, complain, organise, tire of meetings."""

from __future__ import annotations

from simulation.agents.community_organisation.rules import offered
from simulation.engine import clock
from simulation.engine.compilation import rule
from simulation.engine.maths import clip, saturating, towards
from simulation.world.codes import Lever, Who
from simulation.world.matrix import hearing, heeded, is_coproduced
from simulation.world.territory import arrangements_in, arrangements_of, places_in


@rule
def judge(world, c, month):
    """Phase 4 for the residents of one council: satisfaction with every service, and complaints about it.

    A complaint weighs by how much is wrong: one grave failing more than many small ones.

    ODD eq. 30.
    """
    p = world.parameters[0]
    council = world.councils[c]
    answered = clip(p.answer_base + p.answer_procedure * hearing(council))
    settled = clock.over_a_tick(world.key, answered)
    new = settled / answered  # of a month's complaints, those that come in a tick and are still open at its end
    consulted = heeded(council)
    for a in arrangements_of(world, council):
        arrangement = world.arrangements[a]
        compare(p, arrangement, consulted)
        shortfall = max(0.0, p.complaint_threshold - arrangement.satisfaction) / p.complaint_threshold
        grave = 1.0 + p.complaint_gravity * shortfall
        arrangement.complaints += new * shortfall * grave - settled * arrangement.complaints


@rule
def listen(world, n, month):
    """Phase 4 for one neighbourhood: what residents think of their services moves trust, fatigue and initiative.

    ODD eq. 31.
    """
    p = world.parameters[0]
    neighbourhood = world.neighbourhoods[n]
    council = world.councils[neighbourhood.council]
    services = len(world.services)
    volume = 0.0
    dissatisfaction = 0.0
    complaints = 0.0
    meetings = 0.0
    seats = 0.0
    together = 0.0
    for a in arrangements_in(world, n):
        arrangement = world.arrangements[a]
        weight = arrangement.volume
        volume += weight
        dissatisfaction += weight * (1.0 - arrangement.satisfaction)
        complaints += weight * arrangement.complaints
        if arrangement.planning != Who.PROFESSIONALS:
            meetings += 1.0
            seats += weight
        if is_coproduced(arrangement):
            together += arrangement.relationship
    neighbourhood.dissatisfaction = clip(dissatisfaction / volume)
    unanswered = saturating(complaints / volume, p.complaints_half) * (1.0 - hearing(council))
    ignored = p.consultation_distrust * (council.consultation - heeded(council))
    seated = seats / volume
    say = seated + (1.0 - seated) * p.consultation_say * heeded(council)
    neighbourhood.trust += (
        p.trust_gain * (1.0 - neighbourhood.dissatisfaction) * (p.trust_base + p.trust_seat * say - neighbourhood.trust)
        - p.trust_gain * p.trust_asymmetry * (unanswered + ignored) * neighbourhood.trust
    )
    neighbourhood.trust = clip(neighbourhood.trust)
    _tire(world, n, meetings / services)
    _organise(world, n)
    _grow_civic_capacity(world, n, together)


@rule
def compare(p, arrangement, consulted):
    """Satisfaction follows quality against the standard, slowly (satisfaction with councils is sticky: evidence §3).

    People do not get used to decline: satisfaction fell with spending from 2011 on and has stayed down.

    ``consulted`` is how far residents are consulted and heeded where professionals plan.

    ODD eq. 29.
    """
    goal = p.satisfaction_base + p.satisfaction_slope * (arrangement.quality - p.standard_quality)
    say = 0.0
    if is_coproduced(arrangement):
        say = arrangement.relationship
    elif arrangement.planning == Who.PROFESSIONALS:
        say = p.consultation_say * consulted
    goal += p.satisfaction_say * say
    arrangement.satisfaction = clip(towards(arrangement.satisfaction, goal, p.satisfaction_rate))


@rule
def _tire(world, n, meetings):
    """Fatigue grows with meetings per service and fades (ODD eq. 32)."""
    p = world.parameters[0]
    neighbourhood = world.neighbourhoods[n]
    council = world.councils[neighbourhood.council]
    relief = 1.0 - p.planning_support_effect * offered(council, neighbourhood, Lever.PLANNING_SUPPORT)
    effort = meetings * relief * (1.0 - p.assemblies_relief * neighbourhood.assemblies)
    growth = (
        p.fatigue_growth
        * effort
        * (1.0 - neighbourhood.fatigue)
        * (1.0 - p.fatigue_civic * neighbourhood.civic_capacity)
    )
    neighbourhood.fatigue = clip(neighbourhood.fatigue + growth - p.fatigue_recovery * neighbourhood.fatigue)


@rule
def _organise(world, n):
    """Initiative needs neighbours, energy, grievance and a group (ODD eq. 33)."""
    p = world.parameters[0]
    neighbourhood = world.neighbourhoods[n]
    organised = 0.0
    for o in places_in(n):
        organisation = world.organisations[o]
        if organisation.alive == 1:
            organised = max(organised, organisation.capacity * organisation.roots)
    energy = neighbourhood.civic_capacity * (1.0 - neighbourhood.fatigue)
    grievance = p.initiative_base + (1.0 - p.initiative_base) * neighbourhood.dissatisfaction
    neighbourhood.initiative = clip(energy * grievance * (p.initiative_alone + (1.0 - p.initiative_alone) * organised))


@rule
def _grow_civic_capacity(world, n, together):
    """Working together builds civic capacity; without it, it returns to what the place is like (ODD eq. 34)."""
    p = world.parameters[0]
    neighbourhood = world.neighbourhoods[n]
    usual = p.civic_base - p.civic_deprivation * neighbourhood.deprivation
    neighbourhood.civic_capacity = clip(
        neighbourhood.civic_capacity
        + p.civic_growth * together / len(world.services) * (1.0 - neighbourhood.civic_capacity)
        + p.civic_return * (usual - neighbourhood.civic_capacity)
    )
