"""``coproduction councils``, ``council`` and ``run --council``: what is found, shown, run and refused."""

import json
import re
from itertools import pairwise

import pytest
from typer.testing import CliRunner

from simulation.cli import app
from simulation.scenarios import record
from simulation.scenarios.profile import profile, strip
from tests.long.every_council import SAMPLE, opens_and_runs, shows


def call(*arguments):
    return CliRunner().invoke(app, list(map(str, arguments)))


def test_councils_are_found_by_name_former_name_and_code():
    for words in (["wigan"], ["E08000010"], ["wigan", "metropolitan"]):
        assert "Wigan" in call("councils", *words).stdout
    assert "after it Cumberland" in call("councils", "allerdale").stdout
    assert len(call("councils").stdout.splitlines()) == len(record.councils())


def test_councils_as_json():
    (wigan,) = json.loads(call("councils", "wigan", "--json").stdout)
    assert (wigan["id"], wigan["code"], wigan["kind"]) == ("wigan", "E08000010", "metropolitan")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["councils", "nowhere"], "'nowhere' is in the name of no council on record"),
        (["council", "newcastle"], "can be any of 2 councils: Newcastle-under-Lyme, Newcastle upon Tyne"),
        (["council", "richmond"], "Richmond upon Thames, Richmondshire (until 2021)"),
        (
            ["council", "allerdale"],
            "Allerdale was abolished, its last year on record is 2021; after it came Cumberland",
        ),
        (["council", "wigann"], "is no council on record; the nearest names: Wigan"),
        (["council", "wigan", "--out", "page.txt"], "--out page.txt: it must be a file that ends in .html"),
        (["run", "--council", "newcastle"], "can be any of 2 councils"),
        (["run", "--council", "wigan", "--from", "1900"], "from = 1900: it must be a year from 1979"),
        (["run", "baseline", "--from", "2010"], "--from 2010: it needs --council NAME"),
        (["run", "--council", "wigan", "--councils", "seats.csv"], "give one of the two"),
        (["run", "--council", "wigan", "--council", "all"], "it stands for every council, so give it alone"),
        (["run", "--council", "wigan", "--council", "Wigan"], "Wigan is named twice"),
        (["run", "--council", "wigan", "--set", "neighbourhoods=1"], "neighbourhoods = 1 is out of range"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(arguments, words):
    result = call(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr and len(result.stderr.splitlines()) == 1


def test_a_profile_says_what_is_on_record():
    said = call("council", "wigan").stdout
    rows = record.seats("wigan")
    assert strip({year: row.control for year, row in rows.items()}, 1973, 2026) in said
    assert f"Seats in 2026: {rows[2026].total}; {rows[2026].parties['lab']} Labour" in said
    for ward in record.wards("wigan"):
        assert ward.name in said
    for words in ("never changed", "-7.8%", "recorded: deprivation of 25 wards", "generated: how many people"):
        assert words in said


def test_changes_of_ten_per_cent_and_more_are_written_whole_below_their_years():
    lines = call("council", "liverpool").stdout.splitlines()
    years = next(line for line in lines if "11/12" in line)
    changes = lines[lines.index(years) + 1]
    assert changes.split()[0] == "-10.8%" and all(change.endswith("%") for change in changes.split())
    ends = [[word.end() for word in re.finditer(r"\S+", line)] for line in (years, changes)]
    assert ends[0] == ends[1]


def test_a_strip_has_one_letter_a_year():
    found = profile("barnet")
    letters = strip(found.control, 1973, 2026)
    assert len(letters) == 54 and letters[2022 - 1973] == "L" and letters[2010 - 1973] == "C" and letters[-1] == "-"
    assert found.changes == sum(before != after for before, after in pairwise(letters))


def test_a_page_holds_everything_itself(tmp_path):
    page = tmp_path / "wigan.html"
    assert call("council", "wigan", "--out", page).exit_code == 0
    text = page.read_text(encoding="utf-8")
    assert "<svg" in text and "Winstanley" in text and "CC BY-SA 4.0" in text
    assert "src=" not in text and "<script" not in text


def test_a_run_says_first_what_is_recorded_and_how_it_is_made_again(tmp_path):
    out = tmp_path / "results"
    arguments = ("--council", "stockport", "--from", 2024, "--to", 2032, "-n", 1, "--out", out)
    result = call("run", "leadership-change", *arguments, "--set", "neighbourhoods=2", "--begins", 2025)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("Stockport: A new leadership that does not believe in co-production, May 2024 to")
    assert "in 2 steps from the most to the least deprived" in result.stdout
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert "--council stockport --from 2024 --to 2032 --begins 2025" in manifest["command"]
    assert manifest["scenario"]["on_record"] and all(mark["month"] >= 0 for mark in manifest["events"])


def test_two_councils_are_run_beside_each_other(tmp_path):
    both = ("--council", "wigan", "--council", "tower hamlets")
    arguments = ("--from", 2024, "--to", 2032, "--begins", 2025, "--by", "council", "-n", 1, "--out", tmp_path / "both")
    result = call("run", "leadership-change", *both, *arguments)
    assert result.exit_code == 0, result.stderr
    assert "co-production in Tower Hamlets, less what they do in Wigan" in result.stdout
    manifest = json.loads((tmp_path / "both" / "manifest.json").read_text(encoding="utf-8"))
    assert "--council wigan --council 'tower hamlets'" in manifest["command"]


@pytest.mark.parametrize("council", SAMPLE)
def test_councils_of_every_kind_open_run_and_show_a_profile(council):
    opens_and_runs(council)
    shows(council)
