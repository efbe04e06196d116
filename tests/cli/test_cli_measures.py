"""The list of what is measured: whole, found by a word, and in the names that results have."""

import pytest
from typer.testing import CliRunner

from simulation.cli import app
from simulation.notebook import measures_table
from simulation.sweep.columns import Keep
from simulation.sweep.design import Design
from simulation.sweep.design.design import OUTCOMES
from simulation.world.errors import DesignError
from simulation.world.measures import MEASURES

OF_ALL = {"name": "all", "scenarios": ["baseline"]}


def test_every_outcome_of_a_design_is_listed_with_the_columns_that_a_sweep_has_of_it():
    table = measures_table()
    assert table["measure"].tolist() == list(OUTCOMES)
    columns = [name for each in table["columns"] for name in each.split(", ")]
    assert columns == Keep.of(Design.from_mapping(OF_ALL)).columns
    assert not table.isna().any(axis=None) and set(table["better"]) == {"more", "less", "neither"}


def test_measures_are_found_by_a_word_of_their_name_or_definition():
    done = CliRunner().invoke(app, ["measures", "--like", "Volume"])
    listed, _, said = done.stdout.partition("\n\n")
    found = [line.partition(" (")[0] for line in listed.splitlines()]
    assert done.exit_code == 0 and 1 < len(found) < len(MEASURES)
    assert found == [each.name for each in MEASURES if "volume" in f"{each.name} {each.definition}".lower()]
    assert any("volume" not in name for name in found)  # in the definition alone
    assert "coproduction (share; more is better): " in listed and "NAME_final_year: mean of the last 12 months" in said
    assert len(CliRunner().invoke(app, ["measures"]).stdout.splitlines()) == len(OUTCOMES) + 4


def test_what_is_not_found_is_one_line():
    done = CliRunner().invoke(app, ["measures", "--like", "xyzzy"])
    assert done.exit_code == 2 and done.stderr.count("\n") == 1 and "no measure has it in its name" in done.stderr


@pytest.mark.parametrize("key", ["outcomes", "monthly"])
def test_a_design_that_asks_for_another_is_told_where_they_are_listed(key):
    with pytest.raises(DesignError, match=r"'xyzzy' is not known; 'coproduction measures' lists what there is$"):
        Design.from_mapping({**OF_ALL, key: ["xyzzy"]})
