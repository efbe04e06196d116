"""Where months and counts lie in a fan, and the months that are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from simulation.app.charts import svg
from simulation.app.story.state import QUARTER, YEAR
from simulation.scenarios.checks import month_of

WIDTH, LEFT, RIGHT = 600.0, 34.0, 84.0
TOP, PLOT, AXIS = 52.0, 190.0, 24.0


@dataclass(frozen=True)
class Axes:
    """Where months and counts lie on the paper; ``start`` is the month of the calendar that time begins with."""

    months: int
    ceiling: int
    height: float = PLOT
    width: float = WIDTH
    left: float = LEFT
    right: float = RIGHT
    top: float = TOP
    start: str | None = None

    def x(self, month: float) -> float:
        """Months since the start."""
        return self.left + (self.width - self.left - self.right) * month / self.months

    def y(self, value: float) -> float:
        """A count."""
        return self.top + self.height * (1 - min(value, self.ceiling) / self.ceiling)

    def year(self, month: int) -> str:
        """The year that a month lies in: of the calendar where the start has a date."""
        return f"year {month // YEAR}" if self.start is None else str((month_of(self.start) + month) // YEAR)

    def line(self, months: NDArray[np.int64], values: NDArray[np.floating] | NDArray[np.integer]) -> str:
        """Values at the ends of months, as points."""
        chosen = values[months].tolist()
        heights = {value: svg.number(self.y(value)) for value in set(chosen)}  # counts repeat
        across = _across(self, tuple(months.tolist()))
        return " ".join(f"{x},{heights[value]}" for x, value in zip(across, chosen, strict=True))


@lru_cache(maxsize=64)
def _across(axes: Axes, months: tuple[int, ...]) -> tuple[str, ...]:
    """Where the ends of months lie, as text; the same for all lines of a drawing."""
    return tuple(svg.number(axes.x(month + 1)) for month in months)


def ends_of_quarters(months: int) -> NDArray[np.int64]:
    """The last month of every quarter, and the last one of all."""
    ends = np.arange(QUARTER - 1, months, QUARTER)
    return np.append([0], ends) if len(ends) and ends[-1] == months - 1 else np.concatenate([[0], ends, [months - 1]])
