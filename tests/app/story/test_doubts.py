"""Whether the winner still wins where one assumption is tried in all rows."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.app.story.doubts import CLOSE, OFFERED, QUESTIONS, clearly_more, question, still_wins, winners
from simulation.app.story.influence import weight
from simulation.app.story.played_in import Given, varies
from simulation.app.story.state import Trial, first
from simulation.results.outcomes import Tally
from simulation.world.errors import StateError
from simulation.world.parameters import PARAMETERS
from simulation.world.worlds import Worlds


def found(**survive: int) -> dict[str, Tally]:
    return {slot: Tally(95, number, 100) for slot, number in survive.items()}


def test_questions_are_about_what_nobody_knows():
    assert all(PARAMETERS[name].role == "uncertainty" for name in QUESTIONS)
    assert all(asked.endswith("?") for asked in QUESTIONS.values())
    assert question("carry") == "How much work can a strong community organisation carry?"
    assert question("assets_protect") == "Share of the hazard of closing that full assets prevent?"
    offered = [weight(PARAMETERS[name]) for name in OFFERED]
    assert len(OFFERED) == 10 and offered == sorted(offered, reverse=True)
    assert offered[-1] >= max(weight(PARAMETERS[name]) for name in set(QUESTIONS) - set(OFFERED))


def test_rows_that_are_close_share_the_first_place():
    assert winners(found(A=30, B=35, C=41)) == ("C",)
    assert winners(found(A=30, B=37, C=41)) == ("C", "B")
    nobody = {slot: Tally(0, 0, 0) for slot in "AB"}
    assert winners(nobody) == ("A", "B")


@pytest.mark.parametrize("futures", [100, 160, 171, 200])
def test_what_is_too_close_is_counted_in_futures_and_not_rounded(futures):
    for most in range(futures + 1):
        for fewer in range(most + 1):
            enough = 100 * (most - fewer) >= CLOSE * futures
            assert clearly_more(Tally(95, most, futures), Tally(95, fewer, futures)) is enough, (most, fewer)
    assert not clearly_more(Tally(95, 60, 100), Tally(95, 111, 200)), "four and a half in a hundred"
    assert clearly_more(Tally(95, 60, 100), Tally(95, 110, 200)) and not clearly_more(Tally(0, 0, 0), Tally(0, 0, 0))


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (found(A=20, B=50), "Before: B wins, in 60 of 100. Still B wins, in 50 of 100."),
        (found(A=50, B=20), "Before: B wins, in 60 of 100. Now A wins, in 50 of 100."),
        (found(A=50, B=49), "Before: B wins, in 60 of 100. Now: A and B are too close to call."),
    ],
)
def test_it_is_said_whether_the_winner_still_wins(after, said):
    assert still_wins(found(A=30, B=60), after) == said


@pytest.mark.parametrize(
    ("trial", "said"),
    [
        (Trial("trust_needed", 7.0), "trust_needed"),
        (Trial("governance", 0.5), "governance is no assumption"),
        (Trial("trust_needed", "high"), "the same in all worlds here"),
    ],
)
def test_what_cannot_be_tried_is_refused(trial, said):
    with pytest.raises((StateError, ValueError), match=said):
        first().in_worlds("central").try_in_all(trial)


def test_what_is_doubted_is_answered_at_once_where_worlds_differ_in_it(several_worlds):
    state = first()
    assert state.doubt("trust_needed").trial == Trial("trust_needed", "high")  # futures that are there are chosen
    for name, played in (("carry", state), ("trust_needed", state.in_worlds("central"))):
        assert played.doubt(name).trial == Trial(name, PARAMETERS[name].default)  # there is nothing to choose among
    with pytest.raises(StateError, match="no assumption"):
        state.doubt("governance")


def test_worlds_can_be_chosen_among_where_they_differ(several_worlds):
    town = first().in_worlds("plausible").try_in_all(Trial("trust_needed", "high"))
    assert town.trial == Trial("trust_needed", "high")
    assert town.in_worlds("central").trial is None and town.try_in_all(None).trial is None


def test_halves_of_a_number_of_a_mechanism_are_of_the_worlds_with_it():
    values = np.array([[1, 10], [0, 20], [1, 30], [1, 40], [0, 50], [1, 60]])
    worlds = Worlds("six", ("insisting", "plan_patience"), values.astype(float))
    low, high = (Given("plan_patience", half).admits(worlds).tolist() for half in ("low", "high"))
    assert low == [True, False, True, False, False, False] and high == [False, False, False, True, False, True]
    same = np.where(values[:, :1] == 1, [1, 24], values)
    assert not varies("plan_patience", Worlds("six", worlds.names, same.astype(float)))
