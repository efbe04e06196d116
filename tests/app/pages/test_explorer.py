"""The run of the explorer is the future that the workshop has in view."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("solara")

import solara

from simulation import ensemble
from simulation.app.pages import explorer
from simulation.app.story.played_in import KINDS
from simulation.app.story.state import first
from simulation.world.measures import COLUMN


@pytest.mark.parametrize(("kind", "world"), [("plausible", 2), ("central", 0)])
def test_left_alone_it_is_the_future_in_view(several_worlds, kind, world):
    state = replace(first().in_worlds(kind).at(3).drop("leader"), seed=7).in_future(5)
    model, parameters, _ = explorer.build(state, [explorer.PRESENT])
    assert [parameters[name]["value"] for name in ("rng", "future", "worlds")] == ["7", "6", KINDS[kind]]
    assert model.world_number == world
    for _ in range(6):
        model.step()
    run = ensemble.run(state.played, 6, 7, months=6, worlds=state.drawn_in)
    frame = model.datacollector.get_model_vars_dataframe()
    for name in ("coproduction", "trust", "leader_commitment"):
        np.testing.assert_array_equal(frame[name], run.measures[5, 0, :, COLUMN[name]])


def test_while_a_model_gets_ready_the_page_says_so(monkeypatch):
    is_ready = threading.Event()
    monkeypatch.setattr(explorer, "ready", lambda *_: is_ready.wait(60))
    page, context = solara.render(explorer.Model(), handle_error=False)
    try:
        said = [(each.unsafe_innerHTML, each.attributes["role"]) for each in page.children]
    finally:
        context.close()
        is_ready.set()
    assert said == [(explorer.GETS_READY, "status")]


def test_a_model_is_ready_once_an_agent_has_acted(monkeypatch):
    done = []
    monkeypatch.setattr(explorer, "_load_rules", lambda: done.append("rules"))
    monkeypatch.setattr(explorer, "build", lambda *_: done.append("model"))
    explorer.ready(first(), [])
    assert done == ["rules", "model"]
