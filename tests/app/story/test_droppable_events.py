"""What the room can let happen: all of it can be dropped and is offered, and any event has a chip."""

from __future__ import annotations

import pytest

from simulation.app.story import droppable_events
from simulation.app.story.droppable_events import DROPPABLE, chip, droppable_of
from simulation.app.story.state import first
from simulation.scenarios import Event, library, load
from simulation.world.codes import LEVERS
from simulation.world.event_kinds import EVENT_KINDS


@pytest.mark.parametrize("key", DROPPABLE)
def test_each_is_an_event_of_the_model_and_known_again(key):
    assert DROPPABLE[key].values["kind"] in EVENT_KINDS
    (event,) = first().drop(key).chips
    assert droppable_of(event) is DROPPABLE[key] and chip(event) == DROPPABLE[key].chip


def test_all_of_them_are_offered_once():
    offered = (*droppable_events.IN_SIGHT, *droppable_events.IN_THE_MENU)
    assert sorted(offered) == sorted(DROPPABLE)


def test_the_framework_moves_all_five_levers():
    assert set(DROPPABLE["framework"].values) == {"kind", *LEVERS}


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_an_event_of_any_kind_has_a_chip(kind):
    event = Event.model_construct(name="a-new-thing-1", kind=kind, values={}, alternate={})
    assert chip(event) == "A new thing 1"


def test_chips_write_pfi_as_everybody_does():
    said = [chip(event) for name in library() for event in load(name).events]
    assert any(words.startswith("PFI") for words in said)
    assert not any("pfi" in words or "Pfi" in words for words in said)


def test_what_happened_anyway_is_listed_by_time_with_dates_and_without_what_is_under_study():
    sheffield = load("sheffield")
    lines = droppable_events.happened_anyway(sheffield)
    assert len(lines) == len(sheffield.events) - len(sheffield.studied) > 30
    assert lines[0] == "May 1997: Labour government 1997 – recorded national government (Labour)."
    years = [int(line.partition(":")[0].split()[-1]) for line in lines]
    assert years == sorted(years)
    assert droppable_events.happened_anyway(first().drop("leader").scenario) == []
