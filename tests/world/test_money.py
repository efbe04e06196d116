"""Money: the two signs of cuts, grants in lumps, what lost contracts cost, own means, what a PFI contract covers."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulation.agents.community_organisation import rules
from simulation.agents.council import learning, planning, private_finance, scoring
from simulation.agents.council.support import withdrawal_hazard
from simulation.nation.events import befall_nation
from simulation.world.codes import Lever, Provider
from simulation.world.event_kinds import EVENT, Kind
from simulation.world.parameters import PARAMETERS
from simulation.world.services import SERVICE_NUMBER
from simulation.world.tables import NOBODY, World
from tests.world.worlds import begin, small

MONTH = 7


def town(**settings: float) -> World:
    """A small town at the start, half of whose discretionary money is gone."""
    world = begin(small(settings))
    world.councils.pressure = 0.5
    world.councils.funding_discretionary = 0.5
    return world


def alone(**settings: float) -> tuple[World, np.record]:
    """A town, and one of its organisations, without work or debt."""
    world = town(**settings)
    organisation = world.organisations[np.flatnonzero(world.organisations.alive)[0]]
    organisation.reserves, organisation.contract_income, organisation.staff = 6.0, 0.0, 0.0
    return world, organisation


# Cuts invite ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("invite", "factor"), [(1, 1 + 3 * 0.5), (0, 1)])
def test_pressure_makes_councils_invite_and_changes_no_other_way_in(invite, factor):
    chances = {}
    for pressure in (0.0, 0.5):
        world = town(cuts_invite=invite, invitation_pressure=3)
        world.councils.pressure = pressure
        world.neighbourhoods.organiser[0] = np.flatnonzero(world.organisations.alive)[0]
        chances[pressure] = planning.opening(world, world.councils[0], world.neighbourhoods[0], 1.0, 0.5, 0.5, 0.6)
    (heard, asked, invited, refused), before = chances[0.5], chances[0.0]
    assert invited == pytest.approx(factor * before[2]) and invited > 0
    assert (heard, asked, refused) == (before[0], before[1], before[3])


def test_pressure_hands_services_over_where_cuts_invite():
    for invite, worth in ((1, 0.5 * 2), (0, 0)):
        world = town(cuts_invite=invite, handing_over=2)
        assert scoring.handing_over(world.parameters[0], world.councils[0]) == worth


# Cuts take --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("take", "funding", "taken"), [(1, 0.5, 0.5), (1, 1.2, 0.0), (1, 0.0, 1.0), (0, 0.5, 0.0)])
def test_cuts_take_what_funding_lacks(take, funding, taken):
    world = town(cuts_take=take)
    world.councils.funding_discretionary = funding
    assert rules.taken_away(world.parameters[0], world.councils[0]) == taken


def test_cuts_take_posts_and_leave_the_rest_of_a_framework():
    world = town(lever_rate=0.5)
    council = world.councils[0]
    council.targets[:] = 1.0
    for _ in range(60):
        learning.move_levers(world.parameters[0], council, MONTH)
    posts = (Lever.PLANNING_SUPPORT, Lever.CAPACITY_BUILDING)
    assert council.levers == pytest.approx([0.5 if lever in posts else 1.0 for lever in Lever])


def test_cuts_take_nothing_from_posts_that_an_event_holds():
    world = town(lever_rate=0.5, cuts_take=1)
    council = world.councils[0]
    council.targets[:] = council.levers[:] = 0.8
    council.held_until[Lever.PLANNING_SUPPORT] = MONTH + 1
    learning.move_levers(world.parameters[0], council, MONTH)
    assert council.levers[Lever.PLANNING_SUPPORT] == 0.8 > council.levers[Lever.CAPACITY_BUILDING]
    learning.move_levers(world.parameters[0], council, MONTH + 1)
    assert council.levers[Lever.PLANNING_SUPPORT] < 0.8


@pytest.mark.parametrize(
    ("nation", "take", "share"), [(1.0, 0, 1.0), (0.6, 0, 0.6), (1.0, 1, 0.85), (0.6, 1, 0.6 * 0.85)]
)
def test_volunteers_follow_venues_and_the_nation(nation, take, share):
    settings = {"volunteer_rate": 0.2, "volunteers_venues": 0.3, "cuts_take": take}
    world, organisation = alone(**settings)
    event = np.zeros(1, EVENT).view(np.recarray)[0]
    event.kind, event.value = Kind.VOLUNTEERING, nation
    befall_nation(world, event)
    council, home = world.councils[0], world.neighbourhoods[organisation.neighbourhood]
    organisation.load = 0.0
    for _ in range(200):
        rules._look_after_people(world, council, home, organisation, 0.0)
    p = world.parameters[0]
    usual = p.volunteers_base + p.volunteers_civic * home.civic_capacity + p.volunteers_roots * organisation.roots
    assert organisation.volunteers == pytest.approx(share * min(usual, 1.0))


# Grants -----------------------------------------------------------------------------------------------------------


def granted(commitment: float = 0.5, support: float = 0.0, **settings: float) -> float:
    """Share of organisations whose grant is renewed, of many months."""
    world, organisation = alone(**settings)
    council, won = world.councils[0], 0
    council.commitment = commitment
    for month in range(600):
        organisation.grant_months = 1
        rules._renew_grant(world, council, organisation, support, month)
        assert abs(organisation.grant_months) == 24
        won += organisation.grant_months > 0
    return won / 600


def test_grants_follow_money_support_and_the_leader():
    """A false alarm in ten thousand: four standard deviations of 600 draws are 8 points at most."""
    usual = {"grant_months": 24, "grant_chance": 0.8, "grant_stance": 1}
    assert granted(cuts_take=0, **usual) == pytest.approx(0.8, abs=0.08)
    assert granted(cuts_take=1, **usual) == pytest.approx(0.4, abs=0.08)
    assert granted(0.1, cuts_take=0, **usual) == pytest.approx(0.4, abs=0.08)
    assert granted(0.1, support=1.0, cuts_take=0, grant_support=0.5, **usual) == pytest.approx(0.9, abs=0.08)


def test_a_grant_and_a_time_without_one_run_down_before_anything_is_decided():
    world, organisation = alone(grant_months=24, grant_chance=1, grant_stance=0, cuts_take=0)
    for left, then in ((5, 4), (-5, -4), (1, 24), (-1, 24)):
        organisation.grant_months = left
        rules._renew_grant(world, world.councils[0], organisation, 0.0, MONTH)
        assert organisation.grant_months == then


def test_reserves_with_a_grant_and_without():
    for months, change in ((3, 0.5 * (0.4 + 0.6 * 1.5 - 1)), (-3, 0.5 * (0.4 - 1))):
        world, organisation = alone(cost_stickiness=0.5, grant_cover=1.5)
        organisation.grant_months, organisation.independence = months, 0.4
        rules._earn(world.parameters[0], world.councils[0], organisation)
        assert organisation.reserves == pytest.approx(6 + change)


# Contracts that are lost, and won too cheaply -----------------------------------------------------------------------


def test_a_lost_contract_goes_on_costing_until_its_staff_has_gone():
    settings = {"staff_rate": 0.25, "cost_stickiness": 0.05, "reserves_floor": -24}
    lost, reserves = 0.01, []
    for share in (0.4, 0.0):
        world, organisation = alone(staff_cost=share, **settings)
        organisation.staff, organisation.grant_months = lost, 24
        cost = rules.running_cost(world.parameters[0], organisation)
        for _ in range(60):
            rules._earn(world.parameters[0], world.councils[0], organisation)
        reserves.append(organisation.reserves)
    months = lost * world.councils[0].neighbourhoods / cost
    assert reserves[1] - reserves[0] == pytest.approx(0.4 * months * 0.75 / 0.25, rel=1e-6)  # a geometric series


def test_whoever_has_no_reserves_asks_less_and_loses_by_it():
    world, organisation = alone(underpricing=0.2, contract_margin=0.04, staff_cost=0, cost_stickiness=1)
    p, council = world.parameters[0], world.councils[0]
    asks, change = [], []
    for reserves in (6.0, 0.0):
        earned = []
        for income in (0.0, 0.001):
            organisation.reserves, organisation.contract_income = reserves, income
            organisation.independence, organisation.grant_months = 0.5, 24
            rules.offer(world, int(np.flatnonzero(world.organisations.alive)[0]), MONTH)
            rules._earn(p, council, organisation)
            earned.append(organisation.reserves)
        asks.append(organisation.ask)
        change.append(earned[1] - earned[0])
    work = 0.001 * council.neighbourhoods / rules.running_cost(p, organisation)
    assert asks[1] == pytest.approx(0.8 * asks[0])
    assert change == pytest.approx([0.04 * work, (1 - 0.96 / 0.8) * work])


# Own means ----------------------------------------------------------------------------------------------------------


def test_own_income_and_assets_add_up_to_own_means():
    world, organisation = alone()
    row = int(np.flatnonzero(world.organisations.alive)[0])
    for independence, assets, own in ((0, 0, 0), (0.4, 0, 0.4), (0, 0.4, 0.4), (0.5, 0.5, 0.75), (0.3, 1, 1)):
        organisation.independence, organisation.assets = independence, assets
        assert rules.own_means(world, row) == pytest.approx(own)
    assert rules.own_means(world, NOBODY) == 0


@pytest.mark.parametrize(("protect", "ratio"), [(1, math.exp(-2 * 0.5)), (0, 1)])
def test_own_means_protect_what_is_shared(protect, ratio):
    (p,) = PARAMETERS.record({"own_means_protect": protect, "withdrawal_own": 2})
    usual = (p, 0.2, 0.5, 0.5, 0.7, 0.2, 0.1, 0.0, 0.0)
    assert withdrawal_hazard(*usual, 1.0) / withdrawal_hazard(*usual, 0.5) == pytest.approx(ratio)


# PFI ----------------------------------------------------------------------------------------------------------------


def covered(service: str, month: int, **settings: float) -> np.ndarray:
    """Which wards a contract signed in that month covers."""
    world = begin(small({"neighbourhoods": 40, **settings}))
    private_finance.sign_pfi(world, 0, SERVICE_NUMBER[service], month, 20.0, 0.5)
    of_service = world.arrangements.service == SERVICE_NUMBER[service]
    assert (world.arrangements.provider[~of_service] != Provider.PFI).all()
    return world.arrangements.provider[of_service] == Provider.PFI


def test_a_contract_covers_a_network_and_some_of_the_buildings():
    assert covered("roads", 0).all()
    assert covered("libraries", 0, pfi_wards=1).all()
    shares = [covered("libraries", month, pfi_wards=0.3).mean() for month in range(12)]
    assert len(set(shares)) > 1
    assert np.mean(shares) == pytest.approx(0.3, abs=4 * math.sqrt(0.21 / 480))


def test_no_contract_covers_nothing():
    assert all(covered("schools_estate", month, pfi_wards=0.05, neighbourhoods=2).any() for month in range(12))


def test_buying_a_contract_out_costs_what_it_covers():
    spent = []
    for wards in (0.3, 1):
        world = begin(small({"pfi_wards": wards, "pfi_early_exit": 0.02, "neighbourhoods": 20}))
        s = SERVICE_NUMBER["libraries"]
        private_finance.sign_pfi(world, 0, s, 0, 20.0, 0.5)
        under = world.arrangements.provider == Provider.PFI
        contract = world.contracts[len(world.arrangements) + s]
        month, before = 0, world.councils[0].balances
        while contract.months_left > 0:
            month += 1
            left = contract.months_left - 1
            private_finance._run_pfi(world, 0, s, month)
        owed = contract.price * left * world.arrangements.volume[under].sum()
        assert before - world.councils[0].balances == pytest.approx(world.parameters[0].pfi_exit_cost * owed)
        spent.append(owed)
    assert spent[0] < spent[1] if left else True
