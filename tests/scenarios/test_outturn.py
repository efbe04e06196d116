"""What a council spent by the revenue outturn; the workbooks are made up to its layout."""

import pytest
from typer.testing import CliRunner

from simulation.cli import app
from simulation.scenarios import load, record
from simulation.scenarios.outturn import spent
from simulation.world.errors import ScenarioError
from tests.workbooks import write_workbook

MEASURES = ("Total Expenditure (C3 = C1 + C2)", "Net Current Expenditure (C7 = C3 - C6)")
SERVICES = (
    "Education services",
    "Highways and transport services",
    "Children's Social Care",
    "Adult Social Care*",
    "Public Health",
    "Housing services (GFRA only)",
    "Cultural and related services",
    "Environmental and regulatory services",
    "Planning and development services",
    "Police services",
    "Fire and rescue services",
    "Central services",
    "Other services",
    "Total Service Expenditure",
)
NET = (150_000, 10_000, 40_000.5, 80_000, 20_000, 9_000, 11_000, 28_000, 2_000, 0, 0, 15_000, 1_000)
COUNTED = 191.0005  # £m: without education, housing, police, fire, central and other services
WIGAN = ("E4210", "E08000010", "Wigan", "MD")
LEEDS = ("E4704", "E08000035", "Leeds", "MD")


def amounts(net=NET):
    """Gross and net of each service in £ thousand, the total last."""
    return [cell for each in (*net, sum(net)) for cell in (each + 5, each)]


def flat(*rows):
    """The newer layout: the service stands before the measure."""
    labels = [f"{service} -  {measure}" for service in SERVICES for measure in MEASURES]
    head = [["Revenue outturn, £ thousand"], [], ["E-code", "ONS Code", "Local authority", "Class", *labels]]
    return [*head, *rows, [None, None, "England", None, *amounts()]]


def in_two_rows(*rows):
    """The older one: the service stands above, over the first of its columns, and there are no national codes."""
    services = [cell for number, service in enumerate(SERVICES) for cell in (f"{number}90 {service.upper()}", None)]
    head = [[None] * 3 + services, [], ["E-code", "Local authority", "Class", *MEASURES * len(SERVICES)]]
    return [["RSX 2013-14"], *head, *([row[0], *row[2:]] for row in rows)]


def written(tmp_path, rows, sheet="RSX LA Data 2016-17", **others):
    return write_workbook(tmp_path / "rsx.xlsx", {"Contents": [["Local authority"]], sheet: rows, **others})


@pytest.mark.parametrize(
    ("layout", "sheet", "year"),
    [(flat, "RSX_LA_Data_202425", 2024), (flat, "RSX LA Data 2016-17", 2016), (in_two_rows, "Data", 2013)],
)
def test_net_current_expenditure_on_the_services_that_count(tmp_path, layout, sheet, year):
    rows = layout([*LEEDS, *amounts([2 * each for each in NET])], [*WIGAN, *amounts()])
    found, problems = spent(written(tmp_path, rows, sheet), record.council("wigan"))
    assert problems == []
    assert (found.year, found.total) == (year, pytest.approx(COUNTED))
    assert found.counted["adult social care"] == 80 and found.others["education services"] == 150
    assert "£191.0m on highways and transport services 10.0, " in str(found)
    assert "not counted: education services 150.0, " in str(found)


def test_both_sides_of_the_join_are_told_by_name(tmp_path):
    rows = [("E1", "E08000010", "Wigan and Leigh"), ("E6142", "E99000001", "Wigan Fire"), ("E2", "E07", "Erewhon")]
    path = written(tmp_path, flat([*rows[0], "MD", *amounts()], *([*each, "O", *amounts()] for each in rows[1:])))
    _, problems = spent(path, record.council("wigan"))
    assert [str(each) for each in problems] == [
        "rsx.xlsx, line 5: not taken for Wigan: Wigan Fire",
        "rsx.xlsx, line 4: Wigan and Leigh has the code of Wigan; joined by code",
    ]
    path = written(tmp_path, flat([WIGAN[0], "E08000099", *WIGAN[2:], *amounts()]))
    _, [problem] = spent(path, record.council("wigan"))
    assert str(problem).endswith("Wigan has the code E08000099 here and E08000010 on record; joined by name")


def test_services_that_are_not_there_or_empty_are_told(tmp_path):
    without = flat([*WIGAN, *amounts()])
    without = [row[:-10] for row in without]  # from fire services on
    without[3][6] = without[3][7] = None  # highways
    without[2][9] = "Something else -  Net Current Expenditure"  # children's social care
    found, problems = spent(written(tmp_path, without), record.council("wigan"))
    assert found.total == pytest.approx(COUNTED - 10 - 40.0005)
    assert [each.reason for each in problems] == [
        "it has no service 'children social care', which counts as nothing spent",
        "highways and transport services is empty, which counts as nothing spent",
    ]


def test_services_that_do_not_add_up_are_told(tmp_path):
    row = [*WIGAN, *amounts()]
    row[-1] += 200
    _, [problem] = spent(written(tmp_path, flat(row)), record.council("wigan"))
    assert problem.reason == "the services known add up to £366.0m, total service expenditure is £366.2m"


def test_a_county_that_is_unitary_now_is_told(tmp_path):
    path = written(tmp_path, flat(["E2721", "E10000023", "North Yorkshire", "SC", *amounts()]))
    _, problems = spent(path, record.council("north-yorkshire"))
    assert "North Yorkshire was a county until 2022" in [each.reason for each in problems]


def of_a_council(mark=None, service=1, net=NET):
    """Rows as councils keep them: titles, notes behind names, £ and commas, an empty column before all, notes below."""
    cells = [f"£{each:,.0f} " for each in amounts(net)]
    if mark is not None:
        cells[2 * service + 1] = mark
    title, blank, labels, *rest = flat(["E4210", " E08000010 ", "Wigan [note 2]", "MD", *cells], [*LEEDS, *cells])
    labels = [each.replace("authority", "authority [note 1]").replace("Highways and", "Highways &") for each in labels]
    labels = [each.replace(" -  Net", " [note 4] -\nNet") for each in labels]
    notes = [["Note 2: Wigan restated its return"], ["Source: revenue outturn, net current expenditure by service"]]
    return [[None, *row] for row in (["RSX"], title, ["Revised 2017-12-15"], blank, labels, *rest, blank, *notes)]


def test_a_workbook_as_councils_keep_them(tmp_path):
    sheets = {"RSX England": [["England", "net current expenditure", 366_000]], "Notes": [["Local authority", "see 3"]]}
    found, problems = spent(written(tmp_path, of_a_council(), **sheets), record.council("wigan"))
    assert (problems, found.year) == ([], 2016)
    assert found.total == pytest.approx(COUNTED, abs=0.001) and found.others["education services"] == 150


@pytest.mark.parametrize(
    ("mark", "amount"), [("-", 0), (" –  ", 0), ("[z]", 0), ("(1,250)", -1.25), ("10,000 [r]", 10)]
)
def test_signs_for_nothing_brackets_and_notes(tmp_path, mark, amount):
    found, problems = spent(written(tmp_path, of_a_council(mark)), record.council("wigan"))
    assert found.counted["highways and transport services"] == amount
    told = f"highways and transport services is '{mark.strip()}', which counts as nothing spent"
    assert (told in [each.reason for each in problems]) == (amount == 0)


@pytest.mark.parametrize("mark", ["..", "[x]", "n/a"])
def test_what_has_no_figure_is_not_nothing(tmp_path, mark):
    with pytest.raises(
        ScenarioError, match=r"highways and transport services is .*, so what was spent .* is not known"
    ):
        spent(written(tmp_path, of_a_council(mark)), record.council("wigan"))
    police = SERVICES.index("Police services")
    found, problems = spent(written(tmp_path, of_a_council(mark, police)), record.council("wigan"))
    assert found.total == pytest.approx(COUNTED, abs=0.001)
    assert [each.reason for each in problems] == [f"police services is '{mark}', no figure; it is not counted anyway"]


def test_names_with_notes_and_no_codes(tmp_path):
    """Without any code the head ends with the row of labels."""
    rows = [row[2:] for row in flat([*WIGAN[:2], "Wigan (3)", "MD", *amounts()], [*LEEDS, *amounts()])]
    found, problems = spent(written(tmp_path, rows), record.council("wigan"))
    assert problems == [] and found.total == pytest.approx(COUNTED)
    rows = in_two_rows(["E0101", "", "Luton UA", "UA", *amounts()])
    assert spent(written(tmp_path, rows, "Data"), record.council("luton"))[1] == []


@pytest.mark.parametrize(
    ("name", "code", "times"),
    [("Kent", "E10000016", 1 / 1000), ("Kent", "E10000016", 1000), ("Adur", "E07000223", 1000 / 60)],
)
def test_amounts_in_other_units_are_refused(tmp_path, name, code, times):
    """In £m the largest council would be one with a few millions; in £ the smallest district one with billions."""
    net = [6 * times * each for each in NET]
    with pytest.raises(ScenarioError, match="on services, if amounts are in £ thousand; it must be"):
        spent(written(tmp_path, flat(["E1", code, name, "", *amounts(net)])), record.council(name))


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (flat([*LEEDS, *amounts()]), "has no row of Wigan$"),
        (flat(["E1", "E99000001", "Wigan Fire", "O", *amounts()]), "has no row of Wigan; near it: 'Wigan Fire'"),
        (flat([*WIGAN, *amounts()], [*WIGAN, *amounts()]), r"line 4 \(Wigan\) and line 5 \(Wigan\) can both be Wigan"),
        (flat([*WIGAN, "M"]), "line 4: Wigan has no amounts: it made no return"),
        (flat([*WIGAN, *("[x]" for _ in amounts())]), "line 4: Wigan has no amounts: it made no return"),
        (flat([*WIGAN, *("#REF!" for _ in amounts())]), "line 4: education services = '#REF!' is not a number"),
        (flat([*WIGAN, *amounts([1000 * each for each in NET])]), r"Wigan spent £1.91e\+05m on services, if amounts"),
        ([["E-code", "Local authority"], ["E4210", "Wigan"]], "has 0 sheets with a column 'local authority'"),
    ],
)
def test_what_cannot_be_is_refused(tmp_path, rows, words):
    with pytest.raises(ScenarioError, match=words):
        spent(written(tmp_path, rows), record.council("wigan"))


def test_the_year_and_the_columns_must_be_plain(tmp_path):
    rows = flat([*WIGAN, *amounts()])
    with pytest.raises(ScenarioError, match="neither the sheet 'Data' nor its head names a year such as 2016-17"):
        spent(written(tmp_path, rows, "Data"), record.council("wigan"))
    several = [["RSX 2016-17, with what changed since 2015-16"], *rows]
    with pytest.raises(
        ScenarioError, match="'Data' names several years, 2015-16, 2016-17: name the sheet after its own"
    ):
        spent(written(tmp_path, several, "Data"), record.council("wigan"))
    assert spent(written(tmp_path, several, "Data 2015 to 2016"), record.council("wigan"))[0].year == 2015
    with pytest.raises(ScenarioError, match="has 2 sheets"):
        spent(written(tmp_path, rows, Second=rows), record.council("wigan"))
    rows[2][7] = rows[2][5]
    with pytest.raises(ScenarioError, match="two columns are net current expenditure of education services"):
        spent(written(tmp_path, rows), record.council("wigan"))


def test_the_command_makes_charges_shares_of_it(tmp_path):
    projects, target = tmp_path / "projects.csv", tmp_path / "mine.toml"
    projects.write_text(
        "Project Name,Procuring authority,Sector,Date of financial close,Operational period (years),Charge 2016-17\n"
        "Schools,Wigan Council,Schools,31/03/2004,25,1.910005\n"
    )
    path = written(tmp_path, flat([*WIGAN, *amounts()]))
    words = ["council", "wigan", "--pfi", str(projects), "--outturn", str(path)]
    result = CliRunner().invoke(app, [*words, "--write", str(target)])
    assert result.exit_code == 0, result.stderr
    assert "spending on services: rsx.xlsx, 2016/17: £191.0m on highways" in result.stdout
    scenario = load(target)
    assert scenario.councils[0].pfi[0].charges == {2016: 0.01}
    assert any("rsx.xlsx, 2016/17: £191.0m" in each for each in scenario.sources)
    for more, said in (
        (["--spending", "2016=400", "--write", str(tmp_path / "new.toml")], "was spent in 2016 is given twice"),
        ([], "--spending, --outturn need both"),
    ):
        again = CliRunner().invoke(app, [*words, *more])
        assert again.exit_code == 2 and said in again.stderr
