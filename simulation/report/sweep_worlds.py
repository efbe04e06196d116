"""In how many worlds a policy comes to more than another: the interval of a mean does not tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from simulation.analysis.conditions import choose
from simulation.analysis.scope import points_of
from simulation.report.sweep_words import measure_of
from simulation.results.over_worlds import NO_MATTER, UNDER, over_worlds, signs
from simulation.results.worlds_in_words import per_cent
from simulation.sweep.store import Stored
from simulation.world.measures import COLUMN, MEASURES


def in_how_many_worlds(stored: Stored, outcome: str, rows: Sequence[dict[str, Any]]) -> str:
    """A sentence on the rows of `contrasts`; empty where there are too few worlds, or the outcome is a ratio."""
    measure = measure_of(outcome)
    if not stored.in_worlds or measure not in COLUMN:
        return ""
    unit = MEASURES[COLUMN[measure]].unit
    several = len({row["scenario"] for row in rows}) > 1
    told, hidden = [], []
    for row in rows:
        name = f"{row['scenario']} · {row['policy']}" if several else row["policy"]
        base, chosen = (
            choose(stored, points=points_of(stored, row["scenario"], row[key])) for key in ("against", "policy")
        )
        change = (chosen.values(outcome) - base.values(outcome)).mean(axis=0)  # of each future, over the points
        known = np.isfinite(change)
        band = over_worlds(change[known], base.world[known])
        middle = float(np.mean(change[known])) if known.any() else np.nan
        sign, no_matter = signs(band.averages, middle, unit)
        if np.isnan(sign):
            continue
        other = max(0.0, 1 - sign - np.nan_to_num(no_matter))
        less, more = (other, sign) if middle > 0 else (sign, other)
        parts = {"less": less, "no matter": no_matter, "more": more}
        said = [f"{words} in {per_cent(share)}" for words, share in parts.items() if not np.isnan(share)]
        told.append(f"{name}: {', '.join(said)}")
        hidden += [name] if band.hidden else []
    if not told:
        return ""
    size = f" (no matter: {UNDER})" if unit in NO_MATTER else ""
    rough = f" Rough, as chance hides how far worlds differ: {', '.join(hidden)}." if hidden else ""
    return f" Worlds by their averages{size}: {'; '.join(told)}.{rough}"
