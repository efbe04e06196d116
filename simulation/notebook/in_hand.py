"""Results in hand: tables, pictures, a few lines that say what they are, and files for other programs."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa

from simulation.notebook.plot import Plot
from simulation.results import Results, Summary
from simulation.results.atomic import writing
from simulation.results.between import between
from simulation.results.by_group import ESTIMATES, MONTHS, RUNS, WHOLE
from simulation.results.level_rows import PERIODS
from simulation.results.resilience import RESILIENCE_MEASURES
from simulation.results.row import Row
from simulation.results.sentence import headline
from simulation.results.summary_table import DIFFERENCES, LOSSES, estimate
from simulation.results.worlds_in_words import drawn_in
from simulation.scenarios import Scenario
from simulation.world.errors import ResultError, shown
from simulation.world.measures import MEASURES
from simulation.world.outside import in_short

if TYPE_CHECKING:
    import xarray

TABLES = ("runs", "months", "spells", "effects")
CSV, PARQUET = FORMATS = ("csv", "parquet")
LONGEST_LINE = 118


class InHand:
    """What results of a run have in common, simulated or read back: everything is made of `results`."""

    @property
    def results(self) -> Results:
        """The estimates and tables as they are kept in a folder."""
        raise NotImplementedError

    @property
    def summary(self) -> Summary:
        """Every estimate: ``summary.row("resistance", "effect")``; as tables they are `estimates` and `effects`."""
        return self.results.summary

    # Tables

    @property
    def runs(self) -> pd.DataFrame:
        """One row for each replicate and arm (and group): means of every measure in both periods, and resilience."""
        return with_units(self._with_groups(self.results.runs, RUNS), run_units())

    @property
    def months(self) -> pd.DataFrame:
        """One row for each arm, month and measure (and group): mean, median (``q50``) and spread over futures.

        ``unit`` is that of the measure, in all columns of numbers; see `simulation.results.tables.months_table`.
        """
        table = self._with_groups(self.results.months, MONTHS)
        table.insert(table.columns.get_loc("measure") + 1, "unit", table["measure"].map(measure_units()))
        return with_units(table, {"month": "months since the start"})

    @property
    def spells(self) -> pd.DataFrame:
        """One row for each co-produced spell; ``end`` is the horizon where ``ended`` is False."""
        table = self.results.spells.to_pandas()
        names = Scenario.from_mapping(self.results.manifest["scenario"]).council_names
        table["council"] = table["council"].map(names.__getitem__)
        return with_units(table, {name: "months since the start" for name in ("start", "end")})

    @property
    def estimates(self) -> pd.DataFrame:
        """One row for each estimate (of each group): levels in both arms, differences, and effects on co-production.

        Columns are the attributes of `simulation.results.Row`; ``unit`` is that of the estimate and its bounds.
        """
        table = pd.DataFrame([vars(row) for row in self.results.summary.rows], columns=list(Row.__annotations__))
        if self.results.by_group:
            table = joined(table, self.results.by_group[ESTIMATES].to_pandas())
        return table

    @property
    def effects(self) -> pd.DataFrame:
        """The estimates of what the events did: differences between the arms, and effects on co-production."""
        table = self.estimates
        return table[table["arm"].isin(["difference", "effect"])].reset_index(drop=True)

    def between(self, first: str, second: str, by: str | None = None) -> pd.DataFrame:
        """One council, service or fifth less another in the same futures, with columns as `estimates` has.

        ``difference`` is what the events did in the first, less what they did in the second.
        """
        return pd.DataFrame(
            [vars(row) for row in between(self.results, first, second, by)], columns=list(Row.__annotations__)
        )

    def to_xarray(self) -> xarray.Dataset:
        """The results as arrays with named dimensions, see `simulation.notebook.arrays`."""
        raise NotImplementedError

    # Pictures

    @property
    def plot(self) -> Plot:
        """Figures: ``plot.fan()`` and others draw one and return its matplotlib axes."""
        return Plot(self.results)

    # Files

    def export(self, folder: str | Path, form: str = CSV, tables: Iterable[str] = TABLES) -> list[Path]:
        """Write tables to ``folder``, as ``runs.csv`` or ``runs.parquet`` and so on; return the files.

        Raises
        ------
        ResultError : for another ``form`` than ``csv`` and ``parquet``, or a table that there is not.
        """
        return export(self, Path(folder), form, tables)

    def to_netcdf(self, path: str | Path) -> Path:
        """Write `to_xarray` as a NetCDF file; return its path."""
        from simulation.notebook.arrays import to_netcdf

        return to_netcdf(self.to_xarray(), Path(path))

    # What it is

    def __repr__(self) -> str:
        *lines, told, rest = self._lines()
        wrapped = textwrap.wrap(told, LONGEST_LINE, max_lines=2, placeholder=" …")
        return "\n".join([*(textwrap.shorten(line, LONGEST_LINE, placeholder=" …") for line in lines), *wrapped, rest])

    def _repr_html_(self) -> str:
        title, *lines = map(escape, self._lines())
        rows = [(row.label, estimate(row)) for row in self._main_rows()]
        table = pd.DataFrame(rows, columns=["what the events did", "90 % interval or band in brackets"])
        shown = table.to_html(index=False, justify="left") if rows else ""
        return f"<b>{title}</b><br>{'<br>'.join(lines)}{shown}"

    def _lines(self) -> list[str]:
        summary = self.results.summary
        studied = [mark.name for mark in self.results.marks if mark.under_study]
        events = f"with and without {', '.join(dict.fromkeys(studied))}" if studied else "without an event under study"
        failed = f", {len(summary.failures)} failed" if summary.failures else ""
        groups = self.results.manifest.get("by")
        return [
            f"{summary.title} ({summary.scenario})",
            f"{summary.replicates} futures of {summary.months} months from seed {summary.seed}{failed}, {events}",
            "; ".join(
                [
                    drawn_in(summary.worlds),
                    *([f"also by {', '.join(groups)}"] if groups else []),
                    *in_short(self.results.manifest),
                ]
            ),
            headline(summary, len(studied)),
            f".runs .months .spells .effects .estimates; .to_xarray(); {self.plot!r}",
        ]

    def _main_rows(self) -> list[Row]:
        summary = self.results.summary
        if summary.fork >= summary.months:
            return []
        differences = [summary.row(name, "difference", "after_event") for name in DIFFERENCES]
        return [*differences, *(summary.row(name, "effect") for name in LOSSES)]

    def _with_groups(self, whole: pa.Table, name: str) -> pd.DataFrame:
        table = whole.to_pandas()
        groups = self.results.by_group.get(name)
        return table if groups is None else joined(table, groups.to_pandas())


def joined(whole: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """A table of the whole with that of its groups, in whose columns ``by`` and ``group`` it is `WHOLE`."""
    whole = whole.assign(by=WHOLE, group=WHOLE)[["by", "group", *whole.columns]]
    return pd.concat([whole, groups], ignore_index=True)


def measure_units() -> dict[str, str]:
    """The unit of every measure by name."""
    return {measure.name: measure.unit for measure in MEASURES}


def run_units() -> dict[str, str]:
    """The units of the columns of the table of runs."""
    of_resilience = {name: each.unit for name, each in RESILIENCE_MEASURES.items()}
    return {f"{name}_{period}": unit for name, unit in measure_units().items() for period in PERIODS} | of_resilience


def with_units(table: pd.DataFrame, units: dict[str, str]) -> pd.DataFrame:
    """The table with the units of its columns in ``attrs["units"]``."""
    table.attrs["units"] = {name: unit for name, unit in units.items() if name in table.columns}
    return table


def export(source: Any, folder: Path, form: str, tables: Iterable[str]) -> list[Path]:
    """Write tables of ``source`` to a folder, each in one step."""
    if form not in FORMATS:
        raise ResultError(f"form = {shown(form)}: it must be one of {', '.join(FORMATS)}; NetCDF is to_netcdf(path)")
    chosen = (tables,) if isinstance(tables, str) else tuple(tables)
    for name in chosen:
        if name not in TABLES:
            raise ResultError(f"there is no table {shown(name)}: there are {', '.join(TABLES)}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        files = []
        for name in chosen:
            table: pd.DataFrame = getattr(source, name)
            path = folder / f"{name}.{form}"
            with writing(path) as file:
                if form == CSV:
                    file.write(table.to_csv(index=False).encode("utf-8"))
                else:
                    table.to_parquet(file, index=False)
            files.append(path)
    except OSError as error:
        raise ResultError(f"{folder} cannot be written to: {error.strerror or error}") from None
    return files
