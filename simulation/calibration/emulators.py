"""Emulators: what a figure would come to at settings that were not tried, and how sure that is.

For each figure a lasso on all unknowns and their squares finds the few that matter, and a Gaussian process on these
learns what the lasso leaves. How far emulators err is measured by cross-validation: they are not believed themselves.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.results.quantiles import quantiles

Floats = NDArray[np.float64]
FOLDS = 5
MOST_ACTIVE = 16  # unknowns in a Gaussian process: a few figures would take all, to no use
FEWEST = 40  # settings from which a figure is learned; with fewer nothing is ruled out by it
TUNED_ON = 300  # settings on which the scales of a process are found
RESTS_ON = 500  # settings that a process rests on, the last: nearest to where new settings will lie
TAILS = (0.01, 0.99)  # quantiles beyond which a figure counts as no farther off


class Emulator:
    """One figure as it depends on the unknowns, learned from ``[setting, unknown]`` points and their estimates."""

    def __init__(self, points: Floats, estimates: Floats, seed: int = 0) -> None:
        from sklearn.linear_model import LassoCV

        known = np.isfinite(estimates)
        points, estimates = points[known], np.clip(estimates[known], *quantiles(estimates[known], TAILS))
        self.centre, self.scale = float(estimates.mean()), float(estimates.std()) or 1.0
        target = (estimates - self.centre) / self.scale
        self.lasso = LassoCV(cv=FOLDS, alphas=20, max_iter=2000, random_state=seed).fit(_terms(points), target)
        weight = np.abs(self.lasso.coef_).reshape(2, -1).max(axis=0)
        ranked = np.argsort(-weight, kind="stable")[:MOST_ACTIVE]
        self.active = np.sort(ranked[weight[ranked] > 0])
        self.process = None
        self.error = 1.0
        if len(self.active):
            self._learn(points, target, seed)
        else:
            self.error = float(target.std())

    def _learn(self, points: Floats, target: Floats, seed: int) -> None:
        from sklearn.gaussian_process import GaussianProcessRegressor
        from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel

        inputs, rest = points[:, self.active], target - self.lasso.predict(_terms(points))
        inputs, rest = inputs[-RESTS_ON:], rest[-RESTS_ON:]
        kernel = ConstantKernel(0.5, (1e-3, 1e2)) * RBF(np.ones(inputs.shape[1]), (0.2, 20)) + WhiteKernel(0.5)
        few = slice(-TUNED_ON, None)
        tuned = GaussianProcessRegressor(kernel, random_state=seed).fit(inputs[few], rest[few]).kernel_

        def fitted(rows: NDArray[np.int64]) -> GaussianProcessRegressor:
            return GaussianProcessRegressor(tuned, optimizer=None).fit(inputs[rows], rest[rows])

        everything = np.arange(len(inputs))
        missed = np.empty(len(inputs))
        for fold in range(FOLDS):
            mine = everything % FOLDS == fold
            missed[mine] = fitted(everything[~mine]).predict(inputs[mine]) - rest[mine]
        self.error = float(missed.std())
        if self.error < rest.std():  # else the lasso alone does as well
            self.process = fitted(everything)
        else:
            self.error = float(rest.std())

    @property
    def explained(self) -> float:
        """Share of the variance that cross-validation finds explained, by the process on what the lasso leaves."""
        return 1 - self.error**2

    def __call__(self, points: Floats) -> Floats:
        """What the figure comes to at points of the unit cube."""
        found = self.lasso.predict(_terms(points))
        if self.process is not None:
            found = found + self.process.predict(points[:, self.active])
        return self.centre + self.scale * found

    @property
    def spread(self) -> float:
        """Standard deviation of a simulated estimate about the emulated one: the emulator's error and chance."""
        return self.scale * self.error


def _terms(points: Floats) -> Floats:
    """Unknowns about the middle of their ranges, and squares."""
    middle = points - 0.5
    return np.column_stack([2 * middle, 6 * (middle**2 - 1 / 12)])


class Emulated(NamedTuple):
    """Emulators of several figures; none of a figure that too few settings tell."""

    emulators: tuple[Emulator | None, ...]
    low: Floats
    high: Floats

    @classmethod
    def of(cls, points: Floats, estimates: Floats, low: Floats, high: Floats) -> Emulated:
        """Learn every column of ``estimates`` ``[setting, figure]``."""

        def learned(column: Floats) -> Emulator | None:
            told = np.isfinite(column).sum() >= FEWEST and np.nanstd(column) > 0
            return Emulator(points, column) if told else None

        with warnings.catch_warnings():  # around all threads: what they ignore, they ignore together
            warnings.simplefilter("ignore")  # a lasso or a scale that is found a little early is as good
            return cls(tuple(_side_by_side(learned, estimates.T)), low, high)

    def implausibility(self, points: Floats) -> Floats:
        """How far each figure lies outside its range at each point, in standard deviations, ``[point, figure]``."""

        def one(emulator: Emulator | None, low: float, high: float) -> Floats:
            if emulator is None:
                return np.zeros(len(points))
            estimates = emulator(points)
            return np.maximum(np.maximum(low - estimates, estimates - high), 0.0) / emulator.spread

        return np.column_stack(_side_by_side(one, self.emulators, self.low, self.high))


def _side_by_side(do: Callable[..., Any], *given: Iterable[Any]) -> list[Any]:
    """``do`` for each, on all cores: what takes long here leaves the lock of the interpreter."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(do, *given))
