"""What an extension costs: the model without and with it, in one process, future by future, turn and turn about.

``python -m benchmarks.extension examples/extensions/hung_councils.py`` prints how fast a future with the extension is
relative to one without. A process has one model, so the package is loaded twice.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from benchmarks.pairing import Work, pair, timed

PAIRS = 200
SEED = 1


def futures(extension: Path | None, scenario: str) -> Work:
    """One future after the other, by the model with an extension or without; each call gives the time of one."""
    import numba

    for name in [each for each in sys.modules if each.partition(".")[0] == "simulation"]:
        del sys.modules[name]
    os.environ.pop("COPRODUCTION_EXTENSION", None)
    numba.config.CACHE_DIR = os.environ.get("NUMBA_CACHE_DIR", "")
    if extension is not None:
        importlib.import_module("simulation").extend(extension)
    ensemble = importlib.import_module("simulation.ensemble")
    chosen = importlib.import_module("simulation.scenarios").load(scenario)
    plan, times = importlib.import_module("simulation.history.building").blueprint(chosen), ensemble.times_of(chosen)
    ensemble.run_replicate(plan, times, SEED, 0)  # compiled now, while this model is the one that is loaded
    numbers = count()
    return timed(lambda: ensemble.run_replicate(plan, times, SEED, next(numbers)), units=1)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the median of the pairs."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.extension", description=__doc__)
    parser.add_argument("extension", type=Path)
    parser.add_argument("--scenario", default="leadership-change")
    parser.add_argument("--pairs", type=int, default=PAIRS)
    options = parser.parse_args(arguments)
    found = pair(futures(None, options.scenario), futures(options.extension, options.scenario), options.pairs)
    print(
        f"{options.extension.name}: {1 / found.ratio.median:.3f} of the speed without it, median of {options.pairs} "
        f"pairs of futures ({found.first.median * 1000:.2f} ms without, {found.second.median * 1000:.2f} ms with it)"
    )


if __name__ == "__main__":
    main()
