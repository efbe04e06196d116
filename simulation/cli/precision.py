"""The option ``--precision``: as many futures as it takes."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from simulation.cli.progress import duration, progress
from simulation.cli.status import complain, refuse

if TYPE_CHECKING:
    from simulation.ensemble import Ensemble

Report = Callable[[int, int], None]
# From how many futures there are to be, the first of them if there are any, and whom to tell of each, to all of them.
Simulate = Callable[[int, "Ensemble | None", Report], "Ensemble"]


class Timed(NamedTuple):
    """Futures, and how many seconds each of them took."""

    ensemble: Ensemble
    seconds: float


def check_precision(precision: float | None, replicates: int | None) -> None:
    """Refuse a precision that cannot be, or one beside a number of futures."""
    if precision is None:
        return
    if replicates is not None:
        refuse("--precision and --replicates: give one of the two; a precision chooses how many futures are run")
    if not 0 < precision < 1:
        refuse(f"--precision {precision:g}: it must be above 0 and below 1, for example 0.01 for one percentage point")


def with_progress(simulate: Simulate, count: int, name: str, first: Ensemble | None = None) -> Timed:
    """Simulate so many futures and tell how far it is."""
    seen: list[tuple[float, int]] = []
    with progress(count, f"{name}, {count} futures") as report:

        def told(done: int, total: int) -> None:
            seen.append((time.monotonic(), done))
            report(done, total)

        ensemble = simulate(count, first, told)
    # From the first one on: what went before was compilation.
    (began, before), (ended, done) = (seen[0], seen[-1]) if seen else ((0.0, 0), (0.0, 0))
    return Timed(ensemble, (ended - began) / max(done - before, 1))


def precise_enough(
    timed: Timed, precision: float, simulate: Simulate, name: str, check: Callable[[int], None]
) -> Ensemble:
    """Go on from the first futures until simulation leaves the headline uncertain by at most ``precision``.

    ``check`` refuses more futures than can be held.
    """
    from simulation.results.how_many import futures_needed, uncertain_by

    ensemble, seconds = timed
    while len(ensemble.failures) < ensemble.replicates:
        needed = futures_needed(ensemble, precision)
        if needed <= ensemble.replicates:
            break
        check(needed)
        more = needed - ensemble.replicates
        complain(
            f"after {ensemble.replicates} futures simulation leaves ± {100 * uncertain_by(ensemble):.2g} points; "
            f"{needed} futures{_evenly(ensemble, needed)} leave no more than {100 * precision:.2g}, "
            f"about {duration(max(more * seconds, 1.0))} more"
        )
        ensemble, seconds = with_progress(simulate, needed, name, ensemble)
    return ensemble


def _evenly(ensemble: Ensemble, count: int) -> str:
    """How many futures fall to each world."""
    worlds = len(ensemble.worlds)
    return f", {count // worlds} in each of {worlds} worlds," if worlds > 1 else ""
