"""Results of parts of a world: each group is an ensemble of its own, so all that is made of the whole is made of it.

There is no second way to estimate anything: `part` is what `summarise`, the tables and the figures take, so intervals,
bands over worlds and shares of worlds by sign are those of the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from simulation.results.levels import levels
from simulation.results.row import Row
from simulation.results.summary import Summary, summarise
from simulation.results.tables import months_table, runs_table
from simulation.world.errors import ResultError
from simulation.world.groups import FIFTH_NAMES, LACKING, Group, the_group

if TYPE_CHECKING:
    from simulation.ensemble import Ensemble
    from simulation.results.results import Results

KEYS = ("by", "group")  # the first columns of tables by group
WHOLE = "whole"  # in these columns where a table has groups beside it: the world, and no part of it
ESTIMATES, RUNS, MONTHS = TABLES = ("estimates_by_group", "runs_by_group", "months_by_group")


def part(ensemble: Ensemble, group: Group) -> Ensemble:
    """One group of an ensemble as an ensemble of its own; measures that it lacks (`LACKING`) are nan."""
    at = ensemble.groups.index(group)
    return replace(
        ensemble,
        scenario=ensemble.scenario.model_copy(update={"title": titled(ensemble.scenario, group)}),
        measures=ensemble.by_group[:, :, :, at],
        spells=ensemble.spells[_within(ensemble, group)],
        groups=(),
        by_group=np.zeros((0,) * 5),
        fifths=np.zeros((0, 0), np.int8),
    )


def titled(scenario: Any, group: Group) -> str:
    """The title of a scenario and that of one of its groups."""
    return f"{scenario.title or scenario.name}, {group}"


def summarise_part(ensemble: Ensemble, group: Group) -> Summary:
    """Every estimate of one group that it has, see `summarise`."""
    found = summarise(part(ensemble, group))
    return replace(found, rows=tuple(row for row in found.rows if row.measure not in LACKING[group.by]))


def tables_by_group(ensemble: Ensemble) -> dict[str, pa.Table]:
    """Estimates, runs and months of every group, each with the columns ``by`` and ``group`` first (`TABLES`)."""
    found: dict[str, list[pa.Table]] = {name: [] for name in TABLES}
    for group in ensemble.groups:
        of_group = part(ensemble, group)
        months = months_table(of_group)
        lacking = pc.is_in(months["measure"], pa.array(LACKING[group.by], pa.string()))
        made = {
            ESTIMATES: _estimates(summarise_part(ensemble, group).rows),
            RUNS: runs_table(of_group, levels(of_group)),
            MONTHS: months.filter(pc.invert(lacking)),
        }
        for name, table in made.items():
            found[name].append(_keyed(table, group))
    return {name: pa.concat_tables(tables).combine_chunks() for name, tables in found.items()}


def fifths_of_spells(ensemble: Ensemble, spells: Any) -> NDArray[np.int64]:
    """Which fifth of its council's neighbourhoods each spell's belongs to.

    Parameters
    ----------
    spells : table with columns replicate, council and neighbourhood.
    """
    each = ensemble.fifths.shape[1] // ensemble.scenario.size("councils")
    replicate, council, neighbourhood = (
        np.asarray(spells[name]).astype(np.int64) for name in ("replicate", "council", "neighbourhood")
    )
    return ensemble.fifths[replicate, council * each + neighbourhood].astype(np.int64)


def names_of(results: Results) -> list[tuple[str, str]]:
    """Kind and name of every group of results, in order."""
    table = results.by_group[ESTIMATES] if results.by_group else None
    if table is None:
        return []
    return list(dict.fromkeys(zip(table["by"].to_pylist(), table["group"].to_pylist(), strict=True)))


def part_of(results: Results, name: str, by: str | None = None) -> Results:
    """One group of results as results of its own, for every figure and table of the whole.

    Raises
    ------
    ResultError : if there is no such group, or several of that name.
    """
    kind, name = the_group(
        names_of(results), name, by, "nothing was measured by group", lambda text: ResultError(f"there is {text}")
    )
    tables = {each: _of_group(table, kind, name) for each, table in results.by_group.items()}
    rows = tuple(Row.from_json(row) for row in tables[ESTIMATES].to_pylist())
    title = f"{results.summary.title}, {kind} {name}"
    return replace(
        results,
        summary=replace(results.summary, title=title, rows=rows),
        runs=tables[RUNS],
        months=tables[MONTHS],
        spells=_spells_of(results, kind, name),
        by_group={},
    )


def _within(ensemble: Ensemble, group: Group) -> NDArray[np.bool_]:
    spells = ensemble.spells
    if group.by == "fifth":
        return fifths_of_spells(ensemble, spells) == group.number
    return np.asarray(spells[group.by] == group.number)


def _spells_of(results: Results, kind: str, name: str) -> pa.Table:
    if kind != "council":
        return results.spells.filter(pc.equal(results.spells[kind], name))
    councils = [group for by, group in names_of(results) if by == kind]
    return results.spells.filter(pc.equal(results.spells[kind], councils.index(name)))


def _of_group(table: pa.Table, kind: str, name: str) -> pa.Table:
    chosen = table.filter(pc.and_(pc.equal(table["by"], kind), pc.equal(table["group"], name)))
    return chosen.drop_columns(list(KEYS)).combine_chunks()


def _estimates(rows: Sequence[Row]) -> pa.Table:
    """Rows of a summary as a table; null is a number that does not exist (the note says why)."""
    data = [asdict(row) for row in rows]
    columns = {field.name: [row[field.name] for row in data] for field in _ROWS}
    return pa.table([pa.array(columns[field.name], field.type, from_pandas=True) for field in _ROWS], _ROWS)


def _keyed(table: pa.Table, group: Group) -> pa.Table:
    for position, (name, word) in enumerate(zip(KEYS, (group.by, group.name), strict=True)):
        table = table.add_column(position, name, pa.array([word] * len(table), pa.string()))
    return table


def _types() -> Iterator[tuple[str, pa.DataType]]:
    whole = ("replicates", "excluded", "worse", "same", "better")
    for name, kind in Row.__annotations__.items():
        yield name, pa.int64() if name in whole else pa.float64() if kind == "float" else pa.string()


_ROWS = pa.schema(list(_types()))


def with_fifths(spells: pa.Table, ensemble: Ensemble) -> pa.Table:
    """The table of spells with the fifth of each, where groups were measured."""
    numbers = fifths_of_spells(ensemble, {name: spells[name].to_numpy() for name in spells.column_names})
    return spells.append_column("fifth", pa.array(FIFTH_NAMES, pa.string()).take(pa.array(numbers, pa.int64())))
