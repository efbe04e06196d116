"""Stored results in hand: the folder of a run or of a sweep, with the same names as futures, as far as they apply."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from simulation.analysis import summary
from simulation.notebook.in_hand import CSV, TABLES, InHand, export, joined, measure_units, run_units, with_units
from simulation.notebook.plot import Drawn, shown
from simulation.report.report import is_sweep
from simulation.report.sweep_figures import SweepFigure, sweep_figures
from simulation.results import Results, read
from simulation.results.by_group import part_of
from simulation.sweep.store import OUTCOMES, Stored, drawn_in, open_store, outcome_columns, sampled
from simulation.sweep.store.reader import GROUPS
from simulation.world.arms import ARMS_AND_DIFFERENCE, ArmOrDifference
from simulation.world.errors import ResultError, nearest
from simulation.world.errors import shown as quoted
from simulation.world.outside import in_short

if TYPE_CHECKING:
    import xarray


@dataclass(frozen=True, repr=False)
class StoredRun(InHand):
    """What ``coproduction run`` has written, see `InHand`."""

    of_folder: Results

    @property
    def results(self) -> Results:
        """The estimates and tables."""
        return self.of_folder

    def of(self, name: str, by: str | None = None) -> StoredRun:
        """One council, service or fifth that was measured, as a run of its own."""
        return StoredRun(part_of(self.of_folder, name, by))

    def to_xarray(self) -> xarray.Dataset:
        """The table of runs over replicate and arm (and council, …); months of single futures are not stored."""
        from simulation.notebook.arrays import of_table, origin

        about = {"scenario": self.of_folder.summary.scenario, **origin(self.of_folder.manifest)}
        table = self.runs.drop(columns=["seed", "world"], errors="ignore")  # earlier versions knew no worlds
        found = of_table(table, ["replicate", "arm"], run_units(), about)
        return found.assign_coords(world=("replicate", self.of_folder.worlds))


class StoredSweep(Stored):
    """What ``coproduction sweep`` has written, see `Stored`; tables are made when they are asked for."""

    @property
    def runs(self) -> pd.DataFrame:
        """One row for each point, replicate and arm (and group): scenario, policy, factors, and every outcome."""
        table = self.points.to_pandas().merge(self._with_groups, on="point", validate="one_to_many")
        return with_units(table, run_units())

    @property
    def _with_groups(self) -> pd.DataFrame:
        """The table of outcomes, with those of the groups that the design kept."""
        whole = self.dataset(OUTCOMES).to_table().to_pandas()
        if self.group is not None or not self.groups:
            return whole
        return joined(whole, self.dataset(GROUPS).to_table().to_pandas())

    @property
    def months(self) -> pd.DataFrame:
        """One row for each point, replicate, arm, month and measure that was kept month by month, of the whole."""
        self._refuse_whole("months")
        table = self.dataset("monthly").to_table().to_pandas()
        keys = ["point", "replicate", "arm"]
        kept = [name for name in table.columns if name not in keys]
        long = table.melt(keys, kept, "measure", "value").explode("value", ignore_index=True)
        month = long.groupby([*keys, "measure"], sort=False).cumcount()
        long.insert(len(keys), "month", month)
        long.insert(len(keys) + 2, "unit", long["measure"].map(measure_units()))
        return with_units(long.astype({"value": float}), {"month": "months since the start"})

    @property
    def spells(self) -> pd.DataFrame:
        """One row for each co-produced spell, if the design kept them; those of a single council or service."""
        self._refuse_whole("spells", ("council", "service"))
        table = self.dataset("spells").to_table().to_pandas()
        scenarios = np.array(self.points["scenario"].to_pylist())[table["point"]]
        named = {name: np.array(self.council_names(name)) for name in self.manifest["scenarios"]}
        councils = table["council"].to_numpy()
        table["council"] = [named[scenario][council] for scenario, council in zip(scenarios, councils, strict=True)]
        if self.group is not None:
            by, name = self.group
            table = table[table[by] == name].reset_index(drop=True)
        return with_units(table, {name: "months since the start" for name in ("start", "end")})

    def _refuse_whole(self, table: str, kinds: tuple[str, ...] = ()) -> None:
        """Refuse a table of which a sweep keeps no part for this group, and which would be that of the whole."""
        if self.group is not None and self.group[0] not in kinds:
            raise ResultError(f"a sweep keeps {table} of the whole, and not of each {self.group[0]}")

    @cached_property
    def effects(self) -> pd.DataFrame:
        """By scenario and policy the mean difference between the arms in every measure, with a 90 % interval.

        Where futures are drawn in several worlds ``low`` and ``high`` say how sure the *mean* over worlds is; the band
        that nine worlds in ten are in, as `StoredRun.effects` has it, is wider. Resilience, which has no levels to
        subtract, is that of the scenario.
        """
        levels = [name for name in self.outcomes if name.endswith(("_final_year", "_after_event"))]
        others = [name for name in self.outcomes if name not in levels]
        kinds: tuple[tuple[list[str], ArmOrDifference], ...] = ((levels, "difference"), (others, "scenario"))
        found = [summary(self, names, arm).to_pandas().assign(arm=arm) for names, arm in kinds if names]
        table = pd.concat(found, ignore_index=True)
        table["unit"] = table["outcome"].map(run_units())
        return table

    def to_xarray(self) -> xarray.Dataset:
        """Outcomes over point, replicate, arm (and council, …); what differs between points stands beside ``point``."""
        from simulation.notebook.arrays import of_table, origin

        dims = ["point", "replicate", "arm"]
        table = self._with_groups
        kept = [name for name in ("by", "group") if name in table.columns and self.group is None]
        about = {"design": self.manifest["name"], **origin(self.manifest)}
        found = of_table(table[[*kept, *dims, *self.outcomes]], dims, run_units(), about)
        units = {each.name: {"units": each.unit} for each in sampled(self)}
        beside: dict[str, Any] = {
            name: ("point", self.points[name].to_pandas().to_numpy(), units.get(name, {}))
            for name in self.points.column_names[1:]
        }
        beside["policy"] = ("point", [name or "" for name in self.points["policy"].to_pylist()])
        return found.assign_coords(beside | {"world": ("replicate", self.world)})

    @property
    def outcomes(self) -> list[str]:
        """Names of the outcomes."""
        return outcome_columns(self.dataset().schema.names)

    @cached_property
    def figures(self) -> dict[str, SweepFigure]:
        """The figures that the design allows, by name."""
        return {figure.name: figure for figure in sweep_figures(self)}

    def plot(self, name: str, outcome: str | None = None, arm: ArmOrDifference | None = None) -> Drawn:
        """Draw one of `figures` and return its matplotlib axes, a list where there are several.

        Parameters
        ----------
        outcome : what it shows, instead of co-production in the last year.
        arm : of which arm, or of their ``difference``, what the events do, ``sensitivity`` and ``phase`` are; the
            scenario by default.
        """
        if outcome is not None and outcome not in self.outcomes:
            there = nearest(outcome, self.outcomes) or f"; there are {', '.join(self.outcomes)}"
            raise ResultError(f"there is no outcome {quoted(outcome)}{there}")
        if arm is not None and arm not in ARMS_AND_DIFFERENCE:
            raise ResultError(f"there is no arm {quoted(arm)}: it is one of {', '.join(ARMS_AND_DIFFERENCE)}")
        figures = {figure.name: figure for figure in sweep_figures(self, outcome, arm or "scenario")}
        if name not in figures:
            raise ResultError(f"there is no figure {quoted(name)}: there are {', '.join(figures)}")
        for what, given in (("outcome", outcome), ("arm", arm)):
            if given is not None and what not in figures[name].takes:
                takers = [each.name for each in figures.values() if what in each.takes]
                raise ResultError(f"{name} takes no {what}; what does: {', '.join(takers) or 'no figure'}")
        figure = figures[name].draw()
        if figure is None:
            raise ResultError(f"{name}: there is nothing to draw")
        return shown(figure)

    def export(self, folder: str | Path, form: str = CSV, tables: Iterable[str] = ()) -> list[Path]:
        """Write tables to ``folder`` as ``csv`` or ``parquet``, by default all that the design kept."""
        kept = [name for name in TABLES if name not in ("months", "spells") or self._keeps(name)]
        return export(self, Path(folder), form, tables or kept)

    def to_netcdf(self, path: str | Path) -> Path:
        """Write `to_xarray` as a NetCDF file; return its path."""
        from simulation.notebook.arrays import to_netcdf

        return to_netcdf(self.to_xarray(), Path(path))

    def __repr__(self) -> str:
        title, name = self.manifest["title"], self.manifest["name"]
        part = f", {self.group[0]} {self.group[1]}" if self.group is not None else ""
        return "\n".join(
            (
                f"{title}{part}" if title == name else f"{title}{part} ({name})",
                f"{len(self.points):,} points of {', '.join(self.manifest['scenarios'])}, {self.replicates} futures "
                f"each, seed {self.manifest['seed']}",
                f"drawn in {drawn_in(self)}",
                "; ".join([f"varied: {', '.join(self.varied) or 'nothing'}", *in_short(self.manifest)]),
                f".runs .effects{' .months' * self._keeps('months')}{' .spells' * self._keeps('spells')}: tables; "
                f".to_xarray(): arrays; .plot(name): {', '.join(self.figures)}",
            )
        )

    def _repr_html_(self) -> str:
        from html import escape

        title, *lines = map(escape, repr(self).splitlines())
        return f"<b>{title}</b><br>{'<br>'.join(lines)}{self.points.slice(0, 5).to_pandas().to_html(index=False)}"

    def _keeps(self, table: str) -> bool:
        if self.group is not None and (table == "months" or self.group[0] == "fifth"):
            return False
        return bool(self.manifest["design"]["monthly" if table == "months" else table])


def open_results(folder: str | Path) -> StoredRun | StoredSweep:
    """The results in a folder that ``coproduction run`` or ``coproduction sweep`` has written.

    Raises
    ------
    ResultError, StoreError : if there are none, or damaged ones.
    """
    folder = Path(folder)
    if is_sweep(folder):
        stored = open_store(folder)
        return StoredSweep(stored.folder, stored.manifest)
    return StoredRun(read(folder))
