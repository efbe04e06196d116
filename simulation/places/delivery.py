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

LEAST_INPUT = 0.02  # keeps logarithms finite


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
    the community's exponent in proportion to the service's co-producibility, times a synergy in proportion to it too.
    Where the professional standard is high, unprofessional help costs quality.
    """
    share = p.codelivery_share * service.coproducibility
    professional = enough(p, money)
    used = p.codelivery_alone + (1.0 - p.codelivery_alone) * relationship
    joint = max(community * used, LEAST_INPUT)
    product = math.exp((1.0 - share) * math.log(max(professional, LEAST_INPUT)) + share * math.log(joint))
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
    strength = p.community_base + (1.0 - p.community_base) * community
    contact = (1.0 - p.community_contact) + p.community_contact * relationship
    return clip(p.standard_quality * strength * (1.0 + gain) * (1.0 - shortfall) * contact)


@rule
def community_input(p, organisation, neighbourhood):
    """What the community side brings, 0..1: skills, numbers, roots, if not overloaded, and the place's energy.

    ODD eq. 68.
    """
    roots = 1.0 - p.input_skills - p.input_volunteers
    strength = (
        p.input_skills * organisation.capacity
        + p.input_volunteers * organisation.volunteers
        + roots * organisation.roots
    )
    strain = 1.0 / max(1.0, organisation.load)
    return clip(
        strength
        * (p.input_strained + (1.0 - p.input_strained) * strain)
        * (p.input_civic_base + p.input_civic * neighbourhood.civic_capacity)
        * (1.0 - p.input_fatigue * neighbourhood.fatigue)
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
        used = p.planning_gain_alone + (1.0 - p.planning_gain_alone) * relationship
        return p.planning_gain * service.coproducibility * used
    if planning == COMMUNITY:
        gain = p.planning_gain * service.coproducibility * p.plan_alone_gain * community
        return gain - p.plan_alone_loss * service.standard
    return 0.0


@rule
def watched(world, council, arrangement):
    """How well a provider is monitored: what the public can see, and what the council publishes (ODD eq. 67)."""
    p = world.parameters[0]
    public = terms_public(world, arrangement, council.levers[0])
    return public * (p.watch_alone + (1.0 - p.watch_alone) * council.levers[0])


@rule
def reachable_quality(world, council, neighbourhood, service, arrangement):
    """Quality that the arrangement's present way of planning and delivering can reach, 0..1 (ODD eq. 73)."""
    p = world.parameters[0]
    community = 0.0
    professionalisation = 0.0
    if arrangement.partner != NOBODY:
        organisation = world.organisations[arrangement.partner]
        community = community_input(p, organisation, neighbourhood)
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
    """Phase 8 for one neighbourhood: quality moves towards what is reachable; relationships and embeddedness grow."""
    neighbourhood = world.neighbourhoods[n]
    council = world.councils[neighbourhood.council]
    services = len(world.services)
    for s in range(services):
        service = world.services[s]
        arrangement = world.arrangements[n * services + s]
        _provide(world, council, neighbourhood, service, arrangement)
        if is_coproduced(arrangement):
            _build_institution(world, council, arrangement)
        elif arrangement.relationship > 0.0:
            _forget(world, arrangement)
    _run_down(world, neighbourhood)


@rule
def _provide(world, council, neighbourhood, service, arrangement):
    """One service for a month: its quality, and in a partnership its cost (ODD eq. 73)."""
    p = world.parameters[0]
    arrangement.age += 1
    reachable = reachable_quality(world, council, neighbourhood, service, arrangement)
    arrangement.quality = towards(arrangement.quality, reachable, p.quality_rate)
    if arrangement.provider == PARTNERSHIP:
        community = community_input(p, world.organisations[arrangement.partner], neighbourhood)
        arrangement.unit_cost = codelivery_cost(p, service, community, arrangement.relationship)


@rule
def _forget(world, arrangement):
    """Without working together, relationship and embeddedness fade (ODD eq. 75)."""
    p = world.parameters[0]
    arrangement.relationship *= 1.0 - p.relationship_fading
    arrangement.embeddedness *= 1.0 - p.embeddedness_fading


@rule
def _run_down(world, neighbourhood):
    """Emergencies and programmes come nearer to their end (ODD eq. 76)."""
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

    ODD eq. 74.
    """
    p = world.parameters[0]
    support = effective_support(council, arrangement)
    joint = p.relationship_alone + (1.0 - p.relationship_alone) * council.levers[3]
    backed = p.relationship_unsupported + (1.0 - p.relationship_unsupported) * support
    more = p.relationship_growth * joint * backed
    arrangement.relationship = clip(arrangement.relationship + more * (1.0 - arrangement.relationship))
    frame = p.embedding_alone + (1.0 - p.embedding_alone) * council.levers[0]
    growth = p.embeddedness_growth * frame * (1.0 + p.legal_form_effect * council.legal_form)
    growth *= support * arrangement.relationship * (1.0 - arrangement.embeddedness)
    fading = p.embeddedness_fading * (1.0 - support) * (1.0 - p.legal_form_keeps * council.legal_form)
    arrangement.embeddedness = clip(arrangement.embeddedness + growth - fading * arrangement.embeddedness)
