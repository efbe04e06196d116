"""What a row of the page Compare says of exact courses."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from simulation.app.futures import comparison
from simulation.app.story.state import first
from simulation.results.occupancy import ANY, FULL
from tests.app.futures.test_to_say import seen

TEN = 10  # full co-productions without the events; of any there are as many


def row(full: list[list[int]], anything: list[list[int]], counted: str = "full_coproduction") -> comparison.Line:
    """Futures that go on so from the first event, and stay as they are then."""
    state = first().in_worlds("central").at(60).drop("leader").counting(counted)
    view = seen(state, [TEN] * len(full))
    fork, counts = view.futures.fork, view.futures.counts.copy()
    counts[..., 0, ANY] = TEN
    for of, courses in ((FULL, full), (ANY, anything)):
        for future, course in enumerate(courses):
            counts[future, 0, fork:, 0, of] = course[-1]
            counts[future, 0, fork : fork + len(course), 0, of] = course
    return comparison.line(replace(view.futures, counts=counts, made={}), None, state)


def test_back_after_counts_what_the_row_counts():
    gone, back = [[4]] * 3, [[4, 4, 9]] * 3
    assert row(gone, back).back == "not in this time"
    assert row(gone, back, "coproduction").back == "2 months"
    assert row(back, gone).back == "2 months"


def test_back_is_what_holds_for_six_months_in_half_of_the_futures():
    for_a_while = [4, *[9] * 5, 8, *[9] * 6]
    assert row([for_a_while], [[TEN]]).back == "7 months"
    assert row([[4, 9], for_a_while, [4]], [[TEN]] * 3).back == "7 months"
    assert row([[4, 9], [4], [4]], [[TEN]] * 3).back == "not in this time"
    assert row([[9], [TEN], [4]], [[TEN]] * 3).back == "never fell"


def test_nothing_comes_back_where_nothing_happens_or_there_is_nothing_to_lose():
    state = first().in_worlds("central")
    quiet = seen(state.at(60).drop("leader"), [TEN]).futures
    assert comparison.line(replace(quiet, scenario=state.played), None, state).back == "no events"
    empty = replace(quiet, counts=np.zeros_like(quiet.counts), made={})
    assert comparison.line(empty, None, state).back == "nothing to lose"
