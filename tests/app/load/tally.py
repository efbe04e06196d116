"""What one round of visitors measured."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np


@dataclass
class Tally:
    """Milliseconds of every act by kind, and what was sent and received."""

    opened: list[float] = field(default_factory=list)
    time: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)  # the first picture after a lever
    better: list[float] = field(default_factory=list)  # the first one of `acts.BETTER` futures
    fine: list[float] = field(default_factory=list)  # all futures
    overtaken: int = 0  # fine pictures that nobody waited for: the visitor had moved on, or the round ended
    bytes: int = 0
    acts: int = 0

    def cells(self) -> list[str]:
        """The figures for one row of the table."""
        return [both(values) for values in (self.opened, self.time, self.first, self.better, self.fine)]


def both(values: list[float]) -> str:
    """Median and 95th percentile."""
    return f"{np.quantile(values, 0.5):.0f} / {np.quantile(values, 0.95):.0f}" if values else "–"
