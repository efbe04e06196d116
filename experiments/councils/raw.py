"""The raw files as rows, every row kept or reported; different writings of a name meet in ``council_files.key``."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from simulation.scenarios.council_files import CODE, key
from simulation.scenarios.tables import Line, read_table

PARTIES = ("con", "lab", "ld", "green", "ukip", "reform", "snp", "plaid", "other")
# Columns of the newer layout that the older one does not have: their seats are within its 'other'.
NEWER = ("green", "ukip", "reform")
COLUMN = {"reform": "ref", "plaid": "pc"}
# Names of the files of seats that are slips or short for another name.
MEANT = {
    "Buckinghamshire CC": "Buckinghamshire",  # its last year as a county, one year beside the name of the new council
    "Dunfermiline": "Dunfermline",
    "Glc": "Greater London Council",
    "Tweedale": "Tweeddale",
}
NORTHERN_IRELAND = range(1001, 1100)  # of the newer layout's 'council id'
# What its ranges are, read off the councils in them: kinds, for those that were gone before codes were given.
KINDS = ((range(1, 28), "county"), (range(28, 227), "district"), (range(327, 382), "unitary"))
# And how they voted about 2018: of districts and unitaries, whole councils come before halves, and these before thirds.
CYCLES_2018 = (
    (range(28, 165), "all_out_4"), (range(165, 170), "halves"), (range(170, 227), "thirds"),
    (range(327, 365), "all_out_4"), (range(365, 382), "thirds"),
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """Seats of one council after the elections of one year; ``seats`` lacks parties that the layout does not tell."""

    year: int
    total: int
    seats: dict[str, int]
    label: str


@dataclass
class Council:
    """What the files of seats say of one council."""

    key: str
    names: dict[str, int] = field(default_factory=dict)  # as written, and the last year in which it is
    slips: set[str] = field(default_factory=set)  # written, but not meant
    ids: set[int] = field(default_factory=set)  # of the newer layout
    code: str = ""  # of the Office for National Statistics, which the newest rows have
    rows: dict[int, Row] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The newest name."""
        return max(self.names, key=lambda name: (self.names[name], name))

    @property
    def slug(self) -> str:
        """The identifier in the tables."""
        return slug(self.name)


def slug(name: str) -> str:
    """A name in small plain letters with hyphens."""
    plain = unicodedata.normalize("NFKD", re.sub("['’.]", "", name.replace("&", " and ")))
    return "-".join(re.sub(r"[^a-z0-9]+", " ", plain.encode("ascii", "ignore").decode().lower()).split())


def read_seats(paths: Sequence[Path]) -> tuple[dict[str, Council], list[str]]:
    """Councils by key, and every row that is not in them as it stands."""
    lines: dict[tuple[str, int], list[tuple[Path, Line]]] = defaultdict(list)
    said: list[str] = []
    for path in paths:
        for line in read_table(
            path, ("authority", "year", "total", "con", "lab", "ld", "other", "majority"), lower=True
        ):
            cells, at = line.cells, f"{path.name}, line {line.number}"
            if line.wrong:
                said.append(f"{at}: {line.wrong}; the row is left out")
            elif int(cells.get("council id") or 0) in NORTHERN_IRELAND:
                said.append(f"{at}: {cells['authority']} {cells['year']} is in Northern Ireland; the row is left out")
            elif sum(int(cells[name]) for name in _columns(cells)) != int(cells["total"]):
                said.append(f"{at}: the seats of {cells['authority']} do not add up; the row is left out")
            else:
                name = MEANT.get(cells["authority"].strip(), cells["authority"].strip())
                lines[key(name), int(cells["year"])].append((path, line))
    councils: dict[str, Council] = {}
    for (own, year), found in sorted(lines.items()):
        # Two of one name in one year: Durham, of which the county always had more seats than the city.
        found.sort(key=lambda each: -int(each[1].cells["total"]))
        for place, (path, line) in enumerate(found):
            written = line.cells["authority"].strip()
            name, joined = MEANT.get(written, written), own
            if place == 1 and own == "durham":
                name, joined, written = "Durham City", "durham city", "Durham City"
            elif place:
                said.append(f"{path.name}, line {line.number}: a second row of {name} in {year}; it is left out")
                continue
            each = councils.setdefault(joined, Council(joined))
            each.names[name] = year
            each.slips |= {written} - {name}
            each.ids |= {int(line.cells["council id"])} if line.cells.get("council id") else set()
            each.code = next((cell for cell in line.cells.values() if CODE.fullmatch(cell.strip())), each.code)
            each.rows[year] = _row(line.cells, year)
    for each in councils.values():
        gone = sorted(set(range(min(each.rows), max(each.rows))) - set(each.rows))
        if gone:
            said.append(f"{each.name} has no row of {', '.join(map(str, gone))}, though of years before and after")
    return councils, said


def _columns(cells: dict[str, str]) -> list[str]:
    """The columns of seats that a layout has."""
    return [name for name in ("con", "lab", "ld", "green", "ukip", "ref", "pc", "snp", "nat", "other") if name in cells]


def _row(cells: dict[str, str], year: int) -> Row:
    seats = {party: int(cells[COLUMN.get(party, party)]) for party in PARTIES if COLUMN.get(party, party) in cells}
    if "nat" in cells:
        seats["nat"] = int(cells["nat"])
    return Row(year, int(cells["total"]), seats, cells["majority"].strip())


def read_rows(path: Path, needed: tuple[str, ...]) -> list[dict[str, str]]:
    """The rows of another file, all of them.

    Raises
    ------
    ValueError : if a row cannot be read.
    """
    lines = list(read_table(path, needed))
    wrong = [f"{path.name}, line {line.number}: {line.wrong}" for line in lines if line.wrong]
    if wrong:
        raise ValueError("; ".join(wrong))
    return [{name: cell.strip() for name, cell in line.cells.items()} for line in lines]


def by_range(ids: set[int], ranges: Sequence[tuple[range, str]]) -> str:
    """What the ranges say of the newest of these numbers that lies in one, else nothing."""
    return next((what for each in sorted(ids, reverse=True) for numbers, what in ranges if each in numbers), "")


def write_csv(path: Path, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table in UTF-8 with line feeds, the same bytes wherever it is written."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
