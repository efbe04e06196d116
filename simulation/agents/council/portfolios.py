"""Portfolio holders: who answers for a group of services, and what they think of co-production."""

from __future__ import annotations

from simulation.engine import draws
from simulation.engine.compilation import rule
from simulation.engine.draws import Purpose
from simulation.engine.maths import clip


@rule
def appoint(world, c, month):
    """A new leader's portfolio holders: some groups of services get none, the others one near the leader's view.

    ODD eq. 20.
    """
    p = world.parameters[0]
    council = world.councils[c]
    for portfolio in range(len(council.leanings)):
        council.vacant[portfolio] = 0
        council.leanings[portfolio] = 0.0
        if p.portfolios == 1:
            if draws.uniform(world.key, Purpose.PORTFOLIO_VACANT, month, council.id, portfolio) < p.portfolio_vacant:
                council.vacant[portfolio] = 1
            else:
                deviate = draws.normal(world.key, Purpose.PORTFOLIO_VIEW, month, council.id, portfolio)
                council.leanings[portfolio] = p.portfolio_spread * deviate


@rule
def view(world, council, arrangement):
    """Commitment to co-production of whoever answers for this arrangement's service, 0..1 (ODD eq. 20)."""
    return portfolio_view(council, int(world.services[arrangement.service].portfolio))


@rule
def portfolio_view(council, portfolio):
    """The view of the portfolio holder, or the officers' culture where there is none (ODD eq. 20)."""
    if council.vacant[portfolio] == 1:
        return council.officer_culture
    return clip(council.commitment + council.leanings[portfolio])


@rule
def extreme_views(council):
    """The lowest and the highest view that any arrangement of the council meets."""
    lowest = 1.0
    highest = 0.0
    for portfolio in range(len(council.leanings)):
        here = portfolio_view(council, portfolio)
        lowest = min(lowest, here)
        highest = max(highest, here)
    return lowest, highest
