"""Results as tables: one row per run, one per month, one per spell.

The bytes of the files depend on the numbers alone: fixed order of rows and compression, no times, no pandas metadata.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from simulation.results.ensemble_like import EnsembleLike
from simulation.results.intervals import BOUNDS, UNBOUNDED, futures
from simulation.results.levels import Levels, finished, world_numbers
from simulation.results.over_worlds import over_worlds
from simulation.results.quantiles import quantiles
from simulation.world.arms import SCENARIO
from simulation.world.codes import CAUSES
from simulation.world.measures import MEASURES
from simulation.world.services import SERVICES


def runs_table(ensemble: EnsembleLike, levels: Levels) -> pa.Table:
    """One row per replicate and arm: the mean of every measure, resilience in the scenario's arm, and any error."""
    replicates, arms = len(ensemble.measures), len(ensemble.arms)
    row = np.full(replicates, -1)
    row[levels.replicates] = np.arange(len(levels.replicates))
    of_run = np.repeat(row, arms)  # position among the finished, -1 for a replicate that failed
    arm = np.tile(np.arange(arms), replicates)
    errors = {number: message for number, message in ensemble.failures}
    columns: dict[str, pa.Array] = {
        "replicate": pa.array(np.repeat(np.arange(replicates), arms), pa.int64()),
        "seed": pa.array(np.full(replicates * arms, ensemble.seed), pa.int64()),
        "world": pa.array(np.repeat(world_numbers(ensemble), arms), pa.int64()),
        "arm": _names(ensemble.arms, arm),
        "error": pa.array([errors.get(number) for number in range(replicates) for _ in range(arms)], pa.string()),
    }
    for column, measure in enumerate(MEASURES):
        for period, values in (("final_year", levels.final_year), ("after_event", levels.after_event)):
            columns[f"{measure.name}_{period}"] = _filled(values[..., column], of_run, arm)
    for name, values in asdict(levels.resilience).items():
        with_events = np.column_stack(
            [values if number == SCENARIO else np.full_like(values, np.nan) for number in range(arms)]
        )
        columns[name] = _filled(with_events, of_run, arm)
    return pa.table(columns)


def months_table(ensemble: EnsembleLike) -> pa.Table:
    """One row per arm, month and measure: mean, median and spread over the replicates that finished.

    ``q05`` to ``q95`` and ``q25`` to ``q75`` are the spread of futures (`intervals.futures`), null where there are too
    few for one; ``lowest`` and ``highest`` are those of all. ``worlds_low`` to ``worlds_high`` is the band of the
    average over worlds, null where futures were drawn in one world or in too few.
    """
    replicates = finished(ensemble)
    measures = ensemble.measures[replicates]
    _, arms, months, count = measures.shape
    arm, month, measure = (index.ravel() for index in np.indices((arms, months, count)))
    # Half of the futures lie between q25 and q75, nine in ten between q05 and q95.
    (low, high), (lower, upper) = futures(measures), futures(measures, 0.5)
    worlds = world_numbers(ensemble)
    several = len(np.unique(worlds)) > 1
    band = (np.full(measures.shape[1:], np.nan),) * 2
    if several:
        lowest, highest = np.array([BOUNDS.get(measure.unit, UNBOUNDED) for measure in MEASURES]).T
        found = over_worlds(measures, worlds[replicates])
        band = (np.maximum(found.low, lowest), np.minimum(found.high, highest))
    statistics = {
        "mean": measures.mean(axis=0),
        "lowest": measures.min(axis=0),
        "q05": low,
        "q25": lower,
        "q50": quantiles(measures, [0.5])[0],
        "q75": upper,
        "q95": high,
        "highest": measures.max(axis=0),
        "worlds_low": band[0],
        "worlds_high": band[1],
    }
    return pa.table(
        {
            "arm": _names(ensemble.arms, arm),
            "month": pa.array(month, pa.int64()),
            "measure": _names([measure.name for measure in MEASURES], measure),
            **{name: pa.array(values.ravel(), mask=np.isnan(values.ravel())) for name, values in statistics.items()},
        }
    )


def spells_table(ensemble: EnsembleLike) -> pa.Table:
    """One row per co-produced spell, services and causes by name."""
    spells: Any = ensemble.spells
    keys = ("replicate", "arm", "council", "neighbourhood", "service", "start")
    order = np.lexsort([np.asarray(spells[key]) for key in reversed(keys)])
    whole = ("replicate", "council", "neighbourhood", "start", "end")
    column = {
        name: np.asarray(spells[name])[order].astype(np.int64) for name in (*whole, "arm", "service", "cause", "ended")
    }
    return pa.table(
        {
            "replicate": pa.array(column["replicate"]),
            "arm": _names(ensemble.arms, column["arm"]),
            "council": pa.array(column["council"]),
            "neighbourhood": pa.array(column["neighbourhood"]),
            "service": _names([service.name for service in SERVICES], column["service"]),
            "start": pa.array(column["start"]),
            "end": pa.array(column["end"]),
            "cause": _names(CAUSES, column["cause"]),
            "ended": pa.array(column["ended"].astype(bool)),
        }
    )


def _names(names: Sequence[str], numbers: NDArray[np.int64]) -> pa.Array:
    return pa.array(list(names), pa.string()).take(pa.array(numbers, pa.int64()))


def _filled(values: NDArray[np.float64], of_run: NDArray[np.int64], arm: NDArray[np.int64]) -> pa.Array:
    """Values ``[finished replicate, arm]`` for each row; null for a failed replicate and for what is not defined."""
    picked = np.where(of_run >= 0, values[of_run, arm], np.nan)
    return pa.array(picked, pa.float64(), mask=np.isnan(picked))
