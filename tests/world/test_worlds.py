"""Futures that are drawn in several worlds."""

import numpy as np
import pytest

from simulation import ensemble
from simulation.scenarios import Scenario, load
from simulation.world.errors import SettingError
from simulation.world.worlds import CENTRAL, Worlds

TWO = Worlds("two", ("fatigue_growth", "leader_spread"), np.array([[0.02, 0.1], [0.15, 0.3]]))


def short(**settings: float) -> Scenario:
    event = {"name": "change", "kind": "leadership_change", "year": 1, "commitment": 0.1}
    sizes = {"neighbourhoods": 2, **settings}
    return Scenario.from_mapping(
        {"name": "short", "years": 2, "burn_in_years": 1, "settings": sizes, "events": [event]}
    )


def test_two_futures_in_a_row_share_a_world():
    assert [TWO.of(replicate) for replicate in range(9)] == [0, 0, 1, 1, 0, 0, 1, 1, 0]


def test_a_future_in_a_world_is_that_future_under_the_settings_of_the_world():
    together = ensemble.run(short(), 6, 3, workers=1, worlds=TWO)
    for world in (0, 1):
        alone = ensemble.run(short(**TWO.settings(world)), 6, 3, workers=1)
        mine = [replicate for replicate in range(6) if TWO.of(replicate) == world]
        np.testing.assert_array_equal(together.measures[mine], alone.measures[mine])


def test_more_futures_and_more_workers_change_nothing():
    few, many = (ensemble.run(short(), number, 3, workers=number, worlds=TWO) for number in (2, 5))
    np.testing.assert_array_equal(few.measures, many.measures[:2])


def test_what_a_scenario_states_holds_in_every_world():
    stated = short(fatigue_growth=0.08)
    record = TWO.parameters(stated.parameters(), stated.settings, 2)[0]
    assert record.fatigue_growth == 0.08
    assert record.leader_spread == 0.3
    assert TWO.parameters(load("baseline").parameters(), {}, 2)[0].fatigue_growth == 0.15


def test_the_central_world_is_the_declared_one():
    np.testing.assert_array_equal(
        ensemble.run(short(), 2, 1, workers=1, worlds=CENTRAL).measures, ensemble.run(short(), 2, 1, workers=1).measures
    )


@pytest.mark.parametrize(
    ("names", "values", "said"),
    [
        (("fatigue_growth",), [[9.0]], "fatigue_growth = 9"),
        (("fatigue_grwth",), [[0.1]], "unknown setting"),
        (("councils",), [[2.0]], "size"),
        (("fatigue_growth",), [[np.nan]], "fatigue_growth"),
        ((), np.zeros((0, 0)), "0"),
    ],
)
def test_what_can_be_no_world_is_refused(names, values, said):
    with pytest.raises(SettingError, match=said):
        Worlds("bad", names, np.array(values, float))
