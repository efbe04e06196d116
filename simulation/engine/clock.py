"""The length of a tick, as far as rules must know it. It is a month, unless the key of all draws has a third word.

Then a year has as many ticks as that word says (`simulation.history.ticks`). Rules go on speaking of months: what they
read by the month is converted before they read it, but for the calendar and for what is put together from several
numbers, which are converted here.
"""

from __future__ import annotations

import numpy as np

from simulation.engine.compilation import rule

MONTHS_A_YEAR = 12
MONTHLY = 2  # words of a key whose tick is a month


@rule
def ticks_a_year(key):
    """How many ticks a year has."""
    return MONTHS_A_YEAR if len(key) == MONTHLY else np.int64(key[MONTHLY])


@rule
def compounded(share, times):
    """What a whole loses that loses ``share`` of what is left so many times, which need be no whole number."""
    return 1.0 - (1.0 - share) ** times


@rule
def over_a_tick(key, share):
    """The share that is lost in a tick of what loses ``share`` a month."""
    return share if len(key) == MONTHLY else compounded(share, MONTHS_A_YEAR / ticks_a_year(key))


@rule
def in_a_tick(key, u):
    """A uniform draw as the least of as many as a tick has months.

    It is below a chance a month as often as something happens within a tick that has this chance every month.
    """
    return u if len(key) == MONTHLY else compounded(u, ticks_a_year(key) / MONTHS_A_YEAR)
