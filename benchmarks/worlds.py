"""What plausible worlds cost: 200 paired futures with all their measures and bands, in them and in the central world.

In turn, so that whatever else the machine does falls on both; processor time of all threads, so that waiting for a core
does not count. Prints the ratio, its least and most, and that of the simulation alone. The goal is at most 1.2.

    python -m benchmarks.worlds [PAIRS]
"""

from __future__ import annotations

import sys
import time

from benchmarks.pairing import Pairing, Work, pair
from benchmarks.workload import SCENARIO, SEED
from simulation.ensemble import run
from simulation.results.summary import summarise
from simulation.scenarios import load
from simulation.world.worlds import CENTRAL, Worlds, worlds

REPLICATES, PAIRS, MOST = 200, 7, 1.2


def work(of: Worlds, estimated: bool) -> Work:
    """A run in these worlds, with all that is estimated from it or without."""

    def seconds() -> float:
        began = time.process_time()
        ensemble = run(load(SCENARIO), REPLICATES, SEED, worlds=of)
        if estimated:
            summarise(ensemble)
        return time.process_time() - began

    return seconds


def told(what: str, found: Pairing) -> str:
    """One line."""
    ratio, seconds = found.ratio, (found.first.median, found.second.median)
    return (
        f"{what}: {ratio.median:.2f} times ({ratio.least:.2f} to {ratio.most:.2f} in {ratio.pairs} pairs; "
        f"{seconds[0]:.2f} and {seconds[1]:.2f} s of processor)"
    )


def main(pairs: int) -> None:
    """Measure and print."""
    plausible = worlds("plausible")
    whole = pair(work(CENTRAL, True), work(plausible, True), pairs)
    print(f"{REPLICATES} paired futures of {SCENARIO} in {len(plausible)} plausible worlds, against the central one")
    print(f"{told('with all measures and bands', whole)}; the goal is at most {MOST:g}")
    print(told("simulated alone", pair(work(CENTRAL, False), work(plausible, False), pairs)))


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else PAIRS)
