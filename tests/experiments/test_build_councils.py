"""The tables of real councils are what the command makes of the files, and both sides of its joins are told."""

import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from simulation.scenarios.record_tables import TABLES, Tables

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
REAL = {
    "composition": ("council-composition-1973-2015.csv", "council-composition-2016-2026.csv"),
    "money": ("core-spending-power-change.csv",),
    "wards": ("wards-england-2020.csv",),
    "deprivation": ("council-deprivation-uk.csv",),
}
OLD = "id,authority,year,total,con,lab,ld,other,nat,majority,plurality\n"
PARTIES = ("con", "lab", "ld", "green", "ukip", "ref", "pc", "snp", "other")
NEW = ",".join(f'"{name}"' for name in ("id", "council id", "authority", "year", "total", *PARTIES, "majority")) + ",\n"


def build(files, out):
    """What the command prints."""
    words = [word for name, paths in files.items() for word in (f"--{name}", *map(str, paths))]
    command = [sys.executable, "-m", "experiments.build_councils", *words, "--out", str(out)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout


@pytest.fixture
def files(tmp_path):
    """Two councils of one name, one that is gone, one in Northern Ireland, and rows that belong to none of them."""
    old, new = [], []
    for year in range(2000, 2016):
        old.append(f"1,Durham,{year},63,3,50,5,5,0,Lab,Lab\n")
        old.append(f"2,Barnet,{year},63,{30 + year % 4},{33 - year % 4},0,0,0,Lab,Lab\n")
        old.append(f"3,Rhondda Cynon Taff,{year},60,1,40,2,7,10,Lab,Lab\n")
        if year < 2009:
            old.append(f"4,Durham,{year},50,3,20,24,3,0,NOC,LD plurality\n")
    for year in (2016, 2017):
        code = lambda text: f',"{text}"' if year == 2017 else ","  # noqa: B023, E731
        new.append(f'1,338,"Durham",{year},63,3,50,5,0,0,0,0,0,5,"Lab"{code("E06000047")}\n')
        new.append(f'2,228,"Barnet",{year},63,30,30,3,0,0,0,0,0,0,"CON min"{code("E09000003")}\n')
        new.append(f'3,399,"Rhondda Cynon Taf",{year},60,1,40,2,1,0,0,9,0,7,"Lab"{code("W06000016")}\n')
        new.append(f'4,1003,"Belfast",{year},60,0,0,0,0,0,0,0,0,60,"NOC"{code("N09000003")}\n')
    new.append('9,228,"Barnet",2018,63,30,30,30,0,0,0,0,0,0,"NOC",\n')
    texts = {
        "old.csv": OLD + "".join(old),
        "new.csv": NEW + "".join(new),
        "money.csv": "ons_code,ons_name,201011_201112\nE09000003,London Borough of Barnet,-0.08\nE01,Erewhon,-0.1\n",
        "wards.csv": "ward_code,ward,council_code,council,imd_2019_score,share_in_most_deprived_tenth\n"
        "E05000001,Low,E09000003,Barnet,10.5,0.0\nE05000002,High,E09000003,Barnet,30.5,0.25\nE05000003,No,E07,Nowhere,1,0\n",
        "deprivation.csv": "authority_code,council,deprivation_score,share_low,share_high,people_per_km2\n"
        "RCT,Rhondda Cynon Taf County Borough Council,30.0,0.1,0.4,560\nGLA,Greater London Authority,20,0,0,5000\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    composition = (tmp_path / "old.csv", tmp_path / "new.csv")
    return {
        "composition": composition,
        **{name: (tmp_path / f"{name}.csv",) for name in ("money", "wards", "deprivation")},
    }


def test_files_become_tables(files, tmp_path):
    printed = build(files, tmp_path / "out")
    tables = Tables(tmp_path / "out")
    assert list(tables.councils) == ["barnet", "durham", "durham-city", "rhondda-cynon-taf"]
    city, barnet, valleys = (tables.councils[each] for each in ("durham-city", "barnet", "rhondda-cynon-taf"))
    assert (city.abolished, city.last, city.kind, city.successors) == (True, 2008, "district", ("durham",))
    assert (barnet.code, barnet.kind, barnet.country) == ("E09000003", "London borough", "England")
    assert "London Borough of Barnet" in barnet.aliases and barnet.ward_spread == 10
    assert valleys.aliases == ("Rhondda Cynon Taf County Borough Council", "Rhondda Cynon Taff")
    assert tables.seats("rhondda-cynon-taf")[2015].parties["plaid"] == 10
    assert tables.seats("barnet")[2017].label == "CON min" and tables.seats("durham")[2008].total == 63
    assert tables.money == {"barnet": {2011: pytest.approx(0.92 / 1.02 - 1, abs=1e-4)}}
    assert [ward.name for ward in tables.wards["barnet"]] == ["High", "Low"]
    for line in (
        "Belfast 2016 is in Northern Ireland; the row is left out",
        "new.csv, line 10: the seats of Barnet do not add up; the row is left out",
        "money.csv: Erewhon is no council on record",
        "wards.csv: Nowhere is no council on record",
        "deprivation.csv: Greater London Authority is no council on record",
        "money: 1 English councils that sat then have none: durham",
        "wards of 2020: 0 English councils that sat then have none: no one",
        "deprivation: 2 councils of the newest year have none: barnet, durham",
    ):
        assert line in printed


@pytest.mark.skipif(not (DATA / REAL["wards"][0]).is_file(), reason="the real files are not there: ../shared/data")
def test_the_tables_of_the_package_are_what_the_command_makes(tmp_path):
    printed = build({name: [DATA / file for file in names] for name, names in REAL.items()}, tmp_path)
    for name in ("councils", "seats", "money", "wards"):
        assert (tmp_path / f"{name}.csv").read_bytes() == (TABLES / f"{name}.csv").read_bytes(), name
    assert "successors:" not in printed
    alone = next(line for line in printed.splitlines() if line.startswith("cycles in 2018"))
    assert "232 of 254" in alone and "232 of 254" in (TABLES / "README.md").read_text(encoding="utf-8")


def test_the_figures_of_the_evidence_come_from_the_tables(monkeypatch, capsys):
    monkeypatch.syspath_prepend(str(ROOT))
    runpy.run_module("experiments.councils.figures", run_name="__main__")
    printed = capsys.readouterr().out
    evidence = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8").replace("−", "-")
    for in_print, in_document in (
        ("1975-2024: control changes 9.8%, largest party 6.5%", "9.8 % in 1975–2024"),
        ("2000-2024: control changes 10.5%, largest party 7.1%", "6.5 % in 1975–2024; 7.1 % in 2000–2024"),
        ("SD of the yearly rate 6.9 points, by chance 1.4", "SD 6.9 pp in 1975–2024, 6.1 in 2000–2024"),
        ("SD of the yearly rate 6.1 points, by chance 1.5", "chance alone would give 1.4 and 1.5"),
        ("2024: 39% of 371 councils", "33 % in 2000, 19 % in 2015, 39 % in 2024"),
        ("lost councils on balance in 40 of 51 years", "40 of 51"),
        ("2011/12: -5.9 %", "2011/12 -5.9 %, 12/13 -4.8, 13/14 -1.0, 14/15 -2.7, 15/16 -2.5, 16/17 -0.8, 17/18 -2.4"),
        ("2019/20: +6.5 %, SD 4.7, 332 councils", "18/19 -1.2, 19/20 +6.5"),
    ):
        assert in_print in printed and in_document in evidence
    for figure in (
        "1975-2024: control changes 9.8%, largest party 6.5% a year",
        "2000-2024: control changes 10.5%, largest party 7.1% a year",
        "S23: 2000-2024: control changes 0.080 (year = 0 mod 4), 0.052 (year = 1 mod 4), 0.099 (year = 2 mod 4), 0.191",
        "London, whole councils 1978-2022: mean -3.5, SD 15.1 points",
        "metropolitan thirds 1976-2024: mean -0.6, SD 6.6 points",
    ):
        assert figure in printed
