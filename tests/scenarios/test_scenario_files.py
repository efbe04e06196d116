"""Scenario files: what they extend, sizes, variants, and writing them back."""

import pytest

from simulation.scenarios import Scenario, library, load, parse
from simulation.world.errors import ScenarioError
from simulation.world.parameters import PARAMETERS


def write(folder, name, text):
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_name_of_a_file_is_its_default_name(tmp_path):
    assert load(write(tmp_path, "mine", "years = 10")).name == "mine"
    assert load(str(write(tmp_path, "mine", "name = 'other'"))).name == "other"


def test_files_from_editors_that_begin_with_a_byte_order_mark(tmp_path):
    assert load(write(tmp_path, "mine", "\ufeffyears = 10\n")).years == 10


def test_extends_the_library(tmp_path):
    mine = load(write(tmp_path, "mine", "extends = 'austerity'\nyears = 30\n[settings]\nneighbourhoods = 6"))
    base = load("austerity")
    assert (mine.name, mine.years, mine.events) == ("mine", 30, base.events)
    assert mine.title == base.title and mine.size("neighbourhoods") == 6


def test_extends_a_file_beside_it(tmp_path):
    write(tmp_path, "base", "years = 10\n[settings]\nneighbourhoods = 6\ncontractors = 3")
    mine = load(write(tmp_path, "mine", "extends = 'base.toml'\n[settings]\nneighbourhoods = 7"))
    assert (mine.years, dict(mine.settings)) == (10, {"neighbourhoods": 7, "contractors": 3})


def test_event_of_the_same_name_changes_the_extended_one(tmp_path):
    text = """
        extends = "framework-then-leadership-change"
        [[events]]
        name = "framework"
        under_study = true
        governance = 0.2
        [[events]]
        name = "more"
        kind = "contractor_fails"
        year = 7
    """
    base, mine = load("framework-then-leadership-change"), load(write(tmp_path, "mine", text))
    assert [event.name for event in mine.events] == [*(event.name for event in base.events), "more"]
    (changed,) = (event for event in mine.events if event.name == "framework")
    assert changed.under_study and changed.values["governance"] == 0.2 and changed.values["joint_working"] == 0.8


def test_no_circles(tmp_path):
    write(tmp_path, "a", "extends = 'b.toml'")
    write(tmp_path, "b", "extends = 'a.toml'")
    with pytest.raises(ScenarioError, match="it extends itself: a → b → a"):
        load(tmp_path / "a.toml")
    with pytest.raises(ScenarioError, match="it extends itself: c → c"):
        load(write(tmp_path, "c", "extends = 'c.toml'"))


def test_nothing_outside_the_folder_is_read(tmp_path):
    write(tmp_path, "secret", "years = 10")
    (tmp_path / "inside").mkdir()
    for name in ("../secret.toml", str(tmp_path / "secret.toml"), "./../secret.toml", "secret", ".."):
        path = write(tmp_path / "inside", "mine", f"extends = '{name}'")
        with pytest.raises(ScenarioError, match="in the same folder"):
            load(path)


def test_a_loaded_scenario_is_complete_in_itself():
    scenario = load("perfect-storm")
    assert "extends" not in scenario.to_mapping()
    assert parse(scenario.to_toml()) == scenario


def test_sizes():
    two = [{"name": "A", "neighbourhoods": ["Mill"]}, {"name": "B"}]
    scenario = Scenario(name="test", councils=two)
    assert scenario.size("councils") == 2
    assert scenario.size("neighbourhoods") == PARAMETERS["neighbourhoods"].default
    assert Scenario(name="test", councils=two, settings={"councils": 5}).size("councils") == 5
    assert Scenario(name="test", councils=two, settings={"councils": 1}).size("councils") == 2
    thirty = [{"name": "A", "neighbourhoods": [f"ward {number}" for number in range(30)]}]
    assert Scenario(name="test", councils=thirty).size("neighbourhoods") == 30
    assert Scenario(name="test").size("contractors") == PARAMETERS["contractors"].default


def test_parameters_hold_settings_and_sizes():
    scenario = Scenario(name="test", councils=[{"name": "A"}, {"name": "B"}], settings={"neighbourhoods": 3})
    record = scenario.parameters()[0]
    assert (record.councils, record.neighbourhoods) == (2, 3)
    assert record.contractors == PARAMETERS["contractors"].default


def test_more_named_neighbourhoods_than_a_council_can_have():
    names = [f"ward {number}" for number in range(int(PARAMETERS["neighbourhoods"].high) + 1)]
    with pytest.raises(ScenarioError, match=r"neighbourhoods = .* is out of range"):
        Scenario.from_mapping({"name": "test", "councils": [{"name": "A", "neighbourhoods": names}]})


def test_with_settings_keeps_the_others():
    scenario = Scenario(name="test", settings={"neighbourhoods": 3}).with_settings({"contractors": 2})
    assert dict(scenario.settings) == {"neighbourhoods": 3, "contractors": 2}


def test_lengths():
    scenario = Scenario(name="test", years=2.5, burn_in_years=0.5)
    assert (scenario.months, scenario.burn_in_months) == (30, 6)
    assert Scenario(name="test", years=0.01).months == 1


def test_a_scenario_cannot_be_changed():
    with pytest.raises(ValueError, match="frozen"):
        load("baseline").years = 3


def test_save_and_load(tmp_path):
    scenario = load("sheffield")
    scenario.save(tmp_path / "copy.toml")
    assert load(tmp_path / "copy.toml") == scenario


def test_library_lists_what_can_be_loaded():
    for name, path in library().items():
        assert load(name) == load(path)
