"""The process of the peer: reads one command a line, as JSON, and answers each with one line.

``{"keyed": months}`` runs the first months with keyed draws and answers with what was recorded;
``{"replicate": number}`` runs one whole replicate and answers with its time and the means of its final year.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from typing import Any

import mesa
import numpy as np

from simulation.benchmark.peer.model import PlainModel
from simulation.benchmark.workload import SEED, Prepared, prepare


def _model(prepared: Prepared, replicate: int, keyed: bool) -> PlainModel:
    rows = len(prepared.plan.changes)
    return PlainModel(prepared.plan, prepared.one_arm, SEED, replicate, rows, keyed)


def _forget(model: PlainModel) -> None:
    """Mesa 3.3 keeps every model that ever had an agent."""
    counters = getattr(mesa.Agent, "_ids", None)
    if counters is not None:
        counters.pop(model, None)


def keyed(prepared: Prepared, months: int) -> dict[str, Any]:
    """What is recorded of the first months, burn-in aside, with the draws of the compiled ensemble."""
    model = _model(prepared, 0, keyed=True)
    model.run(prepared.workload.burn_in_months + months)
    by_service = [[[month[s, k] for k in range(3)] for s in range(len(month) // 3)] for month in model.by_service]
    _forget(model)
    return {"measures": model.measures, "by_service": by_service}


def replicate(prepared: Prepared, number: int) -> dict[str, Any]:
    """Time and final year of one replicate with draws of its own; making the objects of the tables is not counted."""
    model = _model(prepared, number, keyed=False)
    gc.collect()
    began = time.thread_time()
    model.run()
    seconds = time.thread_time() - began
    lost = model.world.logged[0] > len(model.world.changes)
    _forget(model)
    return {
        "seconds": seconds,
        "final_year": np.mean(model.measures[-12:], axis=0).tolist(),
        "spells": len(model.spells),
        "log_overflowed": lost,
    }


def main() -> None:
    """Answer commands until there are no more."""
    prepared = prepare()
    for line in sys.stdin:
        command = json.loads(line)
        if "keyed" in command:
            answer = keyed(prepared, command["keyed"])
        else:
            answer = replicate(prepared, command["replicate"])
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
