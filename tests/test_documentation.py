"""docs/odd.md says what the code declares."""

from __future__ import annotations

import re

import pytest

from simulation.generation.__main__ import main
from simulation.generation.files import DOCUMENT
from simulation.generation.scenario_examples import KINDS, as_file, of_kind
from simulation.generation.scenario_keys import SECTIONS, scenario_keys
from simulation.generation.scenario_reference import EXAMPLES, FILE_KEYS, REFERENCE
from simulation.generation.tables import GENERATORS, markdown_table, rewritten
from simulation.month import PHASES
from simulation.scenarios import from_keys
from simulation.scenarios.scenario import PLACE
from simulation.scenarios.toml import from_toml
from simulation.world.errors import DocumentationError
from simulation.world.event_kinds import EVENT_KINDS
from simulation.world.measures import MEASURES
from simulation.world.parameters import PARAMETERS
from tests.documents import blocks

PLACES = "\n".join(f"<!-- generated: {name} -->\n<!-- end -->\n" for name in GENERATORS)
EMPTY = f"# A title\n\n{PLACES}\nThe end.\n"


def test_the_document_is_up_to_date():
    assert main(["--check"]) == 0, "run `python -m simulation.generation`"


@pytest.mark.parametrize(
    "heading",
    [
        "1. Purpose and patterns",
        "2. Entities, state variables and scales",
        "3. Process overview and scheduling",
        "4. Design concepts",
        "5. Initialization",
        "6. Input data",
        "7. Submodels",
    ],
)
def test_the_document_has_the_seven_elements_of_the_protocol(heading):
    assert f"\n## {heading}\n" in DOCUMENT.read_text(encoding="utf-8")


def test_every_declaration_appears_once():
    parameters, events = GENERATORS["parameters"](), GENERATORS["events"]()
    measures, phases = GENERATORS["measures"](), GENERATORS["phases"]()
    for name in PARAMETERS:
        assert parameters.count(f"| `{name}` |") == 1
    for name in EVENT_KINDS:
        assert events.count(f"| `{name}` |") == 1
    for measure in MEASURES:
        assert measures.count(f"| `{measure.name}` |") == 1
    for phase in PHASES:
        assert f"| {phase.number} | {phase.title} |" in phases


def test_sources_refer_to_sections_of_the_evidence():
    evidence = DOCUMENT.with_name("evidence.md").read_text(encoding="utf-8")
    sections = set(re.findall(r"^## (\d+)\. ", evidence, re.MULTILINE))
    for parameter in PARAMETERS.values():
        assert set(re.findall(r"§(\d+)", parameter.source)) <= sections, f"{parameter.name}: {parameter.source}"


def test_every_key_of_a_scenario_file_is_told_with_its_range():
    for section, model in SECTIONS.items():
        assert [key.name for key in scenario_keys() if key.section == section] == list(model.model_fields)
    told = {(key.section, key.name): (key.type, key.default) for key in scenario_keys()}
    assert told["at the top", "years"] == ("number, above 0 to 60", "20")
    assert told["[[councils]]", "cycle"] == ("`all_out_4` or `all_out_5` or `thirds`", "—")
    assert told["[[events]]", "neighbourhoods"] == ("whole number or list, each a text or whole number", "—")
    assert told["[[events]]", "under_study"] == ("true or false", "true")


def test_numbers_chosen_for_a_pattern_are_named_in_the_first_section():
    text = DOCUMENT.read_text(encoding="utf-8")
    told = text[text.index("**Numbers chosen for a pattern.**") :].split("\n\n")[0].partition("That the defaults")[0]
    chosen = {name for name, parameter in PARAMETERS.items() if re.search(r"pattern \d", parameter.source)}
    assert set(re.findall(r"`(\w+)`", told)) == chosen


# The first author and the year: Berry, Burden & Howell 2010; Slovic (1993); Parrado et al. 2013; Grimm and others 2020.
CITED = re.compile(
    r"\b([A-Z][A-Za-z]+)(?:, [A-Z][a-z]+)*(?:\s+(?:and|&)\s+(?:others|[A-Z][a-z]+)|\s+et al\.)?\s+\(?((?:19|20)\d\d)\b"
)
NO_WORKS = {("Regulations", "2015"), ("April", "2016")}


@pytest.mark.parametrize("name", ["odd.md", "trace.md"])
def test_works_that_are_cited_are_listed_each_in_a_paragraph_of_its_own_and_no_others(name):
    text, _, listed = DOCUMENT.with_name(name).read_text(encoding="utf-8").partition("\n## References\n")
    works = (re.match(r"(\w+),[^()]*(?:\(eds\) )?\((\d{4})\)\.", each) for each in listed.strip().split("\n\n"))
    assert set(CITED.findall(text)) - NO_WORKS == {work.groups() for work in works if work}


def test_rewriting_fills_every_table_and_keeps_the_prose():
    once = rewritten(EMPTY)
    assert once.startswith("# A title\n\n<!-- generated:") and once.endswith("\nThe end.\n")
    assert once.count("<!-- generated:") == once.count("<!-- end -->") == len(GENERATORS)
    assert "`coproduction`" in once
    assert rewritten(once) == once


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (EMPTY + "<!-- generated: weather -->\n<!-- end -->\n", "nothing generates the table 'weather'"),
        (EMPTY.replace("<!-- end -->", "", 1), "no '<!-- end -->'"),
        (EMPTY + "<!-- generated: draws -->\n", "no '<!-- end -->'"),
        ("# Nothing\n", "no place for the table 'parameters'"),
    ],
)
def test_a_wrong_document_is_refused(document, message):
    with pytest.raises(DocumentationError, match=message):
        rewritten(document)


def test_checking_finds_drift_and_rewriting_mends_it(tmp_path, capsys):
    document = tmp_path / "odd.md"
    document.write_text(EMPTY, encoding="utf-8")
    assert main(["--check", str(document)]) == 1
    assert "out of date" in capsys.readouterr().err
    assert document.read_text(encoding="utf-8") == EMPTY
    assert main([str(document)]) == 0
    assert main(["--check", str(document)]) == 0


def test_a_missing_document_is_told_in_one_line(tmp_path, capsys):
    assert main([str(tmp_path / "nowhere.md")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_bars_in_cells_are_escaped():
    assert markdown_table(("a", "b"), [("x|y", 1)]) == "| a | b |\n| --- | --- |\n| x\\|y | 1 |\n"


def test_every_key_and_kind_of_event_has_an_example_that_states_it():
    assert tuple(FILE_KEYS) == ("extends", *PLACE)
    for section, examples in EXAMPLES.items():
        keys = [key.name for key in scenario_keys() if key.section == section]
        assert set(examples) == {*keys, *(FILE_KEYS if section == "at the top" else ())}
        for key, example in examples.items():
            data = from_toml(as_file(section, example))
            from_keys({"name": "example"} | data)
            for part in () if section == "at the top" else section.strip("[]").split("."):
                [data] = data[part]
            assert key in data
    assert set(KINDS) == set(EVENT_KINDS)
    for name, kind in EVENT_KINDS.items():
        [event] = from_keys({"name": "example"} | from_toml(of_kind(name))).events
        assert event.kind == name and set(event.values) >= {each.name for each in kind.fields if each.default is None}


def test_every_file_of_the_reference_is_a_scenario():
    for language, text in blocks("scenarios.md"):
        if language == "toml":
            from_keys({"name": "example"} | from_toml(text))


def test_examples_say_when_they_happen():
    text = REFERENCE["events"]()
    assert "Happens in each month from 60 to 239 with a chance of 0.0167." in text
    assert "Happens in month 24, 36, 48, 60, 72.\n" in text
