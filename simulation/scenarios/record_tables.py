"""The tables of the public record as objects; ``record`` finds councils in them by name."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

TABLES = Path(__file__).parent / "councils"
PARTIES = ("con", "lab", "ld", "green", "ukip", "reform", "snp", "plaid", "other")
POSTPONED = 2020  # by the Coronavirus Act 2020


@dataclass(frozen=True)
class Election:
    """How a council votes, by law or as inferred from the years in which its seats moved.

    Attributes
    ----------
    cycle : ``all_out_4``, ``all_out_5``, ``thirds`` or ``halves``.
    year : remainder of its election years divided by 4, 5 or 2; of the year without an election, by 4, for thirds.
    since : first year on record with this cycle.
    sure : probability of this cycle in the newest year, 0..1.
    agrees, years : years since then, and in how many of them seats moved if and only if there was an election.
    by_law : whether an act, an order or a resolution says so.
    """

    cycle: str
    year: int
    since: int
    sure: float
    agrees: int
    years: int
    by_law: bool

    def due(self, year: int) -> bool:
        """Whether there is an election in a year; those of 2020 were held in 2021."""
        if year in (POSTPONED, POSTPONED + 1):
            return year > POSTPONED and (self._regular(POSTPONED) or self._regular(year))
        return self._regular(year)

    def _regular(self, year: int) -> bool:
        return votes(self.cycle, self.year, year)


def votes(cycle: str, remainder: int, year: int) -> bool:
    """Whether there is an election of a cycle in a year, had none been postponed."""
    if cycle == "thirds":
        return year % 4 != remainder
    return year % {"all_out_4": 4, "all_out_5": 5, "halves": 2}[cycle] == remainder


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
    earlier : cycle, remainder and first year of the ways in which it voted before.
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
    earlier: tuple[tuple[str, int, int], ...]
    deprivation: float | None
    least: float | None
    most: float | None
    density: float | None
    ward_spread: float | None

    @property
    def began(self) -> int | None:
        """The year in which it took the place and the name of an older council; none for all others.

        In Scotland and Wales every council was elected anew in 1995, the year of the first cycle by law; those of the
        islands, which took nobody's place, went on.
        """
        if self.county_until is not None or self.country == "England" or not self.predecessors or not self.earlier:
            return self.county_until
        year = self.earlier[0][2]
        return year if self.first < year else None

    def cycle_over(self, first: int, last: int) -> tuple[str, int] | None:
        """Of the cycles that it had, with their remainders, the one that errs about the fewest of these years.

        Of equals the newest; none where none is known.
        """
        if self.election is None:
            return None
        known = ((self.election.cycle, self.election.year, self.election.since), *reversed(self.earlier))
        held = {year: next((each for each in known if each[2] <= year), known[-1]) for year in range(first, last + 1)}

        def errors(cycle: str, remainder: int) -> int:
            return sum(votes(cycle, remainder, year) != votes(*own[:2], year) for year, own in held.items())

        return min((each[:2] for each in known), key=lambda each: errors(*each))


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
    """A ward of 2020.

    ``imd`` is the score of the Index of Multiple Deprivation 2019 (0 least to 100 most deprived);
    ``most_deprived_tenth`` the share of its people who live in England's most deprived tenth of areas, 0..1.
    """

    code: str
    name: str
    imd: float
    most_deprived_tenth: float


def _on_record(row: dict[str, str]) -> CouncilOnRecord:
    def several(column: str) -> tuple[str, ...]:
        return tuple(filter(None, row[column].split("; ")))

    def number(column: str) -> float | None:
        return float(row[column]) if row[column] else None

    election = None
    if row["cycle"]:
        election = Election(
            row["cycle"], int(row["cycle_year"]), int(row["cycle_since"]), float(row["cycle_sure"]),
            int(row["cycle_agrees"]), int(row["cycle_years"]), row["cycle_from"] == "law",
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
        earlier=tuple(_earlier(each) for each in several("cycles_before")),
        deprivation=number("deprivation"),
        least=number("deprived_least"),
        most=number("deprived_most"),
        density=number("people_per_km2"),
        ward_spread=number("ward_imd_sd"),
    )


def _earlier(written: str) -> tuple[str, int, int]:
    """An earlier cycle, as in ``all_out_4 0 from 1978``."""
    cycle, remainder, _, since = written.split()
    return cycle, int(remainder), int(since)


class Tables:
    """The tables of a folder, each read when it is first asked for; all by the identifier of the council."""

    def __init__(self, folder: Path = TABLES) -> None:
        self.folder = folder

    def _rows(self, table: str) -> Iterator[dict[str, str]]:
        with (self.folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)

    @cached_property
    def councils(self) -> dict[str, CouncilOnRecord]:
        """All councils that ever were, in the order of their identifiers."""
        return {row["council"]: _on_record(row) for row in self._rows("councils")}

    def seats(self, council: str) -> dict[int, Seats]:
        """Seats of one council by year; the others stay unread, for that takes a while."""
        header, lines = self._seats
        found = {}
        for row in csv.DictReader([header, *lines[council]]):
            parties = {party: int(row[party]) for party in PARTIES if row[party]}
            found[int(row["year"])] = Seats(int(row["year"]), int(row["total"]), parties, row["label"])
        return found

    @cached_property
    def _seats(self) -> tuple[str, dict[str, list[str]]]:
        """The header, and lines by council; identifiers hold no comma."""
        header, *rest = (self.folder / "seats.csv").read_text(encoding="utf-8").splitlines()
        lines: dict[str, list[str]] = defaultdict(list)
        for line in rest:
            lines[line.partition(",")[0]].append(line)
        return header, dict(lines)

    @cached_property
    def money(self) -> dict[str, dict[int, float]]:
        """Real change of spending power by the first calendar year of the financial year, as shares."""
        return {
            row.pop("council"): {int(years[:4]): float(change) for years, change in row.items() if change}
            for row in self._rows("money")
        }

    @cached_property
    def wards(self) -> dict[str, tuple[Ward, ...]]:
        """Wards of 2020 from the most deprived to the least."""
        found: dict[str, list[Ward]] = defaultdict(list)
        for row in self._rows("wards"):
            ward = Ward(row["code"], row["ward"], float(row["imd"]), float(row["most_deprived_tenth"]))
            found[row["council"]].append(ward)
        return {each: tuple(own) for each, own in found.items()}
