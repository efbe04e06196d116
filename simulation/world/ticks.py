"""Dates and readings where a tick is no month: months in ticks, and what was read every tick at the ends of months."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.world.measures import MEASURES

Floats = NDArray[np.floating]

MONTHS = 12  # and as many ticks a year, as the model is declared
FLOWS = np.array([measure.unit == "per month" for measure in MEASURES])
LENGTHS = np.array([measure.unit == "months" for measure in MEASURES])


def are_whole(a_year: int) -> bool:
    """Whether a tick is a month, some whole months, or goes into a month without a rest."""
    return MONTHS % a_year == 0 or a_year % MONTHS == 0


def tick_of(month: int, a_year: int) -> int:
    """The tick in which a month begins."""
    return month * a_year // MONTHS


def month_of(tick: Any, a_year: int) -> Any:
    """The month in which a tick begins; of an array, those of all of them."""
    return tick * MONTHS // a_year


def whole_ticks(months: float, a_year: int) -> int:
    """So many whole months as ticks: one at least."""
    return max(1, round(int(months) * a_year / MONTHS))


def put_levels(at: Floats, read: Floats, first: int, a_year: int) -> None:
    """Put what stood at the ends of ticks where it belongs, at the ends of months; in a longer tick it moves evenly.

    Parameters
    ----------
    at : [month, …], filled from the month on with which tick ``first`` begins.
    read : [tick, …], from tick ``first`` on.
    """
    begin, times = _months(at, first, a_year)
    before = at[begin - 1 : begin] if begin else read[:1]
    at[begin:] = _between(np.concatenate([before, read]), times[1:])


def put_measures(at: Floats, read: Floats, first: int, a_year: int) -> None:
    """Likewise of measures, [month, …, measure]: what is counted by the month is added up, lengths are in months."""
    if not at.size:
        return
    counted, read = read[..., FLOWS], read.copy()
    read[..., LENGTHS] *= MONTHS / a_year
    put_levels(at, read, first, a_year)
    begin, times = _months(at, first, a_year)
    so_far = np.concatenate([np.zeros_like(counted[:1]), np.cumsum(counted, axis=0)])
    at[begin:, ..., FLOWS] = np.diff(_between(so_far, times), axis=0)


def _months(at: Floats, first: int, a_year: int) -> tuple[int, Floats]:
    """The month with which tick ``first`` begins, and the ends of the month before it and of all from it on, in ticks.

    They count from the beginning of tick ``first``.
    """
    begin = month_of(first, a_year)
    return begin, np.arange(begin, len(at) + 1) * a_year / MONTHS - first


def _between(values: Floats, times: Floats) -> Floats:
    """Values that stand at the times 0, 1, 2, … at any times between, and the last one after them."""
    low = np.minimum(times.astype(int), len(values) - 1)
    share = (times - low).clip(0, 1).reshape(-1, *[1] * (values.ndim - 1))
    return values[low] + share * (values[np.minimum(low + 1, len(values) - 1)] - values[low])
