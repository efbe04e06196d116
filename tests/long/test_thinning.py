"""Draws that are settled by one comparison: no arrangement's chance exceeds the one that it is first held against."""

from __future__ import annotations

import math

from hypothesis import given

from simulation.agents.community_organisation.rules import own_means
from simulation.agents.council.planning import most_opening, opening, seat
from simulation.agents.council.portfolios import extreme_views, view
from simulation.agents.council.support import disowned, effective_support, most_withdrawal, withdrawal_hazard
from simulation.engine.maths import saturating
from simulation.scenarios import Scenario
from simulation.world.codes import Provider
from simulation.world.tables import NOBODY
from tests.world.strategies import scenarios
from tests.world.test_invariants import EXAMPLES, SEEDS
from tests.world.worlds import months

ROUNDING = 1e-12


@EXAMPLES
@given(scenarios(), SEEDS)
def test_no_arrangement_opens_its_planning_more_easily_than_the_bound(scenario: Scenario, seed: int) -> None:
    for month, world in months(scenario, last=3, seed=seed):
        p = world.parameters[0]
        bounds = [
            most_opening(world, council, neighbourhood, extreme_views(council)[1])
            for neighbourhood in world.neighbourhoods
            for council in (world.councils[neighbourhood.council],)
        ]
        for a, arrangement in enumerate(world.arrangements):
            council, neighbourhood = (
                world.councils[arrangement.council],
                world.neighbourhoods[arrangement.neighbourhood],
            )
            service = world.services[arrangement.service]
            suitable = p.planning_suitability + (1 - p.planning_suitability) * service.coproducibility
            suitable *= 1 - p.contract_closure if arrangement.provider == Provider.CONTRACTOR else 1
            grievance = saturating(arrangement.complaints, p.complaints_half)
            welcome, wish = seat(world, council, neighbourhood, arrangement), view(world, council, arrangement)
            chances = opening(world, council, neighbourhood, suitable, grievance, welcome, wish)
            assert sum(chances) <= bounds[arrangement.neighbourhood] + ROUNDING, f"month {month}, row {a}"


@EXAMPLES
@given(scenarios(), SEEDS)
def test_no_arrangement_is_more_likely_to_be_ended_than_the_bound(scenario: Scenario, seed: int) -> None:
    for month, world in months(scenario, last=3, seed=seed):
        p = world.parameters[0]
        for a, arrangement in enumerate(world.arrangements):
            council = world.councils[arrangement.council]
            hazard = withdrawal_hazard(
                p,
                council.pressure,
                effective_support(world, council, arrangement),
                arrangement.relationship,
                arrangement.quality,
                world.neighbourhoods[arrangement.neighbourhood].initiative,
                arrangement.embeddedness,
                1.0 if arrangement.contract != NOBODY else 0.0,
                disowned(p, council, arrangement),
                own_means(world, arrangement.partner),
            )
            chance = 1 - math.exp(-hazard)
            assert chance <= most_withdrawal(p, council) * (1 + ROUNDING), f"month {month}, row {a}"
