"""Delivery: Eqs. 63 to 73."""

from __future__ import annotations

from simulation.world.services import Service
from tests.reimplementation.budget import funding
from tests.reimplementation.codes import COMMUNITY, CONTRACTOR, PARTNERSHIP, PFI, PROFESSIONALS, TOGETHER
from tests.reimplementation.entities import Arrangement, Neighbourhood, Organisation, World
from tests.reimplementation.formulas import clip, saturating, towards
from tests.reimplementation.moves import terms_public
from tests.reimplementation.support import effective_support


def deliver(world: World) -> None:
    """Phase 8."""
    for home in world.neighbourhoods:
        for arrangement in home.arrangements:
            provide(world, arrangement)
            if arrangement.coproduced:
                build_institution(world, arrangement)
            elif arrangement.relationship > 0:
                arrangement.relationship *= 1 - world.p.relationship_fading  # Eq. 72
                arrangement.embeddedness *= 1 - world.p.embeddedness_fading
        run_down(world, home)


def enough(world: World, money: float) -> float:
    """Eq. 63."""
    return (1 + world.p.funding_half) * saturating(money, world.p.funding_half)


def professional_quality(world: World, money: float) -> float:
    """Eq. 63."""
    return world.p.standard_quality * enough(world, money)


def watched(world: World, arrangement: Arrangement) -> float:
    """Eq. 64."""
    published = (1 - world.p.watch_alone) * arrangement.council.levers["governance"]
    return terms_public(world, arrangement) * (world.p.watch_alone + published)


def contractor_quality(world: World, service: Service, quality: float, watched: float) -> float:
    """Eq. 64."""
    p = world.p
    kept = 1 - p.unwatched_loss * (1 - watched)
    return p.contractor_base * quality * kept * (1 - p.contractor_complexity * service.coproducibility)


def community_input(world: World, partner: Organisation | None, home: Neighbourhood) -> float:
    """Eq. 65."""
    if partner is None:
        return 0.0
    p = world.p
    strength = p.input_skills * partner.capacity + p.input_volunteers * partner.volunteers
    strength += (1 - p.input_skills - p.input_volunteers) * partner.roots
    spread = p.input_strained + (1 - p.input_strained) / max(1, partner.load)
    energy = (p.input_civic_base + p.input_civic * home.civic_capacity) * (1 - p.input_fatigue * home.fatigue)
    return clip(strength * spread * energy)


def codelivery_quality(
    world: World, service: Service, money: float, brings: float, relationship: float, skill: float
) -> float:
    """Eq. 66; `brings` is K, `skill` the partner's professionalisation."""
    p = world.p
    share = p.codelivery_share * service.coproducibility
    joint = max(brings * (p.codelivery_alone + (1 - p.codelivery_alone) * relationship), 0.02)
    product = max(enough(world, money), 0.02) ** (1 - share) * joint**share
    shortfall = p.standard_loss * service.standard * (1 - skill)
    return clip(p.standard_quality * product * (1 + p.synergy * service.coproducibility) * (1 - shortfall))


def community_quality(world: World, service: Service, brings: float, skill: float, relationship: float) -> float:
    """Eq. 67; `brings` is K, `skill` the partner's professionalisation."""
    p = world.p
    shortfall = p.standard_loss_alone * service.standard * (1 - skill)
    alone = (p.community_base + (1 - p.community_base) * brings) * (1 + p.synergy_alone * service.coproducibility)
    contact = 1 - p.community_contact * (1 - relationship)
    return clip(p.standard_quality * alone * (1 - shortfall) * contact)


def codelivery_cost(world: World, service: Service, brings: float, relationship: float) -> float:
    """Eq. 68."""
    p = world.p
    saving = p.codelivery_saving * service.coproducibility * brings
    return 1 - saving + p.codelivery_coordination * (1 - relationship) + p.codelivery_oversight * service.standard


def planning_gain(world: World, arrangement: Arrangement, brings: float) -> float:
    """Eq. 69."""
    p, service = world.p, arrangement.service
    gain = p.planning_gain * service.coproducibility
    if arrangement.planning == TOGETHER:
        return gain * (p.planning_gain_alone + (1 - p.planning_gain_alone) * arrangement.relationship)
    if arrangement.planning == COMMUNITY:
        return gain * p.plan_alone_gain * brings - p.plan_alone_loss * service.standard
    return 0.0


def quality_of_delivery(world: World, arrangement: Arrangement, brings: float) -> float:
    """Eq. 70: by the way of delivering."""
    p, service, home = world.p, arrangement.service, arrangement.neighbourhood
    if arrangement.provider == PFI:
        return contractor_quality(world, service, p.pfi_quality, watched(world, arrangement))
    if arrangement.provider == CONTRACTOR:
        return contractor_quality(world, service, arrangement.provider_row.quality, watched(world, arrangement))
    if arrangement.delivery == PROFESSIONALS:
        return professional_quality(world, funding(arrangement))
    skill, relationship = arrangement.partner.professionalisation, arrangement.relationship
    if arrangement.delivery == TOGETHER:
        money = funding(arrangement) + (home.programme if arrangement.programme else 0.0)
        return codelivery_quality(world, service, money, brings, relationship, skill)
    return community_quality(world, service, brings, skill, relationship)


def provide(world: World, arrangement: Arrangement) -> None:
    """Eq. 70."""
    arrangement.age += 1
    brings = community_input(world, arrangement.partner, arrangement.neighbourhood)
    quality = quality_of_delivery(world, arrangement, brings)
    reachable = clip(quality + planning_gain(world, arrangement, brings))
    arrangement.quality = towards(arrangement.quality, reachable, world.p.quality_rate)
    if arrangement.provider == PARTNERSHIP:
        arrangement.unit_cost = codelivery_cost(world, arrangement.service, brings, arrangement.relationship)


def build_institution(world: World, arrangement: Arrangement) -> None:
    """Eq. 71."""
    p, council, support = world.p, arrangement.council, effective_support(arrangement)
    joint = p.relationship_alone + (1 - p.relationship_alone) * council.levers["joint_working"]
    backed = p.relationship_unsupported + (1 - p.relationship_unsupported) * support
    together = p.relationship_growth * joint * backed
    arrangement.relationship = clip(arrangement.relationship + together * (1 - arrangement.relationship))
    frame = p.embedding_alone + (1 - p.embedding_alone) * council.levers["governance"]
    rate = p.embeddedness_growth * frame * (1 + p.legal_form_effect * council.legal_form)
    growth = rate * support * arrangement.relationship * (1 - arrangement.embeddedness)
    fading = p.embeddedness_fading * (1 - support) * (1 - p.legal_form_keeps * council.legal_form)
    arrangement.embeddedness = clip(arrangement.embeddedness + growth - fading * arrangement.embeddedness)


def run_down(world: World, home: Neighbourhood) -> None:
    """Eq. 73."""
    if home.surge_months > 0:
        home.surge_months -= 1
        home.surge = towards(home.surge, 1, world.p.surge_fading) if home.surge_months else 1.0
    if home.programme_months > 0:
        home.programme_months -= 1
        if home.programme_months == 0:
            home.programme = 0.0
