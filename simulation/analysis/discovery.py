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
from simulation.world.switched import Yes, interpreted, switch_of

MISSING = "scenario discovery needs ema_workbench: pip install 'coproduction[discovery]'"
Floats = NDArray[np.float64]
Limits = dict[str, tuple[float, float]]

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

    A number of a mechanism whose switch is a factor too is restricted only in boxes in which the mechanism is on: such
    boxes are looked for among the points with one such mechanism, then with a second, as long as that finds a better
    one, with more coverage if it is as dense as asked for, else denser.

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
        return _box({}, factors, x, y)
    on = {switch: x[:, list(factors).index(switch)] == 1 for switch in map(switch_of, factors) if switch in factors}
    within = interpreted(factors, on, len(x))

    def among(switches: tuple[str, ...]) -> Box | None:
        """The best box among the points at which these mechanisms are on."""
        rows = np.all([np.ones(len(x), bool), *(on[switch] for switch in switches)], axis=0)
        used = np.flatnonzero(within[rows].all(axis=0)).tolist()
        if not y[rows].any() or rows.mean() <= MASS:
            return None
        given = {switch: (1.0, 1.0) for switch in switches if not on[switch].all()}
        if y[rows].mean() >= density:
            return _box(given, factors, x, y)
        # Names of our own: a factor may be called what ema_workbench gives a meaning ("scenario"), or like another.
        columns = [f"x{column}" for column in used]
        options: dict[str, Any] = {"peel_alpha": PEEL, "mass_min": MASS / rows.mean()}
        if "threshold" in inspect.signature(method.Prim).parameters:  # version 3 has none and gives what it found
            options["threshold"] = ANY
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = method.Prim(pd.DataFrame(x[rows][:, used], columns=columns), y[rows], **options).find_box()
        boxes = []
        for limits in found.box_lims if found is not None else []:
            ends = {
                factors[column]: (float(limits[name][0]), float(limits[name][1]))
                for column, name in zip(used, columns, strict=True)
            }
            boxes.append(_box(given | _restricting(ends, factors, x[rows]), factors, x, y))
        densest = max(boxes, key=lambda box: box.density, default=None)
        return next((box for box in boxes if box.density >= density), densest)

    def worth(box: Box | None) -> tuple[bool, float]:
        if box is None:
            return False, -1.0
        return (True, box.coverage) if box.density >= density else (False, box.density)

    chosen: tuple[str, ...] = ()
    best = among(chosen)
    while more := [(*chosen, switch) for switch in on if switch not in chosen]:
        found = [among(switches) for switches in more]
        at = max(range(len(more)), key=lambda each: worth(found[each]))
        if worth(found[at]) <= worth(best):
            break
        chosen, best = more[at], found[at]
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


def _restricting(limits: Limits, factors: Sequence[str], x: Floats) -> Limits:
    """Those of the limits that leave out some of these points."""
    return {name: ends for name, ends in limits.items() if not _inside(name, ends, factors, x).all()}


def _inside(name: str, ends: tuple[float, float], factors: Sequence[str], x: Floats) -> Yes:
    column = x[:, list(factors).index(name)]
    return (column >= ends[0]) & (column <= ends[1])


def _box(limits: Limits, factors: Sequence[str], x: Floats, y: Yes) -> Box:
    """A box with these limits, and what is counted inside."""
    inside = np.all(
        [np.ones(len(x), bool), *(_inside(name, ends, factors, x) for name, ends in limits.items())], axis=0
    )
    return Box(limits, float(y[inside].mean()), float(y[inside].sum() / y.sum()), float(inside.mean()))
