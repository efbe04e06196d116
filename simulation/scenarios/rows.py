"""The events of a scenario as rows of the table that the rules read."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from simulation.scenarios.checks import months
from simulation.scenarios.concerned import concerned
from simulation.scenarios.event import Event
from simulation.scenarios.times import Occasion, occasions
from simulation.world.event_kinds import EVENT, EVERY, NO_PARTY, PARTIES, UNSTATED, Field
from simulation.world.services import SERVICE_NUMBER
from simulation.world.ticks import MONTHS, tick_of, whole_ticks

if TYPE_CHECKING:
    from simulation.scenarios.scenario import Scenario

DRAWN = -1  # a duration that the model draws


def event_rows(scenario: Scenario) -> tuple[np.recarray, np.ndarray]:
    """All events as rows, in the order of the file, and for each row whether it is under study.

    An event that is repeated, or that names several councils or neighbourhoods, becomes several rows. The id of a row
    is its position here, before the arms are separated.
    """
    filled: list[np.ndarray] = []
    under_study: list[bool] = []
    for event in scenario.events:
        once = 0 if event.between is None else 1 + len(filled)
        for occasion in occasions(event, scenario):
            for target in concerned(event, scenario):
                row = _row(event, occasion)
                row["id"], row["once"] = len(filled), once
                for column, value in target._asdict().items():
                    row[column] = value
                filled.append(row)
                under_study.append(event.under_study)
    table = np.concatenate(filled) if filled else np.zeros(0, EVENT)
    _in_ticks(table, scenario.size("ticks_a_year"))
    return table.view(np.recarray), np.array(under_study, dtype=bool)


def _in_ticks(table: np.ndarray, a_year: int) -> None:
    """Date rows in ticks: the one in which a month lies, and as many as a length comes to."""
    if a_year == MONTHS:
        return
    for row in table:
        dated = row["until"] == row["month"] + 1 and row["rate"] >= 1.0
        row["month"] = tick_of(row["month"], a_year)
        row["until"] = row["month"] + 1 if dated else max(row["month"] + 1, tick_of(row["until"], a_year))
        if row["duration"] > 0:
            row["duration"] = whole_ticks(row["duration"], a_year)


def _row(event: Event, occasion: Occasion) -> np.ndarray:
    """One event at one time, without its id and whom it hits."""
    row = np.zeros(1, EVENT)
    turn = {key: values[occasion.turn % len(values)] for key, values in event.alternate.items()}
    party = turn.get("party", event.party)
    row["kind"] = event.declared.number
    row["month"], row["until"], row["rate"] = occasion.month, occasion.until, occasion.rate
    row["service"] = EVERY if event.service is None else SERVICE_NUMBER[event.service]
    row["party"] = PARTIES.index(party) if party in PARTIES else NO_PARTY
    row["duration"], row["value"], row["second"] = DRAWN, UNSTATED, UNSTATED
    values: dict[str, float | None] = {**event.values, **turn}
    for field in event.declared.fields:
        _fill(row, field, values.get(field.name, field.default))
    return row


def _fill(row: np.ndarray, field: Field, value: float | None) -> None:
    """Put the value of one field into the column that it is declared to fill."""
    assert value is not None, "a required field was checked when the event was read"
    if isinstance(value, bool):  # of a field that is endless
        value = field.high if value else 0.0
    column, _, place = field.column.partition(".")
    if column == "duration":
        row[column] = DRAWN if math.isnan(value) else months(value) if field.unit == "years" else round(value)
    elif place:
        row[column][0, int(place)] = value
    else:
        row[column] = value
