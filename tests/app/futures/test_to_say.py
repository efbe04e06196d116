"""The line of each round is true of the futures, and another line is said where they do not bear it out."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.app.futures.futures import TRACES, Futures
from simulation.app.futures.to_say import to_say
from simulation.app.futures.view import View
from simulation.app.story.state import Workshop, first
from simulation.results.occupancy import COUNTED
from simulation.results.outcomes import Survival
from simulation.world.services import SERVICES
from simulation.world.worlds import CENTRAL

FULL, LOCKED = COUNTED.index("full_coproduction"), COUNTED.index("pfi")
NOTHING = Survival(120, 2, 10)


def told(state: Workshop, left: list[int], under_contract: int = 0) -> str:
    """What is said where each future has ten services, ``left`` of them from the first event on."""
    months, size = state.months, len(left)
    fork = state.played.fork
    counts = np.zeros((size, 2, months, len(SERVICES), len(COUNTED)), np.uint8)
    counts[..., 0, FULL] = 10
    counts[:, 0, fork:, 0, FULL] = np.array(left)[:, None]
    counts[:under_contract, 0, fork:, 0, LOCKED] = 1
    traces = np.zeros((size, 2, months, len(TRACES)), np.float32)
    traces[:, :, [0, fork + 30, fork + 60], TRACES.index("leader_changes")] = 1
    beyond = np.zeros((size, 2, len(SERVICES)), np.int16)
    futures = Futures(
        state.played, 1, CENTRAL, fork, months, counts, traces, beyond, (), np.arange(size), (), True, None
    )
    return to_say(View(futures, state), NOTHING if state.sold else None)


@pytest.fixture
def town() -> Workshop:
    return first().in_worlds("central")


def test_one_change_of_leader(town):
    state = town.begin("1")
    assert told(state, [2, 3, 9]) == (
        "One change of leader turns it: most futures are halved or worse with it, most are not without it. "
        "Halved or worse in 2 of 3 futures; without the cold leader in 0."
    )
    assert told(state, [2, 9, 9]).startswith("The cold leader makes it worse. Halved or worse in 1 of 3 futures")
    assert told(state, [9, 9, 9]).startswith("The cold leader does no such harm in this town.")


def test_contracts_outlive_leaders_or_do_not(town):
    state = town.begin("2")
    assert told(state, [9, 9, 9], under_contract=2) == (
        "In 2 of 3 futures a contract has outlived two leaders by year 20. Who can undo it, and when?"
    )
    assert told(state, [9, 9]) == "No contract is signed in any of 2 futures: nobody takes up the offer here."


def test_the_target_is_missed_by_the_empty_hand_and_reached_by_what_is_enough(town):
    state = town.begin("3")
    assert told(state, [2, 9]) == (
        "Target: 3 in 10 at the worst moment. With nothing bought, it survives in 2 of 10 futures."
    )
    bought = state.set("governance", 0.4)
    assert told(bought, [2, 9]).startswith("Reached: 1 of 2. Target: 3 in 10.")
    assert told(bought, [2, 2, 2, 9]).startswith("Not reached: 1 of 4. Target: 3 in 10.")
    assert told(bought.set("capacity_building", 0.8), [2, 9]).startswith("That costs 20 points too many.")


def test_a_story_that_is_not_the_rounds_own_is_not_told_as_it(town):
    assert told(town.begin("1").at(100).drop("cut"), [2, 2]) == (
        "Something else happens here than this round is about: press 1 to begin it again."
    )
    assert told(town.begin("1").begin("home"), [2, 2]) == "What would you have to see to change your mind?"
