"""Both models in a hundred random worlds, and in every scenario of the library, after every phase to 1e-12.

Not compiled, as `make test-long` runs it: some six minutes of a core for the worlds, 25 for the scenarios.
"""

from __future__ import annotations

import pytest

from simulation.scenarios import library, load
from tests.reimplementation.comparison import assert_same_history
from tests.reimplementation.random_worlds import cut, random_world

WORLDS = 100
SEED = 11
# A council is simulated in its real size over all years, several are cut down to three with eight neighbourhoods each.
COUNCILS, NEIGHBOURHOODS = 3, 8
BY_PHASE = 7  # all phases of every seventh month are compared, so of every month of the calendar; else its end


@pytest.mark.parametrize("number", range(WORLDS))
def test_both_models_agree_in_a_random_world(number: int) -> None:
    assert_same_history(random_world(number), SEED, number)


@pytest.mark.parametrize("name", sorted(library()))
def test_both_models_agree_in_a_scenario_of_the_library(name: str) -> None:
    scenario = load(name)
    if scenario.size("councils") > 1:
        scenario = cut(scenario, COUNCILS, NEIGHBOURHOODS)
    assert_same_history(scenario, SEED, 0, BY_PHASE)
