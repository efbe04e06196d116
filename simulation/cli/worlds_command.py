"""``coproduction worlds``: which worlds there are, what they are in numbers, and their sets as a file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simulation.cli.output_folder import check_place
from simulation.cli.scenario_arguments import refusing
from simulation.cli.status import refuse, say

if TYPE_CHECKING:
    from simulation.calibration.describing import Binding, Description, Marginal

MOST = 12  # lines of each kind; all of them with --json
SWITCH = 1  # numbers of a spread: of a switch the share alone


def worlds(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[plausible|FILE]", help="Describe these; without it, list them.", show_default=False),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON, for other programs.")] = False,
    export: Annotated[
        Path | None,
        typer.Option(metavar="FILE.csv", help="Write the sets as a table: a row a set.", show_default=False),
    ] = None,
) -> None:
    """List the worlds that futures can be drawn in, describe them, or write their sets to a file.

    Plausible worlds are sets of values for everything uncertain under which the model meets the record. They are not
    ruled out, which is not to say how probable each is. How they were found: docs/decisions/0022-plausible-worlds.md.

    For example: coproduction worlds plausible --export sets.csv
    """
    from simulation.calibration.describing import describe
    from simulation.world.worlds import CENTRAL, table_and_marks

    if name is None:
        if export:
            refuse(
                "--export needs the name of the worlds, for example: coproduction worlds plausible --export sets.csv"
            )
        _list(as_json)
        return
    if name == CENTRAL.name:
        refuse("central is the one world of the declared values, which docs/odd.md lists")
    with refusing():
        table, marks = table_and_marks(name)
    if export:
        if export.suffix != ".csv":
            refuse(f"--export {export}: it must be a file that ends in .csv")
        check_place(export.parent)
        from simulation.results.atomic import writing

        with writing(export) as file:
            file.write(table.to_pandas().to_csv(index=False).encode("utf-8"))
        say(f"Written to {export}: {len(table)} sets, {len(table.column_names)} columns")
        return
    described = describe(table)
    if as_json:
        say(json.dumps({"name": name, "found": marks, **described.to_json()}, indent=2))
    else:
        say("\n".join(_lines(name, marks, described)))


def _list(as_json: bool) -> None:
    from simulation.world.names_of_worlds import PLAUSIBLE
    from simulation.world.worlds import CENTRAL, table_and_marks

    with refusing():
        table, marks = table_and_marks(PLAUSIBLE)
    rows: list[dict[str, Any]] = [
        {"name": PLAUSIBLE, "sets": len(table), "found": marks},
        {"name": CENTRAL.name, "sets": 1, "found": {}},
    ]
    if as_json:
        say(json.dumps(rows, indent=2))
        return
    for row in rows:
        what = "sets that meet the record" if row["sets"] > 1 else "set: the declared values"
        say(f"{row['name']:<10} {row['sets']:>4} {what}")


def _lines(name: str, marks: dict[str, Any], described: Description) -> Iterator[str]:
    yield f"{name}: {described.sets} sets"
    for key, value in marks.get("tried", {}).items():
        yield f"  tried, {key}: {value}"
    moved = sorted((each for each in described.marginals if each.p < 0.05), key=lambda each: each.p)
    yield ""
    tests = f"{len(moved)} of {len(described.marginals)}; 5 % for all tests together"
    yield f"Unknowns that the record narrows or shifts ({tests})"
    yield from (_marginal(each) for each in moved[:MOST])
    yield ""
    yield f"Unknowns that go together beyond chance ({len(described.pairs)} pairs)"
    yield from (
        f"  {each.correlation:+.2f}  {each.first}, {each.second}{_where(each.where)}" for each in described.pairs[:MOST]
    )
    if described.left_out:
        yield ""
        yield f"Not described, as next to no set has their mechanism: {', '.join(described.left_out)}"
    yield ""
    yield "Figures, those first that bind (share of sets in the outer tenth of the accepted range, below and above)"
    by_binding = sorted(described.figures, key=lambda each: -(each.near_low + each.near_high))
    yield from (_figure(each) for each in by_binding[:MOST])
    if described.patterns:
        yield ""
        yield "Patterns of the sources (docs/validation.md), by the share of sets that show them"
        titles = _titles()
        for pattern, share in described.patterns.items():
            yield f"  {share:>4.0%}  {pattern} {titles.get(pattern, '')}".rstrip()


def _titles() -> dict[str, str]:
    from simulation.validation.patterns import PATTERNS

    return {check.name: check.title for check in PATTERNS}


def _marginal(each: Marginal) -> str:
    low, high = each.prior
    if len(each.spread) == SWITCH:
        return f"  {each.name}: on in {each.spread[0]:.0%} of the sets, where the prior has 50 %"
    q05, _, q95 = each.spread
    where = _where(filter(None, [each.where]))
    return f"  {each.name}: {q05:.3g} to {q95:.3g}, prior {low:.3g} to {high:.3g}, declared {each.declared:.3g}{where}"


def _where(switches: Iterable[str]) -> str:
    """In which of the sets something is so."""
    on = " and ".join(switches)
    return f" (where {on} is on)" if on else ""


def _figure(each: Binding) -> str:
    low, high = each.accepted
    spread = f"{each.spread[0]:.3g} to {each.spread[-1]:.3g}" if each.spread else "nothing to estimate"
    binds = f"{each.near_low:>4.0%} {each.near_high:>4.0%}"
    return f"  {binds}  {each.name} {each.part}: {spread}, accepted {low:g} to {high:g}"
