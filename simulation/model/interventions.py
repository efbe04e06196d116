"""Interventions as events: the same fields, the same checks and the same rules as in a scenario file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulation.scenarios import Scenario
from simulation.world.errors import ScenarioError

if TYPE_CHECKING:
    import numpy as np


# What a scenario file says of an event and an event that befalls now cannot have.
OF_A_FILE = (
    "name", "year", "month", "date", "per_year", "between", "every_years", "until_year", "alternate", "under_study",
)  # fmt: skip


def happening_now(scenario: Scenario, kind: str, month: int, first_id: int, fields: dict[str, Any]) -> np.recarray:
    """A timeline with this one event, which happens in ``month`` and numbers its rows from ``first_id`` on.

    Raises
    ------
    ScenarioError : unknown kind or field, value out of range; one line that says what would be right.
    """
    for name in OF_A_FILE:
        if name in fields:
            raise ScenarioError(
                f"{name} = {fields[name]!r}: an event befalls now, once; events at other times belong into a scenario"
            )
    event = {"name": kind, "kind": kind, "month": 0} | {
        key: value for key, value in fields.items() if value is not None
    }
    rows = Scenario.from_mapping(scenario.to_mapping() | {"events": [event]}).timeline()
    rows["id"] += first_id
    rows["month"], rows["until"] = month, month + 1
    return rows
