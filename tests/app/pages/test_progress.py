"""How far the futures are is said beside the question, and by the foot in words alone."""

from __future__ import annotations

import pytest

pytest.importorskip("solara")

import solara

from simulation.app.futures.view import View
from simulation.app.limits import FIRST
from simulation.app.pages import town
from simulation.app.session.watching import Seen
from simulation.app.story.state import first
from tests.app.pages.test_anyway import text, widgets
from tests.app.pages.test_parts_stay import futures


@pytest.mark.parametrize(
    ("number", "busy", "stale", "working", "foot"),
    [
        (FIRST, True, False, f"working: {FIRST} of 200", f"first {FIRST} futures ·"),
        (200, True, True, "working: 0 of 200", "the picture before: 200 futures ·"),
        (200, False, False, "", "200 futures ·"),
    ],
)
def test_progress_stands_where_the_eye_is(number, busy, stale, working, foot):
    state = first().at(60)
    view = View(futures(state.played, state.seed, state.drawn_in, number), state)
    seen = Seen(view, stale, number, busy)
    told, context = solara.render(town.Sentence(seen), handle_error=False)
    small_print, other = solara.render(town.Foot(seen, state), handle_error=False)
    try:
        (asked,) = (each for each in widgets(told) if "asked" in str(getattr(each, "class_", "")))
        assert (f">{working}<" in text(asked)) if working else ("working" not in text(told))
        assert text(small_print).startswith(foot) and "working" not in text(small_print)
    finally:
        context.close()
        other.close()
