"""Values outside declared ranges: as far as the model can bear them, and never silently."""

from __future__ import annotations

import numpy as np
import pytest

from simulation import ensemble
from simulation.scenarios import Scenario
from simulation.world.errors import ScenarioError
from simulation.world.outside import outside_in_words
from simulation.world.parameters import PARAMETERS

MOVED = {name: p for name, p in PARAMETERS.items() if p.bearable != (p.low, p.high)}


def scenario(settings, **more) -> Scenario:
    event = {"name": "cut", "kind": "grant_change", "month": 6, "size": -0.3}
    return Scenario.from_mapping({"name": "far", "years": 3, "settings": settings, "events": [event], **more})


@pytest.mark.parametrize("parameter", PARAMETERS.values(), ids=PARAMETERS)
def test_ends_move_over_neither_zero_nor_one(parameter):
    low, high = parameter.bearable
    assert low <= parameter.low < parameter.high <= high
    assert high - low <= 3.01 * (parameter.high - parameter.low)
    for wall in (0, 1):
        assert not low < wall < parameter.low and not parameter.high < wall < high
    assert np.sign([low, high]).tolist() == np.sign([parameter.low, parameter.high]).tolist()


def test_they_are_refused_unless_allowed_and_then_named():
    with pytest.raises(ScenarioError, match=r"leader_exit = 0.3 is out of range: it must be a number from 0.05 to 0.2"):
        scenario({"leader_exit": 0.3})
    far = scenario({"leader_exit": 0.3, "withdrawal_support": 4}, allow_outside=True)
    assert far.outside == {"leader_exit": [0.3, 0.3]} and far.parameters()[0].leader_exit == 0.3
    said = "Outside the declared range, where the model is not meant to work: leader_exit = 0.3 (declared 0.05 to 0.2 "
    assert outside_in_words(far.outside) == said + "per year)."
    assert Scenario.from_mapping(far.to_mapping()) == far
    with pytest.raises(
        ScenarioError, match=r"leader_exit = 0.5 is out of range: it must be a number from 0.005 to 0.35"
    ):
        scenario({"leader_exit": 0.5}, allow_outside=True)


def test_the_model_bears_them():
    """All parameters at either end, by halves, in futures of eight years: measures stay numbers within their bounds."""
    chance = np.random.default_rng(4)
    small = {"neighbourhoods": 3, "organisations": 4, "contractors": 2, "councils": 2}
    for _ in range(12):
        ends = {name: float(p.bearable[chance.integers(2)]) for name, p in MOVED.items() if chance.random() < 0.5}
        found = ensemble.run(scenario(ends | small, allow_outside=True, years=8), 3, worlds="central")
        assert not found.failures, ends
        level = found.measures[..., 0]
        assert np.isfinite(level).all() and level.min() >= 0 and level.max() <= 1, ends
