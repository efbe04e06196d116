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
ABOVE = 20  # lines of titles and notes that may stand above the names of the columns
LONG = 10  # lines that one line of a table can go on for, where a cell holds several
SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "strokes"}  # that are no commas
UNFINISHED, QUOTE = "unexpected end of data", ": is a quote left open?"


class Line(NamedTuple):
    """A line of a table: its number in the file, its cells by column, and what is wrong with it, if anything."""

    number: int
    cells: dict[str, str]
    wrong: str = ""


def read_table(path: Path, needed: tuple[str, ...], lower: bool = False) -> Iterator[Line]:
    """The lines of a CSV file below its header, blank ones left out; a line that cannot be used says why.

    The header is the first line with all columns that must be there; titles may stand above it.

    Parameters
    ----------
    needed : columns that must be there.
    lower : whether names of columns are compared in lower case.

    Raises
    ------
    ScenarioError : if the file is no table, or its columns cannot be told apart.
    """
    lines = re.split(r"\r\n|\r|\n", text_of(path))
    at, after, header = _header(path, lines, needed, lower)
    twice = [name for name, times in Counter(header).items() if times > 1 and name]
    if twice:
        where = [str(number) for number, name in enumerate(header, start=1) if name == twice[0]]
        raise ScenarioError(
            f"{path.name}, line {at + 1}: the columns {' and '.join(where)} are both named {shown(twice[0])}; keep one"
        )
    return _lines(header, lines, at, after)


def _header(path: Path, lines: list[str], needed: tuple[str, ...], lower: bool) -> tuple[int, int, list[str]]:
    """The place of the header, that of the line after it, and the names of the columns."""
    nearest: tuple[int, list[str]] = (0, list(needed))  # the line that lacks fewest, and what it lacks
    for at in range(min(len(lines), ABOVE)):
        try:
            cells, after = _cells(lines, at)
        except ValueError as error:
            if at == 0:
                raise ScenarioError(f"{path.name}, line 1: {error}") from None
            continue
        header = [" ".join((name.lower() if lower else name).split()) for name in cells]
        missing = [name for name in needed if name not in header]
        if not missing:
            return at, after, header
        if len(missing) < len(nearest[1]):
            nearest = at, missing
    at, missing = nearest
    for place, line in enumerate(lines[:ABOVE]):
        word = next((SEPARATORS[each] for each in SEPARATORS if line.count(each) > line.count(",")), None)
        if word and (place == at or any(name.lower() in line.lower() for name in needed)):
            raise ScenarioError(f"{path.name}, line {place + 1}: the cells are separated by {word}: {ADVICE}")
    which = "its first line" if at == 0 else f"line {at + 1}"
    raise ScenarioError(f"{path.name} has no column {', '.join(missing)}; {which} is {shown(lines[at])}")


def _lines(header: list[str], lines: list[str], at: int, after: int) -> Iterator[Line]:
    named = "the first line" if at == 0 else f"line {at + 1}"
    while after < len(lines):
        number = after + 1
        try:
            cells, after = _cells(lines, after, len(header))
        except ValueError as error:
            after += 1
            yield Line(number, {}, str(error))
            continue
        if any(cell.strip() for cell in cells):
            wrong = ""
            if any(cell.strip() for cell in cells[len(header) :]):
                wrong = f"it has {len(cells)} cells, but {named} names {len(header)} columns"
                if any(re.fullmatch(r"\d+", cell) for cell in cells):
                    wrong += "; are there decimal commas?"
            padded = [*cells, *[""] * (len(header) - len(cells))]
            yield Line(number, dict(zip(header, padded, strict=False)), wrong)


def _cells(lines: list[str], at: int, columns: int | None = None) -> tuple[list[str], int]:
    """The cells of a line, and the place of the next one; a cell in quotes can go on for several lines.

    Parameters
    ----------
    columns : how many cells a line that goes on must have; if another number comes of it, a quote was left open.
    """
    for after in range(at + 1, min(at + LONG, len(lines)) + 1):
        try:
            cells = next(csv.reader(["\n".join(lines[at:after])], strict=True), [])
        except csv.Error as error:
            if str(error) != UNFINISHED:
                raise ValueError(f"{error}{QUOTE}") from None
            continue
        if after == at + 1:
            return cells, after
        if columns not in (None, len(cells)):
            break
        return [" ".join(cell.split()) for cell in cells], after
    raise ValueError(f"{UNFINISHED}{QUOTE}")


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
