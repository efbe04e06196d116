"""`scenarios` and `show`."""

import json

import pytest
from typer.testing import CliRunner

from simulation.cli import app
from simulation.scenarios import library, load, parse


def shown(*arguments):
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == 0 and not result.stderr
    return result.stdout


def test_scenarios_one_line_each():
    lines = shown("scenarios").splitlines()
    assert [line.split()[0] for line in lines] == list(library())
    assert all(load(line.split()[0]).title in line for line in lines)


def test_scenarios_as_json():
    rows = json.loads(shown("scenarios", "--json"))
    assert [row["name"] for row in rows] == list(library())
    (sheffield,) = (row for row in rows if row["name"] == "sheffield")
    assert sheffield["start"] == "1997-05" and "burngreave-ends-early" in sheffield["under_study"]


@pytest.mark.parametrize("name", library())
def test_show_names_every_event_and_setting(name):
    scenario, text = load(name), shown("show", name)
    words = " ".join(text.split())
    assert scenario.title in words and " ".join(scenario.story.split()) in words
    assert all(f"[{event.name}]" in words for event in scenario.events)
    assert all(f"{setting} = " in words for setting in scenario.settings)
    assert all(" ".join(source.split()) in words for source in scenario.sources)
    assert max(len(line) for line in text.splitlines()) <= 100


def test_show_sheffield():
    words = " ".join(shown("show", "sheffield").split())
    assert "1 council with 28 neighbourhoods" in words
    assert "28 years from 1997-05, after 5 years of burn-in" in words
    assert "* April 2009: the programmes running in these neighbourhoods end early (Burngreave)" in words
    assert "recorded: seats of every year from 1992 to 2025" in words and "April 2011: the government grant" in words
    assert "(* under study)" in words
    assert "without burngreave-ends-early, streets-ahead-roads and streets-ahead-winter-maintenance." in words


def test_show_a_file(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text("extends = 'leadership-change'\n[settings]\ncouncils = 3\n")
    words = " ".join(shown("show", str(path)).split())
    assert "mine: A new leadership" in words and "3 councils, each with 24 neighbourhoods" in words
    assert "councils = 3 (default 1): number of councils" in words and "all councils" in words


def test_show_counts_no_more_organisations_than_find_a_place(tmp_path):
    path = tmp_path / "pair.toml"
    path.write_text("council = ['wigan', 'barnet']\nextends = 'leadership-change'\nbegins = 2020\n")
    words = " ".join(shown("show", str(path)).split())
    assert "2 councils, each with 6 neighbourhoods, about 18 community organisations, up to 6 of them" in words
    assert "recorded: money of 2 recorded:" in words  # of both, so there are no others
    path.write_text("[settings]\nneighbourhoods = 2\nenterprises = 9\n")
    assert "about 6 community organisations, up to 6 of them" in " ".join(shown("show", str(path)).split())


def test_show_as_a_file_to_edit():
    assert parse(shown("show", "perfect-storm", "--toml")) == load("perfect-storm")
