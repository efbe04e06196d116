"""Tables that people bring, as CSV: what is one, and what is wrong with a line of it."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from simulation.world.errors import ScenarioError, shown

LARGEST = 50_000_000  # bytes of a file that is read
# How files begin that are no text, and what they are.
BINARY = {
    b"PK\x03\x04": "a workbook or an archive (.xlsx, .ods, .zip)",
    b"\xd0\xcf\x11\xe0": "an old workbook (.xls)",
    b"\x1f\x8b": "a compressed file (.gz)",
    b"PAR1": "a Parquet table",
    b"%PDF": "a PDF",
    b"\xff\xfe": "text in UTF-16",
    b"\xfe\xff": "text in UTF-16",
}
ADVICE = "save it as CSV UTF-8, with commas between the cells"


class Line(NamedTuple):
    """A line of a table: its number in the file, its cells by column, and what is wrong with it, if anything."""

    number: int
    cells: dict[str, str]
    wrong: str = ""


def read_table(path: Path, needed: tuple[str, ...], lower: bool = False) -> Iterator[Line]:
    """The lines of a CSV file below its header, blank ones left out; a line that cannot be used says why.

    Parameters
    ----------
    needed : columns that must be there.
    lower : whether names of columns are compared in lower case.

    Raises
    ------
    ScenarioError : if the file is no table, or its columns cannot be told apart.
    """
    first, *rest = re.split(r"\r\n|\r|\n", text_of(path))
    header = [name.strip().lower() if lower else name.strip() for name in _cells(path, first)]
    missing = [name for name in needed if name not in header]
    if missing:
        for separator, word in ((";", "semicolons"), ("\t", "tabs"), ("|", "strokes")):
            if first.count(separator) > first.count(","):
                raise ScenarioError(f"{path.name}, line 1: the cells are separated by {word}: {ADVICE}")
        raise ScenarioError(f"{path.name} has no column {', '.join(missing)}; its first line is {shown(first)}")
    twice = [name for name, times in Counter(header).items() if times > 1 and name]
    if twice:
        at = [str(number) for number, name in enumerate(header, start=1) if name == twice[0]]
        raise ScenarioError(
            f"{path.name}, line 1: the columns {' and '.join(at)} are both named {shown(twice[0])}; keep one"
        )
    return _lines(path, header, rest)


def _lines(path: Path, header: list[str], rest: list[str]) -> Iterator[Line]:
    for number, text in enumerate(rest, start=2):
        try:
            cells = next(csv.reader([text], strict=True), [])
        except csv.Error as error:
            yield Line(number, {}, f"{error}: is a quote left open?")
            continue
        if any(cell.strip() for cell in cells):
            wrong = ""
            if any(cell.strip() for cell in cells[len(header) :]):
                wrong = f"it has {len(cells)} cells, but the first line names {len(header)} columns"
                if any(re.fullmatch(r"\d+", cell) for cell in cells):
                    wrong += "; are there decimal commas?"
            padded = [*cells, *[""] * (len(header) - len(cells))]
            yield Line(number, dict(zip(header, padded, strict=False)), wrong)


def _cells(path: Path, first: str) -> list[str]:
    try:
        return next(csv.reader([first], strict=True), [])
    except csv.Error as error:
        raise ScenarioError(f"{path.name}, line 1: {error}: is a quote left open?") from None


def text_of(path: Path) -> str:
    """A file's text, in UTF-8 or Windows-1252."""
    try:
        if not path.is_file():
            reason = "it is no file" if path.exists() else "there is no such file"
            raise ScenarioError(f"{shown(str(path))} cannot be read: {reason}")
        if path.stat().st_size > LARGEST:
            raise ScenarioError(f"{path.name} has more than {LARGEST:,} bytes: it is no table of this model")
        data = path.read_bytes()
    except OSError as error:
        raise ScenarioError(f"{shown(str(path))} cannot be read: {error.strerror}") from None
    for beginning, what in BINARY.items():
        if data.startswith(beginning):
            raise ScenarioError(f"{path.name} is {what}, not CSV: {ADVICE}")
    if b"\0" in data:
        raise ScenarioError(f"{path.name} is no text in UTF-8: {ADVICE}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
