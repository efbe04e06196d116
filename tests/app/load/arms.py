"""What one more event costs where the town without it is known: milliseconds of one core for a future of both arms.

python tests/app/load/arms.py
"""

from __future__ import annotations

import time
from collections.abc import Callable

from simulation.app.futures.futures import TRACES
from simulation.app.futures.shared_counterfactuals import Known, simulate
from simulation.app.story.state import FIRST_CURSOR, Workshop, first
from simulation.ensemble import times_of
from simulation.history.building import blueprint

FUTURES = 40


def futures(state: Workshop, known: list[Known] | None) -> tuple[float, list[Known]]:
    """Simulate; processor milliseconds for each future, and what is known then."""
    plan, times = blueprint(state.played), times_of(state.played)
    one: Callable[[int], Known] = lambda n: simulate(  # noqa: E731
        plan, times, 1, n, list(TRACES), known[n] if known else None, FIRST_CURSOR
    )[1]
    one(0)
    began = time.thread_time()
    found = [one(number) for number in range(FUTURES)]
    return 1000 * (time.thread_time() - began) / FUTURES, found


def main() -> None:
    """Measure and print."""
    town = first()
    alone, known = futures(town, None)
    print(f"a town without events: {alone:.1f}")
    for month in (60, 180):
        story = town.at(month).drop("leader")
        whole, _ = futures(story, None)
        dropped, after = futures(story, known)
        again, _ = futures(story.drop("pfi"), after)
        print(
            f"an event in month {month}: {whole:.1f} by itself, {dropped:.1f} after the town, {again:.1f} for one more"
        )


if __name__ == "__main__":
    main()
