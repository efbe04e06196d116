"""Figures of docs/evidence.md (sections 1 and 3), and those by which the model's elections are judged.

They are computed from the tables that the package carries.

python -m experiments.councils.figures
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from simulation.scenarios.real_councils import PRICES
from simulation.scenarios.record_tables import TABLES, Seats, Tables

PERIODS = ((1975, 2024), (2000, 2024))
NO_CONTROL_IN = (2000, 2015, 2024)
# Who governed on the day of that year's local elections; a general election on the same day changed it only afterwards.
GOVERNED = (("lab", 1975, 1979), ("con", 1980, 1997), ("lab", 1998, 2010), ("con", 2011, 2024), ("lab", 2025, 2025))
Pair = tuple[Seats, Seats]
History = Mapping[int, Seats]


def pairs(years: Iterable[int], histories: Sequence[History]) -> dict[int, list[Pair]]:
    """The seats of a year and the year before, of every council that has both."""
    return {
        year: [(own[year - 1], own[year]) for own in histories if year in own and year - 1 in own] for year in years
    }


def turnover(first: int, last: int, histories: Sequence[History]) -> str:
    """S1, S2: how often control and the largest party change in a year, and how bunched the former is."""
    by_year = pairs(range(first, last + 1), histories).values()
    changed = [np.array([control(before) != control(after) for before, after in year]) for year in by_year]
    largest = np.array([_side(before) != _side(after) for year in by_year for before, after in year])
    rates, counts = np.array([each.mean() for each in changed]), np.array([len(each) for each in changed])
    chance = np.sqrt((rates.mean() * (1 - rates.mean()) / counts).mean())
    return (
        f"{first}-{last}: control changes {np.concatenate(changed).mean():.1%}, "
        f"largest party {largest.mean():.1%} a year; "
        f"SD of the yearly rate {100 * rates.std(ddof=1):.1f} points, by chance {100 * chance:.1f}, "
        f"{rates.std(ddof=1) / chance:.1f} times"
    )


# As the evidence counts: in control all but three parties are one kind, 'local'; as the largest each stands by itself.
def control(row: Seats) -> str:
    """Who has over half of the seats: con, lab, ld, local or none."""
    return row.control if row.control in ("con", "lab", "ld", "none") else "local"


def _side(row: Seats) -> str:
    """The largest party; the older layout's nationalists are one column, so both are one here."""
    return {"plaid": "nat", "snp": "nat"}.get(row.largest, row.largest)


def governing_losses(histories: Sequence[History]) -> tuple[int, int]:
    """S7: years in which the governing party came to control fewer councils, and all years."""
    balances = [
        sum((after.control == party) - (before.control == party) for before, after in both)
        for party, first, last in GOVERNED
        for both in pairs(range(first, last + 1), histories).values()
    ]
    return sum(balance < 0 for balance in balances), len(balances)


def spending(year: int, changes: Iterable[Mapping[int, float]]) -> str:
    """Change of core spending power in the money of the day, as it was published."""
    values = [100 * ((1 + own[year]) * (1 + PRICES) - 1) for own in changes if year in own]
    years = f"{year}/{(year + 1) % 100}"
    return f"{years}: {np.mean(values):+.1f} %, SD {np.std(values):.1f}, {len(values)} councils"


def by_phase(first: int, last: int, histories: Sequence[History]) -> str:
    """S23: rate of changes of control by the year's remainder by 4."""
    rates = {
        year: np.mean([control(before) != control(after) for before, after in both])
        for year, both in pairs(range(first, last + 1), histories).items()
    }
    means = [float(np.mean([rate for year, rate in rates.items() if year % 4 == phase])) for phase in range(4)]
    pooled = means[3] / np.mean(means[:3])
    shown = ", ".join(f"{mean:.3f} (year = {phase} mod 4)" for phase, mean in enumerate(means))
    return f"{first}-{last}: control changes {shown}; years = 3 over the mean of the others {pooled:.2f}"


def swings(years: Iterable[int], histories: Sequence[History]) -> str:
    """S22: change of the share of seats of the party that was largest before an election, in points."""
    changes = []
    for both in pairs(years, histories).values():
        for before, after in both:
            party = before.largest
            if party in after.parties:
                changes.append(100 * (after.parties[party] / after.total - before.parties[party] / before.total))
    return f"mean {np.mean(changes):+.1f}, SD {np.std(changes, ddof=1):.1f} points, {len(changes)} elections"


def led_by_the_largest(histories: Sequence[History]) -> str:
    """Without a majority, where the label names a party: whether it is the largest that is named first."""
    named = {"con": "con", "lab": "lab", "ld": "ld", "snp": "snp", "plaid": "plaid", "pc": "plaid", "green": "green",
             "grn": "green", "ref": "reform", "ukip": "ukip", "ind": "other", "other": "other"}  # fmt: skip
    rows = [row for own in histories for row in own.values() if row.year >= 2016 and row.control == "none"]
    first = [(row, named.get(row.label.lower().split("/")[0].split()[0], "")) for row in rows if row.label]
    governs = [(row, party) for row, party in first if party and "plurality" not in row.label.lower()]
    right = np.mean([row.parties[row.largest] == row.parties.get(party) for row, party in governs])
    return (
        f"{len(rows)} rows without a majority since 2016; {len(governs)} labels say who governs, and the largest party "
        f"is named first in {right:.0%} of them; before 2016 it is not on record"
    )


def report(folder: Path = TABLES) -> None:
    """Print all figures of the tables in a folder."""
    for line in _lines(Tables(folder)):
        print(line)


def _lines(tables: Tables) -> Iterator[str]:
    everyone = list(tables.councils.values())
    now = [each for each in everyone if not each.abolished]
    newest = max(each.last for each in now)
    yield f"{len(now)} councils of {newest}, {len(everyone) - len(now)} abolished"
    for kind, number in sorted(Counter(each.kind for each in now).items()):
        own = [each for each in now if each.kind == kind]
        sizes = [each.seats for each in own]
        cycles = Counter(
            f"{each.election.cycle} ({each.election.year})" if each.election else "unknown" for each in own
        )
        listed = ", ".join(f"{name} {times}" for name, times in sorted(cycles.items(), key=lambda item: -item[1]))
        yield f"{kind}: {number} councils, seats {np.mean(sizes):.1f} (SD {np.std(sizes):.1f}); {listed}"
    england = [each.election for each in now if each.country == "England" and each.election]
    for kind, number in sorted(Counter(each.cycle for each in england).items()):
        yield f"England, {kind}: {number / len(england):.1%} of {len(england)}"
    unsure = [each.id for each in now if each.election and each.election.sure < 0.6]
    agree = [each.election.agrees / each.election.years for each in now if each.election]
    yield f"years that agree with the cycle: mean {np.mean(agree):.1%}"
    yield f"{len(unsure)} cycles are less sure than 0.6: {', '.join(unsure)}"
    every = [tables.seats(each.id) for each in everyone]
    for first, last in PERIODS:
        yield f"S1, S2: {turnover(first, last, every)}"
    for year in NO_CONTROL_IN:
        free = [own[year].control == "none" for own in every if year in own]
        yield f"{year}: {np.mean(free):.0%} of {len(free)} councils without overall control"
    lost, years = governing_losses(every)
    yield f"S7: the governing party lost councils on balance in {lost} of {years} years"
    yield f"S23: {by_phase(2000, 2024, every)}"
    london, metropolitan = (
        [tables.seats(each.id) for each in everyone if each.kind == kind] for kind in ("London borough", "metropolitan")
    )
    # The evidence states no years: the first are those that come nearest to it, the others show what they matter.
    for first, last in ((1978, 2022), (2000, 2024), (1974, newest)):
        all_out = [year for year in range(first, last + 1) if year % 4 == 2]
        yield f"S22: London, whole councils {first}-{last}: {swings(all_out, london)}"
    for first, last in ((1976, 2024), (2000, 2024), (1975, newest)):
        thirds = [year for year in range(first, last + 1) if year % 4 != 1 and year != 2020]
        yield f"S22: metropolitan thirds {first}-{last}: {swings(thirds, metropolitan)}"
    yield led_by_the_largest(every)
    money = tables.money.values()
    for year in sorted({year for own in money for year in own}):
        yield spending(year, money)


if __name__ == "__main__":
    report()
