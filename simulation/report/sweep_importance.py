"""The figure of what a conclusion hangs on, over the worlds in which it was drawn."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from simulation.analysis import Importance, importance
from simulation.figures import bars
from simulation.report.sweep_origin import origin
from simulation.sweep.store import Stored

MOST_BARS = 15


def importance_figure(
    stored: Stored, outcome: str, words: str, scenario: str, policy: str | None, where: str
) -> Figure:
    """The numbers with the largest indices, and what an index has to exceed.

    Parameters
    ----------
    words, where : the outcome, and scenario and policy, as the title says them.
    """
    found = importance(stored, outcome, scenario=scenario, policy=policy)
    rows = found.order()[:MOST_BARS]
    delta, null = (found.estimate[rows, found.columns.index(name)] for name in ("delta", "delta_null"))
    count = len(found.found)
    return bars(
        origin(stored),
        f"What {words} hangs on: {where}",
        f"Borgonovo's delta of what nobody knows (bar), and what the largest of {len(found.inputs)} stays below in 19 "
        "of 20 analyses if none matters (diamond). + or −: the outcome rises or falls with it. By delta or rank "
        f"correlation {count or 'none'} of them {'count' if count > 1 else 'counts'} (*). Numbers that go together in "
        f"the worlds are not told apart. {found.note}.",
        [_name(found, row) for row in rows],
        delta,
        *(np.full(len(rows), np.nan),) * 2,
        "delta",
        null,
    )


def _name(found: Importance, row: int) -> str:
    """A number with the direction in which it goes with the outcome, and whether it counts."""
    sign = "+" if found.estimate[row, found.columns.index("direction")] > 0 else "−"
    return f"{found.words(row)} {sign}{' *' if found.inputs[row] in found.found else ''}"
