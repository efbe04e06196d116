"""Under Mesa, the model has the history of the compiled ensemble: every table, every month, bit for bit."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.ensemble import run
from simulation.model import CoproductionModel
from simulation.scenarios import load
from simulation.world.measures import MEASURES
from tests.world.worlds import RESTLESS, begin, differences, everything, months, small

SEED = 11

SCENARIOS = {
    "baseline": lambda: load("baseline"),
    "leadership-change": lambda: load("leadership-change"),
    "a region": lambda: small({"councils": 3, "neighbouring_councils": 1}, years=8),
    "every kind of event": lambda: everything(years=8),
    "a restless world": lambda: small(RESTLESS, years=8),
}


@pytest.fixture(scope="module", params=SCENARIOS)
def scenario(request):
    return SCENARIOS[request.param]()


def test_every_month_is_the_same(scenario):
    model = CoproductionModel(scenario, rng=SEED, worlds="central")
    horizon = 84
    compared = 0
    for month, world in months(scenario, horizon, seed=SEED):
        if month >= 0:
            model.step()
        if month >= -1:
            assert not differences(world, model.world), f"month {month}"
            compared += 1
    assert compared == horizon + 1
    assert model.month == horizon


def test_stepping_through_the_burn_in_leads_to_the_same_world():
    scenario = SCENARIOS["a restless world"]()
    at_once, stepped = (CoproductionModel(scenario, burn_in=lived, worlds="central") for lived in (True, False))
    assert not differences(begin(scenario), stepped.world)
    assert (at_once.month, stepped.month) == (0, -scenario.burn_in_months)
    stepped.run(scenario.burn_in_months)
    assert not differences(at_once.world, stepped.world)
    assert len(stepped.datacollector.get_model_vars_dataframe()) == 0, "measures are collected from month 0 on"


@pytest.mark.parametrize("arm", ["scenario", "counterfactual"])
def test_what_is_collected_is_what_the_ensemble_records(arm):
    scenario = everything(years=3)
    ensemble = run(scenario, replicates=2, seed=SEED, workers=1)
    model = CoproductionModel(scenario, rng=SEED, replicate=1, arm=arm)
    model.run()
    assert model.month == scenario.months and not model.running
    frame = model.datacollector.get_model_vars_dataframe()
    assert list(frame.columns) == [measure.name for measure in MEASURES]
    branch = ensemble.arms.index(arm)
    np.testing.assert_array_equal(frame.to_numpy(), ensemble.measures[1, branch])
    assert model.measures() == frame.iloc[-1].to_dict()
    spells = ensemble.spells[(ensemble.spells["replicate"] == 1) & (ensemble.spells["arm"] == branch)]
    np.testing.assert_array_equal(model.spells(), spells)


def test_looking_at_a_model_changes_nothing():
    watched, alone = CoproductionModel("leadership-change", rng=SEED), CoproductionModel("leadership-change", rng=SEED)
    for _ in range(6):
        for _ in range(3):
            watched.measures()
            watched.spells()
            watched.agents.shuffle_do("step")
            watched.datacollector.collect(watched)
            for agents in watched.agents_by_type.values():
                agents.shuffle(inplace=True)
        watched.step()
        alone.step()
        assert not differences(watched.world, alone.world)


def test_a_longer_log_loses_nothing(monkeypatch):
    monkeypatch.setattr("simulation.history.building.LOG_ROWS_PER_ARRANGEMENT", 9)
    scenario = SCENARIOS["a restless world"]()
    model = CoproductionModel(scenario, worlds="central")
    rows = len(model.world.changes)
    model.run(84)
    assert len(model.world.changes) > rows, "the log did not fill up: the test shows less than it says"
    monkeypatch.undo()
    *_, (_, world) = months(scenario, 84)
    assert not differences(world, model.world)
