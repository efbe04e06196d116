"""Scenario discovery: in which corner of the uncertainties do things go wrong? (PRIM, through ema_workbench)"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulation.world.errors import AnalysisError

MISSING = "scenario discovery needs ema_workbench: pip install 'coproduction[discovery]'"
THRESHOLD, MASS, PEEL = 0.8, 0.05, 0.05


@dataclass(frozen=True)
class Box:
    """A corner of the space of uncertainties.

    Attributes
    ----------
    limits : the factors that it restricts, each with the low and high end of the corner.
    density : share of the points inside that are of interest.
    coverage : share of the points of interest that are inside.
    mass : share of all points that are inside.
    """

    limits: dict[str, tuple[float, float]]
    density: float
    coverage: float
    mass: float


def prim(sample: ArrayLike, interesting: ArrayLike, factors: Sequence[str], density: float = THRESHOLD) -> Box | None:
    """The box found by the patient rule induction method (Friedman & Fisher 1999); None if there is none.

    Of the boxes on the peeling trajectory the first that is as dense as asked for is taken, else the densest.

    Parameters
    ----------
    sample : values of the factors, ``[point, factor]``.
    interesting : which points are of interest, ``[point]``.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from ema_workbench.analysis import prim as method
    except ImportError:
        raise AnalysisError(MISSING) from None
    import pandas as pd

    x, y = np.asarray(sample, float), np.asarray(interesting, bool)
    if not y.any() or y.all():
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        algorithm = method.Prim(pd.DataFrame(x, columns=list(factors)), y, THRESHOLD, peel_alpha=PEEL, mass_min=MASS)
        found = algorithm.find_box()
    if found is None:
        return None
    trajectory = found.peeling_trajectory
    dense = np.flatnonzero(trajectory["density"].to_numpy() >= density)
    step = int(dense[0]) if len(dense) else int(trajectory["density"].to_numpy().argmax())
    limits = found.box_lims[step]
    row = trajectory.iloc[step]
    return Box(_restricted(limits, x, list(factors)), float(row["density"]), float(row["coverage"]), float(row["mass"]))


def _restricted(limits: object, x: NDArray[np.float64], factors: list[str]) -> dict[str, tuple[float, float]]:
    found = {}
    for column, name in enumerate(factors):
        low, high = (float(limit) for limit in limits[name])  # type: ignore[index]
        if low > x[:, column].min() or high < x[:, column].max():
            found[name] = (low, high)
    return found
