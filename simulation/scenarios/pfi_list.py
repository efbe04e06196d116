"""Reading the Treasury's list of PFI projects, saved as CSV: the PFI contracts of one council as scenario entries.

The layout is the one that is described of it: a line a project with its name, procuring authority, sector, date of
financial close, operational period in years, and the unitary charge in £m of each financial year (``1992-93`` …).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from simulation.scenarios.checks import MONTHS_A_YEAR
from simulation.scenarios.council_files import Problem, key, plain
from simulation.scenarios.public_tables import amount, financial_years, is_nought, is_unknown
from simulation.scenarios.record_tables import CouncilOnRecord
from simulation.scenarios.tables import Line, read_table
from simulation.world.errors import ScenarioError, shown

AUTHORITY, SECTOR = NEEDED = ("procuring authority", "sector")
# Words that tell the other columns apart; all in lower case.
NAME, CLOSE, PERIOD = OTHERS = ("project name", "financial close", "operational period")
DATES = ("%d/%m/%Y", "%Y-%m-%d", "%d-%b-%Y", "%d-%b-%y", "%d %B %Y", "%d %b %Y", "%d.%m.%Y")
TIME = re.compile(r"[ T]\d\d?:\d\d(:\d\d)?$")  # that other programs write behind a date
# The service of the catalogue to which the beginning of a word in a project's sector or name belongs; the first there.
SERVICES = {
    "school": "schools_estate",
    "education": "schools_estate",
    "street light": "roads",
    "highway": "roads",
    "road": "roads",
    "waste": "refuse_collection",
    "library": "libraries",
    "libraries": "libraries",
    "leisure": "libraries",
    "culture": "libraries",
    "social care": "day_care",
}
IN_THOUSANDS = re.compile(r"£\s*['’]?(000|k\b)|thousand")
APRIL = 4


class Project(NamedTuple):
    """One project: the service that it belongs to, its months since the year 0, and charges in £m by financial year."""

    name: str
    service: str
    signed: int
    end: int
    charges: dict[int, float]


def contracts(
    path: Path, council: CouncilOnRecord, spending: Mapping[int, float]
) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Entries of ``[[councils.pfi]]`` for a council, and what of its lines was left out or joined.

    Parameters
    ----------
    spending : £m that the council spent on services in a financial year; charges are written for these years alone.

    Raises
    ------
    ScenarioError : if the file has another layout, no line of the council, or no charge of it in one of these years.
    """
    lines = list(read_table(path, NEEDED, lower=True))
    if not any(line.cells for line in lines):
        raise ScenarioError(f"{path.name} has no project below its first line")
    header = next(list(line.cells) for line in lines if line.cells)
    columns, years = _columns(path, header), _years(path, header)
    whose = {line.number: line.cells[AUTHORITY] for line in lines if line.cells}
    names = {key(name) for name in (council.name, *council.aliases)}
    like = re.compile(rf"\b{re.escape(key(council.name))}\b")
    near = {shown(each): None for each in whose.values() if like.search(plain(each)) and key(each) not in names}
    if not any(key(authority) in names for authority in whose.values()):
        instead = f"; near it: {', '.join(near)}" if near else ""
        raise ScenarioError(f"{path.name} has no project of {council.name} as procuring authority{instead}")
    projects = []
    problems = [Problem(path.name, None, f"not taken for {council.name}: procuring authority {each}") for each in near]
    for line in lines:
        name = line.cells.get(columns[NAME], "").strip()
        if name and not whose[line.number].strip():
            reason = f"{name} has no procuring authority, so it is left out; below a merged cell write the name again"
            problems.append(Problem(path.name, line.number, reason))
        if line.cells and key(whose[line.number]) not in names:
            continue  # another council's; a line that cannot be read may be this one's
        try:
            projects.append(_project(line, columns, years))
        except ValueError as error:
            problems.append(Problem(path.name, line.number, f"{error}; the line is left out"))
            continue
        for column in (each for each in years if is_unknown(line.cells[each])):
            reason = f"{name}, {column}: {shown(line.cells[column].strip())} is no figure; it counts as no charge"
            problems.append(Problem(path.name, line.number, reason))
    _check_paid(path.name, council.name, projects, spending)
    found = []
    for together in _at_a_time(projects):
        if len(together) > 1:
            listed = ", ".join(each.name for each in together)
            problems.append(Problem(path.name, None, f"joined, as the model has one contract a service: {listed}"))
        found.append(_entry(together, spending))
    return found, problems


def _check_paid(file: str, council: str, projects: Sequence[Project], spending: Iterable[int]) -> None:
    """Each year with spending has a charge that becomes a share of it."""
    paid = sorted({year for each in projects for year, charge in each.charges.items() if charge > 0})
    for year in spending:
        if projects and year not in paid:
            there = f"it has them from {paid[0]} to {paid[-1]}" if paid else "it has none"
            raise ScenarioError(f"{file} has no charge of {council} in the financial year {year}; {there}")


def _at_a_time(projects: Sequence[Project]) -> Iterator[list[Project]]:
    """Projects of one service that run at the same time, together."""
    for service in dict.fromkeys(each.service for each in projects):
        together: list[Project] = []
        for each in sorted((each for each in projects if each.service == service), key=lambda each: each.signed):
            if together and each.signed >= max(other.end for other in together):
                yield together
                together = []
            together.append(each)
        yield together


def _columns(path: Path, header: Sequence[str]) -> dict[str, str]:
    """The names of the other columns in this file, which has each once."""
    found = {}
    for words in OTHERS:
        there = [name for name in header if words in name]
        if len(there) != 1:
            raise ScenarioError(f"{path.name} has {len(there)} columns with {words!r} in their name: it must be one")
        found[words] = there[0]
    return found


def _years(path: Path, header: Sequence[str]) -> dict[str, int]:
    """The financial year of each column of charges, in £m; each year has one."""
    found: dict[str, int] = {}
    for name in header:
        for year in financial_years(name):
            if year in found.values():
                twice = " and ".join(shown(each) for each in (*found, name) if year in financial_years(each))
                raise ScenarioError(f"{path.name}: the columns {twice} are both of the financial year {year}; keep one")
            if IN_THOUSANDS.search(name):
                raise ScenarioError(f"{path.name}: the column {shown(name)} is in £ thousand; charges must be in £m")
            found[name] = year
    return found


def _project(line: Line, columns: Mapping[str, str], years: Mapping[str, int]) -> Project:
    if line.wrong:
        raise ValueError(line.wrong)
    name, sector = line.cells[columns[NAME]].strip(), line.cells[SECTOR].strip()
    words = f"{sector} {name}".casefold()
    service = next((service for word, service in SERVICES.items() if re.search(rf"\b{word}", words)), None)
    if service is None:
        raise ValueError(f"{name}, {sector}: no service of the model")
    closed = _date(line.cells[columns[CLOSE]].strip())
    signed = closed.year * MONTHS_A_YEAR + closed.month - 1
    charges = {}
    for column, year in years.items():
        value = line.cells[column]
        if not is_nought(value) and not is_unknown(value):
            charges[year] = _number(column, value)
    paid = [year for year, charge in charges.items() if charge > 0]
    period = line.cells[columns[PERIOD]]
    end = signed + round(_number(columns[PERIOD], period) * MONTHS_A_YEAR)
    if paid:  # building takes its time before the operational period begins
        end = max(end, (max(paid) + 1) * MONTHS_A_YEAR + APRIL - 1)
    if end <= signed:
        raise ValueError(f"{columns[PERIOD]} = {shown(period)}: it must be above 0")
    return Project(name, service, signed, end, charges)


def _date(text: str) -> date:
    for layout in DATES:
        try:
            return datetime.strptime(TIME.sub("", text), layout).date()
        except ValueError:
            continue
    raise ValueError(f"financial close {shown(text)} is no date, such as 31/03/2004")


def _number(column: str, text: str) -> float:
    try:
        value = amount(text)
    except ValueError as error:
        raise ValueError(f"{column} = {shown(text)} {error}") from None
    if value < 0:
        raise ValueError(f"{column} = {shown(text)}: it must be 0 or more")
    return value


def _entry(projects: Sequence[Project], spending: Mapping[int, float]) -> dict[str, Any]:
    """One contract of all these projects, which are of one service."""
    signed, end = min(each.signed for each in projects), max(each.end for each in projects)
    year, month = divmod(signed, MONTHS_A_YEAR)
    entry: dict[str, Any] = {
        "service": projects[0].service,
        "signed": f"{year}-{month + 1:02}",
        "years": round((end - signed) / MONTHS_A_YEAR, 4),
    }
    paid = {each: sum(project.charges.get(each, 0.0) for project in projects) for each in sorted(spending)}
    shares = {str(each): float(f"{paid[each] / spending[each]:.4g}") for each in paid if paid[each] > 0}
    return entry | ({"charges": shares} if shares else {})
