"""A variant is judged by the worlds that it changes; a conclusion by how it stands under every structure."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.world.worlds import CENTRAL, Worlds
from tests.experiments.test_runner import FOLDER, script

SWITCH = "disowning"
WORLDS = Worlds("made up", (SWITCH,), np.tile([[0.0], [1.0]], (20, 1)))  # off in every second one
A_WORLD = 4


@pytest.fixture
def variants(monkeypatch):
    monkeypatch.syspath_prepend(str(FOLDER))
    return script("variants")


@pytest.fixture
def structure(variants, monkeypatch):
    monkeypatch.setattr("simulation.extend", lambda path: None)  # only what is said
    return script("structure")


class Stored:
    """Two policies in every scenario: as worlds are, and the switch on, which lowers what is left by 0.1."""

    replicates = A_WORLD * len(WORLDS)
    world = np.repeat(np.arange(len(WORLDS)), A_WORLD)

    def __init__(self, variants):
        pairs = [(scenario, policy) for scenario in variants.SCENARIOS for policy in ("as it is", "on")]
        self.rows = pairs
        self.points = {"scenario": Column(each for each, _ in pairs), "policy": Column(each for _, each in pairs)}

    def values(self, column, arm, mine):
        chance = np.resize([-1e-4, 1e-4, 1e-4, -1e-4], self.replicates)
        found = []
        for row in mine:
            scenario, policy = self.rows[row]
            on = np.ones(self.replicates) if policy == "on" else WORLDS.values[self.world, 0]
            left = 0.2 - 0.1 * on + (0.05 if scenario.startswith("framework") else 0.0)
            found.append((left if arm == "scenario" else 0.4) + chance * (arm == "scenario"))
        return np.array(found)


class Column(tuple):
    """A column of a table."""

    def to_pylist(self):
        return list(self)


def test_worlds_that_are_so_already_are_not_changed(variants):
    assert variants.differing(WORLDS, {SWITCH: 1}).tolist() == [True, False] * 20
    assert variants.differing(WORLDS, {SWITCH: 0}).tolist() == [False, True] * 20
    assert variants.differing(WORLDS, {SWITCH: 0, "neighbourhoods": 12}).all()
    assert variants.differing(CENTRAL, {SWITCH: 0}).tolist() == [True]
    assert not variants.differing(CENTRAL, {SWITCH: 1}).any()


def test_a_change_is_that_of_the_worlds_that_a_variant_changes(variants):
    usual, changes = variants.compared(Stored(variants), {"on": {SWITCH: 1}}, WORLDS)
    lost = "lost to an unsupportive leadership"
    assert usual[lost].value == pytest.approx((0.2 + 0.3) / 0.8)
    assert changes["on"][lost].value == pytest.approx(0.1 / 0.4)  # half of it over all worlds
    assert changes["on"][lost].sign == 1 and changes["on"][lost].over.sign_share == 1
    assert list(variants.labelled(changes, {"on": {SWITCH: 1}}, WORLDS)) == ["on (20 of 40 worlds)"]
    assert list(variants.labelled(changes, {"on": {"neighbourhoods": 12}}, WORLDS)) == ["on"]


def test_a_headline_under_a_structure_and_a_conclusion_are_those_of_all_worlds(structure, variants):
    stored, of = Stored(variants), {"on": {SWITCH: 1}}
    usual, _ = variants.compared(stored, of, WORLDS)
    found = structure.levels(stored, of)
    assert found["lost to an unsupportive leadership"]["on"] == pytest.approx(0.3 / 0.4)
    framed = structure.under_a_framework(stored, of)
    assert {name: each.value for name, each in framed.items()} == {name: pytest.approx(-0.05 / 0.4) for name in framed}
    said = structure.answer(usual, found, framed)[-1]
    assert "on average in 2 of 2 structures" in said and said.endswith("leaves out 0 for less in 2, for more in 0.")
    assert not any("nan" in sentence for sentence in structure.answer(usual, found, framed))


def test_only_structures_that_some_world_does_not_have_are_tried(structure):
    assert {f"{SWITCH} on", f"{SWITCH} off"} <= set(structure.structures(WORLDS))
    assert f"{SWITCH} off" in structure.structures(CENTRAL) and f"{SWITCH} on" not in structure.structures(CENTRAL)
    everywhere = Worlds("made up", (SWITCH,), np.ones((20, 1)))
    assert f"{SWITCH} on" not in structure.structures(everywhere)
