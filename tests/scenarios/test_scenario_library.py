"""The scenarios that come with the model."""

import numpy as np
import pytest

from simulation.scenarios import library, load
from simulation.scenarios.in_words import counterfactual, describe, when
from simulation.world.event_kinds import EVENT_KINDS
from simulation.world.services import SERVICE_NUMBER

ASKED_FOR = {
    "baseline",
    "leadership-change",
    "champion-leaves",
    "alternating-leadership",
    "pfi-push",
    "pfi-then-reversal",
    "austerity",
    "perfect-storm",
    "framework",
    "framework-then-leadership-change",
    "regeneration-programme",
    "anchor-social-enterprise",
    "partnership-for-youth",
    "rural-framework",
    "complaints-to-co-planning",
    "assemblies",
    "consultation",
    "contractor-collapse",
    "mutual-aid",
    "sheffield",
    "uk-1997-2024",
    "lambeth",
    "tower-hamlets",
    "dumfries-and-galloway",
    "barnet",
}
TO_BUILD_ON = {"baseline", "uk-calendar"}  # nothing is under study there


def test_nothing_is_missing():
    assert set(library()) >= ASKED_FOR


@pytest.mark.parametrize("name", library())
def test_each_is_complete(name):
    scenario = load(name)
    assert scenario.name == name and scenario.title
    assert len(scenario.story.split()) > 25 and "\n" not in scenario.story.strip()
    assert scenario.sources
    assert bool(scenario.studied) == (name not in TO_BUILD_ON)
    assert len(scenario.timeline()) >= len(scenario.events)
    for event in scenario.events:
        assert when(event, scenario) and describe(event, scenario)
    assert counterfactual(scenario).endswith(".")


@pytest.mark.parametrize("name", [name for name in library() if load(name).start is None and name not in TO_BUILD_ON])
def test_invented_towns_share_their_frame(name):
    scenario = load(name)
    assert (scenario.years, scenario.burn_in_years, scenario.fork) == (20, 5, 60)


def test_sheffield_control_is_the_recorded_one():
    scenario = load("sheffield")
    table = scenario.timeline()
    control = table[table.kind == EVENT_KINDS["control"].number]
    party = {-1: "NOC", 1: "Lab", 2: "LD"}
    years = {1997 + month // 12: party[p] for month, p in zip(control.month, control.party, strict=True)}
    in_control, recorded = "", {}
    for year in range(1997, 2026):
        in_control = recorded[year] = years.get(year, in_control)
    expected = {year: "Lab" for year in (1997, 1998, *range(2003, 2007), *range(2011, 2021))}
    expected |= {year: "LD" for year in (1999, 2000, 2001, 2008, 2009)}
    expected |= {year: "NOC" for year in (2002, 2007, 2010, *range(2021, 2026))}
    assert {year: recorded[year] for year in expected if year < 2025} == {y: c for y, c in expected.items() if y < 2025}
    assert (control.month % 12 == 0).all() and np.isnan(control.value).all() and np.isnan(control.second).all()


def test_sheffield_studies_the_early_end_and_the_highways_contract():
    scenario = load("sheffield")
    assert [event.name for event in scenario.studied] == [
        "burngreave-ends-early",
        "streets-ahead-roads",
        "streets-ahead-winter-maintenance",
    ]
    assert scenario.size("councils") == 1 and scenario.size("neighbourhoods") == 28
    assert scenario.fork == 12 * 12 - 1  # April 2009
    deals = scenario.timeline()
    deals = deals[deals.kind == EVENT_KINDS["pfi_deal"].number]
    assert set(deals.service) == {SERVICE_NUMBER["roads"], SERVICE_NUMBER["winter_maintenance"]}
    assert (deals.month == (2012 - 1997) * 12 + 3).all() and (deals.duration == 300).all()


def test_without_its_early_end_burngreave_runs_for_ten_years():
    scenario = load("sheffield").without(["burngreave-ends-early"])
    without = scenario.timeline("counterfactual")
    programme = without[without.kind == EVENT_KINDS["programme"].number]
    assert len(programme) == 1 and programme.duration[0] == 120
    burngreave = scenario.councils[0].neighbourhoods.index("Burngreave")
    assert (programme.council[0], programme.neighbourhood[0]) == (0, burngreave)
    assert not (without.kind == EVENT_KINDS["programme_ends"].number).any()
    assert (without.kind == EVENT_KINDS["pfi_deal"].number).sum() == 2
    ends = scenario.timeline()
    (ends,) = ends[ends.kind == EVENT_KINDS["programme_ends"].number]
    assert ends.neighbourhood == burngreave and ends.month - programme.month[0] == 96


def test_the_grant_halves_between_2010_and_2018():
    table = load("uk-calendar").timeline()
    cuts = table[table.kind == EVENT_KINDS["grant_change"].number]
    assert np.prod(1 + cuts.value) == pytest.approx(0.51, abs=0.01)
    assert (np.diff(cuts.month) == cuts.duration[:-1]).all()  # each ends when the next begins


def test_policy_on_pfi_ends_at_nothing():
    table = load("uk-calendar").timeline()
    support = table[table.kind == EVENT_KINDS["pfi_support"].number]
    assert support.value.max() == 1.0 and support.value[-1] == 0.0
    assert support.month[-1] == (2018 - 1997) * 12 + 5


def test_uk_studies_the_cuts():
    assert all(event.kind == "grant_change" for event in load("uk-1997-2024").studied)
