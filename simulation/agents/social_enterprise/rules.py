"""Social enterprises: organisations that trade, own and work beyond their neighbourhood, and must keep their roots."""

from __future__ import annotations

from simulation.agents.community_organisation.rules import live as live_as_organisation
from simulation.engine import draws
from simulation.engine.compilation import rule
from simulation.engine.draws import Purpose
from simulation.engine.maths import clip
from simulation.world.codes import Cause, Provider, Who
from simulation.world.moves import move
from simulation.world.territory import arrangements_of


@rule
def live(world, o, month):
    """Phase 9 for one social enterprise: as any organisation, and it grows by trading when it can (ODD eq. 80)."""
    p = world.parameters[0]
    organisation = world.organisations[o]
    if organisation.reserves > p.safe_reserves:
        organisation.capacity += p.enterprise_growth * (1.0 - organisation.capacity)
    live_as_organisation(world, o, month)


@rule
def make_enterprise(p, organisation):
    """What a social enterprise is like at the start: skilled, professional, trading, with some assets (ODD eq. 8)."""
    organisation.capacity = clip(organisation.capacity + p.enterprise_capacity)
    organisation.professionalisation = clip(organisation.professionalisation + p.enterprise_professionalisation)
    organisation.independence = clip(organisation.independence + p.enterprise_independence)
    organisation.reserves = p.safe_reserves * (1.0 + p.enterprise_independence)
    organisation.assets = p.enterprise_assets


@rule
def consider_enterprise(world, o, month):
    """Phase 9: a professional organisation with money of its own may become a social enterprise; it stays the same.

    ODD eq. 80.
    """
    p = world.parameters[0]
    organisation = world.organisations[o]
    if organisation.professionalisation < p.enterprise_threshold or organisation.alive == 0:
        return
    chance = p.enterprise_rate / 12.0 * (p.enterprise_rate_base + organisation.independence)
    if draws.chance(world.organisation_chances, Purpose.CONVERSION, o) < chance:
        convert(world, o, month)


@rule
def convert(world, o, month):
    """The organisation becomes a social enterprise, with what it delivers (ODD eq. 80)."""
    organisation = world.organisations[o]
    organisation.enterprise = 1
    council = world.councils[organisation.council]
    for a in arrangements_of(world, council):
        arrangement = world.arrangements[a]
        if arrangement.provider == Provider.COMMUNITY_ORGANISATION and arrangement.provider_row == o:
            if arrangement.contract >= 0:
                world.contracts[arrangement.contract].provider = Provider.SOCIAL_ENTERPRISE
            move(
                world,
                a,
                arrangement.planning,
                Who.COMMUNITY,
                Provider.SOCIAL_ENTERPRISE,
                o,
                Cause.PROVIDER_CONVERTED,
                month,
            )
