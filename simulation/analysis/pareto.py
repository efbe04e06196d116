"""What can be had for a budget: the choices that no other choice beats in every respect."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulation.analysis.given import numbers, yes
from simulation.world.codes import LEVERS
from simulation.world.errors import AnalysisError
from simulation.world.parameters import PARAMETERS

PRICED_BY_NAME = ("legal_form", "assemblies", "consultation")


def pareto_set(
    objectives: ArrayLike, more_is_better: ArrayLike, cost: ArrayLike | None = None, budget: float = np.inf
) -> NDArray[np.int64]:
    """Numbers of the choices within the budget that none of the others within it dominates.

    A choice dominates another if it is at least as good in every objective and better in one.

    Parameters
    ----------
    objectives : ``[choice, objective]``.
    more_is_better : for each objective.
    cost : of each choice, compared with ``budget``.
    """
    table = numbers("objectives", objectives)
    better = np.array([yes("more_is_better", each) for each in np.ravel(np.asarray(more_is_better, object))], bool)
    if table.ndim != 2 or table.shape[1] != len(better):
        raise AnalysisError(
            f"objectives are [choice, objective], with as many directions, not {table.shape} with {len(better)}"
        )
    table = np.where(better, table, -table)
    allowed = np.isfinite(table).all(axis=1)
    if cost is not None:
        costs = numbers("costs", cost)
        if costs.shape != (len(table),) or np.isnan(costs).any() or np.isnan(budget):
            raise AnalysisError(f"costs are one number for each of {len(table)} choices, and the budget is a number")
        allowed &= costs <= budget
    chosen = np.flatnonzero(allowed)
    kept = [
        number
        for number in chosen
        if not ((table[chosen] >= table[number]).all(axis=1) & (table[chosen] > table[number]).any(axis=1)).any()
    ]
    return np.array(kept, np.int64)


def running_cost(levers: Mapping[str, float]) -> float:
    """Running cost of framework, assemblies and consultations, as a share of standard spending, at default prices."""
    prices = {**dict.fromkeys(LEVERS, "lever_cost"), **{name: f"{name}_cost" for name in PRICED_BY_NAME}}
    named = ((name.rpartition(".")[2], value) for name, value in levers.items())
    return sum(value * PARAMETERS[prices[name]].default for name, value in named if name in prices)
