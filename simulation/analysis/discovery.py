"""Scenario discovery: in which corner of the uncertainties do things go wrong? (PRIM, through ema_workbench)"""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulation.analysis.given import names, number, numbers
from simulation.world.errors import AnalysisError

MISSING = "scenario discovery needs ema_workbench: pip install 'coproduction[discovery]'"
THRESHOLD, MASS, PEEL = 0.8, 0.05, 0.05
ANY = 1e-9  # the density below which ema_workbench up to version 2 gives the whole space instead of what it found


@dataclass(frozen=True)
class Box:
    """A corner of the space of uncertainties.

    Attributes
    ----------
    limits : the factors that it restricts, each with the low and high end of the corner; both ends belong to it.
    density : share of the points inside that are of interest.
    coverage : share of the points of interest that are inside.
    mass : share of all points that are inside.
    """

    limits: dict[str, tuple[float, float]]
    density: float
    coverage: float
    mass: float


def prim(sample: ArrayLike, interesting: ArrayLike, factors: Sequence[str], density: float = THRESHOLD) -> Box | None:
    """The PRIM box, found by the patient rule induction method (Friedman & Fisher 1999).

    None where no point is of interest, or all are, or no corner is denser than the whole space.

    Parameters
    ----------
    sample : values of the factors, ``[point, factor]``.
    interesting : which points are of interest, ``[point]``.
    density : share of the points inside that shall be of interest, up to 1. Of the boxes on the trajectory of peeling
        and pasting the first that is as dense is taken, else the densest. A box without limits is the whole space: it
        is as dense already.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from ema_workbench.analysis import prim as method
    except ImportError:
        raise AnalysisError(MISSING) from None
    import pandas as pd

    x, y = _checked(sample, interesting, factors, density)
    if not y.any() or y.all():
        return None
    if y.mean() >= density:
        return _box({}, x, y)
    # Names of our own: a factor may be called what ema_workbench gives a meaning ("scenario"), or like another.
    columns = [f"x{column}" for column in range(x.shape[1])]
    options: dict[str, Any] = {"peel_alpha": PEEL, "mass_min": MASS}
    if "threshold" in inspect.signature(method.Prim).parameters:  # version 3 has none and always gives what it found
        options["threshold"] = ANY
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = method.Prim(pd.DataFrame(x, columns=columns), y, **options).find_box()
    boxes = [
        _box(
            {
                factor: (float(limits[name][0]), float(limits[name][1]))
                for factor, name in zip(factors, columns, strict=True)
            },
            x,
            y,
        )
        for limits in (found.box_lims if found is not None else [])
    ]
    dense = [box for box in boxes if box.density >= density]
    if dense:
        return dense[0]
    best = max(boxes, key=lambda box: box.density, default=None)
    return best if best is not None and best.limits and best.density > y.mean() else None


def _checked(
    sample: ArrayLike, interesting: ArrayLike, factors: Sequence[str], density: float
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    x, y = numbers("the sample", sample), np.asarray(interesting)
    if np.ma.isMaskedArray(interesting):
        y = numbers("interesting", interesting)
    density = number("density", density)
    if x.ndim != 2 or x.shape[1] != len(factors) or not len(factors):
        raise AnalysisError(
            f"the sample is {x.shape}; it must be [point, factor] with {len(factors)} factors, 1 or more"
        )
    names("factors", factors)
    if y.shape != (len(x),):
        raise AnalysisError(f"interesting is {y.shape}; it must say yes or no for each of {len(x)} points")
    if not np.isin(y, (0, 1)).all():  # nan would pass for yes
        raise AnalysisError("interesting must be yes or no (1 or 0) at every point: leave out points without a value")
    for name, known in zip(factors, np.isfinite(x.T), strict=True):
        if not known.all():
            raise AnalysisError(f"{name} has no value at some points of the sample: leave these points out")
    if not 0 < density <= 1:
        raise AnalysisError(f"density = {density:g} is a share: it must be above 0 and at most 1")
    return x, y.astype(bool)


def _box(limits: dict[str, tuple[float, float]], x: NDArray[np.float64], y: NDArray[np.bool_]) -> Box:
    """A box with the limits that leave out some point, and what is counted inside."""
    inside = np.ones(len(x), bool)
    restricted = {}
    for column, (name, (low, high)) in zip(x.T, limits.items(), strict=False):
        within = (column >= low) & (column <= high)
        inside &= within
        if not within.all():
            restricted[name] = (low, high)
    return Box(restricted, float(y[inside].mean()), float(y[inside].sum() / y.sum()), float(inside.mean()))
