"""Emulators: what a figure would come to at settings that were not tried, how sure that is, and which way it moves.

A figure is learned by its normal scores among the settings tried: many are skewed over orders of magnitude. A lasso on
all unknowns and their squares finds the few that matter, and a Gaussian process on these learns what the lasso leaves.
How far emulators err is measured by cross-validation: they are not believed themselves.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]
FOLDS = 5
MOST_ACTIVE = 16  # unknowns in a Gaussian process: a few figures would take all, to no use
FEWEST = 40  # settings from which a figure is learned; with fewer nothing is ruled out by it
TUNED_ON = 300  # settings on which the scales of a process are found
RESTS_ON = 600  # settings that a process rests on, the last: nearest to where new settings will lie
SMOOTH = (0.5, 20.0)  # scales of a process, in widths of the prior: slopes of a rougher one would be those of chance
STEP = 0.02  # of the unit interval, for slopes of a process


class Emulator:
    """One figure as it depends on the unknowns, learned from ``[setting, unknown]`` points and their estimates.

    Parameters
    ----------
    columns : the unknowns that it can depend on; all of them if nothing is said.
    """

    def __init__(self, points: Floats, estimates: Floats, columns: NDArray[np.int64] | None = None) -> None:
        from sklearn.linear_model import LassoCV

        known = np.isfinite(estimates)
        self.columns = np.arange(points.shape[1]) if columns is None else columns
        points, estimates = points[known][:, self.columns], estimates[known]
        ranks = stats.norm.ppf((stats.rankdata(estimates) - 0.5) / len(estimates))
        self._seen, first = np.unique(estimates, return_index=True)
        self._scores = ranks[first]
        target = self.scores(estimates)
        self.scale = float(target.std())
        self.lasso = LassoCV(cv=FOLDS, alphas=20, max_iter=2000, random_state=0).fit(_terms(points), target)
        weight = np.abs(self.lasso.coef_).reshape(2, -1).max(axis=0)
        ranked = np.argsort(-weight, kind="stable")[:MOST_ACTIVE]
        self.active = np.sort(ranked[weight[ranked] > 0])
        rest = target - self.lasso.predict(_terms(points))
        self.process, self.error = None, float(rest.std())
        if len(self.active):
            self._learn(points[-RESTS_ON:, self.active], rest[-RESTS_ON:])

    def _learn(self, inputs: Floats, rest: Floats) -> None:
        from sklearn.gaussian_process import GaussianProcessRegressor
        from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel

        kernel = ConstantKernel(0.5, (1e-3, 1e2)) * RBF(np.ones(inputs.shape[1]), SMOOTH) + WhiteKernel(0.5)
        tuned = GaussianProcessRegressor(kernel, random_state=0).fit(inputs[-TUNED_ON:], rest[-TUNED_ON:]).kernel_

        def fitted(rows: NDArray[np.int64]) -> GaussianProcessRegressor:
            return GaussianProcessRegressor(tuned, optimizer=None).fit(inputs[rows], rest[rows])

        everything = np.arange(len(inputs))
        missed = np.empty(len(inputs))
        for fold in range(FOLDS):
            mine = everything % FOLDS == fold
            missed[mine] = fitted(everything[~mine]).predict(inputs[mine]) - rest[mine]
        if missed.std() < rest.std():  # else the lasso alone does as well
            self.process, self.error = fitted(everything), float(missed.std())
        else:
            self.error = float(rest.std())

    @property
    def explained(self) -> float:
        """Share of the variance that cross-validation finds explained, by the process on what the lasso leaves."""
        return 1 - (self.error / self.scale) ** 2

    def scores(self, estimates: Floats) -> Floats:
        """Normal scores of estimates among those that were learned from; beyond all of them the last one's."""
        return np.interp(estimates, self._seen, self._scores)

    def estimates(self, scores: Floats) -> Floats:
        """Estimates that have these scores."""
        return np.interp(scores, self._scores, self._seen)

    def end(self, estimate: float, beyond: float) -> float:
        """The score of an end of a range; ``beyond`` if nothing was seen on that side of it: no share is below none."""
        seen = self._seen[0] >= estimate if beyond < 0 else self._seen[-1] <= estimate
        return beyond if seen else float(self.scores(np.array([estimate]))[0])

    def __call__(self, points: Floats) -> Floats:
        """The score that the figure comes to at points of the unit cube."""
        points = points[:, self.columns]
        found = self.lasso.predict(_terms(points))
        if self.process is not None:
            found = found + self.process.predict(points[:, self.active])
        return np.asarray(found)

    def slopes(self, points: Floats) -> Floats:
        """How much the score rises with each unknown there, ``[point, unknown]``."""
        found = np.zeros_like(points)
        inside = points[:, self.columns]
        linear, square = self.lasso.coef_.reshape(2, -1)
        own = 2 * linear + 12 * square * (inside - 0.5)
        if self.process is not None:
            active = inside[:, self.active]
            for number, column in enumerate(self.active):
                step = np.zeros(len(self.active))
                step[number] = STEP
                rise = self.process.predict(active + step) - self.process.predict(active - step)
                own[:, column] += rise / (2 * STEP)
        found[:, self.columns] = own
        return found


def _terms(points: Floats) -> Floats:
    """Unknowns about the middle of their ranges, and squares."""
    middle = points - 0.5
    return np.column_stack([2 * middle, 6 * (middle**2 - 1 / 12)])


class Emulated(NamedTuple):
    """Emulators of several figures, none of a figure that too few settings tell; ``low`` and ``high`` as scores."""

    emulators: tuple[Emulator | None, ...]
    low: Floats
    high: Floats

    @classmethod
    def of(
        cls,
        points: Floats,
        estimates: Floats,
        low: Floats,
        high: Floats,
        columns: Sequence[NDArray[np.int64] | None] | None = None,
    ) -> Emulated:
        """Learn every column of ``estimates`` ``[setting, figure]``, each from the unknowns in its ``columns``."""

        def learned(column: Floats, among: NDArray[np.int64] | None) -> Emulator | None:
            told = column[np.isfinite(column)]  # a ratio can be infinite somewhere
            return Emulator(points, column, among) if len(told) >= FEWEST and np.ptp(told) > 0 else None

        with warnings.catch_warnings():  # around all threads: what they ignore, they ignore together
            warnings.simplefilter("ignore")  # a lasso or a scale that is found a little early is as good
            emulators = tuple(_side_by_side(learned, estimates.T, columns or [None] * estimates.shape[1]))

        def scored(ends: Floats, beyond: float) -> Floats:
            each = [one.end(end, beyond) if one else end for one, end in zip(emulators, ends, strict=True)]
            return np.array(each, float)

        return cls(emulators, scored(low, -np.inf), scored(high, np.inf))

    @property
    def error(self) -> Floats:
        """How far each figure's emulator errs, ``[figure]``; infinite where there is none."""
        return np.array([np.inf if each is None else each.error for each in self.emulators])

    def scores(self, points: Floats) -> Floats:
        """Emulated scores, ``[point, figure]``; 0 where nothing is known."""
        return self._all(lambda emulator: emulator(points), np.zeros(len(points)))

    def slopes(self, points: Floats) -> Floats:
        """How scores rise with each unknown, ``[point, figure, unknown]``; 0 where nothing is known."""
        return self._all(lambda emulator: emulator.slopes(points), np.zeros_like(points))

    def scored(self, estimates: Floats) -> Floats:
        """Estimates ``[point, figure]`` as scores."""
        return self._where_known(Emulator.scores, estimates)

    def carried(self, estimates: Floats, points: Floats, after: Floats, gain: Floats | float = 1.0) -> Floats:
        """What figures that came to ``estimates`` at ``points`` are expected to come to at the points ``after``."""
        scores = self.scored(estimates) + gain * (self.scores(after) - self.scores(points))
        return self._where_known(Emulator.estimates, scores)

    def implausibility(self, points: Floats) -> Floats:
        """How far each figure lies outside its range at each point, in standard deviations, ``[point, figure]``."""
        found = self.scores(points)
        return np.maximum(np.maximum(self.low - found, found - self.high), 0.0) / self.error

    def _where_known(self, do: Callable[[Emulator, Floats], Floats], values: Floats) -> Floats:
        found = values.copy()
        for column, emulator in enumerate(self.emulators):
            if emulator is not None:
                known = np.isfinite(values[:, column])
                found[known, column] = do(emulator, values[known, column])
        return found

    def _all(self, do: Callable[[Emulator], Floats], nothing: Floats) -> Floats:
        return np.stack(_side_by_side(lambda each: nothing if each is None else do(each), self.emulators), axis=1)


def _side_by_side(do: Callable[..., Any], *given: Iterable[Any]) -> list[Any]:
    """``do`` for each, on all cores: what takes long here leaves the lock of the interpreter."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(do, *given))
