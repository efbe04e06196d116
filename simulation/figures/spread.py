"""How futures are drawn together: a middle and a band, and what the two are called.

Few futures have no nine in ten (`FEWEST_FUTURES`): of those the mean is drawn, and how far all of them reach.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.figures.lines import Line
from simulation.results.intervals import FEWEST_FUTURES, futures
from simulation.results.quantiles import quantiles

Floats = NDArray[np.float64]


def few(count: int) -> bool:
    """Whether so many futures are too few for a spread."""
    return count < FEWEST_FUTURES


def middle(series: Floats) -> Floats:
    """The line that stands for futures ``[future, month]``."""
    found: Floats = np.mean(series, axis=0) if few(len(series)) else quantiles(series, [0.5])[0]
    return found


def spread(series: Floats) -> Line:
    """Futures ``[future, month]`` as a line with its band; a single one has none."""
    if len(series) == 1:
        return Line(middle(series))
    low, high = (series.min(axis=0), series.max(axis=0)) if few(len(series)) else futures(series)
    return Line(middle(series), low, high)


def middle_in_words(futures: int) -> str:
    """What the line is."""
    return "the one future" if futures == 1 else f"mean of {futures} futures" if few(futures) else "median"


def band_in_words(futures: int) -> str:
    """What the band is; of one future there is none."""
    if futures == 1:
        return "no band: one future has no spread"
    return f"band: from the lowest to the highest of all {futures}" if few(futures) else "band: nine futures in ten"


def reading(futures: int) -> str:
    """How to read the two, as a sentence."""
    return f"Line: {middle_in_words(futures)}; {band_in_words(futures)}."
