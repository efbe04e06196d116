"""Assumptions are plain questions where they matter most; what the model calls them is shown to those who ask."""

from __future__ import annotations

import pytest

pytest.importorskip("solara")

from simulation.app.pages import assumptions
from simulation.app.story import doubts
from simulation.app.story.state import first
from simulation.world.parameters import PARAMETERS

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
