"""A scenario with real councils in the place of generated ones: who controlled them, and how their money changed.

Of which kind a council is, and when it votes, is in no such file but on the record that the package carries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from simulation.scenarios.checks import MONTHS_A_YEAR, month_of
from simulation.scenarios.council_files import (
    OTHERS,
    PARTY_OF,
    Composition,
    Problem,
    Spending,
    plain,
    read_compositions,
    read_spending,
)
from simulation.scenarios.scenario import Scenario
from simulation.scenarios.voting import find, stated
from simulation.world.errors import ScenarioError, shown
from simulation.world.parameters import PARAMETERS

ELECTIONS, BUDGET = "05", "04"  # months of the year
# Spending power is in money of the day: with 2 % a year for prices the file's mean change comes to the -29 % in real
# terms that NAO 2018 reports for 2010/11 to 2017/18 (docs/evidence.md, section 3).
PRICES = 0.02
CUT_AT_MOST = -0.9  # of a grant in one year
OWN_GRANT = "spending power"  # how names of events begin that are one council's own change of the grant


def with_councils(
    scenario: Scenario, councils: Sequence[Path], spending: Path | None = None, replay: bool = True
) -> tuple[Scenario, list[Problem]]:
    """The scenario with the councils of these files, and what was wrong with the files.

    Parameters
    ----------
    councils : files of seats by party, council and year; the world has those of the last year within the horizon.
    spending : a file of changes of spending power; they replace the scenario's changes of the grant where it has a row.
    replay : whether control follows the record; otherwise only the seats at the start are the record's, and the model
        votes, in the years in which each council votes by the record of the package.
    """
    if scenario.start is None:
        raise ScenarioError(f"{scenario.name} has no 'start': years of a file need a calendar")
    if scenario.councils:
        stated = ", ".join(council.stated for council in scenario.councils)
        raise ScenarioError(
            f"{scenario.name} states councils of its own, {stated}, and would have those of the files instead: give a "
            "scenario without [[councils]], or leave out the files"
        )
    records, problems = read_compositions(councils)
    first = month_of(scenario.start) // MONTHS_A_YEAR
    last = (month_of(scenario.start) + scenario.months - 1 - (int(ELECTIONS) - 1)) // MONTHS_A_YEAR
    histories = _histories(records, last)
    if not histories:
        raise ScenarioError(f"no council has a row for any year up to {last}, the last one of {scenario.name}")
    problems += _gone(records, histories, last)
    control = {council: _control(rows, first, last) for council, rows in histories.items()}
    data = scenario.to_mapping()
    data["councils"] = [_named_council(rows, first, last) for rows in histories.values()]
    data["settings"] = {**scenario.settings, "councils": len(histories)}
    events = [event.model_dump(mode="json", exclude_none=True, exclude_defaults=True) for event in scenario.events]
    if replay:
        events = [*_replayed(list(control.values()), first, last, scenario.start), *events]
    if spending is not None:
        rows, wrong = read_spending(spending)
        own, joined = _joined(histories, records, rows, spending.name)
        problems += wrong + joined
        events = own_grants(scenario, events, [None if row is None else _real(row.changes) for row in own])
    problems += _unknown(histories)
    return Scenario.from_mapping({**data, "events": events}), problems


def _histories(records: Iterable[Composition], last: int) -> dict[str, list[Composition]]:
    """Rows of each council that exists in the last year with any row, by year."""
    rows = defaultdict(list)
    for record in records:
        if record.year <= last:
            rows[record.key].append(record)
    latest = max((record.year for each in rows.values() for record in each), default=last)
    histories = {council: sorted(each, key=lambda record: record.year) for council, each in rows.items()}
    there = {council: each for council, each in histories.items() if each[-1].year == latest}
    return dict(sorted(there.items(), key=lambda item: plain(item[1][-1].council)))


def _gone(records: Iterable[Composition], histories: Mapping[str, Sequence[Composition]], last: int) -> list[Problem]:
    """Councils of the files that the world does not have: another took their place, or rows are missing."""
    years: dict[str, int] = {}
    names, files = {}, set()
    for record in records:
        if record.year <= last and record.key not in histories:
            years[record.key] = max(record.year, years.get(record.key, record.year))
            names[record.key] = record.council
            files.add(record.file)
    if not years:
        return []
    latest = max(rows[-1].year for rows in histories.values())
    listed = ", ".join(f"{names[council]} ({year})" for council, year in sorted(years.items()))
    reason = f"{len(years)} councils have no row of {latest} and are left out; the last row of each: {listed}"
    return [Problem(", ".join(sorted(files)), None, reason)]


def _joined(
    histories: Mapping[str, Sequence[Composition]], records: Iterable[Composition], rows: Sequence[Spending], file: str
) -> tuple[list[Spending | None], list[Problem]]:
    """The row of spending of each council, by code and else by name, and every council and row that has no other."""
    code_of = {record.key: record.code for record in records if record.code}
    by_code = {row.code: row for row in rows if row.code}
    by_name = {row.key: row for row in rows}
    own = [by_code.get(code_of.get(council, ""), by_name.get(council)) for council in histories]
    used = {row.line for row in own if row is not None}
    if not used:
        raise ScenarioError(
            f"{file}: no row belongs to any of the {len(histories)} councils; its first council is "
            f"{shown(rows[0].council)}, theirs is {shown(next(iter(histories.values()))[-1].council)}"
        )
    without = [
        Problem(each[-1].file, each[-1].line, f"{each[-1].council} has no row in {file}; it keeps the scenario's grant")
        for each, row in zip(histories.values(), own, strict=True)
        if row is None
    ]
    last = {record.key: record.year for record in sorted(records, key=lambda record: record.year)}
    idle = []
    for row in rows:
        if row.line not in used:
            why = f"its last row of seats is of {last[row.key]}" if row.key in last else "no file of seats names it"
            idle.append(
                Problem(file, row.line, f"{row.council} is no council of this world ({why}); the row is ignored")
            )
    other = [
        Problem(
            file, row.line, f"{row.council} has the code {row.code} here and {code_of[council]} there; joined by name"
        )
        for council, row in zip(histories, own, strict=True)
        if row is not None and row.code and row.code != code_of.get(council, row.code)
    ]
    summary = (
        f"{len(histories) - len(without)} of {len(histories)} councils have a row, {len(without)} have none; "
        f"{len(idle)} of {len(rows)} rows belong to no council of this world"
    )
    return own, [Problem(file, None, summary), *without, *idle, *other]


def _unknown(histories: Mapping[str, Sequence[Composition]]) -> list[Problem]:
    """Councils that are not on record, for which the world draws what others have from there."""
    reason = "{} is no council on record; its kind and the years in which it votes are drawn"
    latest = [rows[-1] for rows in histories.values()]
    return [
        Problem(row.file, row.line, reason.format(row.council)) for row in latest if find(row.council, row.code) is None
    ]


def _named_council(rows: Sequence[Composition], first: int, last: int) -> dict[str, Any]:
    """A council with the seats of the first year, or of its own first one; kind and elections are those on record."""
    at_first = next((row for row in reversed(rows) if row.year <= first), rows[0])
    seats: dict[str, int] = defaultdict(int)
    for party, number in at_first.seats:
        if number:
            seats[PARTY_OF.get(party, OTHERS)] += number
    named: dict[str, Any] = {"name": rows[-1].council, "seats": dict(seats)}
    known = find(rows[-1].council, rows[-1].code)
    return named if known is None else named | stated(known, first, last)


def _control(rows: Sequence[Composition], first: int, last: int) -> list[str]:
    """Control after the elections of every year; ``[year]`` counts from the year 0 so that it reads like a calendar.

    Years without a row have the control of the last row before them; a council that is younger than the scenario has
    that of its first row from the start.
    """
    control = [""] * (last + 1)
    by_year = {row.year: row.control for row in rows}
    now = next((row.control for row in reversed(rows) if row.year <= first), rows[0].control)
    for year in range(first, last + 1):
        now = by_year.get(year, now)
        control[year] = now
    return control


def _replayed(control: Sequence[Sequence[str]], first: int, last: int, start: str) -> list[dict[str, Any]]:
    """Events that give each council its recorded control: all of them at the start, then where it changes."""
    events = []
    for year in range(first, last + 1):
        changed = [number for number, each in enumerate(control) if year == first or each[year] != each[year - 1]]
        for party in sorted({control[number][year] for number in changed}):
            events.append(
                {
                    "name": f"recorded control {year}: {party}",
                    "kind": "control",
                    "date": start if year == first else f"{year}-{ELECTIONS}",
                    "party": party,
                    "councils": [number for number in changed if control[number][year] == party],
                    "under_study": False,
                }
            )
    return events


def _real(changes: Mapping[int, float]) -> dict[int, float]:
    """Changes in real terms of those in money of the day."""
    return {year: (1 + change) / (1 + PRICES) - 1 for year, change in changes.items()}


def own_grants(
    scenario: Scenario,
    events: list[dict[str, Any]],
    changes: Sequence[Mapping[int, float] | None],
    begins: int = 0,
) -> list[dict[str, Any]]:
    """The events with each council's own changes of the grant from month ``begins`` on.

    ``changes`` are those of spending power, by council and first calendar year of the financial year, in real terms.
    Councils without a row keep the scenario's.

    A year's change concerns grant and local income together; local income stays as it is in real terms, so all of it
    falls on the grant. Equal changes of a year become one event.
    """
    assert scenario.start is not None
    without = [number for number, change in enumerate(changes) if change is None]
    years = {year for change in changes if change is not None for year in change}
    months = {year: month_of(f"{year}-{BUDGET}") - month_of(scenario.start) for year in years}
    inside = {year: month for year, month in months.items() if begins <= month < scenario.months}
    studied: dict[str, bool] = {}
    kept = []
    for event in events:
        if event["kind"] == "grant_change" and "date" in event:
            studied[event["date"]] = event.get("under_study", True)
            if month_of(event["date"]) - month_of(scenario.start) in inside.values():
                if not without:
                    continue
                event = {**event, "councils": without}
        kept.append(event)
    for year in sorted(inside):
        date = f"{year}-{BUDGET}"
        for size, rows in sorted(_sizes(changes, year).items()):
            kept.append(
                {
                    "name": f"{OWN_GRANT} {year}: {size:+.2f}",
                    "kind": "grant_change",
                    "date": date,
                    "size": size,
                    "councils": rows,
                    "under_study": inside[year] >= 0 and studied.get(date, False),
                }
            )
    return kept


def _sizes(changes: Sequence[Mapping[int, float] | None], year: int) -> dict[float, list[int]]:
    """Change of the grant in a financial year, to the per cent, and the councils that have it."""
    sizes = defaultdict(list)
    for number, change in enumerate(changes):
        if change is not None and year in change:
            before = grant = float(PARAMETERS["grant_share"].default)
            local = 1 - grant
            for each in sorted(each for each in change if each <= year):
                before = grant
                grant = max((before + local) * (1 + change[each]) - local, before * (1 + CUT_AT_MOST))
            size = round(min(grant / before - 1, 1.0), 2)
            if size:
                sizes[size].append(number)
    return sizes
