"""Delivery: quality moves towards what the way of delivering can reach; working together builds ties."""

from __future__ import annotations

from simulation.agents.council.budget import funding
from simulation.agents.council.support import effective_support
from simulation.engine.compilation import rule
from simulation.engine.maths import clip, towards
from simulation.world.codes import Lever, Provider, Who
from simulation.world.matrix import is_coproduced
from simulation.world.moves import terms_public
from simulation.world.tables import NOBODY
from simulation.world.territory import arrangement_in
from simulation.world.ways_of_delivering import (
    codelivery_cost,
    codelivery_quality,
    community_input,
    community_quality,
    contractor_quality,
    planning_gain,
    professional_quality,
)


@rule
def watched(world, council, arrangement):
    """How well a provider is monitored: what the public can see, and what the council publishes (ODD eq. 64)."""
    p = world.parameters[0]
    public = terms_public(world, arrangement, council.levers[Lever.GOVERNANCE])
    return public * (p.watch_alone + (1.0 - p.watch_alone) * council.levers[Lever.GOVERNANCE])


@rule
def reachable_quality(world, council, neighbourhood, service, arrangement):
    """Quality that the arrangement's present way of planning and delivering can reach, 0..1 (ODD eq. 70)."""
    p = world.parameters[0]
    community = 0.0
    professionalisation = 0.0
    if arrangement.partner != NOBODY:
        organisation = world.organisations[arrangement.partner]
        community = community_input(p, organisation, neighbourhood)
        professionalisation = organisation.professionalisation
    if arrangement.provider == Provider.PFI:
        quality = contractor_quality(p, service, p.pfi_quality, watched(world, council, arrangement))
    elif arrangement.provider == Provider.CONTRACTOR:
        firm = world.contractors[arrangement.provider_row]
        quality = contractor_quality(p, service, firm.quality, watched(world, council, arrangement))
    elif arrangement.delivery == Who.TOGETHER:
        money = funding(council, neighbourhood, service.statutory) + neighbourhood.programme * arrangement.programme
        quality = codelivery_quality(p, service, money, community, arrangement.relationship, professionalisation)
    elif arrangement.delivery == Who.COMMUNITY:
        quality = community_quality(p, service, community, professionalisation, arrangement.relationship)
    else:
        quality = professional_quality(p, funding(council, neighbourhood, service.statutory))
    return clip(quality + planning_gain(p, service, arrangement.planning, arrangement.relationship, community))


@rule
def deliver(world, n, month):
    """Phase 8 for one neighbourhood: quality moves towards what is reachable; relationships and embeddedness grow."""
    neighbourhood = world.neighbourhoods[n]
    council = world.councils[neighbourhood.council]
    services = len(world.services)
    for s in range(services):
        service = world.services[s]
        arrangement = world.arrangements[arrangement_in(world, n, s)]
        _provide(world, council, neighbourhood, service, arrangement)
        if is_coproduced(arrangement):
            _build_institution(world, council, arrangement)
        elif arrangement.relationship > 0.0:
            _forget(world, arrangement)
    _run_down(world, neighbourhood)


@rule
def _provide(world, council, neighbourhood, service, arrangement):
    """One service for a month: its quality, and in a partnership its cost (ODD eq. 70)."""
    p = world.parameters[0]
    arrangement.age += 1
    reachable = reachable_quality(world, council, neighbourhood, service, arrangement)
    arrangement.quality = towards(arrangement.quality, reachable, p.quality_rate)
    if arrangement.provider == Provider.PARTNERSHIP:
        community = community_input(p, world.organisations[arrangement.partner], neighbourhood)
        arrangement.unit_cost = codelivery_cost(p, service, community, arrangement.relationship)


@rule
def _forget(world, arrangement):
    """Without working together, relationship and embeddedness fade (ODD eq. 72)."""
    p = world.parameters[0]
    arrangement.relationship *= 1.0 - p.relationship_fading
    arrangement.embeddedness *= 1.0 - p.embeddedness_fading


@rule
def _run_down(world, neighbourhood):
    """Emergencies and programmes come nearer to their end (ODD eq. 73)."""
    p = world.parameters[0]
    if neighbourhood.surge_months > 0:
        neighbourhood.surge_months -= 1
        neighbourhood.surge = towards(neighbourhood.surge, 1.0, p.surge_fading)
        if neighbourhood.surge_months == 0:
            neighbourhood.surge = 1.0
    if neighbourhood.programme_months > 0:
        neighbourhood.programme_months -= 1
        if neighbourhood.programme_months == 0:
            neighbourhood.programme = 0.0


@rule
def _build_institution(world, council, arrangement):
    """Working together builds the relationship; under a framework and with support it becomes an institution.

    ODD eq. 71.
    """
    p = world.parameters[0]
    support = effective_support(world, council, arrangement)
    joint = p.relationship_alone + (1.0 - p.relationship_alone) * council.levers[Lever.JOINT_WORKING]
    backed = p.relationship_unsupported + (1.0 - p.relationship_unsupported) * support
    more = p.relationship_growth * joint * backed
    arrangement.relationship = clip(arrangement.relationship + more * (1.0 - arrangement.relationship))
    frame = p.embedding_alone + (1.0 - p.embedding_alone) * council.levers[Lever.GOVERNANCE]
    growth = p.embeddedness_growth * frame * (1.0 + p.legal_form_effect * council.legal_form)
    growth *= support * arrangement.relationship * (1.0 - arrangement.embeddedness)
    fading = p.embeddedness_fading * (1.0 - support) * (1.0 - p.legal_form_keeps * council.legal_form)
    arrangement.embeddedness = clip(arrangement.embeddedness + growth - fading * arrangement.embeddedness)
