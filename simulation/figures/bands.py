"""The monthly measures of stored results as arrays: mean and quantiles over replicates."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from simulation.figures.spread import few
from simulation.figures.style import LIGHT, WITH
from simulation.results.results import Results

Floats = NDArray[np.float64]


class Bands:
    """Look up a statistic of a measure in one arm, month by month: ``bands("coproduction", 0, "q50")``."""

    def __init__(self, results: Results) -> None:
        self._table = results.months
        self._months = results.summary.months
        self.futures = results.summary.replicates - len(results.summary.failures)
        names = self._table["measure"].to_pylist()
        self._column = {name: column for column, name in enumerate(dict.fromkeys(names))}

    @property
    def ends(self) -> tuple[str, str]:
        """Between which statistics futures lie: nine in ten of them, or all where they are few."""
        if not few(self.futures):
            return "q05", "q95"
        # Tables of an earlier version have the ends of all under these names.
        return ("lowest", "highest") if "lowest" in self._table.column_names else ("q05", "q95")

    def __call__(self, measure: str, arm: int, statistic: str) -> Floats:
        values = self._table[statistic].to_numpy().reshape(-1, self._months, len(self._column))
        series: Floats = values[arm, :, self._column[measure]]
        return series

    def fill(self, axes: Axes, x: Floats, measure: str, low: str, high: str, opacity: float = LIGHT) -> None:
        """Shade between two quantiles of the world with the events, in per cent."""
        if self.futures == 1:
            return
        lower, upper = (100 * self(measure, 0, quantile) for quantile in (low, high))
        axes.fill_between(x, lower, upper, color=WITH, alpha=opacity, linewidth=0, zorder=2)
