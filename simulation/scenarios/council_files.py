"""Reading real councils: files of seats by party, council and year, and of spending, as they can be downloaded.

Two layouts are known, of Open Council Data UK: until 2015 (``con, lab, ld, other, nat, majority, plurality``, in
Windows-1252) and from 2016 on (more parties, a label such as ``CON min`` or ``LD/LAB``, in UTF-8). A row that cannot be
used, or only in part, is reported with its line and the reason; nothing is left out in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from simulation.scenarios.council import NO_CONTROL
from simulation.scenarios.tables import Line, read_table
from simulation.world.errors import ScenarioError, shown
from simulation.world.numbers import parsed, parsed_whole

PARTY_OF = {"con": "A", "lab": "B", "ld": "C"}
OTHERS = "local"  # everybody else
SEATS = ("con", "lab", "ld", "green", "ukip", "ref", "pc", "snp", "nat", "other")
NEEDED = ("authority", "year", "total", "con", "lab", "ld", "other", "majority")

# What labels are made of: parties joined by strokes, then how they govern.
_MAIN = ("con", "lab", "ld", "ind", "other", "nat", "snp", "pc", "plaid", "ukip", "ref", "green", "grn")
PARTY_WORDS = frozenset((*_MAIN, "aspire", "ciip", "pip", "noc", "null"))
MANNERS = frozenset(("min", "mayor", "plurality"))

CODE = re.compile(r"[EWSN]\d{8}")  # of the Office for National Statistics, in whatever column it stands

# What stands around a council's own name in one file or another ("Bristol, City of", "London Borough of Barnet").
BEFORE = (
    "the", "council of the", "city and county of", "city of", "county of", "metropolitan borough of",
    "london borough of", "royal borough of", "borough council of", "borough of", "corporation of",
)  # fmt: skip
AFTER = (
    "council", "city", "corporation", "city and district", "metropolitan district", "metropolitan borough",
    "county borough", "county", "district", "borough", "city of", "county of", "london borough of", "royal borough of",
    "mbc", "mdc", "lbc", "ua",
)  # fmt: skip

# Councils that files call something else; those of the first part come in the two layouts of seats.
SAME = {
    "clackmannan": "clackmannanshire",
    "comhairle nan eilean siar": "na h eileanan siar",
    "rhondda cynon taff": "rhondda cynon taf",
    "shepway": "folkestone and hythe",
    "shetland islands": "shetland",
    "south buckinghamshire": "south bucks",
    "telford and the wrekin": "telford and wrekin",
}
ALSO = {
    "anglesey": "ynys m n",
    "county durham": "durham",
    "eilean siar": "na h eileanan siar",
    "hull": "kingston upon hull",
    "isle of anglesey": "ynys m n",
    "newcastle": "newcastle upon tyne",
    "western isles": "na h eileanan siar",
}


@dataclass(frozen=True)
class Problem:
    """A row that was not used, or not as it stands."""

    file: str
    line: int | None  # of the file; None for what concerns all of it
    reason: str

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{where}: {self.reason}"


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
    file: str = ""
    code: str = ""


def read_compositions(paths: Iterable[Path]) -> tuple[list[Composition], list[Problem]]:
    """All usable rows of the files, in their order, and what was wrong with others.

    Raises
    ------
    ScenarioError : if a file cannot be read or has none of the known layouts.
    """
    found: dict[tuple[str, int], tuple[str, Composition]] = {}
    problems: list[Problem] = []
    for path in paths:
        before, wrong = len(found), len(problems)
        for row in read_table(path, NEEDED, lower=True):
            try:
                composition = _composition(path.name, row)
            except ValueError as error:
                problems.append(Problem(path.name, row.number, f"{error}; the row is left out"))
                continue
            if not known_label(row.cells["majority"]):
                reason = f"the label {shown(row.cells['majority'])} is not known; control is taken from the seats"
                problems.append(Problem(path.name, row.number, reason))
            at = (composition.key, composition.year)
            if at in found:
                problems.append(_second(path.name, composition, *found[at]))
                if composition.total <= found[at][1].total:
                    continue
            found[at] = (path.name, composition)
        if len(found) == before and len(problems) > wrong:
            raise ScenarioError(f"no row of {path.name} can be used; the first: {problems[wrong]}")
    return [composition for _, composition in found.values()], problems


def _second(file: str, row: Composition, first_file: str, first: Composition) -> Problem:
    """Two rows of one name and year: a county and a city can share a name; the larger body is meant."""
    kept = "that one is left out" if row.total > first.total else "this one is left out"
    where = f"line {first.line}" if file == first_file else f"{first_file}, line {first.line}"
    reason = f"{row.council} in {row.year} is also on {where}, with {first.total} seats instead of {row.total}; {kept}"
    return Problem(file, row.line, reason)


def _composition(file: str, line: Line) -> Composition:
    if line.wrong:
        raise ValueError(line.wrong)
    row = line.cells
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
    control = next((PARTY_OF.get(party, OTHERS) for party, number in seats if 2 * number > total), NO_CONTROL)
    return Composition(council, key(council), year, total, seats, control, line.number, file, _code(row))


def _code(row: dict[str, str]) -> str:
    return next((cell.strip() for cell in row.values() if CODE.fullmatch(cell.strip())), "")


def _whole(row: dict[str, str], column: str) -> int:
    try:
        return parsed_whole(row[column])
    except ValueError as error:
        raise ValueError(f"{column} = {shown(row[column].strip())} {error}") from None


def known_label(label: str) -> bool:
    """Whether a label of control consists of known words: ``CON min``, ``LD/LAB``, ``Lab plurality``."""
    parties, *manners = label.lower().split() or [""]
    return PARTY_WORDS.issuperset(parties.split("/")) and MANNERS.issuperset(manners)


@dataclass(frozen=True)
class Spending:
    """A council's changes of spending power by financial year (its first calendar year), as shares."""

    council: str
    key: str
    code: str
    changes: dict[int, float]
    line: int


def read_spending(path: Path) -> tuple[list[Spending], list[Problem]]:
    """The usable rows of a file of spending power, and what was wrong with others.

    The file has a column ``ons_name`` and one column such as ``201011_201112`` for each pair of successive years.
    """
    found: dict[str, Spending] = {}
    problems: list[Problem] = []
    lines = list(read_table(path, ("ons_name",), lower=True))
    if lines and not any(_successive(column) for column in lines[0].cells):
        raise ScenarioError(f"{path.name} has no columns such as 201011_201112: it is no file of spending power")
    _check_shares(path.name, lines)
    for line in lines:
        council = line.cells.get("ons_name", "").strip()
        reason = line.wrong
        if not reason and not council:
            reason = "the name of the council is missing"
        if not reason and key(council) in found:
            reason = f"{council} occurs twice, first on line {found[key(council)].line}"
        if reason:
            problems.append(Problem(path.name, line.number, f"{reason}; the row is left out"))
            continue
        own: dict[int, float] = {}
        for column in filter(_successive, line.cells):
            try:
                own[int(column[7:11])] = _share(line.cells, column)
            except ValueError as error:
                problems.append(Problem(path.name, line.number, f"{council}: {error}; that year is left out"))
        if own:
            found[key(council)] = Spending(council, key(council), _code(line.cells), own, line.number)
    if not found:
        first = f"; the first: {problems[0]}" if problems else ""
        raise ScenarioError(f"no row of {path.name} can be used{first}")
    return list(found.values()), problems


def _successive(column: str) -> bool:
    """Whether a column is the change from one financial year to the next, not over several years."""
    return bool(re.fullmatch(r"\d{6}_\d{6}", column)) and int(column[7:11]) == int(column[:4]) + 1


def _check_shares(file: str, lines: Iterable[Line]) -> None:
    """Shares, not percentages: of those, -0.5 would be taken for half of the money."""
    changes = []
    for line in lines:
        for column in filter(_successive, line.cells):
            try:
                changes.append(abs(parsed(line.cells[column])))
            except ValueError:
                continue
    if 2 * sum(change > 1 for change in changes) > len(changes) > 1:
        raise ScenarioError(f"{file}: most changes are above 1, as percentages are; write shares, -0.05 for -5 %")


def _share(row: dict[str, str], column: str) -> float:
    try:
        value = parsed(row[column])
    except ValueError as error:
        raise ValueError(f"{column} = {shown(row[column])} {error}") from None
    if not -0.9 <= value <= 1.0:
        raise ValueError(f"{column} = {value:g} is no yearly change: it must be a share from -0.9 to 1")
    return value


def plain(name: str) -> str:
    """A council's name without capitals and signs; councils of a world stand in the order of these."""
    words = re.sub(r"[^a-z0-9]+", " ", re.sub("['’]", "", name.casefold().replace("&", " and "))).split()
    while len(words) > 1 and words[-1] in ("city", "council", "corporation"):
        words.pop()
    text = " ".join(words)
    return SAME.get(text, text)


def key(name: str) -> str:
    """A council's name in the form in which files are compared: without what different files write around it."""
    text, before = plain(name), ""
    while text != before:
        before = text
        text = ALSO.get(text, SAME.get(text, text))
        for words in BEFORE:
            text = text.removeprefix(f"{words} ")
        for words in AFTER:
            text = text.removesuffix(f" {words}")
    return text
