"""A council's own scenario file, written from the Treasury's list of PFI projects: ``coproduction council --write``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from simulation.cli.output_folder import check_place
from simulation.cli.scenario_arguments import refusing
from simulation.cli.status import complain, refuse, say
from simulation.world.errors import ScenarioError, shown

TOML = ".toml"
YEAR_DIGITS = 4


def write_own_file(name: str, pfi: Path, spending: Sequence[str], outturn: Sequence[Path], write: Path) -> None:
    """Write a scenario file with the PFI contracts that a list has of the council.

    Parameters
    ----------
    spending : as on the command line, ``2016=410`` for each financial year with what was spent on services, in £m.
    outturn : workbooks that say so for further years.
    """
    if write.suffix != TOML or write.exists():
        refuse(f"--write {write}: it must be a new file that ends in {TOML}")
    check_place(write, "--write")
    from simulation.results.atomic import write_text
    from simulation.scenarios import parse, record
    from simulation.scenarios.outturn import spent as spent_in
    from simulation.scenarios.pfi_list import contracts
    from simulation.scenarios.toml import to_toml

    spent: dict[int, float] = {}
    for each in spending:
        year, money = _year_and_money(each)
        if year in spent:
            refuse(f"--spending {shown(each)}: {year} is given twice")
        spent[year] = money
    sources = [f"PFI contracts: {pfi.name}"]
    with refusing():
        council = record.council(name)
        for path in outturn:
            found, problems = spent_in(path, council)
            for problem in problems:
                complain(problem)
            if found.year in spent:
                refuse(f"--outturn {path.name}: what was spent in {found.year} is given twice")
            spent[found.year] = found.total
            sources.append(f"spending on services: {path.name}, {found}")
        entries, problems = contracts(pfi, council, spent)
    for problem in problems:
        complain(problem)
    if not entries:
        refuse(f"{pfi.name}: no project of {council.name} can be used; nothing is written")
    text = to_toml(
        {
            "name": write.stem,
            "council": council.id,
            "sources": sources,
            "councils": [{"name": council.name, "pfi": entries}],
        }
    )
    try:
        parse(text)
    except ScenarioError as error:
        refuse(f"{pfi.name} with what was spent makes a file that cannot be played: {error}")
    if not spent:
        complain("no charges are written: --outturn FILE.xlsx or --spending YEAR=MILLIONS makes those of a year shares")
    write.parent.mkdir(parents=True, exist_ok=True)
    write_text(write, text)
    for each in sources[1:]:
        say(each)
    say(f"Written: {write}, {len(entries)} PFI contract{'' if len(entries) == 1 else 's'}")
    say(f"coproduction run {write}   simulates it")


def _year_and_money(text: str) -> tuple[int, float]:
    from simulation.world.numbers import parsed

    year, _, money = text.partition("=")
    try:
        spent = parsed(money)
    except ValueError:
        spent = 0.0
    if not (len(year) == YEAR_DIGITS and year.isascii() and year.isdigit()) or spent <= 0:
        refuse(f"--spending {shown(text)}: write a year and £m above 0, as in 2016=410")
    return int(year), spent
