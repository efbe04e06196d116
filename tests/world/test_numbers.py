"""One rule for numbers: text is none in settings, scenarios and designs; on the command line it is read strictly."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from simulation.scenarios import parse
from simulation.sweep.design import parse as parse_design
from simulation.sweep.design import plan
from simulation.world.errors import CoproductionError, DesignError, ScenarioError, SettingError, shown
from simulation.world.numbers import parsed, parsed_whole
from simulation.world.parameters import PARAMETERS
from simulation.world.services import SERVICES, catalogue


@pytest.mark.parametrize("value", ["0.5", True, None, [0.5], np.bool_(True), 10**400, float("nan"), 1j])
def test_what_is_no_number_is_no_setting(value):
    with pytest.raises(SettingError, match=r"governance = .* is out of range"):
        PARAMETERS.check({"governance": value})


@pytest.mark.parametrize("value", [0.5, 0, 1, np.float32(0.5), np.float64(0.5), np.int64(1)])
def test_numbers_of_all_sorts_are_settings(value):
    assert PARAMETERS.check({"governance": value}) == {"governance": float(value)}


@pytest.mark.parametrize("text", ['settings.governance = "0.5"', 'years = "2"', 'burn_in_years = "1"'])
def test_text_is_no_number_of_a_scenario(text):
    with pytest.raises(ScenarioError, match="must be a number"):
        parse(f'name = "a"\n{text}')


@pytest.mark.parametrize(
    "text",
    [
        'settings.governance = "0.5"',
        'replicates = "5"',
        'points = 2\n[levers]\ngovernance = ["0.5"]',
        'points = 2\n[levers]\ngovernance = {low = "0.1", high = 0.5}',
        '[[policies]]\nname = "p"\ngovernance = "0.5"',
    ],
)
def test_text_is_no_number_of_a_design(text):
    with pytest.raises(DesignError):
        parse_design(f'scenarios = ["baseline"]\n{text}')


@pytest.mark.parametrize("text", ["0_1", "nan", "inf", "٣", "1,5", "", "0x1", "1e999", "9" * 400, "1 2", "--1"])
def test_text_that_states_no_number(text):
    with pytest.raises(ValueError, match="is not a number"):
        parsed(text)


def test_text_that_states_a_number():
    assert [parsed(text) for text in ("1", "-0.07", "+.5", "1.", " 2 ", "1e-3")] == [1, -0.07, 0.5, 1, 2, 0.001]
    assert parsed_whole("29.0") == 29
    with pytest.raises(ValueError, match="is not a whole number"):
        parsed_whole("29.5")


def test_the_weights_of_services_add_up_to_one():
    catalogue()
    heavier = (dataclasses.replace(SERVICES[0], weight=SERVICES[0].weight + 0.2), *SERVICES[1:])
    with pytest.raises(CoproductionError, match=r"add up to 1\.2"):
        catalogue(heavier)
    with pytest.raises(DesignError, match="no column 'weight'"):
        plan(parse_design('scenarios = ["baseline"]\npoints = 2\n[levers]\n"services.weight" = [0.1, 0.2]'))


def test_numbers_of_any_length_can_be_shown():
    assert shown(10**5000) == "a number of more than 4300 digits" and len(shown(10**400)) == 60
