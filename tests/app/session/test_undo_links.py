"""Undo and redo after a refresh: what the browser keeps, and what of it is believed."""

from __future__ import annotations

import pytest

from simulation.app import limits
from simulation.app.session import codec
from simulation.app.session.undo_links import UndoLinks, remembered
from simulation.app.story.history import History
from simulation.app.story.state import first


def walked(acts: int, undone: int = 0) -> History:
    history = History(first())
    for number in range(acts):
        history = history.act(history.now.at(number % 200 + 1).drop("leader" if number % 2 else "pfi"))
        if number % 20 == 19:
            history = history.act(first().noted(f"again {number}"))
    for _ in range(undone):
        history = history.undo()
    return history


def test_what_was_kept_comes_back():
    before = walked(6, undone=2)
    after = remembered(History(before.now), UndoLinks().of(before))
    assert (after.now, after.past, after.undone) == (before.now, before.past, before.undone)
    assert after.undo().undo().redo().now == before.undo().undo().redo().now


def test_it_is_bounded():
    links = UndoLinks().of(walked(90, undone=40))
    assert len(links["past"]) == len(links["undone"]) == limits.UNDO_LINKS
    assert sum(map(len, [*links["past"], *links["undone"]])) <= limits.UNDO_LINK_CHARACTERS
    nearest = walked(90, undone=40)
    assert codec.decode(links["past"][-1]) == nearest.past[-1]
    assert codec.decode(links["undone"][-1]) == nearest.undone[-1]


def test_long_states_are_kept_as_far_as_there_is_space(monkeypatch):
    monkeypatch.setattr(limits, "UNDO_LINK_CHARACTERS", 500)
    history = walked(10)
    links = UndoLinks().of(history)
    assert 0 < len(links["past"]) < 10 and codec.decode(links["past"][-1]) == history.past[-1]


def test_links_are_made_once(monkeypatch):
    made = []
    encode = codec.encode
    monkeypatch.setattr(codec, "encode", lambda state: made.append(state) or encode(state))
    links, history = UndoLinks(), walked(5)
    links.of(history)
    links.of(history.act(history.now.set("pfi_policy", 0.3)))
    assert len(made) == 6


@pytest.mark.parametrize(
    "kept",
    [
        None,
        7,
        [],
        {},
        {"past": []},
        {"past": ["x"], "undone": []},
        {"past": "1.abc", "undone": []},
        {"past": [1], "undone": []},
        {"past": [None], "undone": None},
        {"past": {"0": "x"}, "undone": []},
        {"past": ["1." + "A" * 100_000], "undone": []},
    ],
)
def test_a_damaged_store_is_ignored(kept):
    history = History(first())
    assert remembered(history, kept) is history


def test_it_does_not_replace_what_was_done_since():
    kept = UndoLinks().of(walked(3))
    history = History(first()).act(first().drop("pfi"))
    assert remembered(history, kept) is history
