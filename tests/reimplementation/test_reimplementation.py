"""The compiled model is the model that the ODD describes.

Each world is run twice from nothing but its scenario and seed: by the compiled rules and by the model written again in
this folder. After every phase of every month all state must agree, codes and counts exactly.
"""

from __future__ import annotations

import numpy as np
import pytest

from simulation.world.event_kinds import EVENT_KINDS
from tests.reimplementation import compiled, initial_state
from tests.reimplementation.events import TO_COUNCIL, TO_NATION
from tests.reimplementation.month import PHASES
from tests.reimplementation.recording import record, record_by_service
from tests.reimplementation.scenarios import WORLDS
from tests.reimplementation.spells import spells

SEED, REPLICATE = 7, 3


@pytest.mark.parametrize("name", WORLDS)
def test_both_models_have_the_same_history(name):
    scenario = WORLDS[name]()
    world = initial_state.begin(scenario, SEED, REPLICATE)
    tables = compiled.begin(scenario, SEED, REPLICATE)
    mirror = compiled.Mirror(world)
    assert not list(mirror.differences(tables)), "initial state"
    for month in range(world.first_month, scenario.months):
        world.month = month
        for number, phase in enumerate(PHASES):
            phase(world)
            compiled.step(tables, number, month)
            assert not list(mirror.differences(tables)), f"month {month}, after {phase.__name__}"
        if month >= 0:
            measures, by_service = compiled.measured(tables)
            assert record(world) == pytest.approx(measures, rel=compiled.RELATIVE, abs=compiled.ABSOLUTE), month
            np.testing.assert_allclose(record_by_service(world), by_service, rtol=1e-6, atol=1e-7)  # single precision
    assert spells(world, scenario.months) == compiled.found_spells(tables, scenario.months)


def test_every_kind_of_event_is_written_again():
    assert set(TO_NATION) == {name for name, kind in EVENT_KINDS.items() if kind.scope == "national"}
    assert set(TO_COUNCIL) == {name for name, kind in EVENT_KINDS.items() if kind.scope == "council"}
