"""Reading real councils: files of seats by party, council and year, and of spending, as they can be downloaded.

Two layouts are known, of Open Council Data UK: until 2015 (``con, lab, ld, other, nat, majority, plurality``, in
Windows-1252) and from 2016 on (more parties, a label such as ``CON min`` or ``LD/LAB``, in UTF-8). A row that cannot be
used, or only in part, is reported with its line and the reason; nothing is left out in silence.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from simulation.scenarios.council import NO_CONTROL
from simulation.scenarios.explain import shown
from simulation.world.errors import ScenarioError

LARGEST = 50_000_000  # bytes of a file that is read
PARTY_OF = {"con": "A", "lab": "B", "ld": "C"}  # everybody else is 'local'
SEATS = ("con", "lab", "ld", "green", "ukip", "ref", "pc", "snp", "nat", "other")
NEEDED = ("authority", "year", "total", "con", "lab", "ld", "other", "majority")

# What labels are made of: parties joined by strokes, then how they govern.
_MAIN = ("con", "lab", "ld", "ind", "other", "nat", "snp", "pc", "plaid", "ukip", "ref", "green", "grn")
PARTY_WORDS = frozenset((*_MAIN, "aspire", "ciip", "pip", "noc", "null"))
MANNERS = frozenset(("min", "mayor", "plurality"))

# Councils that the two layouts, or the file of spending, spell differently.
SAME = {
    "clackmannan": "clackmannanshire",
    "comhairle nan eilean siar": "na h eileanan siar",
    "rhondda cynon taff": "rhondda cynon taf",
    "shepway": "folkestone and hythe",
    "shetland islands": "shetland",
    "south buckinghamshire": "south bucks",
    "telford and the wrekin": "telford and wrekin",
}


@dataclass(frozen=True)
class Problem:
    """A row that was not used, or not as it stands."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.reason}"


@dataclass(frozen=True)
class Composition:
    """A council's seats after the elections of a year; ``control`` is the party with over half of them, or none."""

    council: str
    key: str
    year: int
    total: int
    seats: tuple[tuple[str, int], ...]
    control: str
    line: int


def read_compositions(paths: Iterable[Path]) -> tuple[list[Composition], list[Problem]]:
    """All usable rows of the files, in their order, and what was wrong with others.

    Raises
    ------
    ScenarioError : if a file cannot be read or has none of the known layouts.
    """
    found: dict[tuple[str, int], tuple[str, Composition]] = {}
    problems: list[Problem] = []
    for path in paths:
        for line, row in _rows(path, NEEDED):
            try:
                composition = _composition(row, line)
            except ValueError as error:
                problems.append(Problem(path.name, line, f"{error}; the row is left out"))
                continue
            if not known_label(row["majority"]):
                reason = f"the label {shown(row['majority'])} is not known; control is taken from the seats"
                problems.append(Problem(path.name, line, reason))
            at = (composition.key, composition.year)
            if at in found:
                problems.append(_second(path.name, composition, *found[at]))
                if composition.total <= found[at][1].total:
                    continue
            found[at] = (path.name, composition)
    return [composition for _, composition in found.values()], problems


def _second(file: str, row: Composition, first_file: str, first: Composition) -> Problem:
    """Two rows of one name and year: a county and a city can share a name; the larger body is meant."""
    kept = "that one is left out" if row.total > first.total else "this one is left out"
    where = f"line {first.line}" if file == first_file else f"{first_file}, line {first.line}"
    reason = f"{row.council} in {row.year} is also on {where}, with {first.total} seats instead of {row.total}; {kept}"
    return Problem(file, row.line, reason)


def _composition(row: dict[str, str], line: int) -> Composition:
    council = row["authority"].strip()
    if not council:
        raise ValueError("the name of the council is missing")
    year, total = _whole(row, "year"), _whole(row, "total")
    if not 1800 <= year <= 2200:
        raise ValueError(f"year = {year} is no year")
    if total == 0:
        raise ValueError(f"{council} has no seats")
    seats = tuple((party, _whole(row, party)) for party in SEATS if party in row)
    if sum(number for _, number in seats) != total:
        raise ValueError(f"the parties have {sum(number for _, number in seats)} seats, but total = {total}")
    control = next((PARTY_OF.get(party, "local") for party, number in seats if 2 * number > total), NO_CONTROL)
    return Composition(council, key(council), year, total, seats, control, line)


def _whole(row: dict[str, str], column: str) -> int:
    text = (row[column] or "").strip()
    if not text.isdecimal():
        raise ValueError(f"{column} = {shown(text)} is not a whole number")
    return int(text)


def known_label(label: str) -> bool:
    """Whether a label of control consists of known words: ``CON min``, ``LD/LAB``, ``Lab plurality``."""
    parties, *manners = label.lower().split() or [""]
    return PARTY_WORDS.issuperset(parties.split("/")) and MANNERS.issuperset(manners)


def read_spending(path: Path) -> tuple[dict[str, dict[int, float]], list[Problem]]:
    """Change of spending power by council (key) and financial year (its first calendar year), as shares.

    The file has a column ``ons_name`` and one column such as ``201011_201112`` for each pair of successive years.
    """
    changes: dict[str, dict[int, float]] = {}
    problems: list[Problem] = []
    for line, row in _rows(path, ("ons_name",)):
        years = {column: int(column[7:11]) for column in row if _successive(column)}
        if not years:
            raise ScenarioError(f"{path.name} has no columns such as 201011_201112: it is no file of spending power")
        council = row["ons_name"].strip()
        if not council or key(council) in changes:
            reason = f"{council} occurs twice" if council else "the name of the council is missing"
            problems.append(Problem(path.name, line, f"{reason}; the row is left out"))
            continue
        own = changes[key(council)] = {}
        for column, year in years.items():
            try:
                own[year] = _share(row, column)
            except ValueError as error:
                problems.append(Problem(path.name, line, f"{council}: {error}; that year is left out"))
    return changes, problems


def _successive(column: str) -> bool:
    """Whether a column is the change from one financial year to the next, not over several years."""
    return bool(re.fullmatch(r"\d{6}_\d{6}", column)) and int(column[7:11]) == int(column[:4]) + 1


def _share(row: dict[str, str], column: str) -> float:
    try:
        value = float(row[column])
    except (TypeError, ValueError):
        raise ValueError(f"{column} = {shown(row[column])} is not a number") from None
    if not -0.9 <= value <= 1.0:
        raise ValueError(f"{column} = {value:g} is no yearly change: it must be a share from -0.9 to 1")
    return value


def key(name: str) -> str:
    """A council's name in the form in which files are compared."""
    words = re.sub(r"[^a-z0-9]+", " ", name.casefold().replace("&", " and ").replace("'", "")).split()
    while len(words) > 1 and words[-1] in ("city", "council", "corporation"):
        words.pop()
    text = " ".join(words)
    return SAME.get(text, text)


def _rows(path: Path, needed: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells of every row, by lower-case column name."""
    reader = csv.reader(_text(path).splitlines())
    header = [name.strip().lower() for name in next(reader, [])]
    missing = [name for name in needed if name not in header]
    if missing:
        raise ScenarioError(f"{path.name} has no column {', '.join(missing)}; its first line is {shown(header)}")
    for cells in reader:
        if any(cell.strip() for cell in cells):
            row = dict(zip(header, [*cells, *[""] * (len(header) - len(cells))], strict=False))
            row.pop("", None)
            yield reader.line_num, row


def _text(path: Path) -> str:
    """The file's text, in UTF-8 or Windows-1252."""
    try:
        if path.stat().st_size > LARGEST:
            raise ScenarioError(f"{path.name} has more than {LARGEST:,} bytes: it is no list of councils")
        data = path.read_bytes()
    except OSError as error:
        raise ScenarioError(f"{path} cannot be read: {error.strerror}") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
