"""Which factors move an outcome: Sobol' indices, Morris' elementary effects, rank correlations.

The model is stochastic, so every value is a mean over replicates and is itself uncertain. All intervals here are
bootstraps over both the points of the design and the replicates; all points share their chance (common random numbers),
so a replicate is drawn again for all of them at once.

References
----------
Saltelli, A. et al. (2010). Variance based sensitivity analysis of model output. Design and estimator for the total
sensitivity index. Computer Physics Communications 181, 259-270. (Estimators (b) and (f) of table 2.)
Morris, M. D. (1991). Factorial sampling plans for preliminary computational experiments. Technometrics 33, 161-174.
Campolongo, F., Cariboni, J., Saltelli, A. (2007). An effective screening design for sensitivity analysis of large
models. Environmental Modelling & Software 22, 1509-1518. (The mean of absolute elementary effects.)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from simulation.results.bootstrap import RESAMPLES_OF_ANALYSES, indices, interval, over_units_and_replicates
from simulation.sweep.store import Stored
from simulation.world.arms import ArmOrDifference
from simulation.world.errors import AnalysisError

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Sensitivity:
    """How much each factor matters.

    Attributes
    ----------
    method : ``sobol``, ``morris`` or ``rank_correlation``.
    factors : their names.
    columns : names of the statistics: ``first``, ``total``; ``mean_absolute``, ``mean``, ``spread``; ``correlation``.
    estimate, low, high : ``[factor, column]``, with 90 % intervals.
    noise : share of the variance over all runs that is chance within points, 0..1, where that is known.
    """

    method: str
    factors: tuple[str, ...]
    columns: tuple[str, ...]
    estimate: Floats
    low: Floats
    high: Floats
    noise: float

    def order(self) -> list[int]:
        """Rows from the factor that matters most to the one that matters least, by the method's main statistic."""
        main = {"sobol": 1, "morris": 0, "rank_correlation": 0}[self.method]
        return sorted(range(len(self.factors)), key=lambda row: -abs(np.nan_to_num(self.estimate[row, main])))


def sobol_indices(values: Floats, factors: Sequence[str], resamples: int = RESAMPLES_OF_ANALYSES) -> Sensitivity:
    """First-order and total Sobol' indices.

    Parameters
    ----------
    values : ``[point, replicate]`` in the order of `sweep.design.samplers.saltelli`: for each row of the base
        sample A, one point with each factor from B, and B.
    """
    units = _units(values, len(factors) + 2, "saltelli")

    def statistic(means: Floats) -> Floats:
        a, b, mixed = means[:, :1], means[:, -1:], means[:, 1:-1]
        variance = np.concatenate([a, b]).var()
        if variance <= 0:
            return np.zeros((mixed.shape[1], 2))
        first = (b * (mixed - a)).mean(axis=0) / variance
        total = 0.5 * ((a - mixed) ** 2).mean(axis=0) / variance
        return np.column_stack([first, total])

    def centred(means: Floats) -> Floats:
        return statistic(means - means.mean())  # the estimator of the first order is less noisy around zero

    drawn = over_units_and_replicates(units, centred, resamples)
    return _sensitivity("sobol", factors, ("first", "total"), centred(units.mean(axis=2)), drawn, values)


def elementary_effects(
    values: Floats, sample: Floats, factors: Sequence[str], resamples: int = RESAMPLES_OF_ANALYSES
) -> Sensitivity:
    """Morris' elementary effects: the change of the outcome per change of a factor over its whole range.

    Parameters
    ----------
    values : ``[point, replicate]``, trajectory after trajectory.
    sample : values of the factors, ``[point, factor]``.
    """
    count = len(factors)
    units = _units(values, count + 1, "morris")
    low, high = sample.min(axis=0), sample.max(axis=0)
    unit = (sample - low) / np.where(high > low, high - low, 1)
    steps = np.diff(unit.reshape(len(units), count + 1, count), axis=1)
    moved = np.abs(steps).argmax(axis=2)  # which factor moves in each step
    size = np.take_along_axis(steps, moved[..., None], axis=2)[..., 0]
    order = np.argsort(moved, axis=1)

    def effects(means: Floats) -> Floats:
        change = np.divide(np.diff(means, axis=1), size, out=np.zeros_like(size), where=size != 0)
        return np.take_along_axis(change, order, axis=1)

    def statistic(found: Floats) -> Floats:
        spread = found.std(axis=0, ddof=1) if len(found) > 1 else np.zeros(count)
        return np.column_stack([np.abs(found).mean(axis=0), found.mean(axis=0), spread])

    trajectories = indices(len(units), resamples, 0)
    replicates = indices(values.shape[1], resamples, 1)
    drawn = []
    for rows, columns in zip(trajectories, replicates, strict=True):
        weights = np.bincount(columns, minlength=values.shape[1]) / values.shape[1]
        drawn.append(statistic(effects(units @ weights)[rows]))
    names = ("mean_absolute", "mean", "spread")
    return _sensitivity("morris", factors, names, statistic(effects(units.mean(axis=2))), np.array(drawn), values)


def rank_correlations(
    values: Floats, sample: Floats, factors: Sequence[str], resamples: int = RESAMPLES_OF_ANALYSES
) -> Sensitivity:
    """Spearman's correlation of an outcome with every factor, for designs that fill the space."""
    ranks = stats.rankdata(sample, axis=0)

    def statistic(outcome: Floats, chosen: Floats) -> Floats:
        y = stats.rankdata(outcome) - (len(outcome) + 1) / 2
        x = chosen - chosen.mean(axis=0)
        scale = np.sqrt((x**2).sum(axis=0) * (y**2).sum())
        return np.divide(x.T @ y, scale, out=np.zeros(x.shape[1]), where=scale > 0)[:, None]

    points, replicates = indices(len(values), resamples, 0), indices(values.shape[1], resamples, 1)
    drawn = []
    for rows, columns in zip(points, replicates, strict=True):
        weights = np.bincount(columns, minlength=values.shape[1]) / values.shape[1]
        drawn.append(statistic((values @ weights)[rows], ranks[rows]))
    estimate = statistic(values.mean(axis=1), ranks)
    return _sensitivity("rank_correlation", factors, ("correlation",), estimate, np.array(drawn), values)


def sensitivity(
    stored: Stored,
    outcome: str,
    arm: ArmOrDifference = "scenario",
    scenario: str | None = None,
    policy: str | None = None,
    resamples: int = RESAMPLES_OF_ANALYSES,
) -> Sensitivity:
    """The sensitivity analysis that the sampler of a sweep allows, for one of its scenarios (the first by default)."""
    if not stored.factors:
        raise AnalysisError(f"{stored.folder} varies nothing, so there is nothing to be sensitive to")
    points = stored.points
    chosen = scenario or points["scenario"][0].as_py()
    which = np.array([name == chosen for name in points["scenario"].to_pylist()])
    if policy is not None:
        which &= np.array([name == policy for name in points["policy"].to_pylist()])
    numbers = np.flatnonzero(which)
    values = stored.values(outcome, arm, numbers)
    sample = np.column_stack([points[name].to_numpy()[numbers] for name in stored.factors])
    sampler = stored.manifest["design"]["sampler"]
    methods: dict[str, Callable[[], Sensitivity]] = {
        "saltelli": lambda: sobol_indices(_complete(values, outcome), stored.factors, resamples),
        "morris": lambda: elementary_effects(_complete(values, outcome), sample, stored.factors, resamples),
    }
    if sampler in methods:
        return methods[sampler]()
    known = np.isfinite(values).any(axis=1)
    filled = _filled(values[known])
    return rank_correlations(filled, sample[known], stored.factors, resamples)


def noise_share(values: Floats) -> float:
    """Share of the variance over all runs that lies within points; nan with a single replicate."""
    if values.shape[1] < 2:
        return np.nan
    total = values.var()
    return min(1.0, float(values.var(axis=1).mean() / total)) if total > 0 else 0.0


def _complete(values: Floats, outcome: str) -> Floats:
    """Values without gaps: such a design has to stay complete, so a run without a value takes its point's mean.

    A point without any value cannot be mended.
    """
    empty = int((~np.isfinite(values).any(axis=1)).sum())
    if empty:
        raise AnalysisError(f"{outcome} has no value at {empty} of {len(values)} points; the design must stay complete")
    return _filled(values)


def _filled(values: Floats) -> Floats:
    mean = np.nanmean(values, axis=1, keepdims=True)
    return np.where(np.isfinite(values), values, mean)


def _units(values: Floats, size: int, sampler: str) -> Floats:
    if len(values) % size or values.ndim != 2:
        raise AnalysisError(f"{len(values)} points are no {sampler} sample: they come in groups of {size}")
    return values.reshape(-1, size, values.shape[1])


def _sensitivity(
    method: str, factors: Sequence[str], columns: tuple[str, ...], estimate: Floats, drawn: Floats, values: Floats
) -> Sensitivity:
    low, high = interval(drawn)
    return Sensitivity(method, tuple(factors), columns, estimate, low, high, noise_share(values))
