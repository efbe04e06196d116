"""Private contractors: what they quote, how they live on it, when they fail."""

from __future__ import annotations

import math

from simulation.engine import draws
from simulation.engine.compilation import rule
from simulation.engine.draws import Purpose
from simulation.engine.maths import MIDDLE, clip
from simulation.world.codes import Cause, Provider
from simulation.world.moves import take_in_house
from simulation.world.territory import arrangements_of, contractors_of


@rule
def quote(world, k, month):
    """Phase 7 for one contractor: the margin in its quotes; one short of work under-bids, the aggressive more so.

    ODD eq. 49.
    """
    p = world.parameters[0]
    firm = world.contractors[k]
    idle = clip(1.0 - firm.load / firm.capacity)
    firm.markup = p.contractor_margin * (p.contractor_margin_busy - idle) - p.underbidding * firm.aggressiveness * idle


@rule
def own_cost(p, firm, service):
    """What a service costs the contractor, relative to the standard in-house cost; large scale suits it.

    ODD eq. 50.
    """
    return 1.0 - firm.efficiency - p.contractor_scale * service.scale


@rule
def price(p, firm, service):
    """What the contractor asks for a service, relative to the standard in-house cost (ODD eq. 50)."""
    return own_cost(p, firm, service) * (1.0 + firm.markup)


@rule
def trade(world, k, month):
    """Phase 9 for one contractor: margins build or eat its solvency; it can fail (ODD eq. 83)."""
    p = world.parameters[0]
    firm = world.contractors[k]
    firm.age += 1
    council = world.councils[firm.council]
    if firm.turnover > 0.0:
        # What it is paid against what the work costs it, overhead included.
        margin = (firm.turnover - firm.cost * (1.0 + p.contractor_overhead)) / firm.turnover
        firm.solvency = clip(firm.solvency + margin, p.solvency_floor, p.solvency_cap)
    hazard = failure_hazard(p, firm)
    u = draws.monthly(world.key, Purpose.CONTRACTOR_FAILURE, month, council.id, firm.number)
    # The chance is less than the hazard, which spares most of the exponentials.
    if u < hazard and u < 1.0 - math.exp(-hazard):
        fail(world, k, month)


@rule
def failure_hazard(p, firm):
    """Hazard of failing a month: 1-2 % a year in general (evidence §4), much more for one that has under-bid.

    ODD eq. 83.
    """
    strain = clip(1.0 - firm.solvency / p.safe_solvency, 0.0, p.failure_strain_cap)
    return p.contractor_failure / 12.0 * (p.failure_sound + p.failure_strain * strain * strain)


@rule
def fail(world, k, month):
    """The contractor fails, and the council must step in at once (ODD eq. 84)."""
    firm = world.contractors[k]
    firm.alive = 0
    firm.load = 0.0
    firm.turnover = 0.0
    firm.cost = 0.0
    council = world.councils[firm.council]
    for a in arrangements_of(world, council):
        arrangement = world.arrangements[a]
        if arrangement.provider == Provider.CONTRACTOR and arrangement.provider_row == k:
            take_in_house(world, a, arrangement.planning, Cause.PROVIDER_FAILED, month)
            arrangement.review = Cause.PROVIDER_FAILED


@rule
def new_entrants(world, c, month):
    """Phase 9 for the market of one council: free places are taken by new contractors now and then (ODD eq. 85)."""
    p = world.parameters[0]
    council = world.councils[c]
    for k in contractors_of(council):
        firm = world.contractors[k]
        if firm.alive == 0:
            if (
                draws.monthly(world.key, Purpose.CONTRACTOR_ENTRY, month, council.id, firm.number)
                < p.contractor_entry / 12.0
            ):
                enter(world, k, month)


@rule
def enter(world, k, month):
    """A contractor with traits drawn for this place and month (ODD eq. 85)."""
    p = world.parameters[0]
    firm = world.contractors[k]
    council = world.councils[firm.council]
    u0, u1, u2, u3 = draws.four(world.key, Purpose.INITIAL_CONTRACTOR, month, council.id, firm.number)
    firm.alive = 1
    firm.age = 0
    # A uniform draw over its middle has a mean of 1.
    firm.efficiency = p.contractor_efficiency * (u0 / MIDDLE)
    firm.quality = clip(p.contractor_quality_lowest + p.contractor_quality_spread * u1)
    firm.aggressiveness = u2
    firm.capacity = p.contractor_capacity * (p.contractor_capacity_lowest + p.contractor_capacity_spread * u3)
    firm.solvency = p.safe_solvency
    firm.load = 0.0
    firm.turnover = 0.0
    firm.cost = 0.0
    firm.markup = p.contractor_margin
