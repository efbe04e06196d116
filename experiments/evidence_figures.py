"""Figures of docs/evidence.md that are computed from published data (sections 1 and 3), printed from the same files.

    python experiments/evidence_figures.py --councils FILE --councils FILE --spending FILE

With ``--record FOLDER`` it also writes there what S24 judges by (`simulation.validation.record`): the councils that
stood from 1997 to 2024, with their seats of 1997 and the years in which they vote, and who controlled them.

The files are not shipped (docs/evidence.md names their publishers). They are read as ``coproduction run --councils``
reads them, and a row that it leaves out is left out here.
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from simulation.scenarios.council_files import Composition, read_compositions, read_spending
from simulation.scenarios.real_councils import named_council
from simulation.world.event_kinds import PARTIES

PERIODS = ((1975, 2024), (2000, 2024))
RECORD = (1997, 2024)
NO_CONTROL_IN = (2000, 2015, 2024)
# Who governed on the day of that year's local elections; a general election on the same day changed it only afterwards.
GOVERNED = (("lab", 1975, 1979), ("con", 1980, 1997), ("lab", 1998, 2010), ("con", 2011, 2024), ("lab", 2025, 2025))
CODE = {"con": "A", "lab": "B"}

History = dict[int, Composition]


def largest(council: Composition) -> str:
    """The party with most seats; of equals the first in the file."""
    return max(council.seats, key=lambda seats: seats[1])[0]


def pairs(histories: Sequence[History], year: int) -> list[tuple[Composition, Composition]]:
    """Every council that has a row for this year and the one before, in both years."""
    return [(each[year - 1], each[year]) for each in histories if year in each and year - 1 in each]


def turnover(histories: Sequence[History], first: int, last: int) -> str:
    """Changes of control and of the largest party a year, and how bunched the former are."""
    years = [pairs(histories, year) for year in range(first, last + 1)]
    changed = [np.array([before.control != after.control for before, after in year]) for year in years]
    other = np.concatenate([[largest(before) != largest(after) for before, after in year] for year in years])
    rates, counts = np.array([each.mean() for each in changed]), np.array([len(each) for each in changed])
    chance = np.sqrt((rates.mean() * (1 - rates.mean()) / counts).mean())
    return (
        f"{first}-{last}: control changes {np.concatenate(changed).mean():.1%}, "
        f"largest party {other.mean():.1%} a year; "
        f"SD of the yearly rate {100 * rates.std(ddof=1):.1f} points, by chance alone {100 * chance:.1f}"
    )


def governing_losses(histories: Sequence[History]) -> tuple[int, int]:
    """Years in which the governing party came to control fewer councils, and all years."""
    balances = []
    for party, first, last in GOVERNED:
        for year in range(first, last + 1):
            both = pairs(histories, year)
            balances.append(
                sum((after.control == CODE[party]) - (before.control == CODE[party]) for before, after in both)
            )
    return sum(balance < 0 for balance in balances), len(balances)


def write_record(histories: Sequence[History], folder: Path) -> None:
    """The two tables of S24."""
    first, last = RECORD
    stood = [each for each in histories if all(year in each for year in range(first, last + 1))]
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "councils-1997.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("name", "cycle", "votes_in", *PARTIES))
        for each in sorted(stood, key=lambda each: each[last].key):
            named = named_council([each[year] for year in sorted(each)], first, last)
            seats = [named["seats"].get(party, 0) for party in PARTIES]
            table.writerow((each[last].key, named.get("cycle", ""), named.get("votes_in", ""), *seats))
    with (folder / "control-1997-2024.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("year", "A", "B", "C", "none"))
        for year in range(first, last + 1):
            controls = [each[year].control for each in stood]
            shares = (controls.count(each) / len(stood) for each in ("A", "B", "C", "none"))
            table.writerow((year, *(f"{share:.4f}" for share in shares)))


def main() -> None:
    """Read the files and print the figures."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--councils", type=Path, action="append", required=True)
    arguments.add_argument("--spending", type=Path, required=True)
    arguments.add_argument("--record", type=Path)
    options = arguments.parse_args()
    by_council: dict[str, History] = defaultdict(dict)
    for row in read_compositions(options.councils)[0]:
        by_council[row.key][row.year] = row
    histories = list(by_council.values())
    if options.record:
        write_record(histories, options.record)
    for first, last in PERIODS:
        print(turnover(histories, first, last))
    for year in NO_CONTROL_IN:
        free = [each[year].control == "none" for each in histories if year in each]
        print(f"{year}: {np.mean(free):.0%} of {len(free)} councils without overall control")
    lost, years = governing_losses(histories)
    print(f"The governing party lost councils on balance in {lost} of {years} years")
    changes = [row.changes for row in read_spending(options.spending)[0]]
    for year in sorted({year for each in changes for year in each}):
        values = [100 * each[year] for each in changes if year in each]
        print(f"{year}/{(year + 1) % 100}: {np.mean(values):+.1f} %, SD {np.std(values):.1f}, {len(values)} councils")


if __name__ == "__main__":
    main()
