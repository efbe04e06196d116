"""Spin-outs: staff found a social enterprise out of a service that was delivered in house."""

from __future__ import annotations

from simulation.agents.community_organisation.rules import free_place, offer, start
from simulation.agents.council.budget import take_on
from simulation.agents.social_enterprise.rules import make_enterprise
from simulation.engine import clock, draws
from simulation.engine.compilation import rule
from simulation.engine.draws import Purpose
from simulation.world.codes import Cause, Provider, Who
from simulation.world.moves import contract_out
from simulation.world.tables import NOBODY
from simulation.world.territory import arrangements_in


@rule
def spin_out(world, c, month):
    """Under a policy staff may found a social enterprise out of a service in house, more so where money helps them.

    It takes over the most co-producible service that is in house where they work, under contract.

    ODD eq. 62.
    """
    p = world.parameters[0]
    council = world.councils[c]
    if council.policy == 0:
        return
    u0, u1, _, _ = draws.four(world.key, Purpose.SPIN_OUT, month, council.id, 0)
    n = council.first_neighbourhood + int(u1 * council.neighbourhoods)
    if clock.in_a_tick(world.key, u0) >= p.spin_out_rate / 12.0 * (
        p.spin_out_unaided + world.neighbourhoods[n].outside_capacity
    ):
        return
    o = free_place(world, n)
    a = best_in_house(world, n)
    if o != NOBODY and a != NOBODY:
        start(world, o, month)
        organisation = world.organisations[o]
        organisation.enterprise = 1
        make_enterprise(p, organisation)
        offer(world, o, month)
        council.foundings += 1
        arrangement = world.arrangements[a]
        take_on(p, council, organisation, arrangement.volume)
        months = int(world.services[arrangement.service].contract_months)
        contract_out(
            world,
            a,
            arrangement.planning,
            Who.COMMUNITY,
            Provider.SOCIAL_ENTERPRISE,
            o,
            organisation.ask,
            months,
            (1, 0.0),
            Cause.PROVIDER_CONVERTED,
            month,
        )


@rule
def best_in_house(world, n):
    """Row of the arrangement of the most co-producible service in house here, of equals the first, or nobody."""
    best = NOBODY
    most = 0.0
    for a in arrangements_in(world, n):
        arrangement = world.arrangements[a]
        suits = world.services[arrangement.service].coproducibility
        if arrangement.provider == Provider.IN_HOUSE and suits > most:
            best = a
            most = suits
    return best
