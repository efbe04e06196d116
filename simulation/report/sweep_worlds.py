"""In how many worlds a policy comes to more than another, in words below a figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from simulation.results.over_worlds import NO_MATTER, UNDER
from simulation.results.worlds_in_words import per_cent
from simulation.sweep.columns import measure_of
from simulation.world.measures import COLUMN, MEASURES

WORDS = {"less": "less", "no_matter": "no matter", "more": "more"}


def in_how_many_worlds(outcome: str, rows: Sequence[dict[str, Any]]) -> str:
    """A sentence on the rows of `contrasts`; empty where there are too few worlds, or the outcome is a ratio."""
    several = len({row["scenario"] for row in rows}) > 1
    told, rough = [], []
    for row in rows:
        name = f"{row['scenario']} · {row['policy']}" if several else row["policy"]
        said = [f"{words} in {per_cent(row[key])}" for key, words in WORDS.items() if not np.isnan(row[key])]
        told += [f"{name}: {', '.join(said)}"] if said else []
        rough += [name] if row["rough"] else []
    if not told:
        return ""
    size = f" (no matter: {UNDER})" if MEASURES[COLUMN[measure_of(outcome)]].unit in NO_MATTER else ""
    hidden = f" Rough, as chance hides how far worlds differ: {', '.join(rough)}." if rough else ""
    return f" Worlds by their averages{size}: {'; '.join(told)}.{hidden}"
