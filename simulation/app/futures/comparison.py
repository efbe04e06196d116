"""The comparison of up to four stories: each in a few numbers, and paired with the first."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from simulation.app.futures.bought import more_left, nothing_bought
from simulation.app.futures.futures import Futures
from simulation.app.futures.view import View
from simulation.app.story.names import plural
from simulation.app.story.sentences import more_and_less, spread_of
from simulation.app.story.state import YEAR, Workshop
from simulation.results.intervals import FEWEST_FUTURES
from simulation.results.occupancy import median, range_of
from simulation.results.quantiles import quantiles
from simulation.results.resilience import recovery


@dataclass(frozen=True)
class Line:
    """One story in numbers, as words.

    Attributes
    ----------
    more : in how many futures more is left than with nothing bought; nothing where stories differ in other things, too.
    end : median count at the end, with nine futures in ten; of few futures, with all of them.
    survives : in how many futures at least half is left of what there would be without the events, at the worst moment.
    worst : count that one future in twenty falls short of, at the end.
    back : when what is counted is back, as `simulation.results.resilience.recovery` says it: in the middle future.
    locked : share of spending that no election can redirect within a year, at the end.
    difference : to the first story, future by future.
    """

    more: str
    end: str
    survives: str
    worst: str
    back: str
    locked: str
    difference: str


def line(futures: Futures, first: Futures | None, state: Workshop, nothing: View | None = None) -> Line:
    """A story's numbers; those that take all futures come last.

    Parameters
    ----------
    first : of the first story, unless this is it.
    nothing : the same story with nothing bought, where that is what stories differ in.
    """
    series = futures.of(state.counted, state.service)[:, :, -1]
    low, high = (int(value) for value in range_of(series[:, 0]))
    locked = "…"
    if futures.summary is not None:
        locked = f"{futures.summary.row('lock_in', 'scenario', 'final_year').estimate * 100:.0f} % of spending"
    end, worst = f"{median(series[:, 0])} ({low}–{high})", f"{low} or fewer" if low else "0"
    if len(series) < FEWEST_FUTURES:  # nobody knows the worst of twenty from a few
        end, worst = f"{median(series[:, 0])} ({spread_of(len(series))}: {low}–{high})", "too few futures"
    more = _more_left(futures, state, nothing) if nothing is not None else ""
    return Line(
        more, end, _survives(futures, state), worst, _back(futures, state), locked, _difference(futures, first, state)
    )


def span(months: float) -> str:
    """So many months, in whole years where they are many."""
    if months < 0.5:
        return "never fell"
    return plural(round(months), "month") if months < 2 * YEAR else plural(round(months / YEAR), "year")


def _more_left(futures: Futures, state: Workshop, nothing: View) -> str:
    left = more_left(View(futures, state), nothing_bought(nothing))
    if not left.more.futures:
        return "nothing to lose"
    return more_and_less(left) + ("" if futures.complete and nothing.futures.complete else " so far")


def _survives(futures: Futures, state: Workshop) -> str:
    view = View(futures, state)
    if not view.survives:
        return "no events"
    return f"{view.survivals.worst.number} of {view.survivals.worst.futures}" if view.survivals else "nothing to lose"


def _back(futures: Futures, state: Workshop) -> str:
    view = View(futures, state)
    if not view.survives:
        return "no events"
    counts = view.series.astype(float)
    months, back = recovery(counts[:, 0], counts[:, 1], futures.fork)
    known = ~np.isnan(months)
    if not known.any():
        return "nothing to lose"
    middle = float(quantiles(np.where(back > 0, months, np.inf)[known], [0.5])[0])
    return span(middle) if math.isfinite(middle) else "not in this time"


def _difference(futures: Futures, first: Futures | None, state: Workshop) -> str:
    if first is None:
        return "–"
    mine, theirs = (each.of(state.counted, state.service)[:, 0, -1] for each in (futures, first))
    both, own, other = np.intersect1d(futures.numbers, first.numbers, return_indices=True)
    change = mine[own] - theirs[other]
    middle = int(quantiles(change, [0.5])[0])
    more, fewer = int((change > 0).sum()), int((change < 0).sum())
    if not more and not fewer:
        return f"the same in all {len(both)}"
    sign = f"{middle:+d}".replace("-", "−") if middle else "0"
    return f"{sign} (more in {more}, fewer in {fewer} of {len(both)})"
