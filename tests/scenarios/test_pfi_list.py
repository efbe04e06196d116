"""The Treasury's list of PFI projects becomes a council's contracts; the lines here are made up to its layout."""

import pytest
from typer.testing import CliRunner

from simulation.cli import app
from simulation.scenarios import load, record
from simulation.scenarios.pfi_list import contracts
from simulation.world.errors import ScenarioError

HEADER = (
    "HMT Project ID,Project Name,Department,Procuring authority,Sector,Region,Project Status,Date of financial close,"
    "Operational period of contract (years),Capital Value (£m),Unitary charge payment 2015-16 (£m),"
    "Unitary charge payment 2016-17 (£m),Unitary charge payment 2030-31 (£m)"
)
SCHOOLS = "1,Made-up schools,DfE,Wigan Council,Schools,North West,In operation,31/03/2004,25,40,4.0,4.2,5.0"
MORE = "2,More schools,DfE,Wigan MBC,Schools,North West,In operation,2006-09-01,25,20,2.0,2.1,"
MAGIC = "3,Police station,HO,Wigan Council,Emergency services,North West,In operation,01/04/2005,25,20,2,2,2"


def written(tmp_path, *lines, header=HEADER):
    path = tmp_path / "projects.csv"
    path.write_text("\n".join([header, *lines]), encoding="utf-8")
    return path


def test_the_contracts_of_a_council_with_charges_as_shares(tmp_path):
    path = written(tmp_path, SCHOOLS, MAGIC, SCHOOLS.replace("Wigan", "Leeds"))
    entries, problems = contracts(path, record.council("wigan"), {2016: 420.0})
    assert entries == [{"service": "schools_estate", "signed": "2004-03", "years": 27.0833, "charges": {"2016": 0.01}}]
    assert [str(each) for each in problems] == [
        "projects.csv, line 3: Police station, Emergency services: no service of the model; the line is left out"
    ]


def test_contracts_of_one_service_at_a_time_are_joined(tmp_path):
    path = written(tmp_path, SCHOOLS, MORE, "3,Later,DfE,Wigan,Schools,North West,Signed,2032-03-31,25,20,,,")
    [entry, second], [problem] = contracts(path, record.council("wigan"), {2015: 600.0})
    assert entry["charges"] == {"2015": 0.01} and "Made-up schools, More schools" in problem.reason
    assert second["signed"] == "2032-03" and "charges" not in second


def test_another_authority_of_like_name_is_told(tmp_path):
    near = MAGIC.replace("Wigan Council", "Wigan and Leigh Trust")
    _, [problem] = contracts(written(tmp_path, SCHOOLS, near), record.council("wigan"), {})
    assert "not taken for Wigan: procuring authority 'Wigan and Leigh Trust'" in str(problem)


@pytest.mark.parametrize(
    ("header", "line", "words"),
    [
        (HEADER, SCHOOLS.replace("Wigan", "Leeds"), "has no project of Wigan as procuring authority$"),
        (HEADER, SCHOOLS.replace("Wigan Council", "Wigan NHS Trust"), "near it: 'Wigan NHS Trust'"),
        (HEADER, SCHOOLS, "has no charge of Wigan in the financial year 2014; it has them from 2015 to 2030"),
        (HEADER.replace("Sector", "Kind"), SCHOOLS, "has no column sector"),
        (HEADER.replace("Project Name", "Name"), SCHOOLS, "has 0 columns with 'project name' in their name"),
        (HEADER.replace(",", ";"), SCHOOLS.replace(",", ";"), "the cells are separated by semicolons"),
        (HEADER, "", "has no project below its first line"),
    ],
)
def test_another_layout_is_refused(tmp_path, header, line, words):
    with pytest.raises(ScenarioError, match=words):
        contracts(written(tmp_path, line, header=header), record.council("wigan"), {2014: 400.0})


def test_a_wrong_date_or_number_is_told_with_its_line(tmp_path):
    lines = (SCHOOLS, SCHOOLS.replace("31/03/2004", "spring"), SCHOOLS.replace("4.2", "much"))
    _, problems = contracts(written(tmp_path, *lines), record.council("wigan"), {})
    assert [each.line for each in problems] == [3, 4]


def test_a_list_as_spreadsheets_save_it(tmp_path):
    """Titles above, cells of several lines, signs for nothing, £ and commas, times behind dates, notes below."""
    header = (
        HEADER.replace("Procuring ", '"Procuring\n').replace("authority", 'authority"').replace("2016-17", "2016/2017")
    )
    long = SCHOOLS.replace("Made-up schools", '"Made-up\nschools"').replace("31/03/2004", "2004-03-31 00:00:00")
    long = long.replace(",4.0,4.2,5.0", ',..," £4.20 "," -   "')
    empty = "," * 12
    lines = (f"PFI projects as at 31 March 2018{empty}", empty, header, long, empty, f"Source: HM Treasury{empty}")
    entries, problems = contracts(
        written(tmp_path, *lines[1:], header=lines[0]), record.council("wigan"), {2016: 420.0}
    )
    assert entries == [{"service": "schools_estate", "signed": "2004-03", "years": 25.0, "charges": {"2016": 0.01}}]
    assert [str(each) for each in problems] == [
        "projects.csv, line 5: Made-up schools, unitary charge payment 2015-16 (£m): '..' is no figure; it counts as "
        "no charge"
    ]


def test_a_project_below_a_merged_cell_is_told(tmp_path):
    path = written(tmp_path, SCHOOLS, MORE.replace("Wigan MBC", ""), ",Source: HM Treasury,,,,,,,,,,,")
    _, problems = contracts(path, record.council("wigan"), {})
    assert [each.line for each in problems] == [3, 4]
    assert problems[0].reason.startswith("More schools has no procuring authority, so it is left out")


def test_years_and_units_of_charges_must_be_plain(tmp_path):
    for header, words in (
        (HEADER.replace("2015-16", "2016/17 estimated"), "are both of the financial year 2016; keep one"),
        (
            HEADER.replace("2016-17 (£m)", "2016-17 (£000)"),
            r"2016-17 \(£000\)' is in £ thousand; charges must be in £m",
        ),
    ):
        with pytest.raises(ScenarioError, match=words):
            contracts(written(tmp_path, SCHOOLS, header=header), record.council("wigan"), {})


def test_the_command_writes_a_file_that_can_be_played(tmp_path):
    path, target = written(tmp_path, SCHOOLS), tmp_path / "mine.toml"
    words = ["council", "wigan", "--pfi", str(path), "--write", str(target)]
    result = CliRunner().invoke(app, [*words, "--spending", "2016=420"])
    assert result.exit_code == 0, result.stderr
    [council] = load(target).councils
    assert council.pfi[0].charges == {2016: 0.01}
    again = CliRunner().invoke(app, words)
    assert again.exit_code == 2 and "it must be a new file" in again.stderr
    words[-1] = str(tmp_path / "b.toml")
    wrong = CliRunner().invoke(app, [*words, "--spending", "lots"])
    assert wrong.exit_code == 2 and "--spending 'lots': write a year" in wrong.stderr
    twice = CliRunner().invoke(app, [*words, "--spending", "2016=420", "--spending", "2016=400"])
    assert twice.exit_code == 2 and "2016 is given twice" in twice.stderr
