"""Reading MHCLG's revenue outturn by council and service, saved as .xlsx: what one council spent in a financial year.

The layout is the one that is described of the workbook "RSX, data by LA": a sheet whose name says the year; a row for
each council with its name, from 2014-15 on its code, and amounts in £ thousand; for each service seven columns, the
last of which is *Net Current Expenditure*. Each column's service stands before the measure (``Adult Social Care - Net
Current Expenditure``), or, until about 2019, in a row above, over the first column of the service.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from simulation.scenarios.council_files import CODE, Problem, key, plain
from simulation.scenarios.public_tables import amount, financial_years, is_nought, is_unknown, without_notes
from simulation.scenarios.record_tables import CouncilOnRecord
from simulation.scenarios.workbook import Sheet, sheets
from simulation.world.errors import ScenarioError, shown

# Services of the outturn in which those of the model lie. Of education a council runs the estate alone: nearly all of
# that money is its schools', so it is no part of what a charge is a share of.
COUNTED = (
    "highways and transport services",
    "children social care",
    "adult social care",
    "public health",
    "cultural and related services",
    "environmental and regulatory services",
    "planning and development services",
)
OTHERS = (
    "education services",
    "housing services",
    "police services",
    "fire and rescue services",
    "central services",
    "other services",
)
TOTAL = "total service expenditure"
NAMES = ("local authority", "local authority name")
ONS_CODE, MEASURE = "ons code", "net current expenditure"
THOUSANDS = 1000  # in a million
# £m that a council can have spent, with social care or without: least and most are less than a thousand times apart, so
# amounts in other units lie outside.
RANGE, OF_A_DISTRICT = (4.0, 3_000.0), (1.0, 300.0)
ROUNDED = 0.1  # £m by which services may differ from the total


class Spent(NamedTuple):
    """What a council spent in the financial year that begins in ``year``, in £m.

    ``counted`` are the services in which those of the model lie, ``others`` the rest.
    """

    year: int
    counted: dict[str, float]
    others: dict[str, float]

    @property
    def total(self) -> float:
        """Of the services that count."""
        return sum(self.counted.values())

    def __str__(self) -> str:
        years, others = f"{self.year}/{(self.year + 1) % 100:02}", _amounts(self.others) or "none"
        return f"{years}: £{self.total:.1f}m on {_amounts(self.counted)}; not counted: {others}"


class _Table(NamedTuple):
    """The sheet with its year, the columns of names, codes and services, and the rows below its head."""

    year: int
    name: int
    code: int | None
    services: dict[str, int]
    rows: Sheet


def spent(path: Path, council: CouncilOnRecord) -> tuple[Spent, list[Problem]]:
    """What a council spent by the outturn of one year, and what of its row and of the services was not as expected.

    Raises
    ------
    ScenarioError : if the file has another layout, no row of the council or several, or amounts that cannot be.
    """
    table = _table(path)
    number, problems = _row_of(path.name, table, council)
    problems += [
        Problem(path.name, None, f"it has no service {shown(each)}, which counts as nothing spent")
        for each in COUNTED
        if each not in table.services
    ]
    cells = {service: _cell(table.rows[number], column) for service, column in table.services.items()}
    if all(is_nought(cell) or is_unknown(cell) for cell in cells.values()):
        raise ScenarioError(f"{path.name}, line {number}: {council.name} has no amounts: it made no return")
    amounts = {}
    for service, cell in cells.items():
        amounts[service], gap = _amount(f"{path.name}, line {number}", service, cell)
        if gap:
            problems.append(Problem(path.name, number, gap))
    found = Spent(
        table.year,
        {each: amounts[each] for each in COUNTED if each in amounts},
        {each: amounts[each] for each in OTHERS if each in amounts},
    )
    every = sum(amounts.values()) - amounts.get(TOTAL, 0.0)
    if TOTAL in amounts and abs(every - amounts[TOTAL]) > ROUNDED:
        said = f"the services known add up to £{every:.1f}m, {TOTAL} is £{amounts[TOTAL]:.1f}m"
        problems.append(Problem(path.name, number, said))
    if council.county_until is not None and table.year < council.county_until:
        problems.append(Problem(path.name, number, f"{council.name} was a county until {council.county_until}"))
    least, most = OF_A_DISTRICT if council.kind == "district" else RANGE
    if not least <= found.total <= most:
        raise ScenarioError(
            f"{path.name}, line {number}: {council.name} spent £{found.total:,.4g}m on services, if amounts are in "
            f"£ thousand; it must be £{least:g}m to £{most:,.0f}m"
        )
    return found, problems


def _amount(where: str, service: str, cell: str) -> tuple[float, str]:
    """What a cell says was spent, in £m, and what is to be told of one that says nothing."""
    said = f"is {shown(cell)}" if cell else "is empty"
    if is_unknown(cell):
        if service in COUNTED:
            raise ScenarioError(
                f"{where}: {service} {said}, so what was spent on services is not known; if you know it, write "
                "--spending YEAR=MILLIONS"
            )
        return 0.0, f"{service} {said}, no figure; it is not counted anyway"
    if is_nought(cell):
        return 0.0, f"{service} {said}, which counts as nothing spent"
    try:
        return amount(cell) / THOUSANDS, ""
    except ValueError as error:
        raise ScenarioError(f"{where}: {service} = {shown(cell)} {error}") from None


def _row_of(file: str, table: _Table, council: CouncilOnRecord) -> tuple[int, list[Problem]]:
    """The number of a council's row, found by code or else by name; other rows of like name are told."""
    codes = {council.code, *council.former_codes} - {""}
    names = {key(each) for each in (council.name, *council.aliases)}
    written = {number: without_notes(_cell(row, table.name)) for number, row in table.rows.items()}
    code_of = {number: "" if table.code is None else _cell(row, table.code) for number, row in table.rows.items()}
    named = [number for number, name in written.items() if name and key(name) in names]
    found = [number for number, code in code_of.items() if code in codes] or named
    like = re.compile(rf"\b{re.escape(key(council.name))}\b")
    near = [number for number, name in written.items() if number not in found and like.search(plain(name))]
    if not found:
        instead = f"; near it: {', '.join(shown(written[each]) for each in near)}" if near else ""
        raise ScenarioError(f"{file} has no row of {council.name}{instead}")
    if len(found) > 1:
        rows = " and ".join(f"line {each} ({written[each]})" for each in found)
        raise ScenarioError(f"{file}: {rows} can both be {council.name}; keep one")
    (row,) = found
    problems = [Problem(file, each, f"not taken for {council.name}: {written[each]}") for each in near]
    if row not in named:
        problems.append(Problem(file, row, f"{written[row]} has the code of {council.name}; joined by code"))
    elif codes and code_of[row] and code_of[row] not in codes:
        own = f"the code {code_of[row]} here and {council.code} on record"
        problems.append(Problem(file, row, f"{council.name} has {own}; joined by name"))
    return row, problems


def _table(path: Path) -> _Table:
    """The one sheet that has names of councils and net current expenditure."""
    found = []
    for name, sheet in sheets(path).items():
        head = _head(sheet)
        labels = [row for row in head.values() if any(MEASURE in _plain(cell) for cell in row)]
        if labels and any(set(NAMES) & set(map(_plain, row)) for row in head.values()):
            found.append((name, sheet, head, labels[-1]))
    if len(found) != 1:
        raise ScenarioError(
            f"{path.name} has {len(found)} sheets with a column {NAMES[0]!r} and columns of {MEASURE!r} above the rows "
            "of councils: it must be one, as in MHCLG's revenue outturn RSX by local authority"
        )
    ((name, sheet, head, measures),) = found
    services: dict[str, int] = {}
    for column, service in _services(head, measures):
        if service in services:
            raise ScenarioError(f"{path.name}, {name}: two columns are {MEASURE} of {service}; keep one")
        services[service] = column
    if not set(services) & set(COUNTED):
        raise ScenarioError(f"{path.name}, {name}: no column of {MEASURE} is of {', '.join(COUNTED)}")
    columns = {_plain(cell): column for row in head.values() for column, cell in enumerate(row)}
    rows = {number: row for number, row in sheet.items() if number not in head}
    named = next(columns[each] for each in NAMES if each in columns)
    return _Table(_year(path, name, head), named, columns.get(ONS_CODE), services, rows)


def _head(sheet: Sheet) -> Sheet:
    """The rows above the first one of a council, which has a code of MHCLG or of the Office for National Statistics.

    Where no row has one, those down to the row of labels.
    """
    found: Sheet = {}
    labels: Sheet = {}
    for number, row in sheet.items():
        if any(re.fullmatch(r"E\d{4}", cell.strip()) or CODE.fullmatch(cell.strip()) for cell in row):
            return found
        found[number] = row
        if set(NAMES) & set(map(_plain, row)):
            labels = dict(found)
    return labels


def _services(head: Sheet, measures: list[str]) -> Iterator[tuple[int, str]]:
    """Columns of net current expenditure, each with its service."""
    above = [row for row in head.values() if row is not measures]
    for column, label in enumerate(measures):
        if MEASURE not in _plain(label):
            continue
        before = _plain(label).partition(MEASURE)[0].rstrip(" -–:")
        service = _service(before)
        for row in () if before else above:
            over = next((cell for cell in reversed(row[: column + 1]) if cell.strip()), "")
            service = _service(over) or service
        if service:
            yield column, service


def _service(label: str) -> str:
    """The service that a label names, without its number, notes and brackets; empty for any other label."""
    name = re.sub(r"(?i)(children)['’]?s\b", r"\1", label).replace("&", " and ")
    name = _plain(re.sub(r"\(.*?\)|[*\d]", " ", name))
    return next((each for each in (*COUNTED, *OTHERS, TOTAL) if name in (each, f"total {each}")), "")


def _year(path: Path, sheet: str, head: Sheet) -> int:
    """The financial year of a sheet: in its name, or else above the columns."""
    for texts in ([sheet], [cell for row in head.values() for cell in row]):
        years = sorted({year for text in texts for year in financial_years(text)})
        if len(years) > 1:
            several = ", ".join(f"{year}-{(year + 1) % 100:02}" for year in years)
            raise ScenarioError(
                f"{path.name}: {shown(sheet)} names several years, {several}: name the sheet after its own"
            )
        if years:
            return years[0]
    raise ScenarioError(f"{path.name}: neither the sheet {shown(sheet)} nor its head names a year such as 2016-17")


def _plain(label: str) -> str:
    """A label in small letters, without references to notes."""
    return " ".join(re.sub(r"\[[^\]]*\]", " ", label).casefold().split())


def _cell(row: list[str], column: int) -> str:
    return row[column].strip() if column < len(row) else ""


def _amounts(services: dict[str, float]) -> str:
    return ", ".join(f"{service} {amount:.1f}" for service, amount in services.items())
