"""Levers: each is one that the model declares, and its words are true."""

from __future__ import annotations

import pytest

from simulation.app.story.levers import BOUGHT, LEVERS
from simulation.app.story.protection import POINTS, spent
from simulation.app.story.state import first
from simulation.world.codes import LEVERS as FRAMEWORK
from simulation.world.parameters import PARAMETERS


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("pfi_policy", 0.0, "None"),
        ("pfi_policy", 0.1, "Weak"),  # a little is not nothing
        ("pfi_policy", 1.0, "Only way to build"),
        ("capacity_building", 0.05, "Thin"),
        ("capacity_building", 1 / 3, "Fair"),
        ("governance", 0.05, "A small part"),
        ("governance", 0.5, "About half"),
        ("governance", 0.95, "Most of it"),
        ("governance", 1.0, "Complete"),  # nor is much everything
        ("tradition_mean", 0.45, "Mixed"),
        ("tradition_mean", 0.19, "Cold"),
    ],
)
def test_a_lever_is_told_in_words_that_are_true(name, value, word):
    assert LEVERS[name].word(value) == word


def test_every_lever_says_all_its_words_in_their_order():
    for lever in LEVERS.values():
        starts = [start for start, _ in lever.scale]
        assert starts == sorted(starts) and starts[0] == lever.parameter.low
        assert [word for _, word in lever.scale] == list(lever.words)
        assert lever.word(lever.parameter.high) == lever.words[-1]


def test_every_lever_is_one_of_the_model():
    other = [name for name in LEVERS if name not in PARAMETERS or PARAMETERS[name].role != "lever"]
    assert not other, f"simulation/app/story/levers.py offers what the model declares as no lever: {', '.join(other)}"


@pytest.mark.parametrize("name", LEVERS)
def test_a_lever_says_what_it_is_what_it_costs_and_what_it_cannot_do(name):
    lever, tip = LEVERS[name], LEVERS[name].tip()
    assert lever.meaning in tip and lever.limit.startswith("It cannot ") and tip.endswith(f"{lever.cost} {lever.limit}")
    assert (f"It costs {POINTS} points" in tip) is (name in BOUGHT)


def test_the_costs_that_are_said_are_those_of_the_round_and_of_the_model():
    town = first().in_worlds("central").begin("3")
    for name in BOUGHT:
        assert spent(town.set(name, PARAMETERS[name].low)) == 0
        assert spent(town.set(name, PARAMETERS[name].high)) == POINTS
        assert name in FRAMEWORK, "the model asks another price for it than for the framework"
        assert "0.4 % of its spending" in LEVERS[name].tip() and PARAMETERS["lever_cost"].default == 0.004
