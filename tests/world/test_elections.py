"""Elections as they are held: whole seats, thirds, kinds that vote together, seats between elections, hung councils."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulation.agents.council.politics import count_seats, elect, lean_as_recorded, share_of_vote, sway, take_seats
from simulation.nation.events import change_party
from simulation.nation.politics import goal_of_mood
from simulation.nation.votes import votes_alone
from simulation.world.codes import CouncilKind
from simulation.world.event_kinds import NO_PARTY, PARTIES
from simulation.world.tables import CLASSES, World
from tests.world.worlds import begin, small

TINY = {"neighbourhoods": 2, "organisations": 1, "enterprises": 0, "contractors": 1}
PARTY = range(len(PARTIES))


def nation(settings=None, councils=(), **keys) -> World:
    many = {"councils": keys.pop("size", 1)}
    return begin(small(TINY | many | (settings or {}), councils=list(councils), **keys), seed=3)


def vote_by(world: World, shares) -> None:
    """Leans from which the shares follow."""
    world.national.mood[:] = world.councils.mood[:] = 0.0
    world.councils.lean[:] = np.log(shares) / world.parameters[0].vote_sharpness
    world.councils.approval[:] = 1.0


@pytest.mark.parametrize(
    ("seats", "shares", "won"),
    [
        (10, (0.5, 0.3, 0.15, 0.05), (5, 3, 2, 0)),
        (7, (0.5, 0.3, 0.1, 0.1), (3, 2, 1, 1)),  # 3.5, 2.1, 0.7, 0.7: the two with 0.7 go first
        (1, (0.4, 0.3, 0.2, 0.1), (1, 0, 0, 0)),
    ],
)
def test_seats_follow_from_votes_by_largest_remainders(seats, shares, won):
    world = nation(councils=[{"name": "here", "kind": "london", "seats": seats}])
    vote_by(world, (*shares[:2], shares[2] + 1e-9, shares[3]))
    elect(world, 0, 0)
    assert tuple(world.councils.seats[0]) == won


def test_a_third_is_renewed_and_the_rest_stays():
    world = nation({"seat_changes": 0}, [{"name": "here", "kind": "metropolitan", "seats": {"A": 60}}], start="2001-05")
    vote_by(world, (0.01, 0.97, 0.01, 0.01))
    world.councils.replayed[:] = 0
    held = []
    for year in range(5):  # 2001 is the year off; then a third each of three years in a row
        votes_alone(world, 12 * year, 12 * year + 12)
        held.append(int(world.councils.seats[0, 0]))
        assert world.councils.classes[0].reshape(CLASSES, -1).sum(axis=1).tolist() == [20, 20, 20]
    assert held[0] == 60 and held[1] < 45 and held[2] < 30 and held[3] == held[4] < 10


def test_councils_of_a_kind_vote_in_the_same_years():
    world = nation({"seat_changes": 0, "local_mood_noise": 0.6, "thirds_share": 0}, size=60, start="2000-05")
    moved = {kind: set() for kind in CouncilKind}
    for month in range(120):
        before = world.councils.seats.copy()
        votes_alone(world, month, month + 1)
        for kind in world.councils.kind[(world.councils.seats != before).any(axis=1)]:
            moved[CouncilKind(kind)].add(2000 + month // 12)
            assert month % 12 == 0
    assert moved == {
        CouncilKind.DISTRICT: {2003, 2007},
        CouncilKind.METROPOLITAN: {2000, 2002, 2003, 2004, 2006, 2007, 2008},
        CouncilKind.COUNTY: {2001, 2005, 2009},
        CouncilKind.LONDON: {2002, 2006},
        CouncilKind.SCOTLAND_WALES: {2002, 2007},
    }


def test_a_world_without_a_calendar_begins_somewhere_in_the_cycle_with_all_its_councils():
    years = {int(begin(small(TINY), replicate=number).national.year[0]) for number in range(40)}
    assert years <= set(range(20)) and len(years) > 10


def test_seats_change_hands_between_elections():
    kinds = [{"name": f"c{number}", "kind": "county", "seats": 60} for number in range(20)]
    world = nation({"seat_changes": 0.02}, kinds, start="2001-05")
    changes = 0
    for month in range(1, 48):
        before = world.councils.seats.copy()
        votes_alone(world, month, month + 1)
        changes += np.abs(world.councils.seats - before).sum() // 2
    expected = 20 * 60 * 0.02 * 47 / 12
    assert abs(changes - expected) < 4 * math.sqrt(expected)
    assert (world.councils.seats.sum(axis=1) == 60).all() and (world.councils.seats >= 0).all()


def test_what_governing_costs_goes_to_all_others_alike():
    world = nation(start="2001-05")
    p, national = world.parameters[0], world.national[0]
    goals = [goal_of_mood(p, national, party) for party in PARTY]
    assert goals[0] < 0 and goals[1:] == [0.0, 0.0, 0.0]
    before = [share_of_vote(world, 0, party) for party in PARTY]
    national.mood[0] -= 0.5
    after = [share_of_vote(world, 0, party) for party in PARTY]
    assert after[0] < before[0]
    assert [after[party] / before[party] for party in (1, 2)] == pytest.approx([after[3] / before[3]] * 2)


def test_leans_and_moods_explain_the_seats_on_record():
    seats = {"A": 5, "B": 40, "C": 14, "local": 0}
    world = nation(councils=[{"name": "here", "seats": seats}])
    world.councils.approval[:] = 1.0
    lean_as_recorded(world, 0)
    shares = [share_of_vote(world, 0, party) for party in PARTY]
    assert shares == pytest.approx([(seats[party] + 0.5) / (59 + 2) for party in PARTIES])


def test_places_recorded_in_different_colours_stay_different():
    each = [{"name": f"{party} {number}", "kind": "district", "party": party} for party in "AB" for number in range(40)]
    world = nation(councils=each, start="1997-05")
    votes_alone(world, -12, 0)
    assert world.councils.control.tolist() == [0] * 40 + [1] * 40, "what is stated holds until the start"
    votes_alone(world, 0, 240)
    held = world.councils.seats / world.councils.members[:, None]
    assert held[:40, 0].mean() > held[40:, 0].mean() + 0.15
    assert held[40:, 1].mean() > held[:40, 1].mean() + 0.15


@pytest.mark.parametrize(("switch", "others", "leading"), [(1, 1, 2), (1, 0, 0), (0, 1, 0)])
def test_without_a_majority_others_can_join(switch, others, leading):
    settings = {"hung_councils": switch, "coalition_of_others": 0.6 * others, "hung_restraint": 0.2}
    led = set()
    for seed in range(30):
        world = begin(small(TINY | settings, councils=[{"name": "x", "seats": {"A": 40, "C": 20}}]), seed=seed)
        council = world.councils[0]
        assert council.leader_party == council.control == 0 and sway(world.parameters[0], council) == 1.0
        council.seats[:] = 24, 10, 20, 6
        take_seats(world, 0, 5, math.nan, math.nan)
        assert council.control == NO_PARTY and council.largest == 0
        assert sway(world.parameters[0], council) == 1.0 - 0.2 * switch
        led.add(int(council.leader_party))
    assert led == {0, leading}


def test_an_administration_goes_on_while_nothing_is_decided_anew():
    world = nation({"coalition_of_others": 0.6}, [{"name": "x", "seats": {"A": 24, "B": 10, "C": 20, "local": 6}}])
    council = world.councils[0]
    council.leader_party = 2
    council.seats[:] = 22, 12, 20, 6
    take_seats(world, 0, 5, math.nan, math.nan)
    assert council.leader_party == 2
    council.seats[:] = 32, 2, 20, 6
    take_seats(world, 0, 6, math.nan, math.nan)
    assert council.leader_party == council.control == 0


@pytest.mark.parametrize("seats", [(24, 10, 20, 6), (40, 10, 8, 2), (20, 20, 20, 0)])
@pytest.mark.parametrize("leading", [0, 2])
def test_another_party_takes_over_whoever_has_most_seats(seats, leading):
    world = nation(councils=[{"name": "x", "seats": dict(zip(PARTIES, seats, strict=True))}])
    council = world.councils[0]
    if council.control != NO_PARTY and leading != council.control:
        return
    council.leader_party = leading
    change_party(world, 0, 3, 0.1, 0.1)
    assert council.leader_party != leading and council.commitment == 0.1
    assert council.control in (NO_PARTY, council.leader_party)
    assert not count_seats(council)
