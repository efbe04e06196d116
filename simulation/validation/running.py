"""A whole validation: all checks on the model, and the patterns on the null models."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection

from simulation.validation import CHECKS, NULLS, PATTERNS
from simulation.validation.check import Check, Result
from simulation.validation.judging import judge
from simulation.validation.runs import Runs
from simulation.validation.verdicts import Report


def validate(
    seed: int = 1,
    quick: bool = False,
    workers: int | None = None,
    on_progress: Callable[[int, int], None] | None = None,
    only: Collection[str] | None = None,
) -> Report:
    """Run every check on the model and the patterns on every null model.

    Parameters
    ----------
    quick : fewer paired seeds, and of the patterns only those that a null must not pass.
    only : names of the checks to run, without null models; all of them, with, if nothing is said.
    on_progress : called as ``on_progress(done, total)`` after every check.
    """
    began = time.perf_counter()
    checks = [check for check in CHECKS if not only or check.name in only]
    # A null model has to fail, for which few seeds are enough; levels and rates are no business of it.
    judged_on = PATTERNS[2:]
    wrong = () if only else NULLS
    tested = {null.name: [check for check in judged_on if not quick or check.name in null.fails] for null in wrong}
    total = len(checks) + sum(map(len, tested.values()))
    done = 0

    def judged(check: Check, runs: Runs, few: bool) -> Result:
        nonlocal done
        result = judge(check, runs, few)
        done += 1
        if on_progress is not None:
            on_progress(done, total)
        return result

    model = Runs(seed, workers=workers)
    results = tuple(judged(check, model, quick) for check in checks)
    nulls = []
    for null in wrong:
        runs = Runs(seed, null.settings, workers)
        nulls.append((null, tuple(judged(check, runs, True) for check in tested[null.name])))
    return Report(results, tuple(nulls), seed, quick, time.perf_counter() - began)
