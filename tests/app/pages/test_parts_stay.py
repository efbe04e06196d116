"""What can be pressed on a page stays the same widget while futures come and go: a press on one made anew is lost."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

pytest.importorskip("solara")

import solara

from simulation.app.futures.futures import TRACES, Futures
from simulation.app.futures.logs import kept
from simulation.app.pages import routes
from simulation.app.session import session, watching
from simulation.app.story.history import History
from simulation.app.story.state import first
from simulation.ensemble import times_of
from simulation.results.occupancy import CHANGE, COUNTED
from simulation.world.services import SERVICES

TYPED_IN = {"report": "controls.vue Insights"}  # by page: what is typed there must stay meanwhile, too
HOW_MANY = (0, 40, 200, 0, 200)  # futures that are there; none again when the story is another one


def futures(scenario, seed, worlds, size: int) -> Futures:
    """Futures in which there is nothing and nothing happens."""
    times = times_of(scenario)
    counts = np.zeros((size, 2, times.months, len(SERVICES), len(COUNTED)), np.uint8)
    traces = np.zeros((size, 2, times.months, len(TRACES)), np.float32)
    beyond = np.zeros((size, 2, len(SERVICES)), np.int16)
    logs = ((kept(np.zeros(0, CHANGE)),) * 2,) * size
    there = (counts, traces, beyond, logs, np.arange(size))
    return Futures(scenario, seed, worlds, times.fork, times.months, *there, (), size == max(HOW_MANY), None)


def parts(widget) -> Iterator[tuple[str, str]]:
    """Those with a file of their own: which it is, and the name of its widget."""
    for child in getattr(widget, "children", ()):
        file = getattr(child, "template_file", None)
        if isinstance(file, tuple):  # it is one of ours
            yield f"{file[1]} {getattr(child, 'title', '')}".strip(), child.model_id
        yield from parts(child)


@pytest.fixture
def size(monkeypatch):
    """How many futures there are of every story."""
    size = solara.reactive(0)

    def use_futures(scenario, seed, worlds, estimates=False):
        return (futures(scenario, seed, worlds, size.value), "") if size.value else (None, "")

    monkeypatch.setattr(watching, "use_futures", use_futures)
    before = session.history.peek()
    session.history.set(History(first().at(36).drop("leader").keep_in("A")))
    yield size
    session.history.set(before)


@pytest.mark.parametrize("route", routes, ids=lambda route: route.label)
def test_parts_stay_while_futures_come_and_go(size, route):
    page, context = solara.render(route.component(), handle_error=False)
    try:
        before = dict(parts(page))
        for many in HOW_MANY[1:]:
            size.set(many)
            now = dict(parts(page))
            anew = [part for part in now.keys() & before.keys() if now[part] != before[part]]
            assert not anew, f"made anew with {many} futures: {', '.join(anew)}"
            before = now
            assert TYPED_IN.get(route.path) in {None, *now}, f"what is being typed is lost with {many} futures"
    finally:
        context.close()
