"""Events that say how long: a leader who stays, levers that are held, and the dose that was delivered."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation import ensemble
from simulation.agents.council.politics import REPLAYED, hold_elections
from simulation.nation.events import befall
from simulation.results.summary import summarise
from simulation.scenarios import Scenario
from simulation.world.codes import LEVERS, Lever
from simulation.world.errors import ScenarioError
from simulation.world.event_kinds import EVENT, Kind
from simulation.world.measures import COLUMN
from tests.world.worlds import begin, months, small

# Leaders go as often, and seats move as much, as they may; the largest party leads, with a majority or without.
TINY = {"neighbourhoods": 2, "organisations": 1, "enterprises": 0, "contractors": 1}
RESTLESS = TINY | {"leader_exit": 0.2, "lean_spread": 1.2, "local_mood_noise": 0.6}
RESTLESS |= {"thirds_share": 1, "hung_councils": 0}
SEEDS = range(4)


def event(kind: str, month: int | None = None, **fields: Any) -> dict[str, Any]:
    when = {} if month is None else {"month": month}
    return {"name": f"{kind}-{month}-{len(fields)}", "kind": kind} | when | fields


def path(events: list[dict[str, Any]], seed: int, **settings: float) -> list[Any]:
    """The council at the end of each month from 0 on, over twelve years."""
    scenario = small(RESTLESS | settings, years=12, events=events)
    return [world.councils[0].copy() for month, world in months(scenario, seed=seed) if month >= 0]


def has_most_seats(council: Any) -> bool:
    """Whether no party has more seats than the one that leads."""
    return bool(council.seats[council.leader_party] == council.seats.max())


# Leaders -----------------------------------------------------------------------------------------------------------


def test_neither_vote_nor_exit_nor_chance_replaces_a_leader_who_stays():
    shaken = [event("champion_leaves", per_year=4), event("leadership_change", per_year=3, commitment=0.9)]
    moved = 0
    for seed in SEEDS:
        stays = path([event("leadership_change", 2, commitment=0.11, lasts=8), *shaken], seed)
        inside = stays[2 : 2 + 96]
        assert {council.commitment for council in inside} == {0.11}
        assert len({council.leader_party for council in inside}) == 1
        moved += sum(not has_most_seats(council) for council in inside)
        after = stays[98:]
        assert len({council.commitment for council in after}) > 1
        assert all(has_most_seats(council) for council in after)
    assert moved > 0, "seats move meanwhile"


def test_in_its_last_month_the_seats_decide_again():
    for seed in SEEDS:
        stays = path([event("leadership_change", 2, commitment=0.11, lasts=5.5)], seed, leader_exit=0.05)
        before, after = stays[67], stays[68]
        assert before.commitment == 0.11
        assert has_most_seats(after)
        if not has_most_seats(before):
            assert after.leader_changed == 1


def test_a_dated_event_replaces_such_a_leader_and_recorded_control_does_not():
    for seed in SEEDS:
        first = event("leadership_change", 2, commitment=0.11, lasts=10)
        left = path([first, event("champion_leaves", 40, commitment=0.9)], seed)
        assert left[39].commitment == 0.11 and left[40].commitment == 0.9
        assert {council.commitment for council in left[40:122]} == {0.9}, "the party leads on, with another leader"
        recorded = path([first, event("control", 40, party="C", commitment=0.9)], seed)
        assert recorded[40].control == 2
        assert recorded[121].commitment == 0.11
        assert recorded[122].leader_party == 2


def test_another_party_takes_over_although_the_leader_was_kept_against_the_seats():
    for seed in SEEDS:
        events = [event("champion_leaves", 0, commitment=0.11, lasts=12), event("national_swing", 1, party="B", size=2)]
        kept = path([*events, event("national_swing", 2, party="C", size=-2)], seed)
        changed = path([*events, event("leadership_change", 100, commitment=0.9)], seed)
        assert changed[99].commitment == 0.11 and changed[100].commitment == 0.9
        assert changed[100].leader_party != changed[99].leader_party
        assert len({council.leader_party for council in kept}) == 1


@pytest.mark.parametrize("lasts", [0, 1])
def test_a_champion_who_leaves_a_coalition_of_others_leaves_the_party_in_the_lead(lasts):
    nobody_joins = TINY | {"coalition_of_others": 0}
    world = begin(small(nobody_joins, councils=[{"name": "x", "seats": {"A": 24, "B": 10, "C": 20, "local": 6}}]))
    council = world.councils[0]
    council.leader_party, council.replayed = 2, REPLAYED
    gone = np.zeros(1, EVENT).view(np.recarray)[0]
    gone.kind, gone.rate, gone.value, gone.second, gone.duration = Kind.CHAMPION_LEAVES, 12.0, 0.9, 0.5, 12 * lasts
    befall(world, gone, 0, 5)
    hold_elections(world, 0, 5)
    assert council.leader_party == 2 and council.commitment == 0.9


# Levers ------------------------------------------------------------------------------------------------------------

HOSTILE = event("champion_leaves", 1, commitment=0.02, lasts=60)
DROPPING = {"dismantling_rate": 4, "hostility_below": 1}


def test_held_levers_stand_at_once_and_are_free_afterwards():
    adopted = event("framework_adopted", 3, governance=0.8, joint_working=0.4, held=5)
    councils = path([HOSTILE, adopted, event("framework_abandoned", per_year=6)], 1, **DROPPING)
    for council in councils[3:63]:
        assert council.levers[Lever.GOVERNANCE] == 0.8 and council.levers[Lever.JOINT_WORKING] == 0.4
        assert council.levers[Lever.OPEN_PROCUREMENT] == 0
    assert councils[-1].levers.max() < 0.01


def test_without_it_a_hostile_leader_dismantles_what_had_hardly_begun():
    council = path([HOSTILE, event("framework_adopted", 3, governance=0.8)], 1, **DROPPING)[62]
    assert council.levers[Lever.GOVERNANCE] < 0.1


def test_a_dated_event_ends_the_holding_and_a_lower_dose_can_be_held():
    first = event("framework_adopted", 3, governance=0.8, held=True)
    lower = path([first, event("framework_adopted", 20, governance=0.3, held=2)], 1)
    assert lower[19].levers[0] == 0.8 and lower[20].levers[0] == 0.3
    dropped = path([first, event("framework_abandoned", 20)], 1)
    assert dropped[19].levers[0] == 0.8 and dropped[60].levers[0] < 0.01
    random = path([first, event("framework_adopted", per_year=3, governance=0.1, held=1)], 1)
    assert {council.levers[0] for council in random[3:]} == {0.8}


def test_the_dose_delivered_is_reported():
    doses = {"governance": 0.8, "planning_support": 0.6, "open_procurement": 0.2}
    scenario = small(years=3, events=[event("framework_adopted", 6, **doses, held=True)])
    done = ensemble.run(scenario, replicates=2, workers=1)
    for lever in LEVERS:
        delivered = done.measures[:, 0, 6:, COLUMN[f"{lever}_lever"]]
        assert np.allclose(delivered, doses.get(lever, 0.0))
    assert np.allclose(done.measures[:, 0, 6:, COLUMN["framework"]], 1.6 / 5)
    assert summarise(done).row("governance_lever", "scenario", "after_event").estimate == pytest.approx(0.8)


# In files ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"kind": "leadership_change", "lasts": -1}, "lasts = -1 is out of range"),
        ({"kind": "leadership_change", "lasts": 61}, r"from 0 to 60 \(years\)"),
        ({"kind": "champion_leaves", "lasts": True}, "lasts = True is out of range"),
        ({"kind": "control", "party": "A", "lasts": 4}, "unknown key 'lasts'"),
        ({"kind": "framework_adopted", "governance": 1, "held": "always"}, r"from 0 to 60 \(years\), or true"),
        ({"kind": "framework_adopted", "governance": 1, "held": 90}, "held = 90 is out of range"),
        ({"kind": "local_assemblies", "value": 1, "held": True}, "unknown key 'held'"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(fields, said):
    with pytest.raises(ScenarioError, match=said) as refused:
        small(events=[{"name": "it", "month": 1} | fields])
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(("held", "months_held"), [(True, 720), (False, 0), (2, 24), (0, 0)])
def test_true_holds_to_the_end(held, months_held):
    scenario = small(events=[event("framework_adopted", 1, governance=1.0, held=held)])
    assert scenario.timeline()["duration"] == [months_held]
    assert Scenario.from_mapping(scenario.to_mapping()) == scenario
