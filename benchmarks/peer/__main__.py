"""The process of the peer: reads one command a line, as JSON, and answers each with one line.

``{"keyed": months}`` runs the first months with keyed draws and answers with what was recorded;
``{"replicate": number}`` runs one whole replicate and answers with its time and the means of its final year;
``{"count": number}`` runs one and answers with how many draws, exponentials and logarithms an arrangement-month took.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections import Counter
from typing import Any

import numpy as np

from benchmarks.peer.counting import CountedChances, counted
from benchmarks.peer.model import PlainModel
from benchmarks.workload import SEED, Prepared, prepare


def _model(prepared: Prepared, replicate: int, keyed: bool) -> PlainModel:
    rows = len(prepared.plan.changes)
    return PlainModel(prepared.plan, prepared.one_arm, SEED, replicate, rows, keyed)


def keyed(prepared: Prepared, months: int) -> dict[str, Any]:
    """What is recorded of the first months, burn-in aside, with the draws of the compiled ensemble."""
    model = _model(prepared, 0, keyed=True)
    model.run(prepared.workload.burn_in_months + months)
    by_service = [[[month[s, k] for k in range(3)] for s in range(len(month) // 3)] for month in model.by_service]
    return {"measures": model.measures, "by_service": by_service}


def replicate(prepared: Prepared, number: int) -> dict[str, Any]:
    """Time and final year of one replicate with draws of its own; making the objects of the tables is not counted."""
    model = _model(prepared, number, keyed=False)
    gc.collect()
    began = time.thread_time()
    model.run()
    seconds = time.thread_time() - began
    lost = model.world.logged[0] > len(model.world.changes)
    return {
        "seconds": seconds,
        "final_year": np.mean(model.measures[-12:], axis=0).tolist(),
        "spells": len(model.spells),
        "changes_lost": lost,
    }


def count(prepared: Prepared, number: int) -> dict[str, float]:
    """What one arrangement asks for in one month, on average over a replicate."""
    counts: Counter[str] = Counter()
    model = _model(prepared, number, keyed=False)
    chances: Any = {
        name: CountedChances(model.random.random, name, counts)
        for name in ("arrangement_chances", "organisation_chances")
    }
    model.world = model.world._replace(**chances)
    model.populate()
    with counted(counts):
        for _ in range(prepared.workload.simulated_months):
            model.step()
            for table in chances.values():
                table.end_month()
    arrangement_months = prepared.workload.arrangements * prepared.workload.simulated_months
    return {name: times / arrangement_months for name, times in sorted(counts.items())}


def main() -> None:
    """Answer commands until there are no more."""
    prepared = prepare()
    for line in sys.stdin:
        command = json.loads(line)
        if "keyed" in command:
            answer = keyed(prepared, command["keyed"])
        elif "count" in command:
            answer = count(prepared, command["count"])
        else:
            answer = replicate(prepared, command["replicate"])
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
