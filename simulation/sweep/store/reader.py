"""Reading a sweep: only the columns and rows that are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.dataset as ds
from numpy.typing import NDArray

from simulation.results.manifests import MANIFEST, content_of, files_of, kind_of, read_manifest, unverified, verify
from simulation.results.sealed import table_of
from simulation.sweep.store.parts import OUTCOMES
from simulation.sweep.store.tables import TABLES
from simulation.sweep.store.workplace import DESIGN, KIND, POINTS, has_parts
from simulation.world.errors import Damaged, StoreError, nearest

REPAIR = "the same 'coproduction sweep' command again mends it"

Arm = Literal["scenario", "counterfactual", "difference"]


@dataclass(frozen=True)
class Stored:
    """A finished sweep in its folder.

    Attributes
    ----------
    manifest : where the results come from.
    """

    folder: Path
    manifest: dict[str, Any]
    _verified: set[str] = field(default_factory=set, repr=False, compare=False)

    @cached_property
    def points(self) -> pa.Table:
        """One row per point: number, scenario, policy and the values of the factors."""
        content = self._content(POINTS)
        try:
            return table_of(content)
        except Damaged as error:
            raise self._damaged(f"{POINTS} is damaged: {error}") from None

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
    def replicates(self) -> int:
        """Replicates at every point."""
        return int(self.manifest["replicates"])

    @property
    def design(self) -> str:
        """The design file."""
        return self._content(DESIGN).decode("utf-8")

    def dataset(self, table: str = OUTCOMES) -> ds.Dataset:
        """A final table, not yet read: give ``to_table`` the columns and the filter that you need."""
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
        for name in columns:
            if name not in dataset.schema.names:
                raise StoreError(f"{self.folder} has no {name!r}{nearest(name, dataset.schema.names)}")
        return dataset.to_table(columns=list(columns), filter=where)

    def values(self, outcome: str, arm: Arm = "scenario", points: NDArray[Any] | None = None) -> NDArray[np.float64]:
        """An outcome as ``[point, replicate]``; nan where a run failed or the outcome is not defined.

        Parameters
        ----------
        outcome : column of the table of outcomes, ``"coproduction_final_year"``.
        arm : one of the two worlds, or the scenario minus the counterfactual.
        points : numbers of the points, all by default.
        """
        if arm == "difference":
            return self.values(outcome, "scenario", points) - self.values(outcome, "counterfactual", points)
        where = ds.field("arm") == arm
        if points is not None:
            where &= ds.field("point").isin(np.asarray(points).tolist())
        column = self.table([outcome], where)[outcome].to_numpy(zero_copy_only=False)
        return np.asarray(column, float).reshape(-1, self.replicates)

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
