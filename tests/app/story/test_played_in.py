"""Which worlds a server offers."""

import numpy as np
import pytest

from simulation.app.story import played_in
from simulation.world import worlds as world
from simulation.world.errors import SettingError
from simulation.world.names_of_worlds import CENTRAL_NAME, PLAUSIBLE
from simulation.world.worlds import Worlds

TWO = Worlds("two.parquet", ("fatigue_growth",), np.array([[0.02], [0.15]]))


def test_where_no_sets_are_only_the_declared_values_are_offered(monkeypatch, tmp_path):
    for module in (played_in, world):
        monkeypatch.setattr(module, "SHIPPED", tmp_path / "none.parquet")
    monkeypatch.setattr(played_in, "_of_this_server", {"usual": CENTRAL_NAME, PLAUSIBLE: PLAUSIBLE})
    assert list(played_in.kinds()) == [CENTRAL_NAME]
    with pytest.raises(SettingError, match="ships no sets yet"):
        played_in.of_kind(PLAUSIBLE)


def test_a_file_stands_for_the_plausible_worlds_of_a_server(monkeypatch, tmp_path):
    monkeypatch.setattr(played_in, "SHIPPED", tmp_path / "none.parquet")
    monkeypatch.setattr(played_in, "_of_this_server", {"usual": PLAUSIBLE, PLAUSIBLE: TWO})
    assert list(played_in.kinds()) == [PLAUSIBLE, CENTRAL_NAME]
    assert played_in.of_kind(PLAUSIBLE) is TWO
