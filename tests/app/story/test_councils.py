"""Councils on record as places to start from: found, opened as recorded, and what the room does comes after that."""

from __future__ import annotations

from dataclasses import replace

import pytest

from simulation.app import limits
from simulation.app.session import codec
from simulation.app.story import councils, names, origins
from simulation.app.story.droppable_events import chip
from simulation.app.story.history import History
from simulation.app.story.sentences import not_a_forecast, verdict
from simulation.app.story.state import Workshop, first, first_cursor, opened
from simulation.results.occupancy import Count
from simulation.scenarios import load, parse, record
from simulation.scenarios.profile import NAMES
from simulation.scenarios.times import first_month
from simulation.world.errors import LinkError, ScenarioError, StateError
from simulation.world.names_of_worlds import CENTRAL_NAME


def council(identifier: str) -> Workshop:
    return first().open(councils.played(identifier))


def test_every_council_of_the_newest_year_is_found_by_its_name_opens_and_comes_back_from_a_short_link():
    for each in record.councils():
        assert each in [found.council for found in councils.candidates(each.name)], each.name
        assert councils.meant(each.name) == each
        state = council(each.id)
        assert not state.chips and state.cursor == state.record_ends == 12 * (each.last - 2010)
        link = codec.encode(state)
        assert len(link) < 130 and codec.decode(link) == state
        assert len(codec.encode(state.in_worlds(CENTRAL_NAME))) < 110  # which a link does not have to say
        assert len(set(names.neighbourhoods(state.scenario))) == state.scenario.size("neighbourhoods")


def test_names_that_several_have_are_listed_and_one_that_is_gone_leads_to_its_heirs():
    both = [found.words for found in councils.candidates(" newcastle ")]
    assert both == ["Newcastle upon Tyne – metropolitan district, England", "Newcastle-under-Lyme – district, England"]
    with pytest.raises(ScenarioError, match="can be any of 2 councils: Newcastle"):
        councils.meant("newcastle")
    assert councils.meant("York").id == "york" and councils.meant("E08000010").id == "wigan"
    (heir,) = councils.candidates("allerdale")
    assert heir.words == "Cumberland – unitary council, England, in the place of Allerdale"
    assert councils.candidates("") == councils.candidates("no such place") == ()
    with pytest.raises(ScenarioError, match="the nearest names: Wigan"):
        councils.meant("wiggan")


def test_its_name_is_not_that_of_a_story_of_the_library():
    real = council("barnet")
    assert real.origin == councils.played("barnet") != load("barnet") == opened("barnet").origin
    assert codec.decode(codec.encode(real)) == real and codec.decode(codec.encode(opened("barnet"))) == opened("barnet")
    assert real.drop("pfi").set("governance", 0.4).start_again() == real
    assert origins.changed(real.set("governance", 0.4).scenario) == {"governance": 0.4}


def test_what_is_on_record_happens_anyway_and_rounds_come_after_it():
    state = council("wigan")
    recorded = state.scenario.events
    round_two = state.drop("cut").begin("2")
    assert [(event.name, event.month) for event in round_two.chips] == [
        (f"{key}-1", state.record_ends + 12 * year) for key, year in (("leader", 5), ("pfi", 7), ("back", 11))
    ]
    assert round_two.scenario.events[: len(recorded)] == recorded
    assert codec.decode(codec.encode(round_two)) == round_two and len(codec.encode(round_two)) < 300
    assert parse(round_two.played.to_toml()) == round_two.played
    short = parse('name = "soon"\ncouncil = "wigan"\nfrom = 2015\nto = 2036\n')
    with pytest.raises(StateError, match="Round 1 needs 8 years, and this story has 5 after the last one on record"):
        first().open(parse('name = "soon"\ncouncil = "wigan"\nto = 2031\n')).begin("1")
    assert first().open(short).begin("1").chips[0].month == 12 * (2031 - 2015)


def test_opening_a_council_can_be_undone():
    history = History(first()).act(council("glasgow-city"))
    history = history.act(replace(history.now.at(300), dark=True), keep=False)
    assert history.undo().now == replace(first(), dark=True), "another story has a time of its own"
    assert history.undo().redo().now == history.now


def test_neighbourhoods_are_wards_and_without_them_numbers_and_nothing_invented():
    assert names.neighbourhoods(councils.played("wigan"))[:2] == ("Ince", "Leigh West")
    assert names.neighbourhoods(councils.played("glasgow-city"))[::23] == ("Neighbourhood 1", "Neighbourhood 24")
    assert not set(names.NEIGHBOURHOODS) & set(names.neighbourhoods(councils.played("kent")))
    assert names.neighbourhoods(load("baseline"))[0] in names.NEIGHBOURHOODS


def test_the_note_says_what_is_recorded_and_that_it_is_no_forecast():
    told = not_a_forecast(councils.played("wigan"))
    assert told.startswith("On record of Wigan: seats until 2026, wards, money; the rest is generated")
    assert told.endswith("It is no forecast.") and "seats until 2026;" in not_a_forecast(
        councils.played("glasgow-city")
    )
    assert "Under study" not in councils.played("wigan").story
    nothing = Count(0, 0, 0, 0, 0, 0, 0, 1, 1)
    assert verdict(nothing, 0, 0, "Wigan").startswith("Nothing but what is on record has happened to Wigan:")


def test_control_on_record_is_that_of_the_seats():
    scenario = councils.played("newcastle-upon-tyne")
    found = councils.control(scenario)
    assert [each.start for each in found] == [0, *(each.until for each in found[:-1])]
    recorded = record.seats("newcastle-upon-tyne")
    for year in range(2010, 2026):
        (party,) = (each.party for each in found if each.start <= 12 * (year - 2010) < each.until)
        assert party == NAMES[recorded[year].control]
    assert found[-1].until == councils.record_ends(scenario) and councils.control(load("sheffield")) == []


def test_a_lever_that_the_calendar_overrules_is_locked():
    state = council("wigan")
    assert any(event.kind == "pfi_support" and first_month(event, state.start) < 0 for event in state.scenario.events)
    with pytest.raises(StateError, match="PFI incentive is as the calendar has it"):
        state.set("pfi_policy", 0.9)
    assert not first().overruled and not opened("sheffield").overruled


def test_events_with_names_in_words_keep_their_minus():
    played = parse('name = "cuts"\ncouncil = "wigan"\n')
    assert chip(played.studied[0]) == "Spending power 2011: -0.20"


@pytest.mark.parametrize("name", ["Wigan", "nowhere", "allerdale", "x" * 5000, 7, None])
def test_a_link_to_no_council_is_refused(name):
    data = codec._state(council("wigan"))
    with pytest.raises(LinkError):
        codec.decode(codec._deflated(data | {"s": data["s"] | {"n": name}}))


def test_a_server_can_begin_in_a_council(monkeypatch):
    monkeypatch.setattr(councils, "_of_this_server", {})
    councils.begin_with("Wigan")
    assert first().scenario == councils.played("wigan") and first().cursor == first_cursor(first().scenario)
    with pytest.raises(ScenarioError, match="was abolished"):
        councils.begin_with("Allerdale")


def test_a_search_lists_no_more_than_fits():
    assert len(councils.candidates("e")) > limits.COUNCILS_LISTED
