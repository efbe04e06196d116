"""The line of each round is true of the futures, and another line is said where they do not bear it out."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.app.futures.bought import Standard, nothing_bought
from simulation.app.futures.futures import TRACES, Futures
from simulation.app.futures.to_say import to_say
from simulation.app.futures.view import View
from simulation.app.story.state import Workshop, first
from simulation.results.occupancy import COUNTED
from simulation.world.services import SERVICES
from simulation.world.worlds import CENTRAL

FULL, LOCKED = COUNTED.index("full_coproduction"), COUNTED.index("pfi")


def told(state: Workshop, left: list[int], under_contract: int = 0) -> str:
    """What is said of such futures."""
    return to_say(seen(state, left, under_contract))


def seen(state: Workshop, left: list[int], under_contract: int = 0) -> View:
    """A view where each future has ten services, ``left`` of them from the first event on."""
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
    return View(futures, state)


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
    assert told(state, [9, 9]) == "No contract is signed in any of 2 futures. Nobody takes up the offer here."


def test_the_target_is_missed_by_the_empty_hand_and_reached_by_what_is_enough(town):
    state = town.begin("3")
    empty = seen(state, [2, 2, 4, 0])
    standard = Standard(nothing_bought(empty), 2)
    goal = "Target: more left than with nothing bought in 2 of 4"
    assert to_say(empty, standard) == f"{goal} futures: the mean of the best 3 of 7 plain ways to spend 100 points."
    bought = state.set("governance", 0.4)
    assert to_say(seen(bought, [3, 3, 2, 0]), standard) == (
        "Reached: more is left than with nothing bought in 2 of 4 futures, less in 1. Target: 2."
    )
    assert to_say(seen(bought, [3, 2, 4, 0]), standard).startswith("Not reached: more is left")
    of_all = to_say(seen(bought, [3, 3, 2, 0]), standard, several=True)
    assert of_all == to_say(empty, standard), "where several answers stand nobody can tell whose is reached"
    too_much = bought.set("capacity_building", 0.8)
    assert to_say(seen(too_much, [9] * 4), standard) == f"That costs 20 points too many. {goal}."
    assert to_say(empty, standard._replace(target=0)) == "In this town there is little to lose, and little to buy."
    assert (
        to_say(empty) == to_say(empty, standard._replace(target=None)) == "What would you buy first, with 100 points?"
    )


def test_a_story_that_is_not_the_rounds_own_is_not_told_as_it(town):
    assert told(town.begin("1").at(100).drop("cut"), [2, 2]) == (
        "Something else happens here than this round is about: press 1 to begin it again."
    )
    assert told(town.begin("1").begin("home"), [2, 2]) == "What would you have to see to change your mind?"
