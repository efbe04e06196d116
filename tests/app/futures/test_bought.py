"""What points buy is measured by one standard for all sessions, which stays when its futures are gone."""

from __future__ import annotations

import threading

import pytest

from simulation.app.futures.bought import Standards, more_left, nothing_bought
from simulation.app.futures.scheduler import Scheduler
from simulation.app.futures.view import View
from simulation.app.story.protection import NOTHING, plain, target
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


def test_who_has_left_is_not_waited_for(town, standards):
    stop = threading.Event()
    stop.set()
    assert list(standards.find(town, stop)) == [] and standards.known(town) is None


def test_where_there_is_nothing_to_lose_nothing_is_counted(town, standards):
    quiet = NOTHING.of(town.begin("doubt"))
    for event in quiet.scenario.studied:
        quiet = quiet.delete(event.name)
    view = seen(standards, quiet)
    assert more_left(view, nothing_bought(view)) == Left(NONE, NONE)
