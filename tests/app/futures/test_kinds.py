"""Kinds of futures on exact courses: contracts and leaders, falling and coming back."""

from __future__ import annotations

import numpy as np

from simulation.app.futures import kinds
from simulation.app.futures.kinds import fell, outlived


def contract(start: int, end: int, months: int = 10) -> np.ndarray:
    """A service under contract from a month to before another, [1 future, month, 1 service]."""
    running = np.zeros((1, months, 1), bool)
    running[0, start:end] = True
    return running


def test_a_contract_outlives_two_leaders_when_the_second_change_finds_it_running():
    changes = np.cumsum(np.isin(np.arange(10), [3, 6]))[None]
    assert [bool(outlived(contract(start, end), changes)[0]) for start, end in ((0, 10), (2, 7), (2, 6), (3, 10))] == [
        True, True, False, False,
    ]  # fmt: skip
    assert not outlived(contract(0, 4) | contract(5, 10), changes)[0], "each contract counts by itself"
    both = np.concatenate([contract(0, 4) | contract(5, 10), contract(0, 10)], axis=2)
    assert outlived(both, changes)[0]


def test_it_falls_and_comes_back_or_does_not():
    without = np.full(6, 10)
    courses = {
        "held": [10, 10, 9, 8, 5, 5],
        "back": [10, 10, 4, 2, 5, 9],
        "gone": [10, 10, 4, 2, 0, 4],
        "twice": [10, 10, 4, 5, 5, 4],
    }
    counts = np.array([[course, without] for course in courses.values()])
    below, kept_at_the_end, stays = fell(counts, 2)
    assert dict(zip(courses, zip(below, kept_at_the_end, stays, strict=True), strict=True)) == {
        "held": (False, True, True),
        "back": (True, True, False),
        "gone": (True, False, True),
        "twice": (True, False, False),
    }


def test_months_with_nothing_to_lose_say_nothing():
    below, kept, stays = fell(np.array([[[5, 0, 0, 0], [5, 4, 0, 0]]]), 0)
    assert (below[0], kept[0], stays[0]) == (True, False, True)


def test_the_next_future_of_a_kind_is_found_in_both_directions(monkeypatch):
    class View:
        number = 5  # from 1

        class futures:
            numbers = np.arange(8)

    monkeypatch.setattr(kinds, "among", lambda view, key: np.isin(np.arange(8), [1, 4, 6]))
    assert (kinds.next_of(View, "back"), kinds.next_of(View, "back", -1)) == (6, 1)
    View.number = 8
    assert (kinds.next_of(View, "back"), kinds.next_of(View, "back", -1)) == (1, 6)
    monkeypatch.setattr(kinds, "among", lambda view, key: np.zeros(8, bool))
    assert kinds.next_of(View, "back") is None
