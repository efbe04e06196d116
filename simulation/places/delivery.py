"""Delivery: the quality that each way of delivering can reach, what it costs, and what working together builds."""

from __future__ import annotations

import math

from simulation.agents.council.budget import funding
from simulation.agents.council.support import effective_support
from simulation.engine.compilation import rule
from simulation.engine.maths import clip, saturating, towards
from simulation.world.matrix import COMMUNITY, CONTRACTOR, PARTNERSHIP, PFI, TOGETHER, is_coproduced
from simulation.world.moves import terms_public
from simulation.world.tables import NOBODY


@rule
def enough(p, money):
    """What professional work is worth at a funding ratio: 1 at full funding, with diminishing returns (ODD eq. 66)."""
    return (1.0 + p.funding_half) * saturating(money, p.funding_half)


@rule
def professional_quality(p, money):
    """Quality of council staff at a funding ratio, 0..1 (ODD eq. 66)."""
    return p.standard_quality * enough(p, money)


@rule
def contractor_quality(p, service, quality, watched):
    """Quality of a contractor: what it delivers when watched, less what it cuts where nobody looks (ODD eq. 67)."""
    cut = p.unwatched_loss * (1.0 - watched)
    return p.contractor_base * quality * (1.0 - cut) * (1.0 - p.contractor_complexity * service.coproducibility)


@rule
def codelivery_quality(p, service, money, community, relationship, professionalisation):
    """Quality when staff and residents deliver together (ODD eq. 69).

    Outputs of officials and citizens are complements (Ostrom 1996): Cobb-Douglas in professional and community input,
    the community's exponent being half the service's co-producibility, times a synergy in proportion to it. Where the
    professional standard is high, unprofessional help costs quality.
    """
    share = 0.5 * service.coproducibility
    professional = enough(p, money)
    joint = max(community * (0.4 + 0.6 * relationship), 0.02)
    product = math.exp((1.0 - share) * math.log(max(professional, 0.02)) + share * math.log(joint))
    synergy = 1.0 + p.synergy * service.coproducibility
    shortfall = p.standard_loss * service.standard * (1.0 - professionalisation)
    return clip(p.standard_quality * product * synergy * (1.0 - shortfall))


@rule
def community_quality(p, service, community, professionalisation, relationship):
    """Quality when the community delivers alone, short of the professional standard where that is required.

    ODD eq. 70.
    """
    shortfall = p.standard_loss_alone * service.standard * (1.0 - professionalisation)
    gain = p.synergy_alone * service.coproducibility
    return clip(
        p.standard_quality * (0.35 + 0.65 * community) * (1.0 + gain) * (1.0 - shortfall) * (0.9 + 0.1 * relationship)
    )


@rule
def community_input(organisation, neighbourhood):
    """What the community side brings, 0..1: skills, numbers, roots, if not overloaded, and the place's energy.

    ODD eq. 68.
    """
    strength = 0.5 * organisation.capacity + 0.3 * organisation.volunteers + 0.2 * organisation.roots
    strain = 1.0 / max(1.0, organisation.load)
    return clip(
        strength
        * (0.4 + 0.6 * strain)
        * (0.7 + 0.6 * neighbourhood.civic_capacity)
        * (1.0 - 0.3 * neighbourhood.fatigue)
    )


@rule
def codelivery_cost(p, service, community, relationship):
    """Cost to the council of delivering together, relative to the standard in-house cost (ODD eq. 71).

    Residents' effort saves in proportion to co-producibility; coordination and, for high standards, oversight cost.
    """
    saved = p.codelivery_saving * service.coproducibility * community
    coordination = p.codelivery_coordination * (1.0 - relationship) + p.codelivery_oversight * service.standard
    return 1.0 - saved + coordination


@rule
def planning_gain(p, service, planning, relationship, community):
    """What planning together adds to quality: services fit the place better; residents' own plan adds less.

    ODD eq. 72.
    """
    if planning == TOGETHER:
        return p.planning_gain * service.coproducibility * (0.3 + 0.7 * relationship)
    if planning == COMMUNITY:
        return p.planning_gain * service.coproducibility * 0.5 * community - p.plan_alone_loss * service.standard
    return 0.0


@rule
def watched(world, council, arrangement):
    """How well a provider is monitored: what the public can see, and what the council publishes (ODD eq. 67)."""
    return terms_public(world, arrangement, council.levers[0]) * (0.5 + 0.5 * council.levers[0])


@rule
def reachable_quality(world, council, neighbourhood, service, arrangement):
    """Quality that the arrangement's present way of planning and delivering can reach, 0..1 (ODD eq. 73)."""
    p = world.parameters[0]
    community = 0.0
    professionalisation = 0.0
    if arrangement.partner != NOBODY:
        organisation = world.organisations[arrangement.partner]
        community = community_input(organisation, neighbourhood)
        professionalisation = organisation.professionalisation
    if arrangement.provider == PFI:
        quality = contractor_quality(p, service, p.pfi_quality, watched(world, council, arrangement))
    elif arrangement.provider == CONTRACTOR:
        firm = world.contractors[arrangement.provider_row]
        quality = contractor_quality(p, service, firm.quality, watched(world, council, arrangement))
    elif arrangement.delivery == TOGETHER:
        money = funding(council, neighbourhood, service.statutory) + neighbourhood.programme * arrangement.programme
        quality = codelivery_quality(p, service, money, community, arrangement.relationship, professionalisation)
    elif arrangement.delivery == COMMUNITY:
        quality = community_quality(p, service, community, professionalisation, arrangement.relationship)
    else:
        quality = professional_quality(p, funding(council, neighbourhood, service.statutory))
    return clip(quality + planning_gain(p, service, arrangement.planning, arrangement.relationship, community))


@rule
def deliver(world, n, month):
    """Phase 8 for one neighbourhood: quality moves towards what is reachable; relationships and embeddedness grow.

    ODD eq. 73, 75, 76.
    """
    p = world.parameters[0]
    neighbourhood = world.neighbourhoods[n]
    council = world.councils[neighbourhood.council]
    services = len(world.services)
    for s in range(services):
        service = world.services[s]
        arrangement = world.arrangements[n * services + s]
        arrangement.age += 1
        reachable = reachable_quality(world, council, neighbourhood, service, arrangement)
        arrangement.quality = towards(arrangement.quality, reachable, p.quality_rate)
        if arrangement.provider == PARTNERSHIP:
            community = community_input(world.organisations[arrangement.partner], neighbourhood)
            arrangement.unit_cost = codelivery_cost(p, service, community, arrangement.relationship)
        if is_coproduced(arrangement):
            _build_institution(world, council, arrangement)
        elif arrangement.relationship > 0.0:
            arrangement.relationship *= 1.0 - p.relationship_fading
            arrangement.embeddedness *= 1.0 - p.embeddedness_fading
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

    ODD eq. 74.
    """
    p = world.parameters[0]
    support = effective_support(council, arrangement)
    more = p.relationship_growth * (0.5 + 0.5 * council.levers[3]) * (0.3 + 0.7 * support)
    arrangement.relationship = clip(arrangement.relationship + more * (1.0 - arrangement.relationship))
    frame = p.embedding_alone + (1.0 - p.embedding_alone) * council.levers[0]
    growth = p.embeddedness_growth * frame * (1.0 + p.legal_form_effect * council.legal_form)
    growth *= support * arrangement.relationship * (1.0 - arrangement.embeddedness)
    fading = p.embeddedness_fading * (1.0 - support) * (1.0 - 0.7 * council.legal_form)
    arrangement.embeddedness = clip(arrangement.embeddedness + growth - fading * arrangement.embeddedness)
