"""What each way of delivering can yield: quality and cost, as pure functions that councils and places share."""

from __future__ import annotations

import math

from simulation.engine.compilation import rule
from simulation.engine.maths import clip, saturating
from simulation.world.codes import Who

LEAST_INPUT = 0.02  # keeps logarithms finite


@rule
def enough(p, money):
    """What professional work is worth at a funding ratio: 1 at full funding, with diminishing returns (ODD eq. 63)."""
    return (1.0 + p.funding_half) * saturating(money, p.funding_half)


@rule
def professional_quality(p, money):
    """Quality of council staff at a funding ratio, 0..1 (ODD eq. 63)."""
    return p.standard_quality * enough(p, money)


@rule
def contractor_quality(p, service, quality, watched):
    """Quality of a contractor: what it delivers when watched, less what it cuts where nobody looks (ODD eq. 64)."""
    cut = p.unwatched_loss * (1.0 - watched)
    return p.contractor_base * quality * (1.0 - cut) * (1.0 - p.contractor_complexity * service.coproducibility)


@rule
def codelivery_quality(p, service, money, community, relationship, professionalisation):
    """Quality when staff and residents deliver together (ODD eq. 66).

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

    ODD eq. 67.
    """
    shortfall = p.standard_loss_alone * service.standard * (1.0 - professionalisation)
    gain = p.synergy_alone * service.coproducibility
    strength = p.community_base + (1.0 - p.community_base) * community
    contact = (1.0 - p.community_contact) + p.community_contact * relationship
    return clip(p.standard_quality * strength * (1.0 + gain) * (1.0 - shortfall) * contact)


@rule
def community_input(p, organisation, neighbourhood):
    """What the community side brings, 0..1: skills, numbers, roots, if not overloaded, and the place's energy.

    ODD eq. 65.
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
    """Cost to the council of delivering together, relative to the standard in-house cost (ODD eq. 68).

    Residents' effort saves in proportion to co-producibility; coordination and, for high standards, oversight cost.
    """
    saved = p.codelivery_saving * service.coproducibility * community
    coordination = p.codelivery_coordination * (1.0 - relationship) + p.codelivery_oversight * service.standard
    return 1.0 - saved + coordination


@rule
def planning_gain(p, service, planning, relationship, community):
    """What planning together adds to quality: services fit the place better; residents' own plan adds less.

    ODD eq. 69.
    """
    if planning == Who.TOGETHER:
        used = p.planning_gain_alone + (1.0 - p.planning_gain_alone) * relationship
        return p.planning_gain * service.coproducibility * used
    if planning == Who.COMMUNITY:
        gain = p.planning_gain * service.coproducibility * p.plan_alone_gain * community
        return gain - p.plan_alone_loss * service.standard
    return 0.0
