"""Futures that are drawn in several worlds."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from simulation import ensemble
from simulation.model import CoproductionModel
from simulation.scenarios import Scenario, load
from simulation.world.errors import SettingError
from simulation.world.names_of_worlds import PLAUSIBLE
from simulation.world.parameters import PARAMETERS
from simulation.world.sealed import to_parquet
from simulation.world.worlds import CENTRAL, Worlds, in_force, worlds

TWO = Worlds("two", ("fatigue_growth", "leader_spread"), np.array([[0.02, 0.1], [0.15, 0.3]]))


def short(**settings: float) -> Scenario:
    event = {"name": "change", "kind": "leadership_change", "year": 1, "commitment": 0.1}
    sizes = {"neighbourhoods": 2, **settings}
    return Scenario.from_mapping(
        {"name": "short", "years": 2, "burn_in_years": 1, "settings": sizes, "events": [event]}
    )


def test_two_futures_in_a_row_share_a_world():
    assert [TWO.number(replicate) for replicate in range(9)] == [0, 0, 1, 1, 0, 0, 1, 1, 0]


def test_a_future_in_a_world_is_that_future_under_the_settings_of_the_world():
    together = ensemble.run(short(), 6, 3, workers=1, worlds=TWO)
    for world in (0, 1):
        alone = ensemble.run(short(**TWO.settings(world)), 6, 3, workers=1, worlds=CENTRAL)
        mine = [replicate for replicate in range(6) if TWO.number(replicate) == world]
        np.testing.assert_array_equal(together.measures[mine], alone.measures[mine])


def test_more_futures_and_more_workers_change_nothing():
    few, many = (ensemble.run(short(), number, 3, workers=number, worlds=TWO) for number in (2, 5))
    np.testing.assert_array_equal(few.measures, many.measures[:2])


def test_what_a_scenario_states_holds_in_every_world():
    stated = short(fatigue_growth=0.08)
    record = in_force(stated.parameters(), TWO.settings(1), stated.settings)[0]
    assert record.fatigue_growth == 0.08
    assert record.leader_spread == 0.3
    assert in_force(load("baseline").parameters(), TWO.settings(1), {})[0].fatigue_growth == 0.15


def test_a_value_can_be_the_same_in_all_worlds():
    same = TWO.with_settings({"fatigue_growth": 0.08, "governance": 0.5})
    assert [same.settings(world) for world in (0, 1)] == [
        {"leader_spread": spread, "fatigue_growth": 0.08, "governance": 0.5} for spread in (0.1, 0.3)
    ]
    assert TWO.with_settings({}).digest == TWO.digest != same.digest
    with pytest.raises(SettingError, match="'fatigue'"):
        TWO.with_settings({"fatigue": 1.0})


def test_plausible_worlds_are_taken_if_nothing_is_said():
    usual, named, central = (
        ensemble.run(short(), 2, 1, workers=1, **which).measures
        for which in ({}, {"worlds": PLAUSIBLE}, {"worlds": CENTRAL})
    )
    np.testing.assert_array_equal(usual, named)
    assert not np.array_equal(usual, central)


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


def test_the_model_under_mesa_is_in_the_same_world():
    compiled = ensemble.run(short(), 4, 3, workers=1, worlds=TWO)
    for model in (
        CoproductionModel(short(), rng=3, replicate=2, worlds=TWO),
        CoproductionModel(short(), rng=3, replicate=2, worlds=TWO, world=1),
    ):
        for _ in range(short().months):
            model.step()
        assert model.world_number == 1
        frame = model.datacollector.get_model_vars_dataframe()
        np.testing.assert_array_equal(frame.to_numpy(float), compiled.measures[2, 0])
    with pytest.raises(SettingError, match=r"world = 2: two are 2 worlds, 0 to 1"):
        CoproductionModel(short(), worlds=TWO, world=2)


def written(path: Path, **columns: list[float]) -> Path:
    path.write_bytes(to_parquet(pa.table(columns), {"seed": 1}))
    return path


def test_worlds_are_read_from_a_file_with_its_figures_left_out(tmp_path):
    columns = {"fatigue_growth": [0.02, 0.15], "figure S1.1": [0.1, 0.11], "leader_spread": [0.1, 0.3]}
    found = worlds(written(tmp_path / "two.parquet", **columns))
    assert found.names == TWO.names
    assert found.digest == TWO.digest
    assert worlds(found) is found
    assert worlds("central") is CENTRAL


def test_a_file_that_is_no_worlds_is_refused(tmp_path):
    path = written(tmp_path / "two.parquet", fatigue_growth=[0.02])
    path.write_bytes(path.read_bytes()[:-20])
    for name, said in (
        ("plausable", "worlds = 'plausable': it must be plausible, central, or a file.parquet"),
        (tmp_path / "none.parquet", "No such file"),
        (path, "checksum does not fit"),
    ):
        with pytest.raises(SettingError, match=said):
            worlds(name)


def test_a_setting_that_worlds_do_not_differ_in_has_its_declared_value_in_each():
    some = Worlds("two", ("fatigue_growth",), np.array([[0.02], [0.15]]))
    assert some.column("fatigue_growth").tolist() == [0.02, 0.15]
    assert some.column("trust_needed").tolist() == [PARAMETERS["trust_needed"].default] * 2
