"""The public record of British councils that the package carries: who sat when, how they vote, money, wards.

The tables, their sources, licences and columns are described in ``councils/README.md``.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from simulation.scenarios.council_files import CODE, SAME, key, plain
from simulation.world.errors import LONGEST_NAME, ScenarioError, nearest, shown

TABLES = Path(__file__).parent / "councils"
PARTIES = ("con", "lab", "ld", "green", "ukip", "reform", "snp", "plaid", "other")
LISTED = 8  # names in a message


@dataclass(frozen=True)
class Election:
    """How a council votes, as inferred from the years in which its seats moved.

    Attributes
    ----------
    cycle : ``all_out_4``, ``all_out_5``, ``thirds`` or ``halves``.
    year : remainder of its election years divided by 4, 5 or 2; of the year without an election, by 4, for thirds.
    since : first year on record with this cycle.
    sure : probability of this cycle in the newest year, 0..1.
    agrees, years : years since then, and in how many of them seats moved if and only if there was an election.
    """

    cycle: str
    year: int
    since: int
    sure: float
    agrees: int
    years: int

    def due(self, year: int) -> bool:
        """Whether there is an election in a year; those of 2020 in England were held in 2021."""
        if self.cycle == "thirds":
            return year % 4 != self.year
        return year % {"all_out_4": 4, "all_out_5": 5, "halves": 2}[self.cycle] == self.year


@dataclass(frozen=True)
class CouncilOnRecord:
    """A council of Great Britain; one that is gone names those that took its place.

    Attributes
    ----------
    id : its name in small plain letters; the tables are joined by it.
    code : of the Office for National Statistics, the newest that the files have; empty for some that are gone.
    county_until : first year as a unitary, for a county that became one under its own name.
    first, last : years on record.
    seats : in its last year.
    election : none for a council of fewer than five years.
    deprivation : mySociety's composite score; ``least`` and ``most`` are shares of people in the least and most
        deprived parts. None where unknown.
    density : people per square kilometre.
    ward_spread : standard deviation over wards of the Index of Multiple Deprivation of 2019.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    code: str
    former_codes: tuple[str, ...]
    country: str
    kind: str
    county_until: int | None
    first: int
    last: int
    abolished: bool
    successors: tuple[str, ...]
    predecessors: tuple[str, ...]
    seats: int
    election: Election | None
    deprivation: float | None
    least: float | None
    most: float | None
    density: float | None
    ward_spread: float | None


@dataclass(frozen=True)
class Seats:
    """A council's seats after the elections of a year.

    ``parties`` lacks those that the record of that year counts among ``other`` (Green, UKIP and Reform before 2016);
    ``label`` is who governed without a majority, as the record puts it, from 2016 on.
    """

    year: int
    total: int
    parties: Mapping[str, int]
    label: str = ""

    @property
    def largest(self) -> str:
        """The party with most seats; of equals the first in the order of the table."""
        return max(self.parties, key=lambda party: self.parties[party])

    @property
    def control(self) -> str:
        """The party with over half of the seats, else ``none``."""
        return self.largest if 2 * self.parties[self.largest] > self.total else "none"


@dataclass(frozen=True)
class Ward:
    """A ward of 2020: score of the Index of Multiple Deprivation 2019, share of people in England's most deprived tenth."""

    code: str
    name: str
    imd: float
    most_deprived_tenth: float


def councils(abolished: bool = False) -> tuple[CouncilOnRecord, ...]:
    """The councils of the newest year in the order of their identifiers; with ``abolished`` all that ever were."""
    return tuple(each for each in _councils().values() if abolished or not each.abolished)


def council(name: str, abolished: bool = False) -> CouncilOnRecord:
    """The council of that name, alias, identifier or code.

    Parameters
    ----------
    abolished : whether one that is gone will do; otherwise the error says who took its place.

    Raises
    ------
    ScenarioError : if there is none, if several can be meant, or if it is gone.
    """
    found = _named(name)
    if not found:
        raise ScenarioError(f"{shown(name)} is no council on record{nearest(name.lower(), _names())}")
    there = [each for each in found if not each.abolished]
    if len(there) == 1 or (abolished and len(found) == 1):
        return (there or found)[0]
    if len(found) > 1:
        listed = ", ".join(f"{each.name} (until {each.last})" if each.abolished else each.name for each in found[:LISTED])
        more = f" and {len(found) - LISTED} more" if len(found) > LISTED else ""
        raise ScenarioError(f"{shown(name)} can be any of {len(found)} councils: {listed}{more}; write its full name")
    (gone,) = found
    after = ", ".join(_councils()[each].name for each in gone.successors[:LISTED])
    more = f" and {len(gone.successors) - LISTED} more" if len(gone.successors) > LISTED else ""
    raise ScenarioError(f"{gone.name} was abolished, its last year on record is {gone.last}; after it came {after}{more}")


def seats(name: str) -> dict[int, Seats]:
    """A council's seats by year, also of one that is gone."""
    return dict(_seats()[council(name, abolished=True).id])


def money(name: str) -> dict[int, float]:
    """Real change of spending power by financial year (its first calendar year), as shares; empty outside England."""
    return dict(_money().get(council(name, abolished=True).id, {}))


def wards(name: str) -> tuple[Ward, ...]:
    """Wards of 2020 from the most deprived to the least; none for counties, later councils, and outside England."""
    return _wards().get(council(name, abolished=True).id, ())


# Names ----------------------------------------------------------------------------------------------------------------


def _named(name: str) -> tuple[CouncilOnRecord, ...]:
    """All councils that a name can mean: those of that code or name; else of it without 'borough of' and the like;
    else those whose name begins so."""
    if len(name) > LONGEST_NAME:
        return ()
    text = plain(name.replace("-", " "))
    if CODE.fullmatch(name.strip().upper()):
        code = name.strip().upper()
        return tuple(each for each in _councils().values() if code in (each.code, *each.former_codes))
    exact = tuple(_councils()[each] for each in sorted(_names().get(text, ())))
    if exact:
        there = tuple(each for each in exact if not each.abolished)
        return there if len(there) == 1 else exact
    begins = sorted({each for known, ids in _names().items() if len(text) > 2 and known.startswith(text) for each in ids})
    if len(begins) > 1:
        return tuple(_councils()[each] for each in begins)
    bare = key(name)
    stripped = tuple(each for each in _councils().values() if key(each.name) == bare)
    return stripped or tuple(_councils()[each] for each in begins)


@cache
def _names() -> dict[str, set[str]]:
    """Identifiers by every name in plain letters."""
    names = defaultdict(set)
    for each in _councils().values():
        for name in (each.id.replace("-", " "), each.name, *each.aliases):
            names[plain(name.replace("-", " "))].add(each.id)
    for written, meant in SAME.items():
        names[written] |= names.get(meant, set())
    return dict(names)


# Tables ---------------------------------------------------------------------------------------------------------------


def _rows(table: str) -> Iterator[dict[str, str]]:
    with (TABLES / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def _councils() -> dict[str, CouncilOnRecord]:
    return {row["council"]: _council(row) for row in _rows("councils")}


def _council(row: dict[str, str]) -> CouncilOnRecord:
    def several(column: str) -> tuple[str, ...]:
        return tuple(filter(None, row[column].split("; ")))

    def number(column: str) -> float | None:
        return float(row[column]) if row[column] else None

    election = None
    if row["cycle"]:
        election = Election(
            row["cycle"], int(row["cycle_year"]), int(row["cycle_since"]), float(row["cycle_sure"]),
            int(row["cycle_agrees"]), int(row["cycle_years"]),
        )  # fmt: skip
    return CouncilOnRecord(
        id=row["council"],
        name=row["name"],
        aliases=several("aliases"),
        code=row["code"],
        former_codes=several("former_codes"),
        country=row["country"],
        kind=row["kind"],
        county_until=int(row["county_until"]) if row["county_until"] else None,
        first=int(row["first"]),
        last=int(row["last"]),
        abolished=row["abolished"] == "yes",
        successors=several("successors"),
        predecessors=several("predecessors"),
        seats=int(row["seats"]),
        election=election,
        deprivation=number("deprivation"),
        least=number("deprived_least"),
        most=number("deprived_most"),
        density=number("people_per_km2"),
        ward_spread=number("ward_imd_sd"),
    )


@cache
def _seats() -> dict[str, dict[int, Seats]]:
    found: dict[str, dict[int, Seats]] = defaultdict(dict)
    for row in _rows("seats"):
        parties = {party: int(row[party]) for party in PARTIES if row[party]}
        found[row["council"]][int(row["year"])] = Seats(int(row["year"]), int(row["total"]), parties, row["label"])
    return dict(found)


@cache
def _money() -> dict[str, dict[int, float]]:
    return {
        row.pop("council"): {int(years[:4]): float(change) for years, change in row.items() if change}
        for row in _rows("money")
    }


@cache
def _wards() -> dict[str, tuple[Ward, ...]]:
    found: dict[str, list[Ward]] = defaultdict(list)
    for row in _rows("wards"):
        ward = Ward(row["code"], row["ward"], float(row["imd"]), float(row["most_deprived_tenth"]))
        found[row["council"]].append(ward)
    return {each: tuple(own) for each, own in found.items()}
