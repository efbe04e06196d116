"""A council on record at a glance: who controlled it year by year, how it votes, its money, its wards."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from simulation.scenarios import on_record, record
from simulation.scenarios.council_files import PARTY_OF
from simulation.scenarios.in_words import PARTY_NAMES
from simulation.scenarios.record_tables import PARTIES, CouncilOnRecord, Seats, Ward

NAMES = {
    **{party: PARTY_NAMES[letter] for party, letter in PARTY_OF.items()},
    **on_record.MERGED,
    "none": "no overall control",
}
# The letter that stands for each in a strip.
LETTERS = dict(zip(NAMES, "CLDGURSPI-", strict=True))
NO_ROW = " "
KINDS = {
    "metropolitan": "metropolitan district",
    "unitary": "unitary council",
    "of its own": "a council of its own kind",
}


@dataclass(frozen=True)
class Profile:
    """What is on record of a council.

    Attributes
    ----------
    seats : by year.
    money : real change of spending power by the first calendar year of the financial year, as shares.
    wards : from the most deprived to the least; those of ``before`` where it took their place.
    before : names of the councils whose wards they were.
    ranks : for each ward the share of England's wards that are less deprived.
    said : what is recorded and what is generated when it is played, in sentences.
    """

    council: CouncilOnRecord
    seats: dict[int, Seats]
    money: dict[int, float]
    wards: tuple[Ward, ...]
    before: tuple[str, ...]
    ranks: tuple[float, ...]
    said: tuple[str, ...]

    @property
    def control(self) -> dict[int, str]:
        """The party with more than half of the seats, or ``none``, by year."""
        return {year: row.control for year, row in sorted(self.seats.items())}

    @property
    def changes(self) -> int:
        """How often control changed from one year on record to the next."""
        return sum(before != after for before, after in pairwise(self.control.values()))

    @property
    def now(self) -> Seats:
        """The seats of the newest year."""
        return self.seats[max(self.seats)]


def profile(name: str) -> Profile:
    """The profile of the council of that name; raise `ScenarioError` as `record.council` does."""
    council = record.council(name)
    found, before = on_record.wards(council)
    where = on_record.place(council)
    return Profile(
        council,
        record.seats(council.id),
        record.money(council.id),
        found,
        before,
        tuple(on_record.rank(ward.imd) for ward in found),
        tuple(
            line
            for line in on_record.in_words(council, where, on_record.newest(), council.first)
            if line != on_record.elections_in_words(council)  # which have a place of their own
        ),
    )


def kind_in_words(council: CouncilOnRecord) -> str:
    """What kind of council it is, and where: ``metropolitan district, England``."""
    kind = KINDS.get(council.kind, council.kind)
    return kind if kind == council.country else f"{kind}, {council.country}"


def seats_in_words(row: Seats) -> str:
    """Seats by party, the largest first: ``42 Labour, 33 Conservative``."""
    ordered = sorted((party for party in PARTIES if row.parties.get(party)), key=lambda party: -row.parties[party])
    return ", ".join(f"{row.parties[party]} {NAMES[party]}" for party in ordered)


def strip(control: dict[int, str], first: int, last: int) -> str:
    """One letter a year; a blank where the council has no row."""
    return "".join(LETTERS[control[year]] if year in control else NO_ROW for year in range(first, last + 1))


def legend(control: dict[int, str]) -> str:
    """What the letters of a strip stand for, those that occur in it."""
    there = set(control.values())
    return ", ".join(f"{LETTERS[party]} {name}" for party, name in NAMES.items() if party in there)
