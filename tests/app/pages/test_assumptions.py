"""Assumptions are plain questions where they matter most; what the model calls them is shown to those who ask."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("solara")

from simulation.app.pages import assumptions
from simulation.app.story import doubts, played_in
from simulation.app.story.state import first
from simulation.world.names_of_worlds import PLAUSIBLE
from simulation.world.parameters import PARAMETERS
from simulation.world.worlds import Worlds

CODE = ("_", "hazard", "latent", "0..1")


@pytest.mark.parametrize("name", doubts.QUESTIONS)
def test_a_row_asks_a_plain_question_and_keeps_the_models_words_for_later(name):
    row = assumptions.row(PARAMETERS[name], first())
    assert row["asked"] == doubts.question(name) and row["asked"].endswith("?")
    assert not any(word in row["asked"] for word in CODE) and row["meaning"] == PARAMETERS[name].meaning


def test_what_has_no_question_is_said_in_the_models_words():
    row = assumptions.row(PARAMETERS["assets_protect"], first())
    assert row["asked"] == "Share of the hazard of closing that full assets prevent" and row["meaning"] == ""


def test_a_slider_has_the_bounds_of_the_field_and_steps_that_a_number_can_take():
    state = first().in_worlds("central")
    for parameter in PARAMETERS.values():
        row = assumptions.row(parameter, state)
        assert row["low"] <= row["at"] <= row["high"] and row["at"] == row["usual"]
        if parameter.role not in ("size", "lever"):
            assert state.set(parameter.name, row["low"] + row["step"]).value(parameter.name) > row["low"]


@pytest.mark.parametrize("word", ["ready must a group", "least_availability", "no partner"])
def test_a_word_of_the_question_of_the_meaning_or_of_the_name_finds_it(monkeypatch, word):
    monkeypatch.setattr(assumptions, "searched", type("Words", (), {"value": word}))
    assert assumptions._shown(PARAMETERS["least_availability"], first())
    assert not assumptions._shown(PARAMETERS["carry"], first())


def test_a_number_of_a_mechanism_is_told_of_the_worlds_with_it(monkeypatch):
    values = np.array([[0, 10], [1, 20], [1, 30], [1, 40], [1, 50], [0, 60]], float)
    worlds = Worlds("six", ("insisting", "plan_patience"), values)
    monkeypatch.setattr(played_in, "_of_this_server", {"usual": PLAUSIBLE, PLAUSIBLE: worlds})
    parameter = PARAMETERS["plan_patience"]
    row = assumptions.row(parameter, first())
    low, high = (100 * (end - parameter.low) / (parameter.high - parameter.low) for end in (20, 50))
    assert row["told"] == "20 to 50" and row["strip"][:: len(row["strip"]) - 1] == [round(low, 1), round(high, 1)]
    without = assumptions.row(parameter, first().only("insisting", "low"))
    assert without["told"].startswith("changes nothing") and without["strip"] == []
