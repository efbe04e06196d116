"""Which factors move an outcome: Sobol' indices, Morris' elementary effects, rank correlations.

The model is stochastic, so every value is a mean over replicates and is itself uncertain. All intervals here are
bootstraps over both the points of the design and the replicates; all points share their chance (common random numbers),
so a replicate is drawn again for all of them at once. With fewer than `FEWEST` replicates they hold the chance of the
points alone, and say so. Chance that points do not share raises total indices and effects of no size, and lowers
first-order indices and correlations: intervals reach as far as these would lie without it. Points that were chosen (a
full factorial, a table) are no sample: they have no interval, nor has a sample of so few units that intervals would not
hold what they promise (`FEWEST_UNITS`; docs/reliability.md).

A factor needs all points, also those at which its mechanism is off (`simulation.world.switched`), where it changes
nothing: that makes it look as if it mattered less, so it is said of each such factor in how many runs.

The points of several scenarios or policies are the same points again, not more of them, so one scenario and one policy
are looked at at a time.

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
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from simulation.analysis.conditions import TOGETHER, Chosen, choose
from simulation.analysis.given import FEWEST_RESAMPLES, constant, names, numbers, too_few_resamples, weights_of
from simulation.analysis.scope import a_sweep, points_of
from simulation.analysis.switched import on_at
from simulation.results.averages import Averages
from simulation.results.bootstrap import FEWEST, RESAMPLES_OF_ANALYSES, expanded_interval, over_units_and_replicates
from simulation.sweep.columns import PERIODS
from simulation.sweep.design.samplers import CSV, FULL_FACTORIAL
from simulation.sweep.store import Stored
from simulation.world.arms import ArmOrDifference
from simulation.world.errors import AnalysisError
from simulation.world.switched import switch_of

Floats = NDArray[np.float64]

FEWEST_POINTS = 3  # two points always lie on a line
FEWEST_UNITS = {"sobol": 64, "morris": 20, "rank_correlation": 10}  # of which intervals hold what they promise
WORDS = {"sobol": "Sobol' indices", "morris": "elementary effects", "rank_correlation": "rank correlations"}
UNITS = {"sobol": "base points", "morris": "trajectories", "rank_correlation": "points"}
CHOSEN = "no interval: the points were chosen, not drawn"
MOST_WIDTH = 1.0  # of an interval of a share of the variance that still says something
MUCH_NOISE = 0.9  # of the variance of all values: the factors have the little that is left
MOST_CHANCE = 0.99  # of the variance: beyond it nothing can be said of what is left
NO_RESAMPLES = f"no interval: it takes {FEWEST_RESAMPLES} resamples"
POINTS_ALONE = (
    f"the intervals hold the chance of the points alone: that of futures takes {FEWEST} replicates, or worlds"
)


@dataclass(frozen=True, repr=False)
class Sensitivity:
    """How much each factor matters.

    Attributes
    ----------
    method : ``sobol``, ``morris`` or ``rank_correlation``.
    factors : their names.
    columns : names of the statistics: ``first``, ``total``; ``mean_absolute``, ``mean``, ``spread``; ``correlation``.
    estimate, low, high : ``[factor, column]``, with 90 % intervals; nan for a factor that the sample does not vary, and
        for Morris' spread from a single trajectory, and for intervals where the note says why.
    noise : share of the variance over all runs that is chance, 0..1; nan where that is not known. Where futures were
        drawn in worlds: the share over the averages of worlds that is chance or the worlds' own.
    note : why there are no intervals, what they leave out, and which runs were chosen; empty otherwise.
    about : the outcome, the arm, scenario and policy, and of which council, service or fifth, where a stored sweep was
        analysed.
    off : of each factor the share of runs without its mechanism, in which it changes nothing; 0 of most.
    """

    method: str
    factors: tuple[str, ...]
    columns: tuple[str, ...]
    estimate: Floats
    low: Floats
    high: Floats
    noise: float
    note: str = ""
    about: tuple[tuple[str, str], ...] = ()
    off: tuple[float, ...] = ()

    def table(self) -> pa.Table:
        """One row for each factor, the most important first: what was looked at, estimates with ends, and warnings."""
        rows = self.order()
        columns: dict[str, Any] = {name: [value] * len(rows) for name, value in self.about}
        columns |= {"method": [self.method] * len(rows), "factor": [self.factors[row] for row in rows]}
        for at, name in enumerate(self.columns):
            ends = {"": self.estimate, "_low": self.low, "_high": self.high}
            columns |= {f"{name}{end}": values[rows, at] for end, values in ends.items()}
        warnings = [self.warning(row) for row in rows]
        return pa.table({**columns, "warning": pa.array(warnings, pa.string())})

    def __repr__(self) -> str:
        """A line for each factor that a terminal can hold, and below it what must be known before it is believed."""
        intervals = " with 90 % intervals" if np.isfinite(self.low).any() else ""
        head = f"{WORDS[self.method]}{intervals}: {', '.join(value for _, value in self.about if value)}".rstrip(": ")
        lines = [["factor", *(name.replace("_", " ") for name in self.columns)]]
        warned: dict[str, list[str]] = {}
        for row in self.order():
            lines.append([self.factors[row], *(self._estimate(row, at) for at in range(len(self.columns)))])
            if warning := self.warning(row):
                warned.setdefault(warning, []).append(self.factors[row])
        wide = [max(map(len, column)) for column in zip(*lines, strict=True)]
        padded = [[f"{cell:<{width}}" for cell, width in zip(line, wide, strict=True)] for line in lines]
        table = ["  ".join(line).rstrip() for line in padded]
        share = f"{self.noise:.0%} of the variance of all values is no factor's, but chance or differing worlds"
        share += "; take more futures before you believe the rest" if self.noise > MUCH_NOISE else ""
        noise = [] if np.isnan(self.noise) else [share]
        return "\n".join([head, *table, *noise, *(f"{', '.join(of)}: {said}" for said, of in warned.items())])

    def _estimate(self, row: int, at: int) -> str:
        estimate, low, high = (each[row, at] for each in (self.estimate, self.low, self.high))
        return f"{estimate:.3g}" + (f" [{low:.3g}, {high:.3g}]" if np.isfinite(low) else "")

    def warning(self, row: int) -> str:
        """What must be known of a factor's numbers before they are believed; empty if nothing.

        Nothing is said of what lies within the intervals: two small indices come out in either order.
        """
        said = [self.note]
        if self.off and self.off[row]:
            said.append(f"counts runs without its mechanism too ({self.off[row]:.0%}), where it changes nothing")
        if self.method == "sobol":
            known = np.isfinite(self.low[row])
            low, high = (np.where(known, ends[row], self.estimate[row]) for ends in (self.low, self.high))
            if low[0] > high[1]:
                said.append("first order above total: too few base points to tell them apart")
            if high[0] < 0:
                said.append("first order below 0: too few base points")
            if (high - low > MOST_WIDTH).any():
                said.append("an interval wider than all there is to share out: take more base points or futures")
        return "; ".join(filter(None, said))

    def order(self) -> list[int]:
        """Rows from the factor that matters most to the one that matters least, by the method's main statistic."""
        main = {"sobol": 1, "morris": 0, "rank_correlation": 0}[self.method]
        return sorted(range(len(self.factors)), key=lambda row: -abs(np.nan_to_num(self.estimate[row, main])))


def sobol_indices(
    values: ArrayLike, factors: Sequence[str], resamples: int = RESAMPLES_OF_ANALYSES, weights: ArrayLike | None = None
) -> Sensitivity:
    """First-order and total Sobol' indices.

    Parameters
    ----------
    values : ``[point, replicate]`` in the order of `sweep.design.samplers.saltelli`: for each row of the base
        sample A, one point with each factor from B, and B.
    weights : how much each future weighs in the mean of its point, the same by default; see `Stored.weights`.
    """
    outcome = _outcome(values, weights, factors)
    units = _units(outcome, len(factors) + 2, "saltelli")
    if len(units) < 2:
        raise AnalysisError("a saltelli sample of 1 base point has no variance to share out: it needs 2 or more")
    _varies(outcome.means())

    def statistic(means: Floats, _: NDArray[np.int64]) -> Floats:
        if constant(means[:, [0, -1]]):  # a resample that says nothing, whatever varies between
            return np.full((len(factors), 2), np.nan)
        means = means - means.mean()  # the estimator of the first order is less noisy around zero
        a, b, mixed = means[:, :1], means[:, -1:], means[:, 1:-1]
        variance = np.concatenate([a, b]).var()
        first = (b * (mixed - a)).mean(axis=0) / variance
        total = 0.5 * ((a - mixed) ** 2).mean(axis=0) / variance
        return np.column_stack([first, total])

    def without_chance(low: Floats, high: Floats, chance: Chance) -> tuple[Floats, Floats]:
        variance = outcome.means()[units][:, [0, -1]].var()
        of_points = chance.deviations[units]
        of_total = chance.of_means(of_points[:, :1] - of_points[:, 1:-1]).mean(axis=0) / 2
        low, high = _away_from_zero(low, high, 1 - chance.share(variance))
        if not constant(outcome.means()[units][:, [0, -1]]):  # else there are no indices either
            low[:, 1] = np.maximum(low[:, 1] - of_total / variance, 0.0)
        return low, high

    return _sensitivity(
        "sobol", factors, ("first", "total"), outcome, units, statistic, without_chance, resamples, values
    )


def elementary_effects(
    values: ArrayLike,
    sample: ArrayLike,
    factors: Sequence[str],
    ranges: ArrayLike,
    resamples: int = RESAMPLES_OF_ANALYSES,
    weights: ArrayLike | None = None,
) -> Sensitivity:
    """Morris' elementary effects: the change of the outcome per change of a factor over its whole range.

    Parameters
    ----------
    values : ``[point, replicate]``, trajectory after trajectory.
    sample : values of the factors, ``[point, factor]``.
    ranges : the least and the greatest value that the design allows each factor, ``[factor, 2]``. They cannot be read
        off the sample: few trajectories do not reach the ends, and then every effect would come out too small.
    weights : as of `sobol_indices`.
    """
    outcome, table = _outcome(values, weights, factors), _sample(sample, factors, values)
    ends = numbers("ranges", ranges)
    if ends.shape != (len(factors), 2) or not (ends[:, 0] <= ends[:, 1]).all():
        raise AnalysisError(f"ranges are a low and a high end for each of {len(factors)} factors, not {ends.shape}")
    units = _units(outcome, len(factors) + 1, "morris")
    low, high = ends.T
    outside = (table < low).any(axis=0) | (table > high).any(axis=0)
    if outside.any():
        at = int(np.flatnonzero(outside)[0])
        raise AnalysisError(
            f"{factors[at]} leaves its range in the sample: it must lie from {low[at]:g} to {high[at]:g}"
        )
    steps = np.diff(table[units], axis=1)
    moved = steps != 0  # [trajectory, step, factor]
    varied = moved.any(axis=(0, 1))
    if (moved.sum(axis=2) > 1).any() or (moved.sum(axis=1) != varied).any():
        raise AnalysisError(
            "the points are no morris sample: one factor moves in each step, and each once a trajectory"
        )
    # As a share of the range, of the value itself: a whole number or one of a list does not move as far as was drawn.
    size = np.where(varied, steps.sum(axis=1), np.nan) / np.where(varied, high - low, 1.0)
    step_of = moved.argmax(axis=1)

    def statistic(means: Floats, rows: NDArray[np.int64]) -> Floats:
        found = np.take_along_axis(np.diff(means, axis=1), step_of[rows], axis=1) / size[rows]
        spread = found.std(axis=0, ddof=1) if len(units) > 1 else np.full(len(factors), np.nan)
        return np.column_stack([np.abs(found).mean(axis=0), found.mean(axis=0), spread])

    def without_chance(low: Floats, high: Floats, chance: Chance) -> tuple[Floats, Floats]:
        of_steps = np.diff(chance.deviations[units], axis=1)
        of_effects = (chance.of_means(np.take_along_axis(of_steps, step_of[..., None], axis=1)) / size**2).mean(axis=0)
        absolute, spread = (np.sqrt(np.maximum(low[:, column] ** 2 - of_effects, 0.0)) for column in (0, 2))
        return np.column_stack([absolute, low[:, 1], spread]), high

    _some_value(outcome)
    columns = ("mean_absolute", "mean", "spread")
    return _sensitivity("morris", factors, columns, outcome, units, statistic, without_chance, resamples, values)


def rank_correlations(
    values: ArrayLike,
    sample: ArrayLike,
    factors: Sequence[str],
    resamples: int = RESAMPLES_OF_ANALYSES,
    weights: ArrayLike | None = None,
    drawn: bool = True,
) -> Sensitivity:
    """Spearman's correlation of an outcome with every factor, for designs that fill the space.

    Of factors that go together in the sample each has the correlation of both: it does not say which of them acts.

    Parameters
    ----------
    drawn : whether chance drew the points; others could not have come out otherwise, and have no interval.
    """
    outcome, table = _outcome(values, weights, factors), _sample(sample, factors, values)
    if len(table) < FEWEST_POINTS:
        raise AnalysisError(f"{len(table)} points give no rank correlation: it takes {FEWEST_POINTS} or more")
    _varies(outcome.means())

    def statistic(means: Floats, rows: NDArray[np.int64]) -> Floats:
        y = stats.rankdata(means[:, 0])
        x = stats.rankdata(table[rows], axis=0)  # anew in every resample: its points have ranks among themselves
        y, x = y - y.mean(), x - x.mean(axis=0)
        scale = np.sqrt((x**2).sum(axis=0) * (y**2).sum())
        return np.divide(x.T @ y, scale, out=np.full(x.shape[1], np.nan), where=scale > 0)[:, None]

    def without_chance(low: Floats, high: Floats, chance: Chance) -> tuple[Floats, Floats]:
        low, high = _away_from_zero(low, high, np.sqrt(1 - chance.share(outcome.means().var())))
        return np.maximum(low, -1.0), np.minimum(high, 1.0)

    units = np.arange(len(table))[:, None]
    columns = ("correlation",)
    return _sensitivity(
        "rank_correlation", factors, columns, outcome, units, statistic, without_chance, resamples, values, drawn
    )


def sensitivity(
    stored: Stored,
    outcome: str,
    arm: ArmOrDifference = "scenario",
    scenario: str | None = None,
    policy: str | None = None,
    resamples: int = RESAMPLES_OF_ANALYSES,
    given: str | None = None,
) -> Sensitivity:
    """The sensitivity analysis that the sampler of a sweep allows, in one scenario and under one policy.

    Both are the first of the design by default (`simulation.analysis.scope`). Where futures were drawn in worlds, what
    is drawn again is a world with all its futures.

    Parameters
    ----------
    given : conditions that choose among points and worlds, see `simulation.analysis.conditions`.
    """
    a_sweep(stored)
    if not stored.factors:
        raise AnalysisError(f"{stored.folder} varies nothing, so there is nothing to be sensitive to")
    chosen = choose(stored, given, points_of(stored, scenario, policy))
    values, weights = chosen.by_unit(outcome, arm)
    sample = np.column_stack([stored.points[name].to_numpy()[chosen.points] for name in stored.factors])
    sampler = stored.manifest["design"]["sampler"]
    known = Averages.of(values, weights).known
    if not known.any():
        of_both = arm != "scenario" and not outcome.endswith(PERIODS)
        hint = "; it compares the arms itself and stands in arm='scenario'" if of_both else ""
        raise AnalysisError(f"{outcome} of the {arm} has no value at any of {len(known)} points{hint}")
    if sampler not in TOGETHER:
        drawn = sampler not in (FULL_FACTORIAL, CSV)
        found = rank_correlations(values[known], sample[known], stored.factors, resamples, weights[known], drawn)
        return _told(found, chosen, outcome, arm)
    if not known.all():
        lacking = int((~known).sum())
        raise AnalysisError(
            f"{outcome} has no value at {lacking} of {len(known)} points; the design must stay complete"
        )
    if sampler == "saltelli":
        found = sobol_indices(values, stored.factors, resamples, weights)
    else:
        found = elementary_effects(values, sample, stored.factors, _ranges(stored), resamples, weights)
    return _told(found, chosen, outcome, arm)


def _told(found: Sensitivity, chosen: Chosen, outcome: str, arm: str) -> Sensitivity:
    """What was found, with what it is about, and what it rests on where that was chosen."""
    point = int(chosen.points[0])
    about = {"outcome": outcome, "arm": arm}
    about |= {name: chosen.stored.points[name][point].as_py() or "" for name in ("scenario", "policy")}
    if chosen.stored.group is not None:
        about["group"] = chosen.stored.group[1]
    note = "; ".join(filter(None, [found.note, str(chosen) if chosen.given else ""]))
    switches = [switch_of(name) for name in found.factors]
    without = {switch: _off(switch, chosen) for switch in set(filter(None, switches))}
    off = tuple(without[switch] if switch else 0.0 for switch in switches)
    return replace(found, note=note, about=tuple(about.items()), off=off)


def _off(switch: str, chosen: Chosen) -> float:
    """In what share of runs a mechanism is off."""
    return 1 - float(on_at(chosen.stored, switch, chosen.points)[:, chosen.world].mean())


def noise_share(values: ArrayLike) -> float:
    """Share of the variance over all runs that is chance; nan with a single replicate or point.

    Components of a two-way analysis of variance (Searle, Casella & McCulloch 1992, section 4.3): points, futures, and
    what is left. Chance is the last two; the variance within points would leave out a part 1/replicates of it.
    """
    values = _filled(numbers("values", values))
    points, replicates = values.shape
    if points < 2 or replicates < 2:
        return np.nan
    of_point, of_future = values.mean(axis=1, keepdims=True), values.mean(axis=0, keepdims=True)
    rest = values - of_point - of_future + values.mean()
    left = float((rest**2).sum() / ((points - 1) * (replicates - 1)))
    between = max(0.0, float(of_point.var(ddof=1)) - left / replicates)
    chance = left + max(0.0, float(of_future.var(ddof=1)) - left / points)
    total = between + chance
    return chance / total if total > 0 else 0.0


def _ranges(stored: Stored) -> list[list[float]]:
    ranges = stored.manifest.get("ranges")
    if ranges is None:
        raise AnalysisError(f"{stored.folder} does not say over which ranges its factors went: run the sweep again")
    return [ranges[name] for name in stored.factors]


def _outcome(values: ArrayLike, weights: ArrayLike | None, factors: Sequence[str]) -> Averages:
    values = numbers("values", values)
    if not names("factors", factors):
        raise AnalysisError("there are no factors, so there is nothing to be sensitive to")
    if values.ndim != 2 or not values.size:
        raise AnalysisError(f"values are [point, replicate], not of shape {values.shape}")
    if np.isinf(values).any():
        raise AnalysisError(f"{int(np.isinf(values).sum())} of {values.size} values are infinite and have no mean")
    return Averages.of(values, weights_of(weights, values))


def _sample(sample: ArrayLike, factors: Sequence[str], values: ArrayLike) -> Floats:
    table = numbers("the sample", sample)
    if table.shape != (len(np.asarray(values)), len(factors)):
        wanted = (len(np.asarray(values)), len(factors))
        raise AnalysisError(f"the sample is {table.shape}; it must be [point, factor], {wanted}")
    for name, known in zip(factors, np.isfinite(table.T), strict=True):
        if not known.all():
            raise AnalysisError(f"{name} has no value at some points of the sample; it must have one at each")
    return table


def _some_value(outcome: Averages) -> None:
    empty = int((~outcome.known).sum())
    if empty:
        raise AnalysisError(f"there is no value at {empty} of {len(outcome.known)} points; each must have one")


def _varies(means: Floats) -> None:
    empty = int(np.isnan(means).sum())
    if empty:
        raise AnalysisError(f"there is no value at {empty} of {len(means)} points; each must have one")
    if constant(means):
        raise AnalysisError(f"the outcome is {means[0]:.6g} at all {len(means)} points: nothing moves it")


def _filled(values: Floats) -> Floats:
    """Values in which a run without one takes the mean of its point; points without any are left out."""
    values = values[np.isfinite(values).any(axis=1)]
    mean = np.nanmean(np.where(np.isfinite(values), values, np.nan), axis=1, keepdims=True)
    return np.where(np.isfinite(values), values, mean)


def _units(outcome: Averages, size: int, sampler: str) -> NDArray[np.int64]:
    """Numbers of the points of each unit, ``[unit, point]``."""
    count = len(outcome.known)
    if count % size:
        raise AnalysisError(f"{count} points are no {sampler} sample: they come in groups of {size}")
    return np.arange(count).reshape(-1, size)


@dataclass(frozen=True)
class Chance:
    """What the chance of futures does to the means of points.

    Attributes
    ----------
    deviations : ``[point, replicate]``, of the influence of every future on the mean of its point (as a jackknife finds
        it) from the mean influence; all 0 with a single replicate.
    times : 2 where futures are resampled, which brings as much of their chance again as the means have already, else 1.
    """

    deviations: Floats
    times: int

    @classmethod
    def of(cls, outcome: Averages, times: int) -> Chance:
        """The chance in an outcome."""
        replicates = outcome.numerators.shape[-1]
        if replicates < 2:
            return cls(np.zeros_like(outcome.numerators), times)
        without = np.column_stack([outcome.means(drawn) for drawn in 1 - np.eye(replicates)])
        influence = (replicates - 1) * (outcome.means()[:, None] - without)
        return cls(influence - influence.mean(axis=1, keepdims=True), times)

    def of_means(self, deviations: Floats) -> Floats:
        """Variance of means, or of differences of means, whose futures deviate like this, ``[…, replicate]``."""
        replicates = deviations.shape[-1]
        return self.times * (deviations**2).sum(axis=-1) / (max(1, replicates - 1) * replicates)

    def share(self, variance: float) -> float:
        """The share of the variance between points that is chance which they do not share."""
        own = self.deviations - self.deviations.mean(axis=0)
        chance = float(self.of_means(own).mean())
        return min(chance / max(variance, chance), MOST_CHANCE) if chance > 0 else 0.0


def _away_from_zero(low: Floats, high: Floats, shrunk: float) -> tuple[Floats, Floats]:
    """Ends that also hold what lies so much farther from zero."""
    return np.minimum(low, low / shrunk), np.maximum(high, high / shrunk)


def _sensitivity(
    method: str,
    factors: Sequence[str],
    columns: tuple[str, ...],
    outcome: Averages,
    units: NDArray[np.int64],
    statistic: Callable[[Floats, NDArray[np.int64]], Floats],
    without_chance: Callable[[Floats, Floats, Chance], tuple[Floats, Floats]],
    resamples: int,
    values: ArrayLike,
    drawn: bool = True,
) -> Sensitivity:
    estimate = statistic(outcome.means()[units], np.arange(len(units)))
    low = high = np.full_like(estimate, np.nan)
    few = outcome.numerators.shape[-1] < FEWEST
    note = _why_no_interval(method, len(units), drawn)
    if too_few_resamples(resamples) and not note:
        note = NO_RESAMPLES
    if not note:
        futures = Averages(*(each.sum(axis=-1, keepdims=True) for each in outcome)) if few else outcome
        found = over_units_and_replicates(futures, units, statistic, resamples)
        low, high = expanded_interval(found, len(units))
        low, high = without_chance(low, high, Chance.of(outcome, 1 if few else 2))
        low, high = (np.where(np.isfinite(estimate), end, np.nan) for end in (low, high))
        note = POINTS_ALONE if few else ""
    return Sensitivity(method, tuple(factors), columns, estimate, low, high, noise_share(values), note)


def _why_no_interval(method: str, units: int, drawn: bool) -> str:
    if not drawn:
        return CHOSEN
    fewest = FEWEST_UNITS[method]
    return f"no interval: it takes {fewest} {UNITS[method]}" if units < fewest else ""
