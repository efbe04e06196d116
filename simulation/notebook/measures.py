"""What is measured, as a table: of every month, and of what the events did to co-production."""

from __future__ import annotations

import pandas as pd

from simulation.results.level_rows import PERIODS
from simulation.results.resilience import RESILIENCE_MEASURES
from simulation.world.measures import MEASURES

COLUMNS = ("measure", "unit", "better", "columns", "definition")


def measures_table() -> pd.DataFrame:
    """Every measure with unit, the direction that residents would call better, and definition.

    ``columns`` are those that `runs` has of it, and `sensitivity` and its like take: two means of what is measured
    every month, and what compares both arms by itself, in the arm ``scenario``.
    """
    monthly = [
        (each.name, each.unit, each.better, ", ".join(f"{each.name}_{period}" for period in PERIODS), each.definition)
        for each in MEASURES
    ]
    of_both = [(name, each.unit, each.better, name, each.definition) for name, each in RESILIENCE_MEASURES.items()]
    return pd.DataFrame([*monthly, *of_both], columns=list(COLUMNS))
