"""The public record that the package carries: finding councils, what the tables say, what their README says."""

import csv
import re
from pathlib import Path

import pytest

from simulation.scenarios import record
from simulation.scenarios.record_tables import PARTIES, TABLES, Tables
from simulation.world.errors import ScenarioError

README = (TABLES / "README.md").read_text(encoding="utf-8")
NAMES = ("councils", "seats", "money", "wards")


def rows(table):
    with (TABLES / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# Names ----------------------------------------------------------------------------------------------------------------


def test_every_council_is_found_by_its_identifier_name_aliases_and_codes():
    for each in record.councils(abolished=True):
        for name in filter(None, (each.id, each.name, *each.aliases, each.code, *each.former_codes)):
            assert record.council(name, abolished=True) is each, name


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("wigan", "wigan"),
        ("Wigan Council", "wigan"),
        ("Hull", "kingston-upon-hull"),
        ("Western Isles", "na-h-eileanan-siar"),
        ("Anglesey", "isle-of-anglesey"),
        ("Shepway", "folkestone-and-hythe"),
        ("County Durham", "durham"),
        ("St Helens", "st-helens"),
        ("King’s Lynn & West Norfolk", "kings-lynn-and-west-norfolk"),
        ("City of Bradford Metropolitan District Council", "bradford"),
        ("e08000016", "barnsley"),  # its code until 2025
        ("E10000002", "buckinghamshire"),  # as a county
        ("Newcastle City Council", "newcastle-upon-tyne"),
    ],
)
def test_other_names_are_known(written, meant):
    assert record.council(written).id == meant


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Wigen", "'Wigen' is no council on record; the nearest names: Wigan"),
        ("Belfast", "'Belfast' is no council on record; on record are those of England, Scotland and Wales"),
        ("", "'' is no council on record"),
        ("x" * 10_000, "is no council on record"),
        ("E06999999", "'E06999999' is no council on record"),
        ("Newcastle", "2 councils: Newcastle-under-Lyme, Newcastle upon Tyne; write the whole name"),
        ("Richmond", "2 councils: Richmond upon Thames, Richmondshire (until 2021); write the whole name"),
        ("Caradon", "Caradon was abolished, its last year on record is 2008; after it came Cornwall"),
        ("Cheshire", "is 2007; after it came Cheshire East, Cheshire West and Chester"),
        ("GLC", "Ealing and 24 more"),
    ],
)
def test_what_cannot_be_meant_is_told(written, said):
    with pytest.raises(ScenarioError) as error:
        record.council(written)
    assert said in str(error.value) and "\n" not in str(error.value)


def test_the_seats_of_one_that_is_gone_can_be_read():
    assert record.council("caradon", abolished=True).successors == ("cornwall",)
    assert max(record.seats("Caradon")) == 2008


# What the tables say --------------------------------------------------------------------------------------------------


def test_every_council_of_the_newest_year_is_there():
    now = record.councils()
    assert len(now) == 373 and {each.last for each in now} == {2026}
    assert sum(2024 in record.seats(each.id) for each in now) == 371  # docs/evidence.md, section 1
    assert sum(each.country == "Scotland" for each in now) == 32 and sum(each.country == "Wales" for each in now) == 22
    assert all(each.code for each in now)
    assert all(each.election for each in now if each.first < 2020)


def test_those_that_are_gone_have_successors_that_came_after():
    everyone = {each.id: each for each in record.councils(abolished=True)}
    for each in everyone.values():
        assert each.successors or not each.abolished
        for after in each.successors:
            assert each.id in everyone[after].predecessors
            # Those that take over soon sit beside those whose place they will take.
            assert everyone[after].last > each.last if each.abolished else everyone[after].first == each.last


def test_seats_add_up_and_fit_the_list_of_councils():
    for each in record.councils(abolished=True):
        own = record.seats(each.id)
        assert (min(own), max(own)) == (each.first, each.last)
        assert own[each.last].total == each.seats
        for year, row in own.items():
            assert sum(row.parties.values()) == row.total > 0
            assert ("green" in row.parties) == (year >= 2016)
            assert set(row.parties) <= set(PARTIES)


@pytest.mark.parametrize(
    ("name", "year", "control"),
    [
        # docs/evidence.md, section 7
        ("Sheffield", 1998, "lab"), ("Sheffield", 2000, "ld"), ("Sheffield", 2002, "none"), ("Sheffield", 2021, "none"),
        ("Lambeth", 1996, "none"), ("Lambeth", 2010, "lab"), ("Tower Hamlets", 2014, "none"), ("Barnet", 2021, "con"),
        ("Barnet", 2022, "lab"), ("Dumfries and Galloway", 2011, "none"),
    ],
)  # fmt: skip
def test_control_of_documented_places(name, year, control):
    assert record.seats(name)[year].control == control


def test_seats_of_a_documented_place():
    row = record.seats("Sheffield")[2012]
    assert (row.total, row.parties["lab"], row.parties["ld"], row.largest, row.label) == (84, 59, 23, "lab", "")
    assert record.seats("Sheffield")[2021].label


def test_cycles_of_documented_places():
    for name, cycle, year in (("Sheffield", "thirds", 1), ("Lambeth", "all_out_4", 2), ("Barnet", "all_out_4", 2),
                              ("Dumfries and Galloway", "all_out_5", 2), ("Kent", "all_out_4", 1)):  # fmt: skip
        election = record.council(name).election
        assert (election.cycle, election.year) == (cycle, year)
        assert 0 <= election.agrees <= election.years and 0 < election.sure <= 1


def test_elections_of_2020_were_held_in_2021():
    sheffield, kent = record.council("Sheffield").election, record.council("Kent").election
    assert [year for year in range(2016, 2027) if sheffield.due(year)] == [
        2016,
        2018,
        2019,
        2021,
        2022,
        2023,
        2024,
        2026,
    ]
    assert [year for year in range(2010, 2027) if kent.due(year)] == [2013, 2017, 2021, 2025]


def test_money_is_a_share_in_real_terms():
    money = record.money("Camden")
    assert list(money) == list(range(2011, 2020))
    assert money[2011] == pytest.approx(0.93 / 1.02 - 1, abs=1e-4)
    assert record.money("Cardiff") == {}


def test_wards_stand_from_the_most_deprived_to_the_least():
    wards = record.wards("Adur")
    assert (len(wards), wards[0].name, wards[0].code) == (14, "Southlands", "E05007573")
    for each in record.councils(abolished=True):
        scores = [ward.imd for ward in record.wards(each.id)]
        assert scores == sorted(scores, reverse=True)
        assert bool(scores) == (each.ward_spread is not None)
    assert record.wards("Kent") == record.wards("Glasgow City") == ()


def test_a_folder_of_ones_own_can_be_read(tmp_path):
    header = ",".join(("council", "year", "total", *PARTIES, "label"))
    (tmp_path / "seats.csv").write_text(f"{header}\nerewhon,2020,3,2,1,0,,,,,,0,\n", encoding="utf-8")
    row = Tables(tmp_path).seats("erewhon")[2020]
    assert (row.control, row.largest, row.parties) == ("con", "con", {"con": 2, "lab": 1, "ld": 0, "other": 0})


# The README and the package -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", NAMES)
def test_the_readme_counts_the_rows_and_names_the_columns(table):
    stated = re.search(rf"\| `{table}.csv` \| ([\d,]+) \|", README)
    own = rows(table)
    assert stated and int(stated[1].replace(",", "")) == len(own)
    (section,) = re.findall(rf"^## {table}\.csv\n(.*?)(?=^## |\Z)", README, re.MULTILINE | re.DOTALL)
    named = {
        word for line in re.findall(r"^\| (`[^|]*) \|", section, re.MULTILINE) for word in re.findall("`([^`]+)`", line)
    }
    years = {f"{year}/{(year + 1) % 100}" for year in range(2012, 2019)} if table == "money" else set()
    assert named | years == set(own[0])


def test_the_readme_counts_councils():
    everyone = record.councils(abolished=True)
    gone = sum(each.abolished for each in everyone)
    assert f"{len(everyone) - gone} of 2026 and {gone} abolished" in README


def test_tables_are_small_and_say_their_licences():
    assert sum(path.stat().st_size for path in TABLES.iterdir()) < 3_000_000
    assert "CC BY-SA 4.0" in (TABLES / "seats.LICENCE.txt").read_text(encoding="utf-8")
    for licence in ("CC BY-SA 4.0", "CC BY 4.0", "Open Government Licence v3.0"):
        assert licence in README


def test_the_tables_lie_in_the_package():
    assert Path(record.__file__).parent == TABLES.parent
