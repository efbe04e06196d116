"""Results of one ensemble, complete: what is written to a folder and read back from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from simulation.results.by_group import tables_by_group, with_fifths
from simulation.results.ensemble_like import EnsembleLike
from simulation.results.event_marks import Mark, marks
from simulation.results.levels import levels
from simulation.results.provenance import provenance
from simulation.results.summary import Summary
from simulation.results.tables import months_table, runs_table, spells_table

if TYPE_CHECKING:
    from simulation.ensemble import Ensemble


@dataclass(frozen=True)
class Results:
    """Everything that a report or a figure needs; it has the same contents whether computed or read.

    Attributes
    ----------
    manifest : where the results come from.
    summary : the estimates.
    runs, months, spells : the tables.
    by_group : estimates, runs and months of groups, see `simulation.results.by_group`; empty unless they were measured.
    """

    manifest: dict[str, Any]
    summary: Summary
    runs: pa.Table
    months: pa.Table
    spells: pa.Table
    by_group: Mapping[str, pa.Table] = field(default_factory=dict)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The scenario's events on the time axis."""
        return tuple(Mark(**mark) for mark in self.manifest["events"])

    @property
    def worlds(self) -> NDArray[np.int64]:
        """Number of the world of each replicate; results of earlier versions were drawn in one."""
        if "world" not in self.runs.column_names:
            return np.zeros(self.summary.replicates, np.int64)
        numbers: NDArray[np.int64] = self.runs["world"].to_numpy()[:: len(self.manifest["arms"])]
        return numbers

    @property
    def start(self) -> str | None:
        """Calendar month of month 0, ``"1997-05"``, or None."""
        start: str | None = self.manifest["scenario"].get("start")
        return start


def tabulate(
    ensemble: EnsembleLike, summary: Summary, command: str = "", wall_seconds: float = 0.0, of_files: Sequence[str] = ()
) -> Results:
    """Put the results of an ensemble together.

    Parameters
    ----------
    command : what makes these results again.
    of_files : what was said of the files that the scenario was joined from: which rows were used, and which not.
    wall_seconds : how long it took; stands in the manifest alone, so that all else can be compared byte for byte.
    """
    manifest = {
        "title": summary.title,
        "command": command,
        "seed": summary.seed,
        "replicates": summary.replicates,
        "worlds": summary.worlds._asdict(),
        "months": summary.months,
        "fork": summary.fork,
        "arms": list(ensemble.arms),
        "events": [mark.to_json() for mark in marks(ensemble.scenario, ensemble.months)],
        "scenario": ensemble.scenario.to_mapping(),
        **({"outside": ensemble.scenario.outside} if ensemble.scenario.outside else {}),
        **({"of_files": list(of_files)} if of_files else {}),
        **({"by": list(dict.fromkeys(group.by for group in ensemble.groups))} if ensemble.groups else {}),
        **provenance().to_json(),
        "wall_seconds": round(wall_seconds, 3),
    }
    spells = spells_table(ensemble)
    by_group: dict[str, pa.Table] = {}
    if ensemble.groups:
        measured = cast("Ensemble", ensemble)
        spells, by_group = with_fifths(spells, measured), tables_by_group(measured)
    return Results(manifest, summary, runs_table(ensemble, levels(ensemble)), months_table(ensemble), spells, by_group)
