"""A plain summary of a stored sweep: averages with intervals, of all runs or of those that conditions leave."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from simulation.analysis.conditions import Chosen, choose
from simulation.analysis.given import names
from simulation.analysis.scope import points_of
from simulation.results.averages import Averages
from simulation.results.bootstrap import FEWEST, RESAMPLES_OF_ANALYSES, expanded_interval, indices
from simulation.sweep.design.samplers import CSV, FULL_FACTORIAL
from simulation.sweep.store import Stored
from simulation.world.arms import ArmOrDifference

Numbers = NDArray[np.int64]


def summary(
    stored: Stored, outcomes: Sequence[str], arm: ArmOrDifference = "scenario", given: str | None = None
) -> pa.Table:
    """Average outcomes by scenario and policy, each with a 90 % interval over points and futures.

    Where futures were drawn in worlds, the interval is over worlds. Relative losses are ratios of sums.

    Parameters
    ----------
    outcomes, arm : as of `Stored.values`.
    given : conditions that choose among points and worlds, see `simulation.analysis.conditions`.

    Returns a table with the columns scenario, policy, outcome, mean, low, high (nan where there are too few for an
    interval), points, worlds, futures: how many are left.
    """
    rows: list[dict[str, Any]] = []
    policies = list(dict.fromkeys(stored.points["policy"].to_pylist()))
    for scenario in stored.manifest["scenarios"]:
        for policy in policies:
            chosen = choose(stored, given, points_of(stored, scenario, policy))
            for outcome in names("outcomes", outcomes):
                mean, low, high = average(chosen, outcome, arm, len(chosen.points) // unit_size(chosen))
                worlds = len(np.unique(chosen.world))
                told = {
                    "scenario": scenario,
                    "policy": policy,
                    "outcome": outcome,
                    "mean": mean,
                    "low": low,
                    "high": high,
                }
                rows.append({**told, "points": len(chosen.points), "worlds": worlds, "futures": len(chosen.futures)})
    return pa.Table.from_pylist(rows)


def average(
    chosen: Chosen, outcome: str, arm: ArmOrDifference, drawn: int, resamples: int = RESAMPLES_OF_ANALYSES
) -> tuple[float, float, float]:
    """Mean over points and futures, with an interval over both; nan where there are too few of both.

    Parameters
    ----------
    drawn : how many things chance drew in the order of the points, each as many points: points, or units of a sampler.
    """
    units = np.arange(len(chosen.points)).reshape(drawn, -1)
    found = Averages.of(*chosen.by_unit(outcome, arm))
    futures = found.numerators.shape[1]
    # What is too few to be resampled is held as it is: the interval is about the other, or there is none.
    sizes = [count for count in (drawn, futures) if count >= FEWEST]
    if not sizes:
        return found.together(), np.nan, np.nan
    resampled = [
        indices(count, resamples, stream) if count >= FEWEST else np.tile(np.arange(count), (resamples, 1))
        for stream, count in enumerate((drawn, futures))
    ]
    means = [
        Averages(*(each[units[rows]].reshape(-1, futures) for each in found)).together(
            np.bincount(columns, minlength=futures)
        )
        for rows, columns in zip(*resampled, strict=True)
    ]
    low, high = expanded_interval(np.array(means)[:, None], min(sizes))
    return found.together(), float(low[0]), float(high[0])


def unit_size(chosen: Chosen) -> int:
    """How many points of one scenario and policy are drawn as a whole; all of them where nothing is drawn."""
    factors, whole = len(chosen.stored.factors), len(chosen.points)
    of_sampler = {"saltelli": factors + 2, "morris": factors + 1, FULL_FACTORIAL: whole, CSV: whole}
    return of_sampler.get(chosen.stored.manifest["design"]["sampler"], 1) if factors else 1
