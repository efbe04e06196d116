"""``coproduction council``: what is on record of one council, on the terminal or as a page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulation.cli.output_folder import check_place
from simulation.cli.own_file import write_own_file
from simulation.cli.scenario_arguments import refusing
from simulation.cli.show_command import wrapped
from simulation.cli.status import refuse, say

if TYPE_CHECKING:
    from simulation.scenarios.profile import Profile

FIRST = 1973  # of the strips, so that those of several councils stand below each other
BAR = 20
HTML = ".html"


def council(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A council: its name, a former name, or its code.", show_default=False)
    ],
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE.html", help="Write it as one page that holds everything.", show_default=False),
    ] = None,
    pfi: Annotated[
        Path | None,
        typer.Option(metavar="FILE.csv", help="With --write: the Treasury's list of PFI projects.", show_default=False),
    ] = None,
    spending: Annotated[
        list[str] | None,
        typer.Option(
            metavar="YEAR=MILLIONS",
            help="With --pfi: £m spent on services in the financial year that begins in YEAR, which makes its unitary "
            "charge a share; can be repeated.",
        ),
    ] = None,
    outturn: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE.xlsx",
            help="With --pfi: MHCLG's revenue outturn by council and service (RSX), in the place of --spending; can be "
            "repeated for other years.",
        ),
    ] = None,
    write: Annotated[
        Path | None,
        typer.Option(metavar="FILE.toml", help="With --pfi: write the council's own file to it.", show_default=False),
    ] = None,
) -> None:
    """Show what is on record of a council: control, elections, money, wards; and what a run of it generates.

    For example: coproduction council wigan --out wigan.html

    Its PFI contracts: coproduction council wigan --pfi projects.csv --outturn rsx.xlsx --write my-wigan.toml
    """
    if pfi is not None or spending or outturn or write is not None:
        if pfi is None or write is None or out is not None:
            refuse("--pfi FILE.csv and --write FILE.toml go together, without --out; --spending, --outturn need both")
        write_own_file(name, pfi, spending or [], outturn or [], write)
        return
    from simulation.scenarios.profile import profile

    with refusing():
        found = profile(name)
    if out is None:
        say("\n".join(_lines(found)))
        return
    if out.suffix != HTML or out.is_dir():
        refuse(f"--out {out}: it must be a file that ends in {HTML}")
    check_place(out)
    from simulation.report.council_page import council_page
    from simulation.results.atomic import write_text

    out.parent.mkdir(parents=True, exist_ok=True)
    write_text(out, council_page(found))
    say(f"Written: {out}")


def _lines(found: Profile) -> Iterator[str]:
    from simulation.scenarios.on_record import elections_in_words
    from simulation.scenarios.profile import kind_in_words, legend, seats_in_words, strip

    council, control = found.council, found.control
    last = max(control)
    yield f"{council.name}, {kind_in_words(council)}{f', {council.code}' if council.code else ''}"
    if council.aliases:
        yield f"also {', '.join(council.aliases)}"
    yield ""
    yield f"Seats in {last}: {found.now.total}; {seats_in_words(found.now)}"
    yield ""
    times = {0: "never changed", 1: "changed once", 2: "changed twice"}.get(
        found.changes, f"changed {found.changes} times"
    )
    yield f"Control (over half of the seats) {min(control)}-{last}, {times}"
    yield f"  {_decades(FIRST, last)}"
    yield f"  {strip(control, FIRST, last)}"
    yield f"  {legend(control)}"
    yield ""
    yield "Elections"
    yield wrapped(elections_in_words(council))
    if found.money:
        yield ""
        yield "Money: change of spending power in real terms, financial years"
        yield f"  {'  '.join(f' {year % 100:02}/{(year + 1) % 100:02}' for year in found.money)}"
        yield f"  {'  '.join(f'{change:+6.1%}' for change in found.money.values())}"
    if found.wards:
        yield ""
        yield from _wards(found)
    yield ""
    yield "What a run takes from the record and what it generates"
    yield from map(wrapped, found.said)
    yield ""
    yield f"coproduction run --council {council.id}   simulates it"


def _decades(first: int, last: int) -> str:
    """A ruler: the first year, and each tenth one where it begins."""
    ruler = [" "] * (last - first + 4)
    for year in (first, *range(first + 7, last + 1, 10)):
        ruler[year - first : year - first + 4] = str(year)
    return "".join(ruler).rstrip()


def _wards(found: Profile) -> Iterator[str]:
    of = f" of {', '.join(found.before)}" if found.before else ""
    yield f"Wards of 2020{of}, from the most to the least deprived"
    yield "  share of England's wards that are less deprived, score of 2019, people in the most deprived tenth"
    width = max(len(ward.name) for ward in found.wards)
    for ward, rank in zip(found.wards, found.ranks, strict=True):
        bar = "#" * round(BAR * rank)
        yield f"  {ward.name:<{width}}  {rank:>4.0%} {bar:<{BAR}} {ward.imd:5.1f} {ward.most_deprived_tenth:>5.0%}"
