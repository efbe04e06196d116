"""What analyses are given: numbers that are there, names that tell apart, a yes that is one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulation.world.errors import AnalysisError, shown

Floats = NDArray[np.float64]

SAME = 1e-12  # relative to the values
FEWEST_RESAMPLES = 100  # for an interval: with fewer the ends of an interval are those of next to no resample


def numbers(what: str, given: ArrayLike) -> Floats:
    """An array of numbers, nan where one is masked: numpy drops a mask without a word, and an imaginary part too."""
    if isinstance(given, np.ma.MaskedArray):
        given = np.ma.filled(given.astype(float), np.nan)
    try:
        table = np.asarray(given)
        if table.dtype.kind not in "biufO":
            raise ValueError
        return table.astype(float)
    except (ValueError, TypeError):
        raise AnalysisError(f"{what} must be numbers, in rows of one length") from None


def names(what: str, given: Sequence[str]) -> tuple[str, ...]:
    """Names of which each stands once."""
    found = tuple(given)
    if isinstance(given, str) or not all(isinstance(each, str) for each in found):
        raise AnalysisError(f"{what} = {shown(given)}: give a list of names")
    if len(set(found)) < len(found):
        raise AnalysisError(f"{what} = {', '.join(found)}: each must be named once")
    return found


def yes(what: str, given: Any) -> bool:
    """A yes or a no: every text would pass for yes."""
    if not isinstance(given, bool | np.bool_ | int) or given not in (0, 1):
        raise AnalysisError(f"{what} = {shown(given)}: it is True or False")
    return bool(given)


def number(what: str, given: Any) -> float:
    """One number."""
    found = numbers(what, given)
    if found.ndim or np.isnan(found):
        raise AnalysisError(f"{what} is {shown(given)}; it must be a number")
    return float(found)


def constant(values: Floats) -> bool:
    """Whether values are the same but for the last binary digits."""
    return bool(np.ptp(values) <= SAME * np.abs(values).max())


def weights_of(given: ArrayLike | None, values: Floats) -> Floats | None:
    """One weight for each value, 0 or more; nan where it is not known."""
    if given is None:
        return None
    weights = numbers("weights", given)
    if weights.shape != values.shape:
        raise AnalysisError(f"weights are one for each value, {values.shape}, not {weights.shape}")
    if (weights < 0).any() or np.isinf(weights).any():
        raise AnalysisError("weights must be 0 or more, and not infinite: others would leave their values out")
    return weights


def too_few_resamples(given: int) -> bool:
    """Whether there are fewer resamples than an interval needs; refuse what is no number of them."""
    if isinstance(given, bool) or not isinstance(given, int | np.integer) or given < 0:
        raise AnalysisError(f"resamples = {shown(given)}: it must be a whole number from 0 on")
    return bool(given < FEWEST_RESAMPLES)
