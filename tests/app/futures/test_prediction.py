"""What the room expected and what happened, in the same words."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.app.futures import prediction
from simulation.app.story.state import Vote, first
from simulation.results.outcomes import OUTCOMES


@pytest.mark.parametrize(
    ("hands", "futures", "said"),
    [
        (
            (2, 9, 11, 1),
            (84, 25, 48, 43),
            "The most hands, 11 of 23, went up for “halved”. It came out as “grown” most often: in 84 of 200 futures. "
            "It came out as “halved” in 48.",
        ),
        (
            (0, 1, 0, 0),
            (0, 150, 50, 0),
            "The most hands, 1 of 1, went up for “held”. It came out as “held” most often: in 150 of 200 futures. "
            "That is what the room expected.",
        ),
        (
            (0, 4, 4, 0),
            (0, 100, 100, 0),
            "The most hands, 4 of 8 each, went up for “held” and “halved”. It came out as “held” and “halved” most "
            "often: in 100 of 200 futures each. That is what the room expected.",
        ),
        ((0, 0, 0, 0), (1, 0, 0, 0), "No hands were counted. It came out as “grown” most often: in 1 of 1 future."),
    ],
)
def test_the_most_are_not_called_the_majority(hands, futures, said):
    assert prediction.verdict(hands, futures) == said


def test_a_vote_is_about_a_time_after_the_first_event():
    state = first().at(60).drop("leader")
    assert prediction.asked(state, 60).month == 96  # three years after the last event
    assert prediction.asked(state.at(84).drop("pfi"), 60).month == 120
    assert prediction.asked(state.at(228).drop("pfi"), 60).month == state.months
    assert prediction.asked(state.voted(96, (1, 2, 0, 0)), 60) == Vote(96, (1, 2, 0, 0))
    assert prediction.asked(state.voted(36, (1, 2, 0, 0)), 60) == Vote(96, (1, 2, 0, 0))


def test_both_arms_are_compared_with_what_there_was_before_the_events():
    series = np.array([[[8, 8, 2], [8, 8, 8]], [[4, 4, 0], [4, 4, 2]], [[0, 0, 0], [0, 0, 3]]])  # [future, arm, month]
    assert prediction.before(series, 1).tolist() == [8, 4, 0]
    tallies = prediction.tally(series, 1, 3)
    assert tallies == ((0, 1, 1, 1), (1, 1, 1, 0))
    cold = first().drop("leader").chips
    assert prediction.compared(*tallies, cold) == "Halved or worse in 2 of 3 futures; without the cold leader in 1."


def test_a_replay_says_which_town_it_shows_and_ends_with_the_events():
    cold = first().drop("leader")
    assert [prediction.shown_now(turns, cold.chips) for turns in (2, 1, 0)] == [
        "Shown now: with the cold leader.",
        "Shown now: without the cold leader.",
        "Shown now: with the cold leader.",
    ]
    assert prediction.shown_now(1, cold.drop("pfi").chips) == "Shown now: without the events."


def test_every_outcome_has_a_word_and_a_meaning():
    for words in (prediction.WORDS, prediction.MEANING):
        assert tuple(words) == OUTCOMES, "say in simulation/app/futures/prediction.py what each outcome is called"
