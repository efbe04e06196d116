"""Interventions as events: the same fields, the same checks and the same rules as in a scenario file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulation.scenarios import Scenario

if TYPE_CHECKING:
    import numpy as np


def happening_now(scenario: Scenario, kind: str, month: int, first_id: int, fields: dict[str, Any]) -> np.recarray:
    """A timeline with this one event, which happens in ``month`` and numbers its rows from ``first_id`` on.

    Raises
    ------
    ScenarioError : unknown kind or field, value out of range; one line that says what would be right.
    """
    event = {"name": kind, "kind": kind, "month": 0} | {
        key: value for key, value in fields.items() if value is not None
    }
    rows = Scenario.from_mapping(scenario.to_mapping() | {"events": [event]}).timeline()
    rows["id"] += first_id
    rows["month"], rows["until"] = month, month + 1
    return rows
