"""Real councils from files: both layouts, both encodings, bad rows, replay and vote."""

from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from simulation.cli import app, run_command
from simulation.cli.council_arguments import with_real_councils
from simulation.ensemble import future_world
from simulation.results import summarise
from simulation.results import write as write_results
from simulation.results.manifests import read_manifest
from simulation.scenarios import Scenario, load, record
from simulation.scenarios.council import NamedCouncil
from simulation.scenarios.council_files import key, known_label, read_compositions, read_spending
from simulation.scenarios.real_councils import with_councils
from simulation.scenarios.voting import find, stated
from simulation.world.errors import ScenarioError
from simulation.world.event_kinds import PARTIES as MODEL_PARTIES
from simulation.world.parameters import PARAMETERS
from tests.synthetic_ensemble import ensemble

OLD = "id,authority,year,total,con,lab,ld,other,nat,majority,plurality\n"
PARTIES = ("con", "lab", "ld", "green", "ukip", "ref", "pc", "snp", "other")
NEW = ",".join(f'"{name}"' for name in ("id", "council id", "authority", "year", "total", *PARTIES, "majority")) + ",\n"
DATA = Path(__file__).parents[3] / "shared" / "data"
REAL = [DATA / "council-composition-1973-2015.csv", DATA / "council-composition-2016-2026.csv"]
real_files = pytest.mark.skipif(not REAL[0].is_file(), reason="the real files are not there: ../shared/data")


def write(path, text, encoding="utf-8"):
    path.write_text(text, encoding=encoding)
    return path


@pytest.fixture
def old(tmp_path):
    rows = "1,Bath & North East Somerset,2000,60,10,31,19,0,0,Lab,Lab\n2,Ynys Môn,2000,40,1,2,0,37,0,Ind,Ind\n"
    rows += "3,Bath & North East Somerset,2001,60,31,10,19,0,0,Con,Con\n"
    rows += "4,Ynys Môn,2001,40,1,2,0,20,17,NOC,Other plurality\n"
    return write(tmp_path / "old.csv", OLD + rows, "cp1252")


@pytest.fixture
def new(tmp_path):
    rows = '9,1,"Bath and North East Somerset",2002,60,10,10,31,0,0,0,0,0,9,"LD/LAB",\n'
    rows += '10,2,"Ynys Môn",2002,40,0,1,0,0,0,0,21,0,18,"Plaid",\n'
    return write(tmp_path / "new.csv", NEW + rows)


def test_both_layouts_and_encodings_are_one_history(old, new):
    rows, problems = read_compositions([old, new])
    assert not problems
    assert {row.council for row in rows if row.year == 2000} == {"Bath & North East Somerset", "Ynys Môn"}
    bath = {row.year: row.control for row in rows if row.key == "bath and north east somerset"}
    assert bath == {2000: "B", 2001: "A", 2002: "C"}
    assert {row.year: row.control for row in rows if row.key != "bath and north east somerset"} == {
        2000: "local",
        2001: "none",
        2002: "local",
    }


@pytest.mark.parametrize(
    "label",
    [
        "Con",
        "NOC",
        "Ind",
        "Lab plurality",
        "CON min",
        "LD/LAB",
        "LAB Mayor",
        "NULL",
        "LD/GRN/IND min",
        "SNP/LAB/IND/LD",
    ],
)
def test_all_labels_of_control_are_known(label):
    assert known_label(label)


@pytest.mark.parametrize("label", ["", "Whigs", "CON maj", "LAB/Tory"])
def test_other_labels_are_not(label):
    assert not known_label(label)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1,Bath,2000,60,10,31,18,0,0,Lab,Lab", "the parties have 59 seats, but total = 60; the row is left out"),
        ("1,Bath,2000,60,ten,31,19,0,0,Lab,Lab", "con = 'ten' is not a whole number; the row is left out"),
        ("1,Bath,20,60,10,31,19,0,0,Lab,Lab", "year = 20 is no year; the row is left out"),
        ("1,,2000,60,10,31,19,0,0,Lab,Lab", "the name of the council is missing; the row is left out"),
        ("1,Bath,2000,0,0,0,0,0,0,Lab,Lab", "Bath has no seats; the row is left out"),
        ("1,Bath,2000", "total = '' is not a whole number; the row is left out"),
        ("1,Bath,2000,60,10,31,19,0,0,Tory,Tory", "the label 'Tory' is not known; control is taken from the seats"),
    ],
)
def test_a_bad_row_is_reported_with_its_line(tmp_path, row, reason):
    good = "7,York,2000,47,5,30,12,0,0,Lab,Lab\n"
    rows, problems = read_compositions([write(tmp_path / "a.csv", OLD + good + row + "\n")])
    assert [str(problem) for problem in problems] == [f"a.csv, line 3: {reason}"]
    assert [row.council for row in rows] == (["York", "Bath"] if "control" in reason else ["York"])


def test_of_two_rows_of_one_name_and_year_the_larger_body_is_kept(tmp_path):
    text = OLD + "1,Durham,2000,49,0,33,13,3,0,Lab,Lab\n2,Durham,2000,61,2,25,30,4,0,NOC,LD plurality\n"
    rows, (problem,) = read_compositions([write(tmp_path / "a.csv", text)])
    assert [row.total for row in rows] == [61]
    assert "line 3" in str(problem) and "also on line 2" in str(problem)


def test_a_file_of_another_kind_is_refused(tmp_path):
    with pytest.raises(ScenarioError, match="has no column total"):
        read_compositions([write(tmp_path / "a.csv", "authority,year,con,lab,ld,other,majority\n")])
    with pytest.raises(ScenarioError, match="no file of spending power"):
        read_spending(write(tmp_path / "b.csv", "ons_name,class\nYork,Unitary authority\n"))
    with pytest.raises(ScenarioError, match="cannot be read"):
        read_compositions([tmp_path / "missing.csv"])


def test_percentages_are_no_shares(tmp_path):
    """-0.5 % would be half of the money; where most are above 1 it is said of the file, not of each number."""
    changes = "ons_name,200001_200102,200102_200203\nYork,-2.5,-0.5\nLeeds,-3,1.2\n"
    with pytest.raises(ScenarioError, match=r"b\.csv: most changes are above 1, as percentages are; write shares"):
        read_spending(write(tmp_path / "b.csv", changes))


def test_names_are_compared_in_one_form():
    same = [("Bath & North East Somerset", "Bath and North East Somerset"), ("Aberdeen", "Aberdeen City"), ("Shepway",)]
    assert all(key(a) == key(b) for a, b in same[:2])
    assert key("Shepway") == key("Folkestone and Hythe")
    assert key("Buckinghamshire") != key("Buckinghamshire CC")


def small(**more):
    return Scenario(name="small", start="2000-05", years=3, settings={"neighbourhoods": 2}, **more)


def test_replay_follows_the_record(old, new):
    scenario, _ = with_councils(small(), [old, new])
    assert [council.name for council in scenario.councils] == ["Bath and North East Somerset", "Ynys Môn"]
    for month, control in ((0, [1, 3]), (11, [1, 3]), (12, [0, -1]), (24, [2, 3]), (35, [2, 3])):
        world = future_world(scenario, 1, 0, "scenario", month + 1)
        assert world.councils.control.tolist() == control


STATED = {
    "neighbourhoods": ("Upper", "Lower"),
    "kind": "district",
    "cycle": "thirds",
    "votes_in": 2002,
    "seats": {"A": 40, "B": 20},
    "party": "A",
    "tradition": 0.7,
    "deprivation": 0.5,
    "deprivations": (0.9, 0.1),
    "population": 1.5,
    "seats_in": {2000: {"A": 40}, 2001: {"B": 40}},
    "organisations": ({"name": "Mill Works", "neighbourhood": 0},),
    "contracts": ({"service": "roads", "provider": "contractor", "start": "1999-04", "end": "2002-04"},),
    "pfi": ({"service": "schools_estate", "signed": "1998-03", "years": 25},),
}


@pytest.mark.parametrize("key", [each for each in NamedCouncil.model_fields if each != "name"])
@pytest.mark.parametrize("name", ["Northfield", "Bath and North East Somerset"])
def test_what_a_scenario_states_of_its_councils_is_not_dropped(old, new, name, key):
    council = NamedCouncil.model_validate({"name": name, key: STATED[key]})
    with pytest.raises(ScenarioError) as error:
        with_councils(small(councils=(council,)), [old, new])
    assert str(error.value) == (
        f"small states councils of its own, {name} ({key}), and would have those of the files instead: give a scenario "
        "without [[councils]], or leave out the files"
    )


def test_vote_starts_from_the_record_and_then_votes(old, new):
    scenario, _ = with_councils(small(), [old, new], replay=False)
    assert not scenario.events
    for month in (1, 12):  # a month of the start, and the last one before the first vote
        world = future_world(scenario, 1, 0, "scenario", month)
        stated = [[council.seats_by_party.get(party, 0) for party in MODEL_PARTIES] for council in scenario.councils]
        moved = np.abs(world.councils.seats - stated).sum(axis=1)
        assert (moved <= 2 * 2).all(), "nothing but a defection or two"
    world = future_world(scenario, 1, 0, "scenario", 30)
    assert (world.councils.replayed == 0).all()


def test_kind_and_years_of_elections_are_those_on_record(old, new, tmp_path):
    scenario, problems = with_councils(small(), [old, new])
    assert [council.kind for council in scenario.councils] == ["district", "scotland_wales"] and not problems
    assert all(council.cycle and council.votes_in >= 2000 for council in scenario.councils)
    text = OLD + "1,Erewhon,2000,47,5,30,12,0,0,Lab,Lab\n"
    scenario, problems = with_councils(small(), [write(tmp_path / "a.csv", text)])
    assert (scenario.councils[0].kind, scenario.councils[0].cycle, scenario.councils[0].votes_in) == (None, None, None)
    said = "a.csv, line 2: Erewhon is no council on record; its kind and the years in which it votes are drawn"
    assert [str(problem) for problem in problems] == [said]


@pytest.mark.parametrize(
    ("name", "years", "kind", "cycle", "votes"),
    [
        ("Sheffield", (1997, 2024), "metropolitan", "thirds", 1998),
        ("Lambeth", (1997, 2024), "london", "all_out_4", 1998),
        ("Kent", (2000, 2010), "county", "all_out_4", 2001),
        ("Glasgow City", (2007, 2024), "scotland_wales", "all_out_5", 2007),
        ("Glasgow City", (1996, 2006), "scotland_wales", "all_out_4", 1999),  # before the acts
        ("Cornwall", (1997, 2004), "county", "all_out_4", 1997),
        ("Cornwall", (2009, 2024), "district", "all_out_4", 2009),  # a unitary since 2009
        ("Isles of Scilly", (1997, 2024), "district", "all_out_4", 1997),
    ],
)
def test_a_council_is_what_it_was_in_the_years_of_the_scenario(name, years, kind, cycle, votes):
    assert stated(find(name), *years) == {"kind": kind, "cycle": cycle, "votes_in": votes}


def test_every_council_on_record_has_a_kind_and_votes_as_the_model_can():
    for each in record.councils(abolished=True):
        entry = stated(each, 1997, 2024)
        NamedCouncil(name=each.name, **entry)
        if each.election and each.election.cycle == "halves":
            assert entry["cycle"] == "thirds" and not each.election.due(entry["votes_in"] - 1)


def test_the_scenario_with_real_councils_is_written_and_read_again(old, new):
    from simulation.scenarios import parse

    scenario, _ = with_councils(small(), [old, new])
    assert parse(scenario.to_toml()).to_mapping() == scenario.to_mapping()


def test_spending_replaces_the_grant_of_the_councils_in_the_file(old, new, tmp_path):
    cut = {"name": "cut", "kind": "grant_change", "date": "2001-04", "size": -0.2, "over_months": 1}
    spending = "ons_name,200001_200102,200102_200203,200001_200203\nBath and North East Somerset,-0.08,NA,-0.1\n"
    path = write(tmp_path / "spending.csv", spending)
    scenario, problems = with_councils(small(events=(cut,)), [old, new], path)
    assert "line 2: Bath and North East Somerset: 200102_200203 = 'NA' is not a number" in str(problems[0])
    assert [str(problem) for problem in problems[1:]] == [
        "spending.csv: 1 of 2 councils have a row, 1 have none; 0 of 1 rows belong to no council of this world",
        "new.csv, line 3: Ynys Môn has no row in spending.csv; it keeps the scenario's grant",
    ]
    own, others = scenario.events[-1], next(event for event in scenario.events if event.name == "cut")
    # -8 % of all income, less 2 % for prices, falls on the grant alone
    assert own.values["size"] == pytest.approx((0.92 / 1.02 - 1) / PARAMETERS["grant_share"].default, abs=0.005)
    assert own.under_study and own.councils == (0,) and others.councils == (1,)


@real_files
def test_real_files_give_the_documented_share_without_overall_control():
    rows, problems = read_compositions(REAL)
    assert len(rows) == 24576 - len(problems)
    assert all("Durham" in str(problem) for problem in problems)
    for year, share in ((2000, 0.33), (2015, 0.19), (2024, 0.39)):  # evidence §1
        controls = [row.control for row in rows if row.year == year]
        assert controls.count("none") / len(controls) == pytest.approx(share, abs=0.006)


@real_files
def test_real_files_become_the_national_history():
    scenario, _ = with_councils(load("uk-1997-2024"), REAL, DATA / "core-spending-power-change.csv")
    assert scenario.size("councils") == 371
    timeline = scenario.timeline()
    assert len(timeline) < 6000
    scenario = scenario.with_settings({"neighbourhoods": 2})
    world = future_world(scenario, 1, 0, "scenario", 12)
    rows, _ = read_compositions(REAL)
    recorded = {row.key: row.control for row in rows if row.year == 1997}
    parties = ("A", "B", "C", "local")
    for row, council in enumerate(scenario.councils):
        if key(council.name) in recorded:
            control = int(world.councils.control[row])
            assert (parties[control] if control >= 0 else "none") == recorded[key(council.name)]
    assert np.isfinite(world.councils.grant).all()


# Joins ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Bristol, City of", "Bristol"),
        ("Kingston upon Hull, City of", "Kingston upon Hull"),
        ("Hull City Council", "Kingston upon Hull"),
        ("Herefordshire, County of", "Herefordshire"),
        ("County Durham", "Durham"),
        ("St. Helens", "St Helens"),
        ("King’s Lynn & West Norfolk", "King's Lynn and West Norfolk"),
        ("Borough Council of Kings Lynn and West Norfolk", "King's Lynn and West Norfolk"),
        ("London Borough of Barnet", "Barnet"),
        ("The City and County of Swansea Council", "Swansea"),
        ("Newcastle City Council", "Newcastle upon Tyne"),
        ("City of Bradford Metropolitan District Council", "Bradford"),
        ("Isle of Anglesey County Council", "Ynys Môn"),
    ],
)
def test_names_written_differently_are_one_council(written, meant):
    assert key(written) == key(meant)


def test_councils_of_similar_names_stay_apart():
    apart = [
        "Hereford",
        "Herefordshire",
        "Durham",
        "Newcastle under Lyme",
        "Newcastle upon Tyne",
        "Newport",
    ]
    assert len({key(name) for name in apart}) == len(apart)


def test_every_council_and_row_without_another_is_told(old, new, tmp_path):
    spending = "ons_code,ons_name,200001_200102\nE01,Bath & North East Somerset Council,-0.08\nE02,Erewhon,-0.1\n"
    _, problems = with_councils(small(), [old, new], write(tmp_path / "spending.csv", spending))
    assert [str(problem) for problem in problems] == [
        "spending.csv: 1 of 2 councils have a row, 1 have none; 1 of 2 rows belong to no council of this world",
        "new.csv, line 3: Ynys Môn has no row in spending.csv; it keeps the scenario's grant",
        "spending.csv, line 3: Erewhon is no council of this world (no file of seats names it); the row is ignored",
    ]


def test_where_nothing_can_be_joined_it_is_refused(old, new, tmp_path):
    path = write(tmp_path / "spending.csv", "ons_name,200001_200102\nErewhon,-0.1\n")
    with pytest.raises(ScenarioError, match="no row belongs to any of the 2 councils"):
        with_councils(small(), [old, new], path)


def test_codes_join_what_names_do_not(tmp_path):
    seats = NEW.replace("\n", '"ons"\n') + '9,1,"Old Name",2000,60,10,10,40,0,0,0,0,0,0,"LD",E06000099\n'
    path = write(tmp_path / "spending.csv", "ons_code,ons_name,200001_200102\nE06000099,New Name,-0.1\n")
    scenario, problems = with_councils(small(), [write(tmp_path / "seats.csv", seats)], path)
    assert scenario.events[-1].kind == "grant_change" and scenario.events[-1].councils == (0,)
    assert str(problems[0]).startswith("spending.csv: 1 of 1 councils have a row")


def test_councils_that_are_gone_are_told(tmp_path):
    rows = "1,York,2000,47,5,30,12,0,0,Lab,Lab\n2,York,2002,47,5,30,12,0,0,Lab,Lab\n3,Leeds,2000,9,9,0,0,0,0,Con,Con\n"
    scenario, (problem,) = with_councils(small(), [write(tmp_path / "a.csv", OLD + rows)])
    assert [council.name for council in scenario.councils] == ["York"]
    assert str(problem) == "a.csv: 1 councils have no row of 2002 and are left out; the last row of each: Leeds (2000)"


def test_equal_columns_are_refused(tmp_path):
    with pytest.raises(ScenarioError, match="line 1: the columns 2 and 3 are both named '200001_200102'"):
        read_spending(write(tmp_path / "a.csv", "ons_name,200001_200102,200001_200102\nYork,-0.1,-0.2\n"))


def test_whole_numbers_as_other_programs_write_them(tmp_path):
    rows = "1,York,2000.0,47.0,5.0,30.0,12.0,0.0,0.0,Lab,Lab\n2,Leeds,2000,99,,31,19,0,0,Lab,Lab\n"
    (york,), (problem,) = read_compositions([write(tmp_path / "a.csv", OLD + rows)])
    assert (york.total, york.control) == (47, "B")
    assert str(problem) == "a.csv, line 3: con = '' is not a whole number; the row is left out"


@pytest.mark.parametrize("number", ["0_1", "٣", "nan", "1,5", "29.5", "1e3000"])
def test_what_is_no_whole_number_costs_its_row_alone(tmp_path, number):
    text = OLD + f'1,York,2000,47,5,30,12,0,0,Lab,Lab\n2,Leeds,2000,99,5,"{number}",12,0,0,Lab,Lab\n'
    (york,), (problem,) = read_compositions([write(tmp_path / "a.csv", text)])
    assert york.council == "York" and "line 3: lab = " in str(problem)


@real_files
def test_every_name_of_the_official_lists_is_known():
    import csv

    rows, _ = read_compositions(REAL)
    known = {row.key for row in rows}
    spending, _ = read_spending(DATA / "core-spending-power-change.csv")
    assert len(spending) == 352 and all(row.key in known for row in spending)
    with (DATA / "wards-england-2020.csv").open(encoding="utf-8") as file:
        official = {row["council_code"]: row["council"] for row in csv.DictReader(file)}
    assert [name for name in official.values() if key(name) not in known] == []
    by_code = {row.code: row.key for row in spending}
    assert all(by_code.get(code, key(name)) == key(name) for code, name in official.items())
    with (DATA / "council-deprivation-uk.csv").open(encoding="utf-8") as file:
        long = [row["council"] for row in csv.DictReader(file)]
    bodies = ("Authority", "City Region")  # of several councils together
    assert [name for name in long if key(name) not in known and not name.endswith(bodies)] == []


def test_what_is_said_of_a_join_stands_in_the_manifest_too(old, new, tmp_path, capsys):
    """On the standard error stream alone it would be lost with the terminal."""
    spending = "ons_name,200001_200102\nBath and North East Somerset,-0.08\nErewhon,-0.1\n"
    files = [old, new], write(tmp_path / "spending.csv", spending)
    _, said = with_real_councils(small(), *files, True)
    assert said == capsys.readouterr().err.splitlines() and len(said) >= 3
    assert any("1 of 2 councils have a row" in line for line in said)
    assert any("Erewhon is no council" in line for line in said)
    made = ensemble(replicates=2)
    write_results(made, summarise(made), tmp_path / "out", of_files=said)
    assert read_manifest(tmp_path / "out")["of_files"] == said
    write_results(made, summarise(made), tmp_path / "without")
    assert "of_files" not in read_manifest(tmp_path / "without")


def test_the_command_hands_on_what_is_said_of_a_join(monkeypatch, tmp_path):
    handed = []
    monkeypatch.setattr(run_command, "with_real_councils", lambda scenario, *_: (scenario, ["a row", "another"]))
    monkeypatch.setattr(run_command, "_write_and_print", lambda *given: handed.append(given[-2]))
    done = CliRunner().invoke(app, ["run", "baseline", "--out", str(tmp_path / "out"), "--replicates", "1"])
    assert done.exit_code == 0 and handed == [["a row", "another"]], done.output
