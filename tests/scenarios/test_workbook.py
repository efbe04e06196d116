"""Sheets of a workbook are read as their cells stand; what is no workbook is refused in one line."""

from zipfile import ZipFile

import pytest

from simulation.scenarios.workbook import sheets
from simulation.world.errors import ScenarioError
from tests.workbooks import MAIN, write_workbook

SHEET = f'<worksheet xmlns="{MAIN}"><sheetData><row>{{}}</row></sheetData></worksheet>'


def test_cells_stand_in_their_columns_and_rows(tmp_path):
    rows = [["a & b", None, 1.5], [], [None] * 27 + ["far"]]
    path = write_workbook(tmp_path / "book.xlsx", {"First": rows, "Second": [["a & b"]]})
    assert sheets(path) == {
        "First": {1: ["a & b", "", "1.5"], 3: [*[""] * 27, "far"]},
        "Second": {1: ["a & b"]},
    }


def changed(path, name, text):
    """The workbook with another part in the place of one."""
    with ZipFile(path) as file:
        parts = {each: file.read(each) for each in file.namelist()}
    with ZipFile(path, "w") as file:
        for each, content in {**parts, name: text}.items():
            file.writestr(each, content)
    return path


def test_texts_of_several_pieces_formulas_and_cells_without_a_place(tmp_path):
    path = write_workbook(tmp_path / "book.xlsx", {"One": [["x"]]})
    changed(path, "xl/sharedStrings.xml", f'<sst xmlns="{MAIN}"><si><r><t>in </t></r><r><t>two</t></r></si></sst>')
    cells = '<c t="s"><v>0</v></c><c t="inlineStr"><is><t>own</t></is></c><c><f>1+1</f><v>2</v></c><c t="s"/>'
    assert sheets(changed(path, "xl/worksheets/1.xml", SHEET.format(cells))) == {"One": {1: ["in two", "own", "2", ""]}}


@pytest.mark.parametrize(
    ("part", "text", "words"),
    [
        ("xl/worksheets/1.xml", "<worksheet", "is damaged"),
        ("xl/worksheets/1.xml", SHEET.format('<c t="s"><v>9</v></c>'), "is damaged"),
        ("xl/worksheets/1.xml", SHEET.format('<c r="ZZZ1"/>'), "a cell 'ZZZ1'"),
        ("xl/_rels/workbook.xml.rels", "<Relationships/>", "is damaged"),
        ("more.xml", " " * 50_000_001, "more than 50,000,000 bytes"),
    ],
)
def test_a_damaged_workbook_is_refused(tmp_path, part, text, words):
    path = changed(write_workbook(tmp_path / "book.xlsx", {"One": [["x"]]}), part, text)
    with pytest.raises(ScenarioError, match=words):
        sheets(path)


def test_other_files_are_refused(tmp_path):
    (tmp_path / "table.csv").write_text("a,b\n")
    with ZipFile(tmp_path / "table.ods", "w") as file:
        file.writestr("content.xml", "<office/>")
    for name in ("table.csv", "table.ods"):
        with pytest.raises(ScenarioError, match=f"{name} is no workbook of the kind .xlsx: open it"):
            sheets(tmp_path / name)
    for name in ("nowhere.xlsx", ""):
        with pytest.raises(ScenarioError, match="cannot be read"):
            sheets(tmp_path / name)
