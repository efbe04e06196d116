"""Which worlds a server offers."""

import numpy as np
import pytest

from simulation.app.story import played_in
from simulation.world.errors import StateError
from simulation.world.names_of_worlds import CENTRAL_NAME, PLAUSIBLE
from simulation.world.worlds import CENTRAL, Worlds

TWO = Worlds("two.parquet", ("fatigue_growth",), np.array([[0.02], [0.15]]))


def test_a_file_stands_for_the_plausible_worlds_of_a_server(monkeypatch):
    monkeypatch.setattr(played_in, "_of_this_server", {"usual": PLAUSIBLE, PLAUSIBLE: TWO})
    assert played_in.of_kind(PLAUSIBLE) is TWO and played_in.of_kind(CENTRAL_NAME) is CENTRAL
    with pytest.raises(StateError, match="it must be plausible or central"):
        played_in.of_kind("two.parquet")
