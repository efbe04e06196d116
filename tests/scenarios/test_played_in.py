"""Scenarios played in real councils: years, wards, money, events; what is left out or generated is said."""

from pathlib import Path

import numpy as np
import pytest

from simulation.scenarios import library, load, load_in, on_record, parse, record
from simulation.scenarios.played_in import span
from simulation.scenarios.times import first_month
from simulation.world.errors import ScenarioError
from simulation.world.parameters import PARAMETERS

USUAL = span(None, None, None, None)


def event(scenario, name):
    return next(each for each in scenario.events if each.name == name)


def said(scenario):
    return "\n".join(scenario.on_record)


# Councils -------------------------------------------------------------------------------------------------------------


def test_wards_are_the_neighbourhoods_from_the_most_to_the_least_deprived():
    (wigan,) = load_in("uk-calendar", "wigan", USUAL).councils
    assert wigan.neighbourhoods == tuple(ward.name for ward in record.wards("wigan"))
    assert list(wigan.deprivations) == sorted(wigan.deprivations, reverse=True)


def test_deprivation_is_the_share_of_englands_wards_that_are_less_deprived():
    every = np.sort([ward.imd for each in record.councils(abolished=True) for ward in record.wards(each.id)])
    for ward in record.wards("wigan"):
        less = (np.searchsorted(every, ward.imd) + np.searchsorted(every, ward.imd, "right")) / 2 / len(every)
        assert on_record.rank(ward.imd) == pytest.approx(less)


@pytest.mark.parametrize(
    ("council", "number", "named", "words"),
    [
        ("cornwall", 60, 60, "122 wards of 2020, in 60 steps"),
        ("cumberland", 52, 52, "of Allerdale, Carlisle, Copeland, whose area it has"),
        (
            "westmorland and furness",
            60,
            60,
            "60 wards of 2020 of Barrow-in-Furness, Eden, South Lakeland",
        ),
        (
            "somerset",
            60,
            60,
            "125 wards of 2020 of Mendip, Sedgemoor, Somerset West and Taunton, South Somerset",
        ),
        (
            "west surrey",
            60,
            60,
            "102 wards of 2020 of Guildford, Runnymede, Spelthorne, Surrey Heath, Waverley, Woking",
        ),
        ("isles of scilly", 2, 0, "one ward of 2020, in 2 steps"),
        ("glasgow", 24, 0, "24 neighbourhoods, as no wards are on record"),
        ("kent", 24, 0, "24 neighbourhoods, as no wards are on record"),
    ],
)
def test_what_stands_for_wards_is_said(council, number, named, words):
    scenario = load_in("uk-calendar", council, USUAL)
    assert scenario.size("neighbourhoods") == number
    assert len(scenario.councils[0].neighbourhoods) == named
    assert words in said(scenario)


@pytest.mark.parametrize(
    ("council", "first", "words"),
    [
        (
            "north yorkshire",
            2010,
            "seats until 2021 are those of an older council of its name, a county, and so is the money",
        ),
        ("north yorkshire", 2022, ""),
        ("cornwall", 1990, "seats until 2008 are those of an older council of its name, a county"),
        ("gwynedd", 1990, "seats until 1994 are those of an older council of its name, perhaps of another area"),
        ("gwynedd", 1995, ""),
        ("wrexham", 1990, ""),  # has no row before 1995
        ("orkney islands", 1990, ""),  # was not made anew
        ("windsor and maidenhead", 1990, ""),  # became unitary as it was
    ],
)
def test_seats_of_an_older_council_of_the_same_name_are_said_to_be_its_own(council, first, words):
    found = on_record.namesake_in_words(record.council(council), first)
    assert found == (f"recorded: {words}" if words else "")
    lines = on_record.in_words(record.council(council), on_record.Place((), (), 0), 2026, first)
    assert any("older council" in line for line in lines) is bool(words)


@pytest.mark.parametrize(
    ("council", "words"),
    [
        ("hackney", "42 Green (2026)"),
        ("na-h-eileanan-siar", "22 independents and others, 5 Scottish National Party (2026)"),
        ("city-of-london", ""),  # has independents alone
    ],
)
def test_which_parties_are_one_is_said_with_the_largest_first(council, words):
    said = f"simplified: {words} count as others, one party in the model" if words else ""
    assert on_record.others_in_words(record.council(council), 2026) == said


def test_seats_of_the_first_year_that_stand_for_earlier_ones_are_told():
    cumberland, nowhere = record.council("cumberland"), on_record.Place((), (), 0)
    said = list(on_record.in_words(cumberland, nowhere, 2015, 1992, 2045))
    assert said[0] == "recorded: seats of 2022, which stand for those of 2015; from 2015 on the model votes"
    assert next(on_record.in_words(cumberland, nowhere, 2026, 2022)).startswith(
        "recorded: seats of every year from 2022"
    )


def test_every_council_of_england_but_counties_has_wards_each_in_one_council():
    districts = [each for each in record.councils() if each.country == "England" and each.kind != "county"]
    gone = {after for each in districts for after in each.successors}  # whose districts still sit beside them
    codes = [ward.code for each in districts if each.id not in gone for ward in on_record.wards(each)[0]]
    assert all(on_record.wards(each)[0] for each in districts) and len(codes) == len(set(codes)) == 7180
    for new in gone:
        own, before = on_record.wards(record.council(new))
        assert len(own) == sum(len(record.wards(name)) for name in before)


def test_where_nothing_is_on_record_the_model_draws():
    words = on_record.neighbourhoods_in_words(on_record.Place((), (), 0))
    assert words == "generated: 24 neighbourhoods and their deprivation, of which nothing is on record"


def test_generated_neighbourhoods_follow_the_recorded_shares():
    glasgow = record.council("glasgow")
    found = np.array(on_record.place(glasgow, 60).deprivations)
    assert np.mean(found > 1 - on_record.HIGH) == pytest.approx(glasgow.most, abs=1 / 60)
    assert np.mean(found < on_record.LOW) == pytest.approx(glasgow.least, abs=1 / 60)


def test_money_is_that_on_record_and_falls_on_the_grant():
    grants = {each.date: each for each in load_in("uk-calendar", "wigan", USUAL).events if each.kind == "grant_change"}
    share = PARAMETERS["grant_share"].default
    grant = before = share
    for year, change in record.money("wigan").items():
        grant, before = (grant + 1 - share) * (1 + change) - (1 - share), grant
        size = grants[f"{year}-04"].values["size"] if f"{year}-04" in grants else 0.0
        assert size == pytest.approx(grant / before - 1, abs=0.005), year


def test_changes_of_money_before_the_first_year_happen_in_the_burn_in():
    scenario = load_in("uk-calendar", "wigan", span(2015, 2030, None, None))
    early = [each for each in scenario.events if each.kind == "grant_change" and first_month(each, scenario.start) < 0]
    assert [each.date for each in early] == ["2011-04", "2012-04", "2013-04", "2014-04", "2015-04"]
    assert not any(each.under_study for each in early)


# Years ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("years", "words"),
    [
        ((1978, None, None, None), "from = 1978: it must be a year from 1979 to 2026"),
        ((2010, 2010, None, None), "to = 2010: it must be a year from 2011 to 2070"),
        ((2010, 2045, 2009, None), "votes_from = 2009: it must be a year from 2010 to 2026"),
        ((2010, 2045, None, 2045), "begins = 2045: it must be a year from 2010 to 2044"),
    ],
)
def test_years_that_cannot_be(years, words):
    with pytest.raises(ScenarioError, match=words):
        span(*years)


@pytest.mark.parametrize("first", [1979, 1985, 1997, 2026])
def test_any_year_of_the_record_can_be_the_first(first):
    scenario = load_in("uk-calendar", "wigan", span(first, first + 5, None, None))
    seats = scenario.councils[0].seats_in
    assert seats[max(year for year in seats if year <= first)] == on_record.by_party(record.seats("wigan")[first])


def test_the_model_can_vote_from_an_earlier_year_on():
    seats = load_in("uk-calendar", "wigan", span(2010, 2030, 2015, None)).councils[0].seats_in
    assert max(seats) == 2015


# Scenarios ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in library()])
def test_every_scenario_of_the_library_can_be_played_in_a_council(name):
    scenario = load_in(name, "wigan", USUAL)
    assert scenario.size("councils") == 1 and scenario.councils[0].name == "Wigan"
    assert parse(scenario.to_toml()) == scenario


def test_a_scenario_without_a_calendar_begins_in_the_year_that_is_said():
    scenario = load_in("leadership-change", "wigan", span(2010, 2045, None, 2020))
    assert event(scenario, "hostile-leadership").date == "2025-05"
    assert "its year 0 begins in May 2020" in said(scenario)


def test_events_with_a_date_keep_it():
    own, there = load("uk-1997-2024"), load_in("uk-1997-2024", "wigan", span(2000, 2030, None, None))
    for each in there.events:
        if each.kind not in ("grant_change", "government"):
            assert each.date == event(own, each.name).date


def test_neighbourhoods_that_are_named_become_those_of_the_same_rank_and_this_is_said():
    scenario = load_in("burngreave", "wigan", span(1997, 2020, None, None))
    assert "happens in Leigh West instead of Burngreave" in said(scenario)  # the third ward of 28, the second of 25


def test_a_documented_place_gives_way_to_what_is_on_record_of_the_other_or_to_the_calendar():
    def grants(council):
        scenario = load_in("sheffield", council, span(1997, 2025, None, None))
        return {each.name for each in scenario.events if each.kind == "grant_change"}, scenario

    own, wigan = grants("wigan")
    assert own and all(name.startswith("spending power") for name in own)
    assert own == {each.name for each in parse("name = 'x'\ncouncil = 'wigan'").events if each.kind == "grant_change"}
    assert wigan.sources.count(wigan.sources[-1]) == 1 and wigan.councils[0].neighbourhoods[0] == "Ince"
    assert grants("fife")[0] == {each.name for each in load("uk-calendar").events if each.kind == "grant_change"}
    assert parse("name = 'x'\nextends = 'sheffield'\ncouncil = 'wigan'\nfrom = 1997\n").councils[0].name == "Wigan"


def test_recorded_control_of_another_place_gives_way_to_the_seats_on_record():
    years = span(1997, 2025, None, None)
    scenario = load_in("tower-hamlets", "barnet", years)
    assert "control" not in {each.kind for each in scenario.events}
    assert event(scenario, "aspire-2022").kind == "leadership_change" and event(scenario, "aspire-2022").under_study
    assert "is a change of leadership" in said(scenario) and "left out, as the seats on record" in said(scenario)


def test_what_lies_outside_the_years_is_left_out_and_named():
    scenario = load_in("burngreave", "wigan", span(1997, 2008, None, None))
    (line,) = [each for each in scenario.on_record if each.startswith("left out, as it lies after the last year: ")]
    assert "burngreave-ends-early" in line
    assert "labour-government-2024" not in said(scenario), "the calendar ends with the years"
    assert "the model votes" not in said(scenario) and "general elections" not in said(scenario)


def test_the_country_has_every_council_of_the_newest_year():
    scenario = load_in("uk-calendar", "all", span(2015, 2045, None, None))
    assert [each.name for each in scenario.councils] == [each.name for each in record.councils()]
    assert scenario.size("neighbourhoods") == 6 and "deprivation of the wards of 298" in said(scenario)


# Files ----------------------------------------------------------------------------------------------------------------

FILE = "name = 'mine'\ncouncil = 'wigan'\nfrom = 2012\nto = 2040\n"


def test_a_file_extends_the_council_that_it_names():
    scenario = parse(
        f"{FILE}extends = 'leadership-change'\n[[councils]]\nname = 'Wigan'\ntradition = 0.8\n[[events]]\n"
        "name = 'own'\nkind = 'programme'\ndate = '2030-04'\nsize = 0.3\nyears = 3\nneighbourhoods = ['Ince']\n"
    )
    assert (scenario.start, scenario.years, scenario.councils[0].tradition) == ("2012-05", 28, 0.8)
    assert len(scenario.councils[0].neighbourhoods) == 25 and event(scenario, "own").neighbourhoods == ("Ince",)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name = 'x'\nfrom = 2010", "from needs 'council'"),
        ("name = 'x'\ncouncil = 'wigan'\nfrom = '2010'", "from = '2010': it must be a calendar year"),
        ("name = 'x'\ncouncil = 'newcastle'", "can be any of 2 councils: Newcastle-under-Lyme, Newcastle upon Tyne"),
        ("name = 'x'\ncouncil = 'allerdale'", "Allerdale was abolished, its last year on record is 2021"),
        ("name = 'x'\ncouncil = 'nowhere-on-sea'", "is no council on record"),
        ("name = 'x'\ncouncil = 7", "it must be the name of a council"),
        ("name = 'x'\ncouncil = ['wigan', 'E08000010']", "Wigan is named twice"),
        (f"{FILE}years = 20", "years cannot be stated beside 'council'"),
        (f"{FILE}[[councils]]\nname = 'Bolton'", "council 'Bolton': the file is not played in it"),
    ],
)
def test_what_is_wrong_with_a_file_is_one_line(text, words):
    with pytest.raises(ScenarioError, match=words):
        parse(text)


def test_a_scenario_that_is_played_in_councils_cannot_be_played_in_others(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(FILE, encoding="utf-8")
    with pytest.raises(ScenarioError, match="mine is played in real councils already"):
        load_in(path, "bolton", USUAL)


def test_what_a_file_states_of_its_council_wins_and_is_said():
    scenario = parse(f"{FILE}[[councils]]\nname = 'Wigan'\nparty = 'A'\ndeprivation = 0.5\n")
    assert not scenario.councils[0].seats_in and not scenario.councils[0].deprivations
    assert "stated in the file, whatever the record says: Wigan (party, deprivation)" in said(scenario)


def test_what_is_stated_is_not_called_generated():
    stated = "[[councils]]\nname = 'Wigan'\ntradition = 0.7\n[[councils.pfi]]\n"
    scenario = parse(f"{FILE}{stated}service = 'schools_estate'\nsigned = '2004-03'\nyears = 25\n")
    [generated] = [line for line in scenario.on_record if line.startswith("generated: how many people live")]
    assert "services, contracts, other PFI, organisations and contractors" in generated and "tradition" not in generated


def test_the_template_of_the_questionnaire_is_a_scenario():
    template = Path(__file__).parents[2] / "docs" / "your-council.toml"
    scenario = load(template)
    assert [each.name for each in scenario.studied] == ["what if the framework went"]
    assert parse(scenario.to_toml()) == scenario
    assert len(scenario.councils[0].pfi) == 1 and len(scenario.councils[0].contracts) == 2
    asked = (template.parent / "questionnaire.md").read_text(encoding="utf-8")
    assert all(f"`{each.kind}`" in asked or each.under_study for each in parse(template.read_text("utf-8")).events[-8:])
