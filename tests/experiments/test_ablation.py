"""What is switched off one at a time, and how a change over worlds is told from chance."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

from simulation.validation.mechanisms import CONTESTED, SWITCHES
from simulation.world.parameters import PARAMETERS

FOLDER = Path(__file__).parents[2] / "experiments"


@pytest.fixture
def ablation(monkeypatch):
    monkeypatch.syspath_prepend(str(FOLDER))
    spec = importlib.util.spec_from_file_location("experiments_ablation", FOLDER / "ablation.py")
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    return module


def pair(effect: np.ndarray, worlds: int = 200, futures: int = 24) -> tuple[np.ndarray, np.ndarray]:
    """A headline with all mechanisms and without one of them, each world with its effect, and much chance."""
    rng = np.random.default_rng(3)
    values = rng.normal(0.3, 0.1, (worlds, futures))
    return values, values + effect[:, None] + rng.normal(0, 0.02, values.shape)


def test_every_structural_switch_is_switched_off_by_itself():
    structural = {name for name, parameter in PARAMETERS.items() if parameter.role == "switch"}
    assert {name for switch in CONTESTED for name in switch.settings} == structural
    assert all(len(switch.settings) == 1 and set(switch.settings.values()) == {0} for switch in CONTESTED)
    names = [switch.name for switch in SWITCHES]
    assert {switch.name for switch in CONTESTED} <= set(names) and len(set(names)) == len(names)


def test_chance_is_taken_out_of_the_change_over_worlds(ablation):
    found = ablation.over_worlds(*pair(np.zeros(200)))
    assert found.absolute == pytest.approx(found.by_chance, rel=0.2) and found.absolute > 0.002
    assert found.typical.low == 0 and found.typical.high < 0.003
    effects = np.resize([-0.02, 0.02], 200)  # nothing in the mean
    found = ablation.over_worlds(*pair(effects))
    assert found.typical.low < 0.02 < found.typical.high and found.typical.low > 0.018
    assert found.change.low < 0 < found.change.high and abs(found.largest) > 0.02


@pytest.mark.parametrize(
    ("effects", "said"),
    [
        ([0.0], "idle"),
        ([0.001], "idle"),
        ([0.01], "matters"),
        ([-0.01], "matters"),
        ([-0.02, 0.02], "matters"),
        ([0.0032], "open"),
    ],
)
def test_what_is_said_of_a_switch(ablation, effects, said):
    found = ablation.over_worlds(*pair(np.resize(effects, 200)))
    assert ablation.verdict([found]) == said
    assert ablation.verdict([found, ablation.over_worlds(*pair(np.full(200, 0.05)))]) == "matters"


def test_a_switch_that_touches_nothing_is_idle(ablation):
    values, _ = pair(np.zeros(200))
    assert ablation.verdict([ablation.over_worlds(values, values)]) == "idle"


def test_a_switch_whose_sign_differs_between_worlds_is_not_called_idle(ablation):
    from estimates import Estimate

    names = [switch.name for switch in CONTESTED]
    of = {name: {"lost": Estimate(0.01, -0.04, 0.05)} for name in names} | {names[0]: {"lost": Estimate(0.001, -1, 1)}}
    told = ablation.answer({"lost": Estimate(0.3, 0.2, 0.4)}, of, {}, 0)
    assert f" 0 change at least one headline by a band that leaves out 0 (not: {names[0]}, " in told[-2]
    assert told[-1].endswith(f"{len(names) - 1} move some headline by 0.3 points or more (not: {names[0]}).")


def test_a_run_that_failed_counts_in_no_pair(ablation):
    values, without = pair(np.full(200, 0.01))
    without[3, 5] = np.nan
    assert ablation.over_worlds(values, without).change.value == pytest.approx(0.01, abs=0.002)
