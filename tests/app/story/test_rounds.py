"""The rounds of the hour: each has its own events in the town as it was opened, and locks what is not for sale."""

from __future__ import annotations

import pytest

from simulation.app.story.droppable_events import DROPPABLE
from simulation.app.story.levers import BOUGHT, LEVERS
from simulation.app.story.rounds import ROUNDS
from simulation.app.story.state import SHOWN_AFTER, YEAR, first, opened
from simulation.scenarios import parse
from simulation.world.errors import StateError

EVENTFUL = [key for key, part in ROUNDS.items() if part.events]


def test_rounds_are_made_of_what_there_is():
    assert {event for part in ROUNDS.values() for event, _ in part.events} <= set(DROPPABLE)
    assert all(bool(part.year) == bool(part.events) for part in ROUNDS.values())


@pytest.mark.parametrize("key", EVENTFUL)
def test_a_round_has_its_own_events_in_this_town_as_it_was_opened(key):
    messy = opened("perfect-storm").set("governance", 0.5).set("trust_needed", 0.5).at(30).drop("pfi").counting("any")
    state = messy.begin(key)
    happens = [(event.name.rpartition("-")[0], event.month) for event in state.chips]
    assert happens == [(event, year * YEAR) for event, year in ROUNDS[key].events]
    assert (state.round, state.cursor) == (key, ROUNDS[key].year * YEAR)
    assert state.scenario.settings == {"trust_needed": 0.5}, "what the room assumes stays, what it bought does not"
    assert state.as_the_round_has_it and not state.drop("cut").as_the_round_has_it
    assert state.begin(key) == state


def test_what_happened_anyway_still_does():
    place = opened("sheffield")
    anyway = [event for event in place.scenario.events if not event.under_study]
    assert anyway and [event for event in place.begin("2").scenario.events if not event.under_study] == anyway
    assert place.begin("2").value("pfi_policy") == place.value("pfi_policy")


def test_points_buy_what_is_for_sale_and_nothing_else_moves():
    state = first().begin("3")
    assert state.locked == set(LEVERS) - set(BOUGHT)
    assert state.set("governance", 0.4).value("governance") == 0.4
    with pytest.raises(StateError, match="Leaders' support is not for sale: it stays as it is in round 3"):
        state.set("tradition_mean", 0.9)
    assert not first().begin("2").locked and not state.open(opened("austerity").scenario).round


def test_an_answer_is_opened_in_the_round_and_with_the_dice_it_was_given():
    state = first().begin("3").other_dice().set("governance", 0.4).keep_in("A")
    again = state.set("governance", 0.0).open_slot("A")
    assert (again.round, again.seed, again.value("governance")) == ("3", state.seed, 0.4)


@pytest.mark.parametrize("key", sorted(set(ROUNDS) - set(EVENTFUL)))
def test_the_end_of_the_hour_changes_nothing(key):
    state = first().begin("3").set("governance", 0.4)
    assert state.begin(key).played == state.played


def test_a_round_that_cannot_be_played_is_refused_in_words():
    short = parse(f'name = "short"\nyears = {11 + SHOWN_AFTER // YEAR - 1}\n')
    with pytest.raises(StateError, match="Round 2 needs 14 years, and this story has 13"):
        first().open(short).begin("2")
    with pytest.raises(StateError, match="there is no round 'four'; there are: 1, 2, 3, doubt, home"):
        first().begin("four")
