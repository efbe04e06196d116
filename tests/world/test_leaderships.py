"""Whose arrangement it is, and portfolio holders with views of their own (Eqs. 18, 41 and 20)."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from simulation.agents.council.politics import give_seats, new_leader, take_seats
from simulation.agents.council.portfolios import extreme_views, portfolio_view, view
from simulation.agents.council.support import disowned, effective_support, review_support, withdrawal_hazard
from simulation.engine import draws
from simulation.world.codes import Cause, Portfolio, Who
from simulation.world.event_kinds import NO_PARTY
from simulation.world.moves import replan
from simulation.world.parameters import PARAMETERS
from simulation.world.services import SERVICES
from simulation.world.tables import World
from tests.world.worlds import begin, differences, everything, months, small

ERROR = 0.001  # false alarms per test
A, B, C, LOCAL = range(4)


def let_lead(world: World, party: int, month: int = 0) -> None:
    """A clear majority of the seats, and what follows from it."""
    give_seats(world.councils[0], party)
    take_seats(world, 0, month, math.nan, math.nan)
    assert world.councils.leader_party[0] == world.councils.control[0] == party


def begun(world: World, a: int = 0) -> int:
    return int(world.arrangements.begun_by[a])


def council_of_a(**settings: float) -> World:
    """A council where A leads and nothing is co-produced."""
    world = begin(small({"start_joint": 0, **settings}))
    let_lead(world, A)
    assert (world.arrangements.begun_by == NO_PARTY).all()
    return world


# Whose arrangement -------------------------------------------------------------------------------------------------


def test_a_move_into_coproduction_belongs_to_the_party_in_the_lead():
    world = council_of_a()
    replan(world, 0, Who.TOGETHER, Cause.COMPLAINTS, 1)
    assert begun(world) == A
    let_lead(world, B)
    replan(world, 1, Who.TOGETHER, Cause.COMPLAINTS, 2)
    assert begun(world, 1) == B
    replan(world, 1, Who.PROFESSIONALS, Cause.FATIGUE, 3)
    assert begun(world, 1) == NO_PARTY


def test_the_next_party_disowns_it_and_the_one_after_that_finds_it_the_places_own():
    world = council_of_a()
    replan(world, 0, Who.TOGETHER, Cause.COMPLAINTS, 1)
    p, council = world.parameters[0], world.councils[0]
    seen = []
    for party in (A, B, C, A):
        let_lead(world, party)
        seen.append(disowned(p, council, world.arrangements[0]))
    assert seen == [0, 1, 0, 0]
    assert begun(world) == NO_PARTY


def test_another_leader_of_the_same_party_disowns_nothing():
    world = council_of_a()
    replan(world, 0, Who.TOGETHER, Cause.COMPLAINTS, 1)
    for month in range(1, 6):
        new_leader(world, 0, month, math.nan, math.nan)
    assert begun(world) == A
    assert disowned(world.parameters[0], world.councils[0], world.arrangements[0]) == 0


def test_the_switch_lets_nobody_disown():
    world = council_of_a(disowning=0)
    replan(world, 0, Who.TOGETHER, Cause.COMPLAINTS, 1)
    let_lead(world, B)
    assert begun(world) == A
    assert disowned(world.parameters[0], world.councils[0], world.arrangements[0]) == 0


def test_what_is_disowned_is_ended_about_twice_as_often():
    p = begin(small()).parameters[0]
    own, foreign = (withdrawal_hazard(p, 0.1, 0.6, 0.5, 0.6, 0.2, 0.3, 0.0, by, 0.4) for by in (0.0, 1.0))
    assert foreign / own == pytest.approx(math.exp(PARAMETERS["withdrawal_disowned"].default))
    assert 1.9 < foreign / own < 2.1


def ended(begun_by: int) -> np.ndarray:
    """Which of all arrangements, planned together, end within a hundred months of the same chance under party B."""
    world = begin(small({"start_joint": 0, "portfolios": 0}))
    let_lead(world, B)
    world.councils.commitment = 0.5
    world.arrangements.embeddedness = 0.5
    gone = np.zeros(len(world.arrangements), bool)
    for month in range(100):
        world.arrangements.planning = Who.TOGETHER
        world.arrangements.begun_by = begun_by
        draws.fill(world.arrangement_chances, world.key, draws.Purpose.JOINT_PLANNING, month, 0, 0, len(gone))
        review_support(world, 0, month)
        gone |= world.arrangements.planning == Who.PROFESSIONALS
    return gone


def test_with_the_same_chance_what_ends_where_it_is_owned_ends_where_it_is_disowned_too():
    owned, foreign = ended(B), ended(A)
    assert (foreign >= owned).all()
    assert foreign.sum() > owned.sum()


# Portfolio holders -------------------------------------------------------------------------------------------------


def appointed(leaders: int = 2000, **settings: float) -> tuple[np.ndarray, np.ndarray]:
    """Leanings and vacancies of so many new leaders, one a month."""
    world = begin(small(settings))
    leanings, vacant = [], []
    for month in range(leaders):
        new_leader(world, 0, month, 0.5, 0.5)
        leanings.append(world.councils.leanings[0].copy())
        vacant.append(world.councils.vacant[0].copy())
    return np.array(leanings), np.array(vacant)


def test_views_scatter_around_the_leaders_and_some_portfolios_are_vacant():
    leanings, vacant = appointed()
    held = leanings[vacant == 0] / PARAMETERS["portfolio_spread"].default
    assert stats.kstest(held, "norm").pvalue > ERROR
    assert stats.binomtest(int(vacant.sum()), vacant.size, PARAMETERS["portfolio_vacant"].default).pvalue > ERROR
    assert (leanings[vacant == 1] == 0).all()
    both = (vacant[:, 0] == 0) & (vacant[:, 1] == 0)
    assert stats.pearsonr(leanings[both, 0], leanings[both, 1]).pvalue > ERROR  # each for itself


def test_without_portfolios_every_view_is_the_leaders_to_the_bit():
    leanings, vacant = appointed(50, portfolios=0)
    assert not leanings.any() and not vacant.any()
    world = begin(small({"portfolios": 0}))
    council = world.councils[0]
    for arrangement in world.arrangements:
        assert view(world, council, arrangement) == council.commitment
    assert extreme_views(council) == (council.commitment, council.commitment)


def test_the_portfolio_holder_decides_where_there_is_one_and_else_the_officers():
    world = begin(small())
    council = world.councils[0]
    council.commitment, council.officer_culture = 0.4, 0.7
    council.leanings[:] = 0.2, -0.1, -0.9, 0.0
    council.vacant[:] = 0, 0, 0, 1
    assert [portfolio_view(council, k) for k in Portfolio] == pytest.approx([0.6, 0.3, 0.0, 0.7])
    assert extreme_views(council) == pytest.approx((0.0, 0.7))
    for a, service in enumerate(SERVICES):
        arrangement = world.arrangements[a]
        arrangement.embeddedness = 0.5
        wish = portfolio_view(council, service.portfolio)
        assert view(world, council, arrangement) == wish
        assert effective_support(world, council, arrangement) == pytest.approx(wish + 0.5 * max(0, 0.7 - wish))


def test_every_portfolio_has_services_and_is_known_by_its_number():
    assert {service.portfolio for service in SERVICES} == set(Portfolio)
    world = begin(small())
    assert world.services.portfolio.tolist() == [int(service.portfolio) for service in SERVICES]


@pytest.mark.parametrize(("spread", "vacant"), [(0.05, 0.0), (0.3, 0.5)])
def test_an_event_states_the_leaders_view_and_the_others_scatter(spread, vacant):
    change = {"name": "new", "kind": "leadership_change", "month": 3, "commitment": 0.9}
    *_, (_, world) = months(small({"portfolio_spread": spread, "portfolio_vacant": vacant}, events=[change]), last=4)
    council = world.councils[0]
    assert council.commitment == 0.9
    held = council.vacant == 0
    assert (council.leanings[held] != 0).all()
    assert vacant or held.all()


def test_portfolios_change_nothing_but_through_views():
    """With neither scatter nor vacancy the switch makes no difference."""
    alone = {"portfolio_spread": 0.05, "portfolio_vacant": 0.0}
    worlds = []
    for on in (0, 1):
        world = begin(everything(settings=alone | {"portfolios": on}))
        world.councils.leanings = 0.0
        worlds.append(world)
    assert not differences(*worlds, ignoring=("parameters",))
