"""Every council on record in one world: what one future of thirty years takes, and the most memory that it holds.

As ``coproduction run --council all`` plays it: wards, seats, money and cycles on record, after a burn-in from 1992 on,
of which the time is part. One arm, once; the rules are compiled before. Prints seconds of one core, and megabytes.

    python -m benchmarks.country [FROM TO]
"""

from __future__ import annotations

import sys
import time

from benchmarks.nation import peak
from benchmarks.workload import SEED, prepare
from simulation.ensemble import run_replicate, times_of
from simulation.history.building import blueprint
from simulation.scenarios import load_in
from simulation.scenarios.event import ALL
from simulation.scenarios.files import CALENDAR
from simulation.scenarios.played_in import span

FROM, TO = 2015, 2045
MOST_SECONDS, MOST_MEGABYTES = 10, 1000


def main(first: int, last: int) -> None:
    """Measure and print."""
    small = prepare()
    run_replicate(small.plan, small.one_arm._replace(months=1, fork=1), SEED, 0)
    began = time.thread_time()
    scenario = load_in(CALENDAR, ALL, span(first, last, None, None))
    plan, times = blueprint(scenario), times_of(scenario)
    made = time.thread_time() - began
    began = time.thread_time()
    run_replicate(plan, times._replace(fork=times.months), SEED, 0)
    seconds, megabytes = time.thread_time() - began, peak()
    print(
        f"{len(plan.councils)} councils of {len(plan.neighbourhoods) // len(plan.councils)} neighbourhoods, {first} to "
        f"{last}, after {-times.first_month / 12:g} years of burn-in"
    )
    print(f"scenario and world made: {made:.1f} s of one core")
    print(f"one future: {seconds:.1f} s of one core (goal {MOST_SECONDS}: {_kept(seconds <= MOST_SECONDS)})")
    print(f"at most {megabytes:.0f} MB (goal {MOST_MEGABYTES}: {_kept(megabytes <= MOST_MEGABYTES)})")


def _kept(is_kept: bool) -> str:
    return "kept" if is_kept else "missed"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3])) if len(sys.argv) > 2 else main(FROM, TO)
