"""Rows of the monthly measures: levels in both arms, and what the events changed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.results.in_words import label
from simulation.results.intervals import BOUNDS, NO_SPREAD, UNBOUNDED, futures, mean_interval, why_no_interval
from simulation.results.levels import Levels
from simulation.results.over_worlds import over_worlds
from simulation.results.row import Of, Period, Row, certain, notes
from simulation.world.arms import COUNTERFACTUAL, SCENARIO
from simulation.world.measures import MEASURES, Measure

SAME = 0.01  # a difference within 1 % of the counterfactual is 'the same'

PERIODS: dict[Period, str] = {
    "final_year": "mean of the last 12 months",
    "after_event": "mean of all months from the first event under study on",
}


def level_rows(levels: Levels, horizon: int) -> Iterator[Row]:
    """Rows of every monthly measure: both arms and their difference in the final year, then after the event.

    Without an event under study (``horizon`` 0) nothing differs, and no replicate could make that less certain.
    """
    by_period: dict[Period, NDArray[np.float64]] = {
        "final_year": levels.final_year,
        "after_event": levels.after_event,
    }
    rows = {period: list(_rows(period, values, levels.worlds)) for period, values in by_period.items()}
    for column in range(len(MEASURES)):
        for period in by_period:
            for row in rows[period][column]:
                if not horizon and period == "after_event":
                    row = replace(row, definition=row.definition.replace(PERIODS[period], "mean of all months"))
                yield certain(row) if row.arm == "difference" and not horizon else row


def _rows(period: Period, values: NDArray[np.float64], worlds: NDArray[np.int64] | None) -> Iterator[list[Row]]:
    """For each measure its three rows; ``values`` are ``[replicate, arm, measure]``."""
    scenario, counterfactual = values[:, SCENARIO], values[:, COUNTERFACTUAL]
    parts: dict[Of, NDArray[np.float64]] = {
        "scenario": scenario,
        "counterfactual": counterfactual,
        "difference": scenario - counterfactual,
    }
    for column, rows in enumerate(rows_of(period, parts, worlds)):
        counts = _directions(MEASURES[column], parts["difference"][:, column], counterfactual[:, column])
        yield [replace(row, **counts) if row.arm == "difference" else row for row in rows]


def rows_of(
    period: Period,
    parts: Mapping[Of, NDArray[np.float64]],
    worlds: NDArray[np.int64] | None,
    differences: tuple[Of, ...] = ("difference",),
) -> Iterator[list[Row]]:
    """For each measure a row of each of the ``parts``, which are ``[replicate, measure]``.

    Parameters
    ----------
    differences : which of them have no bounds and can be of no matter, as they are no levels.
    """
    estimates = {arm: (*mean_interval(part), *futures(part)) for arm, part in parts.items()}
    bands = {} if worlds is None else {arm: over_worlds(part, worlds) for arm, part in parts.items()}
    for column, measure in enumerate(MEASURES):
        rows = []
        for arm, columns in estimates.items():
            estimate, low, high, future_low, future_high = (float(numbers[column]) for numbers in columns)
            why = why_no_interval(parts[arm][:, column])
            of_worlds: dict[str, Any] = {}
            if worlds is not None:
                band = bands[arm].column(column)
                low, high = float(band.low), float(band.high)
                of_worlds = band.in_row(estimate, measure.unit, arm in differences)
                why = band.remark
            lowest, highest = UNBOUNDED if arm in differences else BOUNDS.get(measure.unit, UNBOUNDED)
            row = Row(
                measure.name,
                label(measure.name),
                measure.unit,
                f"{measure.definition}; {PERIODS[period]}",
                arm,
                period,
                estimate,
                float(np.maximum(low, lowest)),
                float(np.minimum(high, highest)),
                future_low,
                future_high,
                len(parts[arm]),
                note=notes(why, NO_SPREAD if math.isnan(future_low) else ""),
                **of_worlds,
            )
            rows.append(row)
        yield rows


def _directions(
    measure: Measure, difference: NDArray[np.float64], counterfactual: NDArray[np.float64]
) -> dict[str, Any]:
    """In how many futures the events made a measure worse, the same or better; nothing where no direction is better."""
    if measure.better == "neither":
        return {}
    same = np.abs(difference) <= SAME * np.abs(counterfactual)
    more, less = int((~same & (difference > 0)).sum()), int((~same & (difference < 0)).sum())
    worse, better = (less, more) if measure.better == "more" else (more, less)
    return {"worse": worse, "same": int(same.sum()), "better": better}
