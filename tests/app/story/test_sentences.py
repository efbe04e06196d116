"""The sentence above the picture is true: recomputed by other means for random scenarios, and for all cases."""

from __future__ import annotations

import re
import threading

import numpy as np
import pytest

from simulation.app.futures.scheduler import Scheduler
from simulation.app.futures.view import View
from simulation.app.story.droppable_events import DROPPABLE
from simulation.app.story.levers import LEVERS
from simulation.app.story.played_in import KINDS
from simulation.app.story.sentences import (
    assumed,
    counted,
    differ,
    difference,
    headline,
    inside,
    not_a_forecast,
    only,
    sentence,
    spread,
    survives,
    verdict,
    when,
)
from simulation.app.story.state import Workshop, first, opened
from simulation.ensemble import future_world
from simulation.results.occupancy import Count, count
from simulation.results.outcomes import Survivals, Tally
from simulation.scenarios import Scenario, load
from simulation.world.arms import ARMS
from simulation.world.parameters import PARAMETERS
from simulation.world.services import SERVICES

FUTURES = 7
NUMBERS = re.compile(
    r"^(?P<when>Year [\d¼½¾]+): (?:about )?(?P<middle>\d+) of (?P<total>\d+) .*? together "
    r"\((?:9 in 10|all \d+) futures: (?P<low>\d+)(?:–(?P<high>\d+))?\)\. (?P<rest>.*)$"
)


def random_state(rng: np.random.Generator) -> Workshop:
    """A small world with some levers moved and some events dropped, looked at at some time."""
    small = Scenario.from_mapping(
        {"name": "small", "years": 4, "burn_in_years": 2, "settings": {"neighbourhoods": int(rng.integers(2, 5))}}
    )
    state = Workshop(small).in_worlds(str(rng.choice(list(KINDS))))
    for name in rng.choice(list(LEVERS), 2, replace=False):
        parameter = LEVERS[str(name)].parameter
        state = state.set(str(name), float(rng.uniform(parameter.low, parameter.high)))
    for _ in range(rng.integers(0, 3)):
        keys = [key for key in DROPPABLE if key != "programme"]
        state = state.at(int(rng.integers(0, 48))).drop(str(rng.choice(keys)))
    state = state.at(3 * int(rng.integers(1, 17))).counting(str(rng.choice(["coproduction", "full_coproduction"])))
    return state.look_at(int(rng.integers(10)) if rng.random() < 0.5 else None)


def counts_of(state: Workshop, arm: int) -> list[int]:
    """How many arrangements are co-produced in each future, read off worlds that are simulated one by one."""
    result = []
    for number in range(FUTURES):
        rows = future_world(state.played, state.seed, number, ARMS[arm], state.cursor, state.drawn_in).arrangements
        planned, delivered = rows["planning"] == 1, rows["delivery"] == 1
        together = planned & delivered if state.counted == "full_coproduction" else planned | delivered
        if state.service is not None:
            together = together[state.service :: len(SERVICES)]
        result.append(int(together.sum()))
    return result


def test_the_sentence_is_true_for_random_scenarios(several_worlds):
    check_sentences(80, seed=11)


def check_sentences(number: int, seed: int) -> None:
    """In so many random scenarios; `tests/long` has more of them."""
    rng = np.random.default_rng(seed)
    scheduler = Scheduler(total=FUTURES, first=FUTURES, threads=2)
    seen = set()
    for _ in range(number):
        state = random_state(rng)
        there = scheduler.watch(state.played, state.seed, threading.Event(), worlds=state.drawn_in)
        view = View(next(there), state)
        said = NUMBERS.match(view.sentence)
        assert said
        by_future, without = counts_of(state, 0), counts_of(state, 1)
        with_events = sorted(by_future)
        total = state.scenario.size("neighbourhoods") * (1 if state.service is not None else len(SERVICES))
        low, high = int(said["low"]), int(said["high"] or said["low"])
        assert (int(said["middle"]), int(said["total"])) == (with_events[FUTURES // 2], total)
        assert sum(low <= each <= high for each in with_events) >= 0.9 * FUTURES
        assert low in with_events and high in with_events
        assert said["when"] == when(state.cursor, state.start)
        seen.add(check_rest(said["rest"], state, by_future, without))
    assert seen >= {"nothing", "not yet", "now", "same", "differ"}


def check_rest(rest: str, state: Workshop, with_events: list[int], without: list[int]) -> str:
    """Whether what is said of the events is true; which of the cases it is."""
    studied = state.played.studied
    them = "event" if len(studied) == 1 else "events"
    if not studied:
        assert "Nothing has happened" in rest
        return "nothing"
    if "happens now" in rest:
        assert with_events == without and min(event.month for event in studied) == state.cursor
        return "now"
    if "happened yet" in rest:
        assert with_events == without and all(event.month > state.cursor for event in studied)
        return "not yet"
    assert rest.startswith(f"Without the {them}: {sorted(without)[FUTURES // 2]}. ")
    worse = sum(a < b for a, b in zip(with_events, without, strict=True))
    better = sum(a > b for a, b in zip(with_events, without, strict=True))
    for word, number in (("worse", worse), ("better", better)):
        told = re.search(rf"{word} in (\d+)", rest)
        assert (int(told[1]) if told else 0) == number
    if "no difference" in rest:
        assert FUTURES - worse - better >= max(worse, better)
        return "same"
    assert them in rest
    return "differ"


def numbers(**values: int) -> Count:
    """A count of 60 places in 200 futures."""
    base = {"total": 60, "futures": 200, "median": 3, "low": 1, "high": 6, "without": 10}
    return Count(**(base | {"worse": 198, "same": 0, "better": 2} | values))


@pytest.mark.parametrize(
    ("worse", "same", "better", "said"),
    [
        (198, 2, 0, "The events made it worse in 198 of 200 futures."),
        (150, 10, 40, "The events made it worse in 150 of 200 futures, better in 40."),
        (10, 40, 150, "The events made it better in 150 of 200 futures, worse in 10."),
        (0, 200, 0, "The events made no difference in any of 200 futures."),
        (50, 120, 30, "The events made no difference in 120 of 200 futures, and made it worse in 50 and better in 30."),
        (0, 150, 50, "The events made no difference in 150 of 200 futures, and made it better in 50."),
        (100, 0, 100, "The events made it worse in 100 of 200 futures, better in 100."),
    ],
)
def test_what_the_events_did(worse, same, better, said):
    assert difference(numbers(worse=worse, same=same, better=better)) == said


def test_singular_and_plural():
    assert counted(1, 240, "full_coproduction", None) == "1 of 240 local services is planned and delivered together"
    assert counted(0, 240, "coproduction", None) == "0 of 240 local services are planned or delivered together"
    assert counted(1, 24, "full_coproduction", 1) == "1 of 24 neighbourhoods plans and delivers meals at home together"
    assert counted(2, 24, "coproduction", 3) == "2 of 24 neighbourhoods plan or deliver youth work together"
    one = numbers(worse=1, same=0, better=0, futures=1)
    assert difference(one, "event") == "The event made it worse in 1 of 1 future."
    assert (
        difference(numbers(worse=0, same=1, better=0, futures=1)) == "The events made no difference in the only future."
    )


def test_what_has_not_happened():
    assert verdict(numbers(), 0, 1) == "Nothing has happened to this town: drop an event and see."
    assert verdict(numbers(), 1, -1) == "The event has not happened yet."
    assert verdict(numbers(), 3, -12) == "Of the 3 events, none has happened yet."
    assert verdict(numbers(), 1, 0) == "The event happens now: go on in time and see."
    assert verdict(numbers(), 2, 0) == "The first of the 2 events happens now: go on in time and see."
    assert verdict(numbers(), 1, 1).startswith("Without the event: 10. The event made it worse")


def test_the_headline_is_one_number_against_one():
    cold = first().at(60).drop("leader").at(96)
    assert headline(numbers(), cold, cold.chips, 36) == "Year 8: 3 of 60. Without the cold leader: 10."
    both = cold.drop("pfi")
    assert headline(numbers(), both, both.chips, 36) == "Year 8: 3 of 60. Without the events: 10."
    assert headline(numbers(), cold, cold.chips, 0) == headline(numbers(), cold, (), 36) == "Year 8: 3 of 60."
    place = load("framework").studied[:1]
    assert headline(numbers(), cold, place, 1).endswith("Without the event: 10.")


def test_whether_it_survives_says_of_how_many_and_when():
    cold = first().drop("leader").chips
    assert survives(Survivals(Tally(95, 1, 1), Tally(239, 0, 1)), cold) == (
        "At the worst moment, year 8, it survives in 1 of 1 future with something to lose: at least half is left of "
        "what there would be without the cold leader. At the end, in 0 of 1."
    )
    assert survives(None, cold) == "There would be nothing to lose without the cold leader."


def test_a_range_of_one_number_is_one_number():
    assert spread(numbers(low=3, high=3)) == "9 in 10 futures: 3"
    same = count(np.array([3, 3, 3]), np.array([3, 3, 3]), 60)
    assert sentence(same, first().at(12), 1, 1).startswith("Year 1: 3 of 60")


@pytest.mark.parametrize(
    ("cursor", "said"), [(0, "Year 0"), (192, "Year 16"), (195, "Year 16¼"), (198, "Year 16½"), (5, "Year 0, month 5")]
)
def test_times(cursor, said):
    assert when(cursor) == said and inside(cursor) == f"year{said.removeprefix('Year')}"


def test_times_that_are_listed_are_told_in_one_way():
    assert [inside(cursor, listed=True) for cursor in (119, 126, 117, 120)] == [
        "year 9, month 11", "year 10, month 6", "year 9, month 9", "year 10"
    ]  # fmt: skip


@pytest.mark.parametrize(("cursor", "said"), [(0, "May 1997"), (7, "December 1997"), (8, "January 1998")])
def test_places_have_dates(cursor, said):
    assert when(cursor, "1997-05") == inside(cursor, "1997-05") == said
    assert headline(numbers(), opened("sheffield").at(cursor), (), 0) == f"{said}: 3 of 60."


def test_a_documented_place_is_not_called_made_up_throughout():
    assert not_a_forecast(load("baseline")).startswith("This is a made-up town")
    told = not_a_forecast(load("barnet"))
    assert told.startswith("On record of Barnet: seats until 2021, wards, money, the dates; the rest is generated")
    assert not_a_forecast(load("sheffield")).startswith("On record of Sheffield: seats until 2025, wards")
    told = not_a_forecast(load("dumfries-and-galloway"))
    assert told.startswith("The dates are those of Dumfries and Galloway, the rest is made up")


def test_what_futures_differ_in(several_worlds):
    town = first()
    told = "plausible worlds: values for what nobody knows that the record does not rule out."
    assert differ(40, 4, town) == f"Each of the 40 futures has its own dice and one of 4 {told}"
    assert differ(6, 3, town) == f"Each of the 6 futures has its own dice and one of 3 (of 4) {told}"
    guess = "one world, our best single guess at what nobody knows."
    central = town.in_worlds("central")
    assert differ(40, 1, central) == f"Each of the 40 futures has its own dice; all are played in {guess}"
    assert differ(1, 1, central) == f"The future has its own dice; it is played in {guess}"


def test_which_futures_are_looked_at(several_worlds):
    town = first()
    assert only(town, 200, 200) == ""
    meaning = PARAMETERS["trust_needed"].meaning
    low = town.only("trust_needed", "low")
    assert only(town.only("portfolios", "low"), 150, 200).startswith("Only 150 of 200 futures, where this is not so: ")
    assert differ(98, 2, low) == "Each has its own dice and one of 2 (of 4) plausible worlds."
    assert only(low, 98, 200) == f"Only 98 of 200 futures, where this is in its lower half: {meaning}."


def test_an_assumption_that_is_left_open_is_a_range(several_worlds):
    town = first()
    assert assumed("trust_needed", town) == "0.2 to 0.9"
    assert assumed("trust_needed", town.set("trust_needed", 0.35)) == "0.35"
    assert assumed("trust_needed", town.in_worlds("central")) == f"{PARAMETERS['trust_needed'].default:g}"
    assert assumed("portfolios", town) == "on in 1 of 4 worlds"
