"""What people do to the workshop, and take back."""

from __future__ import annotations

import pytest

from simulation.app.story.history import History
from simulation.app.story.state import first, opened
from simulation.world.errors import StateError


def test_an_event_lands_at_the_cursor_and_becomes_a_chip():
    state = first().at(72).drop("leader")
    (event,) = state.chips
    assert (event.kind, event.month, event.under_study) == ("leadership_change", 72, True)
    assert state.played.fork == 72


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
