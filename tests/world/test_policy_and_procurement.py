"""Policies, procurement, spread and selection: Eqs. 51 to 59, 88 and 61 to 62."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from simulation.agents.community_organisation.rules import offered
from simulation.agents.council import commissioning, learning, scoring, spin_outs
from simulation.agents.council.planning import plan
from simulation.history.building import links
from simulation.nation.events import begin_month
from simulation.world.codes import Cause, Lever, Provider, Who
from simulation.world.moves import contract_out, move, take_in_house
from simulation.world.tables import World
from tests.world.worlds import begin, small

ERROR = 0.001  # false alarms per test


def town(**settings: float) -> World:
    """One council in its first month, without a policy or experience."""
    world = begin(small({"councils": 1, **settings}))
    world.councils.policy = 0
    world.councils.experience = 0.0
    return world


# Policy before service --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "policy", "experience", "left"),
    [
        (1, 0, 0.0, 1.0),
        (1, 0, 90.0, 1.0),  # experience alone opens nothing
        (1, 1, 0.0, 0.6),
        (1, 1, 10.0, 0.3),
        (1, 1, 50.0, 0.1),
        (0, 0, 90.0, 0.6),  # services that need no policy, and do not learn
    ],
)
def test_what_is_left_of_the_hurdle(first, policy, experience, left):
    world = town(policy_first=first, policy_ease=0.4, experience_half=10)
    world.councils.policy = policy
    world.councils.experience = experience
    assert scoring.remaining(world.parameters[0], world.councils[0]) == pytest.approx(left)


def test_experience_counts_what_leaves_the_hands_of_professionals_and_fades():
    world = town(experience_fading=0.05)
    take_in_house(world, 0, Who.PROFESSIONALS, Cause.SERVICE_REVIEW, 0)
    for delivery, provider in (
        (Who.COMMUNITY, Provider.COMMUNITY_ORGANISATION),
        (Who.TOGETHER, Provider.PARTNERSHIP),
        (Who.PROFESSIONALS, Provider.IN_HOUSE),
    ):
        move(world, 0, Who.PROFESSIONALS, delivery, provider, 0, Cause.SERVICE_REVIEW, 0)
    assert world.councils.experience[0] == 1
    learning._consider_policy(world, world.councils[0], 0)
    assert world.councils.experience[0] == pytest.approx(0.95)


@pytest.mark.parametrize(("commitment", "pressure"), [(1.0, 0.0), (0.75, 0.0), (0.2, 0.5), (0.2, 0.0)])
def test_a_willing_or_pressed_leadership_takes_a_policy_at_the_stated_rate_and_pays_once(commitment, pressure):
    world = town(policy_rate=0.3, policy_pressure=2, champion_above=0.5, policy_cost=0.1)
    world.councils.commitment = commitment
    world.councils.pressure = pressure
    world.councils.balances = 0.0
    taken = 0
    for month in range(6000):
        world.councils.policy = 0
        learning._consider_policy(world, world.councils[0], month)
        taken += int(world.councils.policy[0])
    chance = 0.3 / 12 * (max(0.0, commitment - 0.5) / 0.5 + 2 * pressure)
    assert stats.binomtest(taken, 6000, chance).pvalue > ERROR / 4
    assert world.councils.balances[0] == pytest.approx(-0.1 * taken)


@pytest.mark.parametrize(("commitment", "dropped"), [(0.5, False), (0.0, True)])
def test_only_a_hostile_leadership_drops_it(commitment, dropped):
    world = town(dismantling_rate=4)
    world.councils.commitment = commitment
    world.councils.policy = 1
    for month in range(60):
        learning._consider_policy(world, world.councils[0], month)
        if world.councils.policy[0] == 0:
            break
    assert (world.councils.policy[0] == 0) == dropped


# Procurement --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("skill", "load", "open_route", "barrier"),
    [
        (0.8, 0.0, 0.0, 0.0),  # shows all that is asked, and carries the lot
        (0.4, 0.0, 0.0, 1.0),
        (0.0, 0.0, 0.0, 2.0),
        (0.8, 1.0, 0.0, 2.0),  # no room for the lot
        (0.4, 1.0, 0.0, 2.0),  # the worse of the two counts
        (0.0, 0.0, 0.75, 0.5),
        (0.0, 1.0, 1.0, 0.0),
    ],
)
def test_the_barrier_is_a_threshold(skill, load, open_route, barrier):
    world = town(procurement_barrier=2, bidder_shows=0.8, lot_size=1)
    organisation = world.organisations[0]
    organisation.professionalisation = skill
    organisation.load = load
    world.councils.levers[0, Lever.OPEN_PROCUREMENT] = open_route
    assert scoring.barrier(world, world.councils[0], organisation, 1e-6) == pytest.approx(barrier)


def test_larger_lots_keep_out_who_cannot_carry_them():
    costs = []
    for size in (1, 2, 4, 8):
        world = town(lot_size=size, bidder_shows=0.3)
        world.organisations.professionalisation = 1.0
        world.organisations.load = 0.2
        costs.append(scoring.barrier(world, world.councils[0], world.organisations[0], 0.02))
    assert costs == sorted(costs) and costs[0] < costs[-1]


def test_the_barrier_stands_before_delivering_together_until_it_has_begun():
    """Barriers change the score of a partnership that would begin, by the partner's share of the work, and no other."""
    gaps = {}
    for delivery in (Who.PROFESSIONALS, Who.TOGETHER):
        scores = []
        for barrier in (0.0, 4.0):
            world = town(procurement_barrier=barrier, partnership_work=0.4)
            world.organisations.alive = 1
            world.organisations.professionalisation = 0.0
            world.arrangements.delivery = delivery
            scores.append(scoring.score_together(world, world.councils[0], 0, 0, 0, 0.5, 1.0))
        gaps[delivery] = scores[0] - scores[1]
    assert gaps == {Who.PROFESSIONALS: pytest.approx(1.6), Who.TOGETHER: 0.0}


@pytest.mark.parametrize(("cause", "weight"), [(Cause.CONTRACT_ENDED, 0.5), (Cause.SERVICE_REVIEW, 1.0)])
def test_views_weigh_less_at_a_renewal(cause, weight):
    scores = []
    for stance in (0.0, 1.0):
        world = town(score_stance=stance, renewal_preference=0.5)
        world.councils.market = 0.0
        world.arrangements.review = cause
        scores.append(scoring.score_council(world, world.councils[0], 0, 0, 1.0))
    assert scores[1] - scores[0] == pytest.approx(weight * 0.5)


@pytest.mark.parametrize(("quality", "chance"), [(0.5, 1 / 12), (0.6, 0.0)])
def test_a_bad_contract_ends_early_at_the_stated_rate(quality, chance):
    """The standard is 0.7, bad is below 0.8 of it; nobody else is up for review, and PFI never is."""
    world = town(dismissal_rate=1, dismissal_below=0.8, review_rate=0.02, start_contracted=0.9)
    ended = tried = 0
    for month in range(60):
        begin_month(world, month)
        for a in range(len(world.arrangements)):
            contract_out(world, a, 0, 0, Provider.CONTRACTOR, 0, 1.0, 900, (0, 0.2), Cause.SERVICE_REVIEW, month)
        world.arrangements.quality = quality
        commissioning.commission(world, 0, month)
        ended += int((world.contracts.months_left[: len(world.arrangements)] != 899).sum())
        tried += len(world.arrangements)
    assert stats.binomtest(ended, tried, chance).pvalue > ERROR / 2


@pytest.mark.parametrize("open_route", [0.0, 0.5, 1.0])
def test_only_an_open_route_reserves_tenders(open_route):
    world = town(reserved=0.8)
    world.councils.levers[0, Lever.OPEN_PROCUREMENT] = open_route
    arrangement = world.arrangements[1]
    service = world.services[arrangement.service]
    found = sum(scoring.is_reserved(world, world.councils[0], arrangement, service, month) for month in range(2000))
    assert stats.binomtest(found, 2000, 0.8 * open_route * service.coproducibility).pvalue > ERROR / 3


@pytest.mark.parametrize("policy", [0, 1])
def test_staff_found_an_enterprise_under_a_policy_and_take_the_service_with_them(policy):
    world = town(spin_out_rate=2, spin_out_unaided=1)
    world.councils.policy = policy
    world.organisations.alive = 0
    for a in range(len(world.arrangements)):
        take_in_house(world, a, Who.PROFESSIONALS, Cause.SERVICE_REVIEW, 0)
    for month in range(60):
        spin_outs.spin_out(world, 0, month)
    founded = world.organisations.alive == 1
    held = world.arrangements.provider == Provider.SOCIAL_ENTERPRISE
    assert founded.sum() == held.sum() == world.councils.foundings[0] and founded.any() == bool(policy)
    assert world.organisations.enterprise[founded].all()
    first = world.arrangements[held]["service"]
    if policy:
        assert np.argmax(world.services.coproducibility) in first


# Spread -------------------------------------------------------------------------------------------------------------


def test_far_councils_have_the_same_place_in_other_regions():
    table = links(12, 1, 3, 2)  # four regions of three
    assert table[4].tolist() == [5, 3, 7, 10]
    assert table[10].tolist() == [11, 9, 1, 4]
    np.testing.assert_array_equal(links(12, 1, 3)[:, :2], table[:, :2])
    assert (links(8, 2, 8, 2)[:, 4:] == -1).all()  # one region has nobody far away


def test_a_proven_model_is_copied_whole():
    world = begin(
        small({"councils": 3, "region_size": 3, "neighbouring_councils": 1, "copied_whole": 1, "diffusion": 1})
    )
    world.councils.commitment = 1.0
    world.councils.targets = 0.0
    world.councils.published_levers[1] = 0.9, 1.0, 0.7, 0.6, 0.5
    world.councils.published_legal_form[1] = 1.0
    for month in range(200):
        learning._choose_levers(world, 0, month)
        if world.councils.legal_form[0]:
            break
    np.testing.assert_allclose(world.councils.targets[0], world.councils.published_levers[1])


def test_a_programme_drives_adoption_only_while_it_pays():
    adopted = []
    for money in (0.0, 1.0):
        world = town(adoption_paid=2, adoption_rate=0)
        world.councils.commitment = 0.45  # neither a champion nor hostile
        world.neighbourhoods.outside_capacity = money
        world.neighbourhoods.outside_months = 12
        for month in range(36):
            learning.learn(world, 0, month)
            if month == 11:
                then = world.councils.targets[0].copy()
        assert not world.neighbourhoods.outside_capacity.any()
        np.testing.assert_array_equal(world.councils.targets[0], then)
        adopted.append(then.sum())
    assert adopted[0] == 0 < adopted[1]


# Selection ----------------------------------------------------------------------------------------------------------


def test_the_framework_can_be_kept_for_capable_communities():
    for least in (0.0, 0.5):
        world = town(capable_first=least, planning_support=0.8, least_availability=0)
        plan(world, 0, 0)
        for neighbourhood in world.neighbourhoods:
            o = neighbourhood.organiser
            skill = world.organisations[o].capacity if o >= 0 else 0.0
            got = offered(world.councils[0], neighbourhood, Lever.PLANNING_SUPPORT)
            assert got == (0.8 if skill >= least else 0.0)
