"""Workbooks (.xlsx) for tests of what reads them, written part by part."""

from xml.sax.saxutils import escape
from zipfile import ZipFile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def write_workbook(path, sheets):
    """A workbook of sheets: lists of rows of texts, numbers, and None for no cell; texts are shared, as usual."""
    texts = list(dict.fromkeys(cell for rows in sheets.values() for row in rows for cell in row if type(cell) is str))
    numbers = range(1, len(sheets) + 1)
    names = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in zip(numbers, sheets, strict=True)
    )
    related = "".join(f'<Relationship Id="rId{number}" Target="worksheets/{number}.xml"/>' for number in numbers)
    shared = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{related}</Relationships>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{shared}</sst>',
    }
    for number, rows in zip(numbers, sheets.values(), strict=True):
        body = "".join(_row(position, row, texts) for position, row in enumerate(rows, start=1))
        parts[f"xl/worksheets/{number}.xml"] = f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData></worksheet>'
    with ZipFile(path, "w") as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return path


def _row(number, row, texts):
    cells = "".join(
        f'<c r="{_letters(place)}{number}" t="s"><v>{texts.index(cell)}</v></c>'
        if type(cell) is str
        else f'<c r="{_letters(place)}{number}"><v>{cell}</v></c>'
        for place, cell in enumerate(row)
        if cell is not None
    )
    return f'<row r="{number}">{cells}</row>'


def _letters(place):
    more, last = divmod(place, 26)
    return (chr(ord("A") + more - 1) if more else "") + chr(ord("A") + last)
