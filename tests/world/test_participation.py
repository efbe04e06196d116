"""Being heard, and being put off: consultation, complaints, plans that compete and are insisted on, assemblies, trust.

Each mechanism by hand-computed numbers where it is one sum, and on against off where it works through the months.
"""

from __future__ import annotations

import numpy as np
import pytest

from simulation.agents.council import budget, planning
from simulation.places import voice
from simulation.scenarios import load
from simulation.world.codes import Lever, Provider, Who
from simulation.world.matrix import hearing, rung, telling
from simulation.world.tables import NOBODY, World
from tests.world.worlds import begin, months, small

NEVER = {"consultation": 0.0, "consultation_heeded": 0.0}
SHAM = {"consultation": 0.9, "consultation_heeded": 0.1}
HEARD = {"consultation": 0.9, "consultation_heeded": 0.8}


def later(settings: dict[str, float], years: int = 3, **keys) -> World:
    """The world after some years, always of the same seed."""
    *_, (_, world) = months(small(settings, years=years, **keys), seed=3)
    return world


# Arnstein's ladder --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("procedure", "consultation", "heeded", "governance", "expected"),
    [
        (0.0, 0.0, 0.0, 0.0, 1),  # nobody asks, nobody tells: manipulation
        (0.4, 0.0, 0.0, 0.0, 2),  # a procedure of sorts: therapy
        (0.0, 0.0, 0.0, 1.0, 3),  # all is published: informing
        (0.0, 1.0, 0.0, 0.0, 3),  # consulted and ignored: no more than informed
        (0.0, 0.9, 0.6, 0.0, 4),  # consulted and heard
        (0.6, 0.0, 0.0, 0.0, 4),  # a good procedure
        (0.6, 0.9, 0.8, 0.0, 5),  # both: placation
        (1.0, 1.0, 1.0, 1.0, 5),  # professionals who plan never give power away
    ],
)
def test_professional_planning_is_on_the_lower_rungs_unless_somebody_listens(
    procedure, consultation, heeded, governance, expected
):
    council = begin(small()).councils[0]
    council.complaints_procedure, council.consultation, council.consultation_heeded = procedure, consultation, heeded
    council.levers[Lever.GOVERNANCE] = governance
    told, heard = telling(council), hearing(council)
    for delivery in Who:
        assert rung(Who.PROFESSIONALS, delivery, told, heard, 1.0) == expected
    assert rung(Who.PROFESSIONALS, Who.PROFESSIONALS, 0.3 * told, 0.3 * heard, 1.0) <= 3  # on secret terms
    assert rung(Who.TOGETHER, Who.PROFESSIONALS, told, heard, 0.0) == 6


# Consultation and complaints ----------------------------------------------------------------------------------------


def test_consultation_that_is_heeded_is_worth_something_and_one_that_is_not_breeds_distrust():
    never, sham, heard = (later({**settings, "complaints_procedure": 0.2}) for settings in (NEVER, SHAM, HEARD))
    trust = [world.neighbourhoods.trust.mean() for world in (never, sham, heard)]
    assert trust[1] < trust[0] - 0.02 and trust[2] > trust[0] + 0.02
    complaints = [world.arrangements.complaints.sum() for world in (never, sham, heard)]
    assert complaints[2] < 0.8 * complaints[0] and complaints[1] == pytest.approx(complaints[0], rel=0.2)
    assert heard.arrangements.satisfaction.mean() > never.arrangements.satisfaction.mean()


def test_consultations_cost_what_is_declared_and_no_more():
    world = begin(small())
    before = budget.council_overheads(world, world.councils[0])
    world.councils.consultation = 1.0
    assert budget.council_overheads(world, world.councils[0]) - before == pytest.approx(
        world.parameters.consultation_cost[0]
    )


@pytest.mark.parametrize(("gravity", "one_grave", "many_small"), [(0.0, 0.6, 0.6), (2.0, 0.6 * 2.2, 0.6 * 1.2)])
def test_one_grave_failing_weighs_more_than_many_small_ones(gravity, one_grave, many_small):
    """Six services a little short of the threshold against one that is six times as short."""
    world = begin(small({"complaint_gravity": gravity, "satisfaction_rate": 0.02, "satisfaction_slope": 0.2}))
    p, table = world.parameters[0], world.arrangements
    table.satisfaction = 1.0
    table.planning, table.delivery = Who.PROFESSIONALS, Who.PROFESSIONALS
    table.complaints = 0.0
    goal = p.satisfaction_base + p.satisfaction_slope * (table.quality[0] - p.standard_quality)

    def before(shortfall: float) -> float:  # the satisfaction from which a month leads to this shortfall
        after = p.complaint_threshold * (1 - shortfall)
        return (after - p.satisfaction_rate * goal) / (1 - p.satisfaction_rate)

    table.satisfaction[0], table.satisfaction[1:7] = before(0.6), before(0.1)
    voice.judge(world, 0, 0)
    assert table.complaints[0] == pytest.approx(one_grave)
    assert table.complaints[1:7].sum() == pytest.approx(many_small)


# Plans that compete -------------------------------------------------------------------------------------------------


def _shared_out(claim: float, planned: tuple[int, ...]) -> np.ndarray:
    """Money for discretionary services of four neighbourhoods, by standard cost, where some plan all of theirs."""
    world = begin(small({"planned_claim": claim}))
    table = world.arrangements
    table.planning = np.where(np.isin(table.neighbourhood, planned), Who.COMMUNITY, Who.PROFESSIONALS)
    table.delivery, table.provider, table.contract = Who.PROFESSIONALS, Provider.IN_HOUSE, NOBODY
    table.unit_cost = 1.0
    budget.set_budget(world, 0, 0)
    share = np.array([budget.funding(world.councils[0], home, 0.0) for home in world.neighbourhoods])
    volume = table.volume.reshape(4, -1) @ (1 - world.services.statutory)
    return share * volume


def test_what_one_neighbourhood_gains_with_its_plans_the_others_lose():
    nobody, one, all_of_them = (_shared_out(0.3, planned) for planned in ((), (2,), (0, 1, 2, 3)))
    assert one.sum() == pytest.approx(nobody.sum())
    assert one[2] > nobody[2] and (np.delete(one, 2) < np.delete(nobody, 2)).all()
    assert all_of_them == pytest.approx(nobody)
    assert _shared_out(0.0, (2,)) == pytest.approx(nobody)


def _taken_up(insisting: int, age: int, patience: float = 24) -> bool:
    """Whether a plan of this age is taken up by the draw that would just take up a new one."""
    rates = {"plan_patience": patience, "invitation_rate": 4, "plan_fade": 0.1}
    world = begin(small({"insisting": insisting, "portfolios": 0} | rates))
    o = int(np.flatnonzero(world.organisations.alive)[0])
    home = world.organisations.neighbourhood[o]
    a = 10 * home
    table = world.arrangements
    table.planning[a], table.delivery[a], table.provider[a] = Who.COMMUNITY, Who.PROFESSIONALS, Provider.IN_HOUSE
    table.partner[a], table.age[a] = o, age
    world.organisations.trust[o] = 1.0
    world.councils.commitment, world.councils.officer_culture = 1.0, 1.0
    world.arrangement_chances[1, a] = 0.9 * 4 / 12  # of the certain welcome by a council that trusts and is trusted
    planning._answer_community_plan(world, a, 0)
    return bool(table.planning[a] == Who.TOGETHER)


@pytest.mark.parametrize(
    ("insisting", "age", "expected"), [(1, 0, True), (1, 24, False), (0, 24, True), (0, 600, True)]
)
def test_a_plan_that_is_insisted_on_gets_short_shrift(insisting, age, expected):
    assert _taken_up(insisting, age) == expected


# Assemblies ---------------------------------------------------------------------------------------------------------


def test_an_assembly_is_a_matter_of_its_neighbourhood():
    world = begin(small({"assemblies_effect": 0.5, "portfolios": 0}))
    council, arrangement = world.councils[0], world.arrangements[0]
    council.commitment = council.officer_culture = 0.2
    world.neighbourhoods.assemblies[1] = 0.5
    here, there = (planning.seat(world, council, world.neighbourhoods[n], arrangement) for n in (1, 2))
    assert here == pytest.approx(0.2 + 0.8 * 0.5 * 0.5) and there == pytest.approx(0.2)


def test_assemblies_of_some_wards_cost_their_part():
    costs = []
    for wards in ([0, 1, 2, 3], [0]):
        world = begin(small())
        world.neighbourhoods.assemblies[wards] = 1.0
        costs.append(budget.council_overheads(world, world.councils[0]))
        world.neighbourhoods.assemblies = 0.0
        costs[-1] -= budget.council_overheads(world, world.councils[0])
    assert costs == pytest.approx([world.parameters.assemblies_cost[0], world.parameters.assemblies_cost[0] / 4])


def test_the_event_reaches_the_neighbourhoods_that_it_names():
    events = [{"name": "wards", "kind": "local_assemblies", "month": 1, "value": 0.7, "neighbourhoods": 2}]
    *_, (_, world) = months(small(events=events, years=1))
    homes = world.neighbourhoods
    assert (homes.assemblies == np.where(homes.deprivation_rank < 2, 0.7, 0.0)).all()


# Trust --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("distrust", "trust", "expected"), [(1, 0.7, 1.0), (1, 0.1, 0.2), (1, 0.0, 0.0), (0, 0.0, 1.0)]
)
def test_residents_who_distrust_the_council_do_not_come(distrust, trust, expected):
    world = begin(small({"residents_distrust": distrust, "trust_needed": 0.5}))
    home = world.neighbourhoods[0]
    home.trust = trust
    assert planning.confidence(world.parameters[0], home) == pytest.approx(expected)


def test_distrust_turns_initiative_away_from_the_table():
    world = begin(small({"trust_needed": 0.5}))
    council, home = world.councils[0], world.neighbourhoods[0]
    home.organiser = next(o for o in range(len(world.organisations)) if world.organisations.alive[o])
    home.initiative, council.commitment = 0.5, 0.5
    home.trust = 0.5
    trusting = planning.opening(world, council, home, 1.0, 1.0, 0.6, 0.5)
    home.trust = 0.1
    distrusting = planning.opening(world, council, home, 1.0, 1.0, 0.6, 0.5)
    assert distrusting[:3] == pytest.approx([0.2 * chance for chance in trusting[:3]])
    assert distrusting[3] > trusting[3]


def test_trust_in_the_partnership_keeps_people_at_the_table_whatever_they_think_of_the_council():
    for relationship, stays in ((0.0, False), (1.0, True)):
        world = begin(small({"tedium_trusted": 1.0, "planning_tedium": 2.0}))
        o = next(o for o in range(len(world.organisations)) if world.organisations.alive[o])
        a = 10 * world.organisations.neighbourhood[o]
        table = world.arrangements
        table.planning[a], table.partner[a], table.relationship[a] = Who.TOGETHER, o, relationship
        table.satisfaction[a] = 1.0
        world.neighbourhoods.fatigue, world.neighbourhoods.trust = 1.0, 0.0
        world.arrangement_chances[1, a] = 0.1
        planning._keep_joint_planning(world, a, 0)
        assert (table.planning[a] == Who.TOGETHER) == stays


# The library --------------------------------------------------------------------------------------------------------


def test_the_scenarios_of_the_library_do_what_they_say():
    asked, heard = load("consultation").events
    assert asked.values["heeded"] < 0.2 < 0.7 < heard.values["heeded"] and asked.year < heard.year
    assert load("assemblies").events[0].kind == "local_assemblies"
