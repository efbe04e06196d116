"""A plain summary of a stored sweep: averages and contrasts of policies, of all runs or those that conditions leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from simulation.analysis.conditions import Chosen, choose
from simulation.analysis.given import names
from simulation.analysis.in_worlds import shares
from simulation.analysis.scope import a_sweep, points_of
from simulation.results.averages import Averages
from simulation.results.bootstrap import FEWEST, RESAMPLES_OF_ANALYSES, expanded_interval, indices
from simulation.sweep.design.samplers import CSV, FULL_FACTORIAL
from simulation.sweep.store import Stored
from simulation.world.arms import ArmOrDifference
from simulation.world.errors import AnalysisError, shown

Numbers = NDArray[np.int64]

POLICY = "policy"


def summary(
    stored: Stored, outcomes: Sequence[str], arm: ArmOrDifference = "scenario", given: str | None = None
) -> pa.Table:
    """Average outcomes by scenario and policy, each with a 90 % interval over points and futures.

    Where futures were drawn in worlds, the interval is over worlds. Relative losses are ratios of sums.

    Parameters
    ----------
    outcomes, arm : as of `Stored.values`.
    given : conditions that choose among points and worlds, see `simulation.analysis.conditions`.

    Returns
    -------
    pyarrow.Table
        Columns scenario, policy, outcome, mean, low, high (nan where there are too few for an interval), points,
        worlds, futures: how many are left.
    """
    a_sweep(stored)
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


def contrasts(
    stored: Stored,
    outcomes: Sequence[str],
    against: str | None = None,
    arm: ArmOrDifference = "scenario",
    given: str | None = None,
    by: str = POLICY,
) -> pa.Table:
    """What each policy makes of outcomes that another does not: paired differences, with 90 % intervals.

    All policies meet the same points and the same futures, so these are drawn again for both at once, and most of what
    makes averages uncertain is the same in both and cancels out. Compare policies by this, not by whether the intervals
    of `summary` overlap. A relative loss is a ratio of sums under each policy.

    Parameters
    ----------
    against : the policy that is subtracted, the first of the design by default.
    outcomes, arm, given : as of `summary`; with ``arm="difference"`` what the events do under one, less what they do
        under the other.
    by : ``council``, ``service`` or ``fifth`` compares those that the design kept, under each policy, as ``policy``
        compares policies; ``against`` then is the name of one of them.

    Returns
    -------
    pyarrow.Table
        Columns scenario, policy, (group,) against, outcome, difference, low, high (nan where there are too few for an
        interval), points, worlds, futures; less, no_matter, more: the shares of worlds in which the difference is one
        to less, too small to matter, to more, and whether these are rough (`simulation.analysis.in_worlds`).
    """
    a_sweep(stored)
    rows: list[dict[str, Any]] = []
    for told, chosen, base in (
        _policies(stored, against, given) if by == POLICY else _groups(stored, against, given, by)
    ):
        for outcome in names("outcomes", outcomes):
            drawn = len(chosen.points) // unit_size(chosen)
            found = [Averages.of(*each.by_unit(outcome, arm)) for each in (chosen, base)]
            difference, low, high = _with_interval(found, drawn, RESAMPLES_OF_ANALYSES)
            numbers = {"difference": difference, "low": low, "high": high, "points": len(chosen.points)}
            numbers |= {"worlds": len(np.unique(chosen.world)), "futures": len(chosen.futures)}
            rows.append({**told, "outcome": outcome, **numbers, **shares(chosen, base, outcome, arm)._asdict()})
    return pa.Table.from_pylist(rows)


Pairs = Iterator[tuple[dict[str, str | None], Chosen, Chosen]]


def _policies(stored: Stored, against: str | None, given: str | None) -> Pairs:
    """Each policy but that which is subtracted, in words, and the runs of both."""
    policies = [name for name in dict.fromkeys(stored.points["policy"].to_pylist()) if name is not None]
    if len(policies) < 2:
        raise AnalysisError(f"{stored.folder} has {len(policies)} policies: it takes two to compare")
    reference = policies[0] if against is None else against
    for scenario in stored.manifest["scenarios"]:
        base = choose(stored, given, points_of(stored, scenario, reference))
        for policy in (name for name in policies if name != reference):
            chosen = choose(stored, given, points_of(stored, scenario, policy))
            if len(chosen.points) != len(base.points) or (chosen.futures != base.futures).any():
                raise AnalysisError(f"given = {shown(given)}: it leaves other points of {policy} than of {reference}")
            yield {"scenario": scenario, "policy": policy, "against": reference}, chosen, base


def _groups(stored: Stored, against: str | None, given: str | None, by: str) -> Pairs:
    """Each group of a kind but that which is subtracted, under each policy, in words, and both in the same runs."""
    groups = [name for kind, name in stored.groups if kind == by]
    if len(groups) < 2:
        kept = ", ".join(dict.fromkeys(kind for kind, _ in stored.groups)) or "none"
        raise AnalysisError(
            f"by = {shown(by)}: it takes two to compare, and {stored.folder} keeps {len(groups)} ({kept})"
        )
    reference = groups[0] if against is None else against
    for scenario in stored.manifest["scenarios"]:
        for policy in dict.fromkeys(stored.points["policy"].to_pylist()):
            points = points_of(stored, scenario, policy)
            base = choose(stored.of(reference, by), given, points)
            for group in (name for name in groups if name != reference):
                told = {"scenario": scenario, "policy": policy, "group": group, "against": reference}
                yield told, choose(stored.of(group, by), given, points), base


def average(
    chosen: Chosen, outcome: str, arm: ArmOrDifference, drawn: int, resamples: int = RESAMPLES_OF_ANALYSES
) -> tuple[float, float, float]:
    """Mean over points and futures, with an interval over both; nan where there are too few of both.

    Parameters
    ----------
    drawn : how many things chance drew in the order of the points, each as many points: points, or units of a sampler.
    """
    return _with_interval([Averages.of(*chosen.by_unit(outcome, arm))], drawn, resamples)


def _with_interval(found: Sequence[Averages], drawn: int, resamples: int) -> tuple[float, float, float]:
    """The average of the first, less that of the second if there is one; points and futures are drawn for both."""
    points, futures = found[0].numerators.shape
    units = np.arange(points).reshape(drawn, -1)
    estimate = _less([each.together() for each in found])
    # What is too few to be resampled is held as it is: the interval is about the other, or there is none.
    sizes = [count for count in (drawn, futures) if count >= FEWEST]
    if not sizes:
        return estimate, np.nan, np.nan
    resampled = [
        indices(count, resamples, stream) if count >= FEWEST else np.tile(np.arange(count), (resamples, 1))
        for stream, count in enumerate((drawn, futures))
    ]
    means = []
    for rows, columns in zip(*resampled, strict=True):
        counts = np.bincount(columns, minlength=futures)
        drawn_points = [Averages(*(part[units[rows]].reshape(-1, futures) for part in each)) for each in found]
        means.append(_less([each.together(counts) for each in drawn_points]))
    low, high = expanded_interval(np.array(means)[:, None], min(sizes))
    return estimate, float(low[0]), float(high[0])


def _less(numbers: Sequence[float]) -> float:
    """The first number less all others."""
    return numbers[0] - sum(numbers[1:])


def unit_size(chosen: Chosen) -> int:
    """How many points of one scenario and policy are drawn as a whole; all of them where nothing is drawn."""
    factors, whole = len(chosen.stored.factors), len(chosen.points)
    of_sampler = {"saltelli": factors + 2, "morris": factors + 1, FULL_FACTORIAL: whole, CSV: whole}
    return of_sampler.get(chosen.stored.manifest["design"]["sampler"], 1) if factors else 1
