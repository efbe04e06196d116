"""Reading a sweep: only the columns and rows that are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.dataset as ds
from numpy.typing import ArrayLike, NDArray

from simulation.results.manifests import MANIFEST, content_of, files_of, kind_of, read_manifest, unverified, verify
from simulation.results.resilience import weight_period
from simulation.scenarios import Scenario
from simulation.sweep.design.varied import YEAR, changed
from simulation.sweep.store.parts import OUTCOMES
from simulation.sweep.store.tables import TABLES
from simulation.sweep.store.workplace import DESIGN, KIND, POINTS, WORLDS, has_parts
from simulation.world.arms import ARMS, ArmOrDifference
from simulation.world.errors import Damaged, ScenarioError, StoreError, nearest
from simulation.world.groups import the_group
from simulation.world.sealed import table_of
from simulation.world.worlds import CENTRAL, Worlds

REPAIR = "the same 'coproduction sweep' command again mends it"

GROUPS = "groups"  # the table of outcomes by group
POINT_COLUMNS = 3  # of the table of points: number, scenario, policy; the others are factors
# Of the tables of outcomes; their other columns are outcomes.
RUN_COLUMNS = ("by", "group", "point", "replicate", "arm", "world", "seed", "error")


class Recorded(Worlds):
    """Worlds as they were stored, whatever parameters and their ranges are by now."""

    def __post_init__(self) -> None:
        """Nothing is refused."""


def outcome_columns(names: Sequence[str]) -> list[str]:
    """Those columns of the table of outcomes that are outcomes."""
    return [name for name in names if name not in RUN_COLUMNS]


@dataclass(frozen=True)
class Stored:
    """A finished sweep in its folder.

    Attributes
    ----------
    manifest : where the results come from.
    group : kind and name of the group whose outcomes are looked at (see `of`), None for the whole.
    """

    folder: Path
    manifest: dict[str, Any]
    group: tuple[str, str] | None = None
    _verified: set[str] = field(default_factory=set, repr=False, compare=False)

    def of(self, name: str, by: str | None = None) -> Stored:
        """The sweep with the outcomes of one group in the place of the whole's, for any analysis.

        Monthly measures and spells are the whole's still.

        Parameters
        ----------
        name, by : of a council, service or fifth that the design kept; ``by`` says which where several have that name.
        """
        found = the_group(
            self.groups, name, by, "the design asked for none", lambda text: StoreError(f"{self.folder} has {text}")
        )
        return replace(self, group=found)

    @cached_property
    def groups(self) -> list[tuple[str, str]]:
        """Kind and name of every group whose outcomes are kept, in order."""
        if not self.manifest["design"].get("by"):
            return []
        table = self._file(GROUPS).to_table(columns=["by", "group"])
        return list(dict.fromkeys(zip(table["by"].to_pylist(), table["group"].to_pylist(), strict=True)))

    @cached_property
    def points(self) -> pa.Table:
        """One row per point: number, scenario, policy and the values of the factors."""
        content = self._content(POINTS)
        try:
            return table_of(content)
        except Damaged as error:
            raise self._damaged(f"{POINTS} is damaged: {error}") from None

    @cached_property
    def worlds(self) -> Worlds:
        """The worlds that the futures were drawn in; the central one before sweeps knew any other."""
        said = self.manifest.get("worlds")
        if said is None or WORLDS not in files_of(self.manifest):
            return CENTRAL
        content = self._content(WORLDS)
        try:
            table = table_of(content)
        except Damaged as error:
            raise self._damaged(f"{WORLDS} is damaged: {error}") from None
        values = np.column_stack([column.to_numpy() for column in table.columns])
        return Recorded(str(said["name"]), tuple(table.column_names), values)

    @cached_property
    def world(self) -> NDArray[np.int64]:
        """The number of the world of each future, ``[replicate]``; the same at all points and in both arms."""
        if self.group is not None:
            return replace(self, group=None).world
        if "world" not in self.dataset().schema.names:  # written before there were worlds
            return np.zeros(self.replicates, np.int64)
        first = (ds.field("point") == 0) & (ds.field("arm") == ARMS[0])
        table = self.table(["replicate", "world"], first)
        found = np.zeros(self.replicates, np.int64)
        found[table["replicate"].to_numpy()] = table["world"].to_numpy()
        return found

    def council_names(self, scenario: str) -> tuple[str, ...]:
        """The councils of a scenario by name, in the order of their numbers."""
        return tuple(Scenario.from_mapping(self.manifest["scenarios"][scenario]).council_names)

    def overridden(self, scenario: str) -> list[str]:
        """Settings of the worlds that a scenario, the design, a policy or a factor set in all of them instead."""
        return list(self.manifest.get("worlds", {}).get("overridden", {}).get(scenario, ()))

    @property
    def in_worlds(self) -> bool:
        """Whether the futures were drawn in several worlds; those of one world are not independent of each other."""
        return bool((self.world != self.world[0]).any())

    def set_at(self, points: ArrayLike) -> set[str]:
        """Settings that the design, a scenario, a policy or a factor sets at some of these points, in all worlds."""
        numbers = self._numbers(points)
        rows = self.points.take(pa.array(numbers))
        found = set(self.manifest["design"]["settings"])
        for name in set(rows["scenario"].to_pylist()):
            found |= set(self.manifest["scenarios"][name].get("settings", {}))
        return found | {name for name in self.varied if rows[name].null_count < len(rows)}

    @property
    def warning(self) -> str:
        """What a reader should know: that an earlier version kept no checksums; else empty."""
        said = unverified(self.manifest)
        return said and f"{self.folder} was {said}"

    @property
    def factors(self) -> list[str]:
        """Names of the sampled factors."""
        return list(self.manifest["factors"])

    @property
    def varied(self) -> list[str]:
        """Names of what differs between points: what policies set, and the factors."""
        return list(self.points.column_names[POINT_COLUMNS:])

    @property
    def replicates(self) -> int:
        """Replicates at every point."""
        return int(self.manifest["replicates"])

    @property
    def design(self) -> str:
        """The design file."""
        return self._content(DESIGN).decode("utf-8")

    def dataset(self, table: str = OUTCOMES) -> ds.Dataset:
        """A final table, not yet read: give ``to_table`` the columns and the filter that you need."""
        if table == OUTCOMES and self.group is not None:
            by, name = self.group
            return self._file(GROUPS).filter((ds.field("by") == by) & (ds.field("group") == name))
        return self._file(table)

    def _file(self, table: str) -> ds.Dataset:
        path = self.folder / f"{table}.parquet"
        if not path.is_file() and path.name not in files_of(self.manifest):
            raise StoreError(f"{self.folder} keeps no {table}: the design did not ask for them")
        if table not in self._verified:  # once: it may be large
            try:
                verify(self.folder, path.name, self.manifest)
            except Damaged as error:
                raise self._damaged(error) from None
            self._verified.add(table)
        checked = ds.ParquetFragmentScanOptions(page_checksum_verification=True)
        return ds.dataset(path, format=ds.ParquetFileFormat(default_fragment_scan_options=checked))

    def table(self, columns: Sequence[str], where: ds.Expression | None = None, table: str = OUTCOMES) -> pa.Table:
        """Some columns of some rows of a final table."""
        dataset = self.dataset(table)
        if isinstance(columns, str):
            raise StoreError(f"columns = {columns!r}: give a list of names")
        for name in columns:
            if not isinstance(name, str):
                raise StoreError(f"columns are given by their names, not as {name!r}")
            if name not in dataset.schema.names:
                there = f"; it has: {', '.join(dataset.schema.names)}"
                raise StoreError(f"{self.folder} has no {name!r}{nearest(name, dataset.schema.names) or there}")
        return dataset.to_table(columns=list(columns), filter=where)

    def values(
        self, outcome: str, arm: ArmOrDifference = "scenario", points: ArrayLike | None = None
    ) -> NDArray[np.float64]:
        """An outcome as ``[point, replicate]``; nan where a run failed or the outcome is not defined.

        Parameters
        ----------
        outcome : column of the table of outcomes, ``"coproduction_final_year"``.
        arm : one of the two worlds, or the scenario minus the counterfactual.
        points : numbers of the points, all by default; the rows come in their order, a number given twice twice.
        """
        self._check_outcome(outcome)
        if arm == "difference":
            return self.values(outcome, "scenario", points) - self.values(outcome, "counterfactual", points)
        if arm not in ARMS:
            raise StoreError(f"there is no arm {arm!r}: it is one of {', '.join((*ARMS, 'difference'))}")
        where = ds.field("arm") == arm
        numbers = np.arange(len(self.points)) if points is None else self._numbers(points)
        wanted, row_of = np.unique(numbers, return_inverse=True)
        if points is not None:
            where &= ds.field("point").isin(wanted.tolist())
        table = self.table(["point", "replicate", outcome], where)
        found = np.full((len(wanted), self.replicates), np.nan)
        rows = np.searchsorted(wanted, table["point"].to_numpy())
        found[rows, table["replicate"].to_numpy()] = table[outcome].to_numpy(zero_copy_only=False)
        return found[row_of]

    def weights(self, outcome: str, points: ArrayLike | None = None) -> NDArray[np.float64]:
        """How much each future weighs where the outcome is averaged over futures, ``[point, replicate]``.

        A relative loss weighs as much as its future had to lose (`simulation.results.resilience.WEIGHT`), everything
        else the same.
        """
        numbers = np.arange(len(self.points)) if points is None else self._numbers(points)
        weights = np.ones((len(numbers), self.replicates))
        left = self.left[numbers]
        periods = {int(months): weight_period(outcome, int(months)) for months in np.unique(left)}
        for period in dict.fromkeys(periods.values()):
            if period is None:
                continue
            column = f"coproduction_{period}"
            rows = np.isin(left, [months for months, each in periods.items() if each == period])
            if column not in self._outcomes:
                raise StoreError(
                    f"{outcome!r} of several futures is a ratio of sums and needs {column}, which {self.folder} does "
                    'not keep: add "coproduction" to the outcomes of the design'
                )
            weights[rows] = self.values(column, "counterfactual", numbers[rows])
        return weights

    @cached_property
    def forks(self) -> NDArray[np.int64]:
        """The month in which the arms of each point part, ``[point]``: its own where an event's year varies."""
        scenarios = self.points["scenario"].to_pylist()
        found = np.array([self.manifest["forks"][name] for name in scenarios], np.int64)
        years = [name for name in self.varied if name.endswith(f".{YEAR}")]
        if not years:
            return found
        made: dict[tuple[Any, ...], int] = {}
        values = zip(*(self.points[name].to_pylist() for name in years), strict=True)
        for row, (name, stated) in enumerate(zip(scenarios, values, strict=True)):
            if (name, *stated) not in made:
                made[name, *stated] = self._fork(name, dict(zip(years, stated, strict=True)), int(found[row]))
            found[row] = made[name, *stated]
        return found

    def _fork(self, name: str, years: dict[str, float | None], otherwise: int) -> int:
        """The fork of a scenario with events in other years; a point that cannot be simulated has no outcomes."""
        base = Scenario.from_mapping(self.manifest["scenarios"][name])
        months = int(self.manifest["months"][name])
        try:
            made = changed(base, {factor: year for factor, year in years.items() if year is not None})
        except ScenarioError:
            return otherwise
        return min(made.fork_within(months), months)

    @cached_property
    def left(self) -> NDArray[np.int64]:
        """Months from the first event under study to the horizon, ``[point]``; 0 where there are none."""
        return np.array([self.manifest["months"][name] for name in self.points["scenario"].to_pylist()]) - self.forks

    @cached_property
    def beyond(self) -> NDArray[np.bool_]:
        """Where events are under study, but none can happen within the horizon, ``[point]``."""
        scenarios = self.manifest["scenarios"].items()
        eventful = {name: bool(Scenario.from_mapping(data).studied) for name, data in scenarios}
        return (self.left == 0) & np.array([eventful[name] for name in self.points["scenario"].to_pylist()])

    @property
    def _outcomes(self) -> list[str]:
        return outcome_columns(self.dataset().schema.names)

    def _check_outcome(self, name: str) -> None:
        if name in RUN_COLUMNS:
            raise StoreError(f"{name!r} says which run it is and is no outcome: there are {', '.join(self._outcomes)}")

    def _numbers(self, points: ArrayLike) -> NDArray[np.int64]:
        given = np.asarray(points).ravel()
        if np.ma.isMaskedArray(points) or given.dtype.kind not in "iuf" or not (given == np.round(given)).all():
            raise StoreError(f"points are given by their numbers, 0 to {len(self.points) - 1}, not as {given.dtype}")
        unknown = given[(given < 0) | (given >= len(self.points))]  # before they are whole numbers: some are too large
        if len(unknown):
            raise StoreError(f"{self.folder} has no point {unknown[0]:g}: its points are 0 to {len(self.points) - 1}")
        return given.astype(np.int64)

    @cached_property
    def failures(self) -> pa.Table:
        """The runs that failed, each with its error and its seed."""
        return self.table(["point", "replicate", "arm", "seed", "error"], ds.field("error").is_valid())

    def _content(self, name: str) -> bytes:
        try:
            return content_of(self.folder, name, self.manifest)
        except Damaged as error:
            raise self._damaged(error) from None

    def _damaged(self, reason: object) -> StoreError:
        return StoreError(f"{self.folder}: {reason}; {REPAIR}")

    @property
    def size(self) -> dict[str, int]:
        """Bytes of every table that is there."""
        paths = {name: self.folder / f"{name}.parquet" for name in TABLES}
        return {name: path.stat().st_size for name, path in paths.items() if path.is_file()}


def open_store(folder: str | Path) -> Stored:
    """Open a finished sweep; raise `StoreError` if it is none, is damaged, or not finished."""
    folder = Path(folder)
    try:
        manifest = read_manifest(folder)
    except Damaged as error:
        raise StoreError(f"{folder}: {error}; {REPAIR}") from None
    if not manifest:
        if has_parts(folder):
            raise StoreError(f"{folder}: {MANIFEST} is missing; {REPAIR}")
        raise StoreError(f"{folder} holds no sweep: 'coproduction sweep' writes one, with a {MANIFEST}")
    if kind_of(manifest) != KIND:
        raise StoreError(f"{folder} holds no sweep, but something else with a {MANIFEST}")
    name = f"{OUTCOMES}.parquet"
    if not (folder / name).is_file() or ("checksum" in manifest and name not in files_of(manifest)):
        raise StoreError(
            f"{folder} is not finished, it has no {name}: give the same 'coproduction sweep' command again to go on"
        )
    return Stored(folder, manifest)
