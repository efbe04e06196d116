"""What points buy is measured by one standard for all sessions, which stays when its futures are gone."""

from __future__ import annotations

import dataclasses
import threading

import pytest

from simulation.app.futures import comparison
from simulation.app.futures.bought import Standards, more_left, nothing_bought
from simulation.app.futures.scheduler import Scheduler
from simulation.app.futures.view import View
from simulation.app.story.protection import NOTHING, plain, target
from simulation.app.story.sentences import more_and_less
from simulation.app.story.state import Workshop, first
from simulation.results.outcomes import NONE, Left
from simulation.scenarios import parse

SMALL = parse('name = "small"\nyears = 16\n[settings]\nneighbourhoods = 3\n')


@pytest.fixture
def town() -> Workshop:
    return first().in_worlds("central").open(SMALL).begin("3")


@pytest.fixture
def standards() -> Standards:
    return Standards(Scheduler(total=6, first=2, few=2), most=2)


def seen(standards: Standards, state: Workshop) -> View:
    return View(standards.scheduler.get(state.played, state.seed, estimates=False, worlds=state.drawn_in), state)


def test_nothing_bought_comes_first_and_the_target_last(town, standards):
    assert standards.known(town) is None
    early, late = standards.find(town, threading.Event())
    nothing = nothing_bought(seen(standards, town))
    assert early.target is None and late.nothing is early.nothing
    assert (late.nothing.left == nothing.left).all() and late.nothing.month == nothing.month
    assert late.target == target([more_left(seen(standards, way.in_its_round(town)), nothing) for way in plain(town)])
    assert more_left(seen(standards, town), late.nothing).more.number == 0


def test_it_is_found_once_whatever_is_bought_and_kept_within_bounds(town, standards):
    (*_, standard) = standards.find(town, threading.Event())
    rich = town.set("governance", 0.5)
    assert standards.known(rich) is standard and list(standards.find(rich, threading.Event())) == []
    assert standards.known(town.set("trust_needed", 0.6)) is None, "what is assumed is another story"
    for value in (0.6, 0.7):
        list(standards.find(town.set("trust_needed", value), threading.Event()))
    assert standards.known(town) is None


def test_what_was_kept_is_counted_as_on_the_screen(town, standards):
    rich = town.set("governance", 0.5).keep_in("A").set("governance", 1.0)
    found = standards.answers(rich, threading.Event())
    standard = standards.known(town)
    assert found.keys() == {"A", "not kept"}
    for answer, value in zip(found.values(), (0.5, 1.0), strict=True):
        shown = town.set("governance", value)
        assert answer.story.played == shown.played
        assert answer.left == more_left(seen(standards, shown), standard.nothing)
    assert standard.plain[0] == found["not kept"].left, "all on one lever is a plain way"
    assert standards.answers(town, threading.Event()) == {}


def test_a_row_of_compare_tells_first_what_stories_that_differ_in_what_is_bought_are_told_by(town, standards):
    (*_, standard) = standards.find(town, threading.Event())
    bare, rich = seen(standards, town), seen(standards, town.set("governance", 1.0))
    told = comparison.line(rich.futures, None, town, bare)
    assert told.more == more_and_less(more_left(rich, standard.nothing)) and " of 6 futures, less in " in told.more
    few = dataclasses.replace(rich.futures, complete=False)
    assert comparison.line(few, None, town, bare).more == f"{told.more} so far"
    assert comparison.line(rich.futures, None, town).more == ""


def test_who_has_left_is_not_waited_for(town, standards):
    stop = threading.Event()
    stop.set()
    assert list(standards.find(town, stop)) == [] and standards.known(town) is None
    assert standards.answers(town.set("governance", 1.0), stop) is None


def test_where_there_is_nothing_to_lose_nothing_is_counted(town, standards):
    quiet = NOTHING.of(town.begin("doubt"))
    for event in quiet.scenario.studied:
        quiet = quiet.delete(event.name)
    view = seen(standards, quiet)
    assert more_left(view, nothing_bought(view)) == Left(NONE, NONE)
