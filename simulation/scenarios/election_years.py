"""When a council votes, read off the years in which its seats moved."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from simulation.scenarios.council_files import Composition

FEWEST = 8  # years with a row in this one and the last, for a guess
MOST = 0.5  # seats that count as moved at most: more is another council under the old name

# Cycle, years after which it comes again, and the elections within it.
CYCLES = (("all_out_4", 4, (0,)), ("thirds", 4, (0, 1, 2)), ("all_out_5", 5, (0,)))


def election_years(rows: Sequence[Composition]) -> tuple[str, int] | None:
    """Cycle and a year of elections, as a named council states them; None if the rows say nothing.

    Of all cycles and all years in which they could begin the one is chosen that best explains the (square root of the)
    share of the seats that moved in each year: seats move much in years of elections, and little in others.
    """
    moved = {now.year: _moved(last, now) for last, now in pairwise(rows) if now.year == last.year + 1}
    if len(moved) < FEWEST or not any(moved.values()):
        return None
    years, shares = np.array(list(moved)), np.sqrt(list(moved.values()))
    best, least = None, np.inf
    for cycle, period, elections in CYCLES:
        for first in range(period):
            votes = np.isin((years - first) % period, elections)
            if votes.all() or not votes.any() or shares[votes].mean() <= shares[~votes].mean():
                continue
            unexplained = sum(((shares[each] - shares[each].mean()) ** 2).sum() for each in (votes, ~votes))
            if unexplained < least:
                best, least = (cycle, int(years[votes].min() - (years[votes].min() - first) % period)), unexplained
    return best


def _moved(last: Composition, now: Composition) -> float:
    """Share of the seats that other parties hold than the year before."""
    before, after = dict(last.seats), dict(now.seats)
    gained = sum(
        max(0, after.get(party, 0) / now.total - before.get(party, 0) / last.total) for party in before | after
    )
    return min(gained, MOST)
