"""What people do to the workshop, and take back."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.app.story import played_in
from simulation.app.story.history import History
from simulation.app.story.played_in import Given
from simulation.app.story.state import first, opened
from simulation.scenarios import load
from simulation.world.errors import StateError
from simulation.world.parameters import PARAMETERS
from simulation.world.worlds import Worlds


def test_an_event_lands_at_the_cursor_and_becomes_a_chip():
    state = first().at(72).drop("leader")
    (event,) = state.chips
    assert (event.kind, event.month, event.under_study) == ("leadership_change", 72, True)
    assert state.played.fork == 72


def test_at_the_end_of_time_the_cursor_goes_back_before_an_event_is_dropped():
    late = first().at(240).drop("leader")
    assert (late.chips[0].month, late.cursor) == (204, 204)
    assert first().at(239).drop("leader").cursor == 239


def test_a_second_change_of_leadership_changes_it_back():
    state = first().at(60).drop("leader").at(120).drop("leader")
    assert [event.values["commitment"] for event in state.chips] == [0.1, 0.9]
    assert [event.values["commitment"] for event in state.at(180).drop("leader").chips] == [0.1, 0.9, 0.1]


def test_an_event_that_is_switched_off_is_not_played_and_comes_back():
    state = first().drop("leader").drop("pfi")
    off = state.toggle("leader-1")
    assert [event.name for event in off.played.events] == ["pfi-1"]
    assert off.toggle("leader-1") == state
    assert [event.name for event in state.delete("leader-1").scenario.events] == ["pfi-1"]


@pytest.fixture
def town(several_worlds):
    """The first town, in several worlds."""
    return first().in_worlds("plausible")


def test_a_number_fixed_at_its_default_is_not_the_same_as_one_left_open(town):
    usual = PARAMETERS["trust_needed"].default
    assert town.is_open("trust_needed") and town.values("trust_needed").tolist() == [0.2, 0.5, 0.9, 0.4]
    fixed = town.set("trust_needed", usual)
    assert fixed.scenario.settings == {"trust_needed": usual}
    assert not fixed.is_open("trust_needed") and fixed.values("trust_needed").tolist() == [usual]
    assert fixed.leave_open("trust_needed") == town
    central = town.in_worlds("central").set("trust_needed", usual)
    assert central.scenario.settings == {} and not central.is_open("trust_needed")


def test_looking_at_some_futures_changes_none_and_ends_where_the_number_is_fixed(town):
    high = town.only("trust_needed", "high")
    assert high.played == town.played
    assert high.values("trust_needed").tolist() == [0.5, 0.9]
    assert high.values("leader_spread").tolist() == [0.3, 0.2]  # what goes together with it comes along
    assert [future for future in range(12) if high.looks_at(future)] == [2, 3, 4, 5, 10, 11]
    assert high.only("trust_needed", "high").given is None
    assert high.only("trust_needed", "low").values("trust_needed").tolist() == [0.2, 0.4]
    assert high.set("leader_spread", 0.1).given == high.given
    for act in (
        lambda state: state.set("trust_needed", 0.4),
        lambda state: state.in_worlds("central"),
        lambda state: state.open(load("austerity")),
        lambda state: state.start_again(),
    ):
        assert act(high).given is None


def test_the_single_future_in_view_is_one_of_those_that_are_looked_at(town):
    high = town.only("trust_needed", "high")
    assert high.future == 2
    assert [high.in_future(number).future for number in (3, 6, 200)] == [3, 10, 2]
    assert high.in_future(9, -1).future == 5


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda state: state.in_worlds("mine.parquet"), "worlds = 'mine.parquet': it must be plausible or central"),
        (lambda state: state.only("trust_needed", "huge"), "'huge' is no half of trust_needed"),
        (lambda state: state.only("capacity_building", "high"), "capacity_building is the same in all worlds here"),
        (lambda state: state.only("nonsense", "high"), "nonsense is no number of the model"),
        (lambda state: state.set("trust_needed", 0.3).only("trust_needed", "low"), "trust_needed is fixed"),
        (lambda state: state.in_worlds("central").only("trust_needed", "low"), "the same in all worlds here"),
    ],
)
def test_worlds_that_cannot_be_are_refused_in_words(town, act, said):
    with pytest.raises(StateError, match=said):
        act(town)


def test_of_a_switch_that_is_nearly_always_on_those_without_it_are_the_lower_half():
    mostly_on = Worlds("switches", ("portfolios",), np.array([[1.0], [1], [0], [1]]))
    assert Given("portfolios", "high").admits(mostly_on).tolist() == [True, True, False, True]
    mostly_off = Worlds("switches", ("portfolios",), np.array([[0.0], [0], [1], [0]]))
    assert Given("portfolios", "low").admits(mostly_off).tolist() == [True, True, False, True]


def test_a_server_of_a_file_plays_in_it_and_calls_it_plausible(several_worlds):
    assert first().worlds == "plausible" and len(first().drawn_in) == 4
    played_in.play_in("central")
    assert first().worlds == "central" and len(first().drawn_in) == 1
    assert len(first().in_worlds("plausible").drawn_in) == 4


def test_a_lever_at_its_default_is_no_setting():
    state = first().set("capacity_building", 0.5)
    assert state.scenario.settings == {"capacity_building": 0.5}
    assert state.set("capacity_building", 0.0) == first()


def test_reset_assumptions_keeps_the_events_and_start_again_does_not():
    state = first().set("capacity_building", 0.5).drop("pfi")
    assert state.reset_assumptions() == first().drop("pfi")
    assert state.start_again() == first()


def test_every_act_can_be_undone_and_redone():
    history = History(first())
    for act in (lambda s: s.drop("leader"), lambda s: s.set("governance", 0.4), lambda s: s.toggle("leader-1")):
        history = history.act(act(history.now))
    last = history.now
    for _ in range(3):
        history = history.undo()
    assert history.now == first()
    assert history.undo() is history
    for _ in range(3):
        history = history.redo()
    assert history.now == last


def test_undo_leaves_time_and_look_alone():
    history = History(first()).act(first().drop("leader"))
    history = history.act(history.now.at(200), keep=False).undo()
    assert history.now == first().at(200)


def test_a_story_is_opened_at_its_end_and_a_quiet_town_at_year_five():
    assert first().cursor == 60
    assert opened("perfect-storm").cursor == 240


def test_what_cannot_be_done_is_said():
    with pytest.raises(StateError, match="unknown event"):
        first().drop("revolution")
    with pytest.raises(StateError, match="size of the world"):
        first().set("neighbourhoods", 30)
    with pytest.raises(StateError, match="no event"):
        first().toggle("nothing")
