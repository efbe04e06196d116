"""The two models run through one world, from nothing but its scenario and seed, and compared after every phase."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.scenarios import Scenario
from tests.reimplementation import compiled, initial_state, on_record, stated
from tests.reimplementation.month import PHASES
from tests.reimplementation.recording import record, record_by_service
from tests.reimplementation.spells import spells

MOST_SAID = 5


def assert_same_history(scenario: Scenario, seed: int, replicate: int, by_phase: int = 1) -> None:
    """All state agrees within rounding, codes and counts exactly, after every phase of every month.

    With ``by_phase`` above 1, in every so many-th month; in the others at its end.
    """
    world = initial_state.begin(scenario, seed, replicate)
    tables = compiled.begin(scenario, seed, replicate)
    mirror = compiled.Mirror(world)

    def compare(when: str) -> None:
        wrong = list(mirror.differences(tables))
        assert not wrong, f"{when}: {'; '.join(wrong[:MOST_SAID])}"

    compare("at the start")
    for month in range(world.first_month, scenario.months):
        world.month = month
        on_record.put(world, scenario)
        stated.put(world, scenario)
        compiled.put(tables, scenario, month)
        for number, phase in enumerate(PHASES):
            phase(world)
            compiled.step(tables, number, month)
            if month % by_phase == 0 or number == len(PHASES) - 1:
                compare(f"month {month}, after {phase.__name__}")
        if month >= 0:
            measures, by_service = compiled.measured(tables)
            assert record(world) == pytest.approx(measures, rel=compiled.RELATIVE, abs=compiled.ABSOLUTE), month
            np.testing.assert_allclose(record_by_service(world), by_service, rtol=1e-6, atol=1e-7)  # single precision
    assert spells(world, scenario.months) == compiled.found_spells(tables, scenario.months)
