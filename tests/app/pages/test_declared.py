"""What the pages list by hand is declared where they say, and nothing that is declared is forgotten."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

pytest.importorskip("solara")

from simulation.app.futures.futures import TRACES
from simulation.app.pages import assumptions, explorer, layout, routes
from simulation.app.story.state import PRESETS, Counted
from simulation.app.take_home import document
from simulation.results.occupancy import COUNTED
from simulation.scenarios import library
from simulation.world.measures import MEASURES
from simulation.world.parameters.parameter import Role, Strength

MEASURED = {measure.name for measure in MEASURES}


def test_every_role_and_strength_of_a_parameter_can_be_chosen():
    missing = set(get_args(Role)) - set(assumptions.KINDS)
    assert not missing, f"add to KINDS in simulation/app/pages/assumptions.py: {', '.join(sorted(missing))}"
    assert set(assumptions.KINDS) == {"all", "changed", *get_args(Role)}
    assert list(assumptions.STRENGTHS) == ["all", *get_args(Strength)]


@pytest.mark.parametrize(
    ("names", "where"),
    [
        (TRACES, "futures/futures.py"),
        (document.MEASURES, "take_home/document.py"),
        ([name for page in explorer.PAGES.values() for plot in page.values() for name in plot], "pages/explorer.py"),
    ],
)
def test_measures_that_are_shown_are_declared(names, where):
    gone = set(names) - MEASURED
    assert not gone, f"simulation/app/{where} shows measures that there are not: {', '.join(sorted(gone))}"


def test_what_can_be_counted_is_counted():
    assert set(get_args(Counted)) == set(COUNTED[:2])


def test_presets_are_scenarios_of_the_library_and_have_keys():
    assert set(PRESETS) <= set(library())
    assert [str(number) in layout.SHORTCUTS for number in range(1, len(PRESETS) + 1)] == [True] * len(PRESETS)


def test_whoever_hosts_it_is_told_which_paths_are_taken():
    guide = (Path(__file__).parents[3] / "docs" / "hosting.md").read_text(encoding="utf-8")
    missing = [route.path for route in routes if route.path != "/" and f"`/{route.path}`" not in guide]
    assert not missing, f"docs/hosting.md does not name the pages {', '.join(missing)}"
