"""A program for `test_sweep_killed`: run a sweep, kill it without warning at random moments, and let it go on.

    python -m tests.sweep.killed_again_and_again DESIGN OUT KILLS SEED

Everything is imported and compiled before the first child is made, so that a kill can hit any moment of the sweep
itself. Prints how many kills came before the sweep was finished.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import numpy as np

from simulation.sweep import sweep
from tests.sweep.sweeps import made


def main() -> None:
    design, out, kills, seed = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    plan = made(design)
    began = time.perf_counter()
    wait_for(child(plan, out.with_name("uninterrupted")))
    whole = time.perf_counter() - began
    rng = np.random.default_rng(seed)
    killed = 0
    for _ in range(kills):
        running = child(plan, out)
        # Mostly while parts are written, sometimes before the first one or in the final tables.
        time.sleep(rng.uniform(0.0, 2.0 * whole / kills))
        if not finished(running):
            os.kill(running, signal.SIGKILL)
            os.waitpid(running, 0)
            killed += 1
    wait_for(child(plan, out))
    print(killed)


def child(plan, out: Path) -> int:
    number = os.fork()
    if number == 0:
        status = 1
        try:
            status = 0 if sweep(plan, out, workers=2) else 3
        finally:
            os._exit(status)
    return number


def finished(number: int) -> bool:
    return os.waitpid(number, os.WNOHANG)[0] == number


def wait_for(number: int) -> None:
    _, status = os.waitpid(number, 0)
    assert status == 0, status


if __name__ == "__main__":
    main()
