"""The scenarios that come with the model."""

import numpy as np
import pytest

from simulation.scenarios import library, load, on_record, record
from simulation.scenarios.in_words import counterfactual, describe, when
from simulation.scenarios.voting import find
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


PLACES = {"sheffield": 2026, "burngreave": 2026, "lambeth": 2026, "tower-hamlets": 2013, "barnet": 2021}
"""Scenarios of a named English place, and the last year of recorded seats: before a change that is under study."""


@pytest.mark.parametrize("name", PLACES)
def test_named_places_have_the_wards_seats_and_money_on_record(name):
    scenario = load(name)
    (council,) = scenario.councils
    known = record.council(council.name)
    wards = record.wards(known.id)
    assert council.neighbourhoods == tuple(ward.name for ward in wards) and len(council.deprivations) == len(wards) > 0
    rows = record.seats(known.id)
    assert council.seats_in == {year: on_record.by_party(rows[year]) for year in council.seats_in}
    assert (min(council.seats_in), max(council.seats_in)) == (1992, PLACES[name])
    assert len(council.seats_in) > 6 and council.members == rows[1992].total
    grants = [event for event in scenario.events if event.kind == "grant_change"]
    assert grants and all(event.name.startswith("spending power") for event in grants)
    assert "control" not in {event.kind for event in scenario.events if event.date < f"{PLACES[name]}-05"}


def test_every_named_place_is_on_record_or_says_why_it_is_not():
    named = {name for name in library() if any(find(each.name) for each in load(name).councils)}
    assert named == {*PLACES, "dumfries-and-galloway", "dumfries-partnership"}
    for name in named - set(PLACES):
        assert library()[name].read_text(encoding="utf-8").startswith("# Built by hand, as ")
        council = record.council(load(name).councils[0].name)
        assert not record.wards(council.id) and not record.money(council.id)
        rows = record.seats(council.id)
        assert {rows[year].control for year in range(1997, 2026) if year in rows} == {"none"}


def test_control_under_study_is_what_the_seats_on_record_say():
    for name in ("tower-hamlets", "barnet"):
        scenario = load(name)
        rows = record.seats(scenario.councils[0].name)
        party = {"con": "A", "lab": "B", "ld": "C", "none": "none"}
        for event in (each for each in scenario.events if each.kind == "control"):
            year = int(event.date[:4])
            assert event.under_study == (rows[year].control != rows[year - 1].control)
            assert event.party == party.get(rows[year].control, "local")
        assert "the model votes" not in " ".join(scenario.on_record)


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
