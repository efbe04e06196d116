"""Every mistake in a scenario is answered with one line that says what would be right."""

import pytest

from simulation.scenarios import load, parse
from simulation.world.errors import ScenarioError

EVENT = '[[events]]\nname = "cuts"\n'
LEADER = EVENT + 'kind = "leadership_change"\n'
PROGRAMME = EVENT + 'kind = "programme"\nyear = 1\nsize = 0.3\nyears = 10\n'
TOWN = "start = '2010-05'\n[[councils]]\nname = 'A'\nneighbourhoods = ['Mill']\n"
REFUSE = (
    "[[councils.contracts]]\nservice = 'refuse_collection'\nprovider = 'contractor'\n"
    "start = '2008-04'\nend = '2014-03'\n"
)
SCHOOLS = "[[councils.pfi]]\nservice = 'schools_estate'\nsigned = '2006-03'\nyears = 25\n"

MISTAKES = {
    # the file
    "years = = 20": "line 2, column 9: Invalid value, in: years = = 20",
    'story = """never ends':
        "not valid TOML: Unterminated string at the end of the file; is a quote or bracket left open?",
    "name = 'again'": "not valid TOML at line 2",
    "yeers = 20": "unknown key 'yeers'; did you mean 'years'?",
    "extensions = ['hubs.py']": "extensions: an extension is a program, which no file can start: name it in the ",
    "years = 'twenty'": "years = 'twenty': it must be a number",
    "years = true": "years = True: it must be a number",
    "years = 0": "years = 0: it must be greater than 0",
    "years = 61": "years = 61: it must be less than or equal to 60",
    "years = nan": "years = nan: it must be",
    "burn_in_years = -1": "burn_in_years = -1: it must be greater than or equal to 0",
    "title = 7": "title = 7: it must be text in quotes",
    "title = ''": "'' must be one line of 1 to 80 characters",
    "sources = 'a book'": "sources = 'a book': it must be a list",
    "start = '1997'": "'1997' is not a month; write it as in \"2008-05\"",
    "start = '1997-13'": "'1997-13' is not a month",
    "extends = 'basline'": "did you mean 'baseline'?",
    "extends = '../other.toml'": "a scenario of the library or a .toml file in the same folder",
    "extends = 7": "extends = 7: it must be a scenario of the library",
    "events = 7": "events are written as [[events]]",
    "events = [7]": "events are written as [[events]]",
    "councils = 'all'": "councils are written as [[councils]]",
    "settings = 7": "settings are written as [settings]",
    # settings
    "[settings]\ncouncil = 3": "unknown setting 'council'; did you mean 'councils'?",
    "[settings]\ncouncils = 0": "councils = 0 is out of range: it must be a whole number from 1 to",
    "[settings]\ncouncils = 1.5": "councils = 1.5 is out of range",
    "[settings]\ncouncils = true": "councils = True is out of range",
    # councils
    "[[councils]]": "council 1: 'name' is missing",
    "[[councils]]\nname = 'A'\ncyle = 'thirds'": "council 'A': unknown key 'cyle'; did you mean 'cycle'?",
    "[[councils]]\nname = 'A'\ncycle = 'third'":
        "council 'A': cycle = 'third': it must be 'all_out_4', 'all_out_5' or 'thirds'",
    "[[councils]]\nname = 'A'\nparty = 'D'":
        "council 'A': party = 'D' is not known; it is one of: A, B, C, local, none",
    "[[councils]]\nname = 'A'\ntradition = 2": "council 'A': tradition = 2: it must be less than or equal to 1",
    "[[councils]]\nname = 'A'\npopulation = 0": "council 'A': population = 0: it must be greater than 0",
    "[[councils]]\nname = 'A'\n[[councils]]\nname = 'A'": "the council 'A' is named twice",
    "[[councils]]\nname = 'A'\nneighbourhoods = ['Mill', 'Mill']":
        "council 'A': the neighbourhood 'Mill' is named twice",
    # what a council knows of itself
    TOWN + "contracts = 7": "council 'A': contracts are written as [[councils.contracts]]",
    TOWN + REFUSE + "ends = 3": "council 'A': contract 1: unknown key 'ends'; did you mean 'end'?",
    TOWN + REFUSE.replace("2014-03", "2004-03"): "contract 1: end = '2004-03' is not after start = '2008-04'",
    TOWN + REFUSE.replace("2014-03", "2009-03"): "contract 1: end = '2009-03' lies before the scenario's start",
    TOWN + REFUSE.replace("2008-04", "2040-04").replace("2014-03", "2041-03"): "lies after the scenario's horizon",
    TOWN + REFUSE.replace("contractor", "Acme"): "provider = 'Acme': it must be 'contractor' or the name of one",
    TOWN + REFUSE.replace("refuse_collection", "bins"): "contract 1: service = 'bins' is not known",
    TOWN + REFUSE + REFUSE: "contract 1 and contract 2 are both of refuse_collection in Mill at the same time",
    TOWN + REFUSE + "neighbourhoods = ['Mil']": "there is no neighbourhood 'Mil' in A; did you mean 'Mill'?",
    TOWN.replace("start = '2010-05'", "") + REFUSE: "its organisations and contracts need a scenario with a 'start'",
    SCHOOLS.replace("councils.", ""): "unknown key 'pfi'; it is written as [[councils.pfi]], below its council",
    TOWN + SCHOOLS + "charges = {'2010/11' = 0.02}": "write the years in which financial years begin, as in {2016 =",
    TOWN + SCHOOLS + "charges = {2010 = 2}": "council 'A': pfi 1: charges.2010 = 2: it must be less than or equal to 1",
    TOWN + SCHOOLS + "charges = {2010 = 0.9}": "2010 = 0.9 is more than 5 times what the service usually",
    TOWN + SCHOOLS + "charges = {2010 = 0.0001}": "2010 = 0.0001 is less than 20% of what the service usually takes",
    TOWN + SCHOOLS.replace("25", "0.03"): "years = 0.03 is less than half a month: write how long it runs",
    TOWN + SCHOOLS + "charges = {2031 = 0.01}": "pfi 1: charges: 2031 is no year of the contract",
    TOWN + SCHOOLS + SCHOOLS: "pfi 1 and pfi 2 are both of schools_estate at the same time: join them",
    TOWN + REFUSE.replace("contractor", "X") + "[[councils.organisations]]\nname = 'X'\nneighbourhood = 'Mill'\n":
        "contract 1: X is a community organisation and works in its own neighbourhood",
    TOWN + 4 * "[[councils.organisations]]\nname = 'X'\nneighbourhood = 0\n": "the organisation 'X' is named twice",
    # what happens
    "[[events]]\nkind = 'contractor_fails'\nyear = 1": "event 1: 'name' is missing",
    EVENT + "year = 1": "event 'cuts': 'kind' is missing",
    EVENT + "kind = 'leadership_chang'":
        "event 'cuts': kind = 'leadership_chang' is not known; did you mean 'leadership_change'?",
    EVENT + "kind = 'xyzzy'": "event 'cuts': kind = 'xyzzy' is not known; it is one of: leadership_change,",
    LEADER + "year = 1\ncommitmet = 0.1":
        "event 'cuts': unknown key 'commitmet' for leadership_change; did you mean 'commitment'?",
    LEADER + "year = 1\nsize = 0.1": "event 'cuts': unknown key 'size' for leadership_change",
    LEADER + "year = 1\ncommitment = 1.1":
        "event 'cuts': commitment = 1.1 is out of range: it must be a number from 0 to 1",
    LEADER + "year = 1\ncommitment = 'low'":
        "event 'cuts': commitment = 'low' is out of range: it must be a number from 0 to 1",
    LEADER + "year = 1\ncommitment = nan": "event 'cuts': commitment = nan is out of range",
    LEADER + "year = 1\nunder_study = 'yes!'": "event 'cuts': under_study = 'yes!': it must be true or false",
    EVENT + "kind = 'grant_change'\nyear = 1": "event 'cuts': 'size' is missing: relative change",
    EVENT + "kind = 'pfi_deal'\nyear = 1": "event 'cuts': 'service' is missing: pfi_deal needs to know which one",
    EVENT + "kind = 'pfi_deal'\nyear = 1\nservice = 'road'":
        "event 'cuts': service = 'road' is not known; did you mean 'roads'?",
    EVENT + "kind = 'pfi_deal'\nyear = 1\nservice = 'roads'\nyears = 5":
        "years = 5 is out of range: it must be a number from 15 to 40 (years)",
    LEADER + "year = 1\nservice = 'roads'": "event 'cuts': leadership_change takes no 'service'",
    LEADER + "year = 1\nparty = 'A'": "event 'cuts': leadership_change takes no 'party'",
    EVENT + "kind = 'control'\nyear = 1": "event 'cuts': 'party' is missing",
    EVENT + "kind = 'control'\nyear = 1\nparty = 'Labour'": "event 'cuts': party = 'Labour' is not known",
    EVENT + "kind = 'government'\nyear = 1\nparty = 'C'": "event 'cuts': party = 'C' is not known; it is one of: A, B",
    LEADER + "year = 1\n" + EVENT + "kind = 'contractor_fails'\nyear = 2": "two events are named 'cuts'",
    # when
    LEADER: "event 'cuts': no time is given",
    LEADER + "year = 1\nmonth = 12": "event 'cuts': two times are given (year and month): keep one of them",
    LEADER + "year = -1": "event 'cuts': year = -1: it must be greater than or equal to 0",
    LEADER + "year = '5'": "event 'cuts': year = '5': it must be a number",
    LEADER + "month = 1.5": "event 'cuts': month = 1.5: it must be a whole number",
    LEADER + "year = 20": "event 'cuts': year 20 lies after the scenario's horizon of 20 years (months 0 to 239)",
    LEADER + "month = 240": "event 'cuts': month 240 lies after the scenario's horizon",
    LEADER + "date = '2000-01'": "event 'cuts': date = '2000-01' needs a scenario with a 'start'",
    LEADER + "date = 2000-01-01": "event 'cuts': '2000-01-01' is not a month; write it as in",
    LEADER + "per_year = 0": "event 'cuts': per_year = 0: it must be greater than 0",
    LEADER + "per_year = 13": "event 'cuts': per_year = 13: it must be less than or equal to 12",
    LEADER + "year = 1\nuntil_year = 5": "event 'cuts': 'until_year' needs 'every_years' or 'per_year'",
    LEADER + "per_year = 1\nevery_years = 1":
        "event 'cuts': 'per_year' (at random) and 'every_years' (repeated) exclude each other",
    LEADER + "between = [5, 5]": "event 'cuts': between = [5, 5]: it must be two years after the start, the earlier",
    LEADER + "between = 5": "event 'cuts': between = 5: it must be two years",
    LEADER + "between = [5, 7]\nper_year = 1": "'between' (once at random) and 'per_year' exclude each other",
    LEADER + "between = [5, 7]\nyear = 5": "'between' (once at random) and 'year' exclude each other",
    LEADER + "between = [5, 21]": "event 'cuts': between = [5, 21] ends after the scenario's horizon of 20 years",
    LEADER + "between = [5, 5.01]": "event 'cuts': between = [5, 5.01] holds no month",
    LEADER + "per_year = 1\nuntil_year = 30":
        "event 'cuts': until_year = 30 lies after the scenario's horizon of 20 years",
    LEADER + "year = 9\nevery_years = 1\nuntil_year = 5":
        "event 'cuts': until_year = 5 is not after its first time, year 9",
    LEADER + "year = 1\nalternate = {commitment = [0, 1]}": "event 'cuts': 'alternate' needs 'every_years'",
    LEADER + "year = 1\nevery_years = 1\nalternate = {commitment = 0}": "write it as in {commitment = [0.1, 0.9]}",
    LEADER + "year = 1\nevery_years = 1\nalternate = {commitment = [2]}": "commitment = 2 is out of range",
    LEADER + "year = 1\nevery_years = 1\nalternate = {comitment = [0]}":
        "'alternate' cannot change 'comitment'; did you mean 'commitment'?",
    LEADER + "year = 1\nevery_years = 1\ncommitment = 1\nalternate = {commitment = [0]}":
        "'commitment' is given both by itself",
    # whom
    LEADER + "year = 1\ncouncils = ['Eastby']":
        "event 'cuts': there is no council 'Eastby'; only councils listed under",
    LEADER + "year = 1\ncouncils = ['A']\n[[councils]]\nname = 'Ab'":
        "event 'cuts': there is no council 'A'; did you mean 'Ab'?",
    LEADER + "year = 1\ncouncils = [1]": "event 'cuts': there is no council number 1: there are 1, numbered from 0",
    LEADER + "year = 1\ncouncils = [0, 0]": "event 'cuts': the council 0 is named twice",
    LEADER + "year = 1\ncouncils = 'some'":
        "event 'cuts': councils = 'some': it must be \"all\", a list of names or numbers",
    LEADER + "year = 1\ncouncils = []": "event 'cuts': councils = []: it must be",
    LEADER + "year = 1\ncouncils = {share = 2}":
        "event 'cuts': councils = {'share': 2}: write a share above 0 and up to 1",
    EVENT + "kind = 'pfi_support'\nyear = 1\nvalue = 1\ncouncils = [0]":
        "event 'cuts': pfi_support concerns the whole country",
    EVENT + "kind = 'pfi_support'\nper_year = 1\nvalue = 1": "event 'cuts': pfi_support concerns the whole country",
    PROGRAMME + "neighbourhoods = 25": "event 'cuts': neighbourhoods = 25 is more than there are: each council has 24",
    PROGRAMME + "neighbourhoods = 0": "event 'cuts': neighbourhoods = 0: it must be how many (1 or more)",
    PROGRAMME + "neighbourhoods = [24]": "event 'cuts': there is no neighbourhood number 24: each council has 24",
    PROGRAMME + "neighbourhoods = ['Mill']": "event 'cuts': there is no neighbourhood 'Mill'",
}  # fmt: skip


@pytest.mark.parametrize(("mistake", "message"), MISTAKES.items(), ids=range(len(MISTAKES)))
def test_mistake_is_named_in_one_line(mistake, message):
    with pytest.raises(ScenarioError) as caught:
        parse(f"name = 'test'\n{mistake}\n")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["", "a/b", "../up", ".hidden", "two words", "x" * 81])
def test_names_that_could_not_be_folders(name):
    with pytest.raises(ScenarioError, match="use letters, digits, hyphens"):
        parse(f"name = '{name}'")


def test_name_is_needed():
    with pytest.raises(ScenarioError, match="'name' is missing"):
        parse("years = 20")


def test_date_before_the_start():
    with pytest.raises(ScenarioError, match="date = '1997-04' lies before the scenario's start, 1997-05"):
        parse(f"name = 'test'\nstart = '1997-05'\n{LEADER}date = '1997-04'")


def test_deeply_nested_lists():
    with pytest.raises(ScenarioError, match=r"nested too deeply|not valid TOML"):
        parse("name = 'test'\nsources = " + "[" * 5000 + "]" * 5000)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("basline", "unknown scenario 'basline'; did you mean 'baseline'?"),
        ("leadership", "unknown scenario 'leadership'; did you mean 'leadership-change'?"),
        ("xyzzy", "unknown scenario 'xyzzy'; the library has: "),
        ("capacity", "unknown scenario 'capacity'; the library has: "),  # and not austerity, by its letters
        ("missing.toml", "there is no scenario file 'missing.toml'"),
        ("folder/missing", "there is no scenario file 'folder/missing'"),
    ],
)
def test_scenario_that_does_not_exist(name, message):
    with pytest.raises(ScenarioError) as caught:
        load(name)
    assert message in str(caught.value)


def test_file_of_ones_own_without_its_ending(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.toml").write_text("years = 3")
    with pytest.raises(ScenarioError, match=r"unknown scenario 'mine'; did you mean the file 'mine.toml'\?"):
        load("mine")


def test_design_in_the_place_of_a_scenario(tmp_path):
    (tmp_path / "mine.toml").write_text("scenarios = ['baseline']")
    with pytest.raises(ScenarioError, match="so it is a design: 'coproduction sweep' simulates it"):
        load(tmp_path / "mine.toml")


def test_error_in_a_file_names_the_file(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text("years = 0")
    with pytest.raises(ScenarioError) as caught:
        load(path)
    assert str(caught.value) == f"{path}: years = 0: it must be greater than 0"


def test_files_that_are_no_text(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_bytes(b"title = '\xff\xfe'")
    with pytest.raises(ScenarioError, match="no text in UTF-8"):
        load(path)
    path.write_bytes(b"#" * 1_000_001)
    with pytest.raises(ScenarioError, match="this is no scenario"):
        load(path)
    with pytest.raises(ScenarioError, match="there is no scenario file"):
        load(tmp_path)


def test_unknown_event_to_leave_out():
    with pytest.raises(ScenarioError, match="did you mean 'hostile-leadership'"):
        load("leadership-change").without(["hostile-leader"])
    with pytest.raises(ScenarioError, match="it has none"):
        load("baseline").without(["anything"])


def test_wrong_settings_of_a_variant():
    with pytest.raises(ScenarioError, match="did you mean 'councils'"):
        load("baseline").with_settings({"council": 1})
