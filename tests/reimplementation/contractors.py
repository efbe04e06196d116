"""Private contractors: Eqs. 49, 50 and 83 to 85."""

from __future__ import annotations

import math

from simulation.world.services import Service
from tests.reimplementation.codes import CONTRACTOR, PROVIDER_FAILED
from tests.reimplementation.entities import Contractor, World
from tests.reimplementation.formulas import clip
from tests.reimplementation.moves import put_up_for_review


def quote(world: World, contractor: Contractor) -> None:
    """Eq. 49."""
    idle = clip(1 - contractor.load / contractor.capacity)
    underbid = world.p.underbidding * contractor.aggressiveness * idle
    contractor.markup = world.p.contractor_margin * (world.p.contractor_margin_busy - idle) - underbid


def own_cost(world: World, contractor: Contractor, service: Service) -> float:
    """Eq. 50."""
    return 1 - contractor.efficiency - world.p.contractor_scale * service.scale


def price(world: World, contractor: Contractor, service: Service) -> float:
    """Eq. 50."""
    return own_cost(world, contractor, service) * (1 + contractor.markup)


def trade(world: World, contractor: Contractor) -> None:
    """Eq. 83."""
    p = world.p
    contractor.age += 1
    if contractor.turnover > 0:
        earned = contractor.turnover - contractor.cost * (1 + p.contractor_overhead)
        contractor.solvency = clip(contractor.solvency + earned / contractor.turnover, p.solvency_floor, p.solvency_cap)
    chance = 1 - math.exp(-failure_hazard(world, contractor))
    if world.uniform("contractor_failure", contractor.council, contractor.number) < chance:
        fail(world, contractor)


def failure_hazard(world: World, contractor: Contractor) -> float:
    """Eq. 83."""
    p = world.p
    strain = clip(1 - contractor.solvency / p.safe_solvency, 0, p.failure_strain_cap)
    return p.contractor_failure / 12 * (p.failure_sound + p.failure_strain * strain**2)


def fail(world: World, contractor: Contractor) -> None:
    """Eq. 84."""
    contractor.alive = False
    contractor.load = contractor.turnover = contractor.cost = 0.0
    for arrangement in contractor.council.arrangements:
        if arrangement.provider == CONTRACTOR and arrangement.provider_row is contractor:
            put_up_for_review(world, arrangement, arrangement.planning, PROVIDER_FAILED)


def enter(world: World, contractor: Contractor) -> None:
    """Eq. 85: what a contractor is like when it enters."""
    p = world.p
    u0, u1, u2, u3 = world.four("initial_contractor", contractor.council, contractor.number)
    contractor.alive = True
    contractor.efficiency = 2 * p.contractor_efficiency * u0
    contractor.quality = clip(p.contractor_quality_lowest + p.contractor_quality_spread * u1)
    contractor.aggressiveness = u2
    size = p.contractor_capacity_lowest + p.contractor_capacity_spread * u3
    contractor.capacity = p.contractor_capacity * size
    contractor.solvency = p.safe_solvency
    contractor.markup = p.contractor_margin
    contractor.age = 0
    contractor.load = contractor.turnover = contractor.cost = 0.0


def new_entrants(world: World) -> None:
    """Eq. 85: free places in the markets."""
    for contractor in world.contractors:
        if contractor.alive:
            continue
        if world.uniform("contractor_entry", contractor.council, contractor.number) < world.p.contractor_entry / 12:
            enter(world, contractor)
