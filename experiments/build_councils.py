"""The small tables of real councils that the package carries, from the files that their publishers offer.

    python -m experiments.build_councils --composition FILE FILE --money FILE --wards FILE --deprivation FILE \\
        --out simulation/scenarios/councils

Prints what of each file found no partner, the number of rows of each table, and the figures by which the model's
elections are judged. The same files give the same bytes. ``simulation/scenarios/councils/README.md`` says what each
column is; figures alone, from the tables there are: ``python -m experiments.councils.figures``.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path

import numpy as np

from experiments.councils import cycles, figures, joins, succession, voting
from experiments.councils.raw import (
    CYCLES_2018,
    NEWER,
    PARTIES,
    Council,
    by_range,
    read_rows,
    read_seats,
    write_csv,
)
from simulation.scenarios.council_files import Spending, read_spending
from simulation.scenarios.real_councils import PRICES

YEARS = range(2011, 2020)  # first calendar years of the financial years to which spending power changed
COUNCILS = (
    "council", "name", "aliases", "code", "former_codes", "local_code", "country", "kind", "kind_from", "county_until",
    "first", "last", "abolished", "successors", "predecessors", "seats", "cycle", "cycle_year", "cycle_since",
    "cycle_from", "cycle_sure", "cycle_agrees", "cycle_years", "cycles_before", "deprivation", "deprived_least",
    "deprived_most", "people_per_km2", "wards", "ward_imd_sd",
)  # fmt: skip


def seats_table(found: dict[str, joins.Entry]) -> list[list[object]]:
    """Seats by council and year; empty for a party that the layout counts among others."""
    rows: list[list[object]] = []
    for slug, entry in found.items():
        for year, row in sorted(entry.council.rows.items()):
            own = dict(row.seats)
            if "nat" in own:
                nationalists = own.pop("nat")
                party = {"Scotland": "snp", "Wales": "plaid"}.get(entry.country)
                if nationalists and party is None:
                    raise ValueError(f"{slug} {year}: nationalists in England")
                own |= {"snp": 0, "plaid": 0} | ({party: nationalists} if party else {})
            majority = 2 * max(row.seats.values()) > row.total
            # Who governs without a majority, which the newer layout alone says.
            label = "" if majority or NEWER[0] not in own else row.label
            rows.append([slug, year, row.total, *(own.get(party, "") for party in PARTIES), label])
    return rows


def money_table(rows: list[Spending], joined: list[str]) -> list[list[object]]:
    """Real yearly changes of spending power."""
    return sorted(
        [slug, *(round((1 + row.changes[year]) / (1 + PRICES) - 1, 4) if year in row.changes else "" for year in YEARS)]
        for row, slug in zip(rows, joined, strict=True)
        if slug
    )


def wards_table(rows: list[dict[str, str]], joined: list[str]) -> list[list[object]]:
    """Wards from the most deprived to the least."""
    table = [
        [slug, row["ward_code"], row["ward"], float(row["imd_2019_score"]), float(row["share_in_most_deprived_tenth"])]
        for row, slug in zip(rows, joined, strict=True)
        if slug
    ]
    return sorted(table, key=lambda row: (row[0], -row[3], row[1]))


def councils_table(
    found: dict[str, joins.Entry], deprived: dict[str, dict[str, str]], wards: dict[str, list[float]]
) -> list[list[object]]:
    """One row a council."""
    newest = max(max(entry.council.rows) for entry in found.values())
    histories = voting.movements(found)
    votes, chances = voting.cycles_of(found, histories)
    alone, checked = 0, 0
    table = []
    for slug, entry in found.items():
        own, last = entry.council, max(entry.council.rows)
        told = by_range(own.ids, CYCLES_2018)
        if told and last >= 2016:
            history = {year: change for year, change in histories[slug].items() if year <= cycles.TOLD}
            blind = cycles.infer(history, chances)
            checked += 1
            alone += blind is not None and blind.kind == told
        rough = deprived.get(slug, {})
        table.append([
            slug, own.name, "; ".join(sorted(entry.aliases - {own.name})),
            entry.codes[0] if entry.codes else "", "; ".join(entry.codes[1:]),
            rough.get("authority_code", ""), entry.country, entry.kind, entry.kind_from,
            succession.COUNTY_UNTIL.get(slug, ""), min(own.rows), last, "" if last == newest else "yes",
            "; ".join(entry.successors), "; ".join(sorted(entry.predecessors)), own.rows[last].total,
            *_cycle(votes[slug]),
            *(rough.get(name, "") for name in ("deprivation_score", "share_low", "share_high", "people_per_km2")),
            len(wards[slug]) or "", round(float(np.std(wards[slug])), 2) if wards[slug] else "",
        ])  # fmt: skip
    print(f"cycles in {cycles.TOLD} from movements until then alone: {alone} of {checked} as the council ids imply")
    return table


def _cycle(cycle: cycles.Cycle | None) -> list[object]:
    if cycle is None:
        return [""] * 8
    before = "; ".join(f"{kind} {remainder} from {first}" for kind, remainder, first in cycle.before)
    origin, sure = "law" if cycle.by_law else "seats", round(cycle.sure, 2)
    return [cycle.kind, cycle.year, cycle.since, origin, sure, cycle.agrees, cycle.years, before]


def main() -> None:
    """Read the files, report the joins, write the tables, print the figures."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--composition", type=Path, nargs="+", required=True, help="seats, the older layout first")
    for name in ("money", "wards", "deprivation", "out"):
        arguments.add_argument(f"--{name}", type=Path, required=True)
    options = arguments.parse_args()
    councils, said = read_seats(options.composition)
    found = joins.entries(councils.values())
    money, wrong = read_spending(options.money)
    said += map(str, wrong)
    wards = read_rows(options.wards, ("ward_code", "ward", "council_code", "council", "imd_2019_score"))
    deprived = read_rows(options.deprivation, ("authority_code", "council", "deprivation_score"))
    # Wards first: of two codes of a council the one of 2020 is newer than that of the settlements.
    of_ward, told = joins.join(found, wards, "council", "council_code", options.wards.name)
    spending = [{"name": row.council, "code": row.code} for row in money]
    of_money, more = joins.join(found, spending, "name", "code", options.money.name)
    of_deprived, most = joins.join(found, deprived, "council", "", options.deprivation.name)
    said += joins.classify(found)
    scores = defaultdict(list)
    for row, slug in zip(wards, of_ward, strict=True):
        scores[slug].append(float(row["imd_2019_score"]))
    tables = {
        "councils": (COUNCILS, councils_table(found, dict(zip(of_deprived, deprived, strict=True)), scores)),
        "seats": (("council", "year", "total", *PARTIES, "label"), seats_table(found)),
        "money": (("council", *(f"{year}/{(year + 1) % 100}" for year in YEARS)), money_table(money, of_money)),
        "wards": (("council", "code", "ward", "imd", "most_deprived_tenth"), wards_table(wards, of_ward)),
    }
    for line in [*said, *told, *more, *most, *others(found, of_ward, of_money, of_deprived)]:
        print(line)
    options.out.mkdir(parents=True, exist_ok=True)
    for name, (header, rows) in tables.items():
        path = options.out / f"{name}.csv"
        write_csv(path, header, rows)
        print(f"{path.name}: {len(rows):,} rows, {path.stat().st_size:,} bytes")
    figures.report(options.out)


def others(found: dict[str, joins.Entry], wards: list[str], money: list[str], deprived: list[str]) -> list[str]:
    """The other side of the joins: councils that a file should have and has not, by name, and why."""
    newest = max(max(entry.council.rows) for entry in found.values())
    said = []
    for what, joined, there in (
        ("wards of 2020", wards, lambda entry: _sat(entry.council, 2020) and entry.kind != "county"),
        ("money", money, lambda entry: _sat(entry.council, 2016)),
        ("deprivation", deprived, lambda entry: max(entry.council.rows) == newest),
    ):
        england = what != "deprivation"
        without = [
            slug
            for slug, entry in found.items()
            if slug not in joined and there(entry) and not (england and entry.country != "England")
        ]
        where = "English councils that sat then" if england else "councils of the newest year"
        said.append(f"{what}: {len(without)} {where} have none: {', '.join(without) or 'no one'}")
    return said


def _sat(council: Council, year: int) -> bool:
    return min(council.rows) <= year <= max(council.rows)


if __name__ == "__main__":
    main()
