"""Workbooks that people bring (.xlsx): the cells of each sheet as text.

The format is zipped XML (ECMA-376): shared texts, and sheets of rows with cells. What is needed of it is little, so no
other package reads it.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from simulation.scenarios.tables import LARGEST
from simulation.world.errors import ScenarioError, shown

BOOK = "xl/workbook.xml"
ADVICE = "open it in a spreadsheet program and save it as .xlsx"
LETTERS = 26
MOST_COLUMNS = 16_384
_COLUMN = re.compile(r"([A-Z]{1,3})\d+")

Sheet = dict[int, list[str]]  # cells by the number of their row; empty rows are left out


def sheets(path: Path) -> dict[str, Sheet]:
    """The sheets of a workbook by their names; numbers are written as the file has them.

    Raises
    ------
    ScenarioError : if the file cannot be read or is no such workbook.
    """
    try:
        with ZipFile(path) as file:
            if sum(part.file_size for part in file.infolist()) > LARGEST:
                raise ScenarioError(f"{path.name} has more than {LARGEST:,} bytes: it is no table of this model")
            if BOOK not in file.namelist():
                raise ScenarioError(f"{path.name} is no workbook of the kind .xlsx: {ADVICE}")
            texts = _texts(file)
            return {name: _rows(file, part, texts) for name, part in _parts(file)}
    except BadZipFile:
        raise ScenarioError(f"{path.name} is no workbook of the kind .xlsx: {ADVICE}") from None
    except OSError as error:
        raise ScenarioError(f"{shown(str(path))} cannot be read: {error.strerror or error}") from None
    except (ElementTree.ParseError, KeyError, IndexError, ValueError, NotImplementedError, RuntimeError) as error:
        raise ScenarioError(f"{path.name} is damaged ({error}): {ADVICE}") from None


def _parts(file: ZipFile) -> list[tuple[str, str]]:
    """Each sheet's name and the part that holds it, in the order of the workbook."""
    related = ElementTree.fromstring(file.read("xl/_rels/workbook.xml.rels"))
    parts = {each.attrib["Id"]: posixpath.join("xl", each.attrib["Target"]).lstrip("/") for each in related}
    found = []
    for sheet in ElementTree.fromstring(file.read(BOOK)).findall("{*}sheets/{*}sheet"):
        identifier = next(value for key, value in sheet.attrib.items() if key.endswith("}id"))
        if "chartsheets" not in parts[identifier]:
            found.append((sheet.attrib["name"], parts[identifier]))
    return found


def _texts(file: ZipFile) -> list[str]:
    """The texts that cells share."""
    if "xl/sharedStrings.xml" not in file.namelist():
        return []
    return [_text(each) for each in ElementTree.fromstring(file.read("xl/sharedStrings.xml"))]


def _text(item: ElementTree.Element) -> str:
    """A text, in one piece or in several of different looks."""
    return "".join(each.text or "" for each in (*item.findall("{*}t"), *item.findall("{*}r/{*}t")))


def _rows(file: ZipFile, part: str, texts: list[str]) -> Sheet:
    rows: Sheet = {}
    number = 0
    for row in ElementTree.fromstring(file.read(part)).findall("{*}sheetData/{*}row"):
        number = int(row.attrib.get("r", number + 1))
        cells: list[str] = []
        for cell in row.findall("{*}c"):
            place = _place(cell.attrib["r"]) if "r" in cell.attrib else len(cells)
            cells += [""] * (place - len(cells))
            cells.append(_value(cell, texts))
        if any(each.strip() for each in cells):
            rows[number] = cells
    return rows


def _place(reference: str) -> int:
    """The column of a cell, counted from 0: ``C7`` is 2."""
    match = _COLUMN.fullmatch(reference)
    place = 0
    for letter in match[1] if match else "":
        place = LETTERS * place + ord(letter) - ord("A") + 1
    if not 1 <= place <= MOST_COLUMNS:
        raise ValueError(f"a cell {shown(reference)}")
    return place - 1


def _value(cell: ElementTree.Element, texts: list[str]) -> str:
    """The text of a cell; of a formula what it came to."""
    kind = cell.attrib.get("t", "n")
    if kind == "inlineStr":
        return "".join(map(_text, cell.findall("{*}is")))
    value = cell.findtext("{*}v") or ""
    return texts[int(value)] if kind == "s" and value else value
