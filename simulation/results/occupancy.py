"""Where every arrangement stands, month by month: counts of arrangements, read off the log of changes of one future.

The monthly measures weigh arrangements by their volume. People in a room count them: "31 of 240 local services".
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.engine.compilation import rule
from simulation.results.intervals import FEWEST_FUTURES, futures
from simulation.results.quantiles import quantiles
from simulation.world.codes import Provider, Who
from simulation.world.matrix import CELLS

HALF = 0.5  # of the futures, in the darker band

COUNTED = ("full_coproduction", "coproduction", "pfi")
FULL, ANY, LOCKED = range(len(COUNTED))

TRADITIONAL = CELLS.index("traditional_service")
COPRODUCED_CELLS = np.array([Who.TOGETHER in divmod(cell, 3) for cell in range(len(CELLS))])
CELL_AND_PROVIDER = ("cell_before", "cell", "provider_before", "provider")
FULL_CELL = 3 * Who.TOGETHER + Who.TOGETHER

CHANGE = np.dtype(
    [
        ("month", "i2"),  # negative during the burn-in
        ("arrangement", "u2"),
        ("cell_before", "u1"),  # row of `simulation.world.matrix.CELLS`
        ("cell", "u1"),
        ("provider_before", "u1"),
        ("provider", "u1"),
        ("cause", "u1"),  # row of `simulation.world.codes.CAUSES`
    ]
)


def packed(changes: np.ndarray) -> np.ndarray:
    """A log of changes in a quarter of its size: rows of `CHANGE`, in the log's order."""
    result = np.zeros(len(changes), CHANGE)
    for name in ("month", "arrangement", "provider_before", "provider", "cause"):
        result[name] = changes[name]
    result["cell_before"] = 3 * changes["delivery_before"] + changes["planning_before"]
    result["cell"] = 3 * changes["delivery"] + changes["planning"]
    return result


class Stand(NamedTuple):
    """Where each arrangement stands at the end of a month: cell and provider, uint8 [arrangement]."""

    cell: NDArray[np.uint8]
    provider: NDArray[np.uint8]


def stand(log: np.ndarray, arrangements: int, month: int) -> Stand:
    """Cell and provider of every arrangement at the end of ``month``; those that never changed are as worlds begin."""
    result = Stand(np.full(arrangements, TRADITIONAL, np.uint8), np.zeros(arrangements, np.uint8))
    until = log[: np.searchsorted(log["month"], month, side="right")]
    # Later rows of one arrangement overwrite earlier ones: assignment runs in the log's order.
    result.cell[until["arrangement"]] = until["cell"]
    result.provider[until["arrangement"]] = until["provider"]
    return result


def occupancy(log: np.ndarray, services: int, months: int) -> NDArray[np.uint8]:
    """How many neighbourhoods have each service co-produced in full, co-produced at all, or under PFI.

    Parameters
    ----------
    log : rows of `CHANGE`, ordered by month; arrangements are numbered service by service within each neighbourhood.

    Returns
    -------
    uint8 [month, service, `COUNTED`], at the end of each month.
    """
    result = np.zeros((months, services, len(COUNTED)), np.int16)
    _count(*(log[name] for name in ("month", "arrangement", *CELL_AND_PROVIDER)), COPRODUCED_CELLS, result)
    return result.astype(np.uint8)


@rule
def _count(month, arrangement, cell_before, cell, provider_before, provider, coproduced, result):
    """Fill ``result`` from the columns of a log; compiled, because a workshop reads off hundreds of logs a second."""
    months, services, kinds = result.shape
    at = 0
    for m in range(months):
        if m > 0:
            for s in range(services):
                for kind in range(kinds):
                    result[m, s, kind] = result[m - 1, s, kind]
        while at < len(month) and month[at] <= m:
            s = arrangement[at] % services
            result[m, s, FULL] += int(cell[at] == FULL_CELL) - int(cell_before[at] == FULL_CELL)
            result[m, s, ANY] += int(coproduced[cell[at]]) - int(coproduced[cell_before[at]])
            result[m, s, LOCKED] += int(provider[at] == Provider.PFI) - int(provider_before[at] == Provider.PFI)
            at += 1


class Count(NamedTuple):
    """A count of arrangements in many paired futures at one time.

    ``median`` and the range of nine futures in ten are counts that occurred (order statistics); of too few futures the
    range is that of all of them. ``worse``, ``same`` and
    ``better`` are futures with fewer, as many or more arrangements than the same future without the events.
    """

    total: int
    futures: int
    median: int
    low: int
    high: int
    without: int
    worse: int
    same: int
    better: int


def count(scenario: NDArray[np.integer], counterfactual: NDArray[np.integer], total: int) -> Count:
    """Compare paired counts [replicate] of ``total`` arrangements; more co-production counts as better."""
    scenario, counterfactual = scenario.astype(int), counterfactual.astype(int)
    low, high = range_of(scenario)
    return Count(
        total,
        len(scenario),
        median(scenario),
        int(low),
        int(high),
        median(counterfactual),
        int((scenario < counterfactual).sum()),
        int((scenario == counterfactual).sum()),
        int((scenario > counterfactual).sum()),
    )


def median(values: NDArray[np.integer]) -> int:
    """The lower median: a count that occurred."""
    return int(quantiles(values, [0.5])[0])


def bands(values: NDArray[np.integer]) -> NDArray[np.float64]:
    """Counts [replicate, month] as a fan, [5, month]: median and half of the futures between the ends of `range_of`.

    Of few futures there is no half: nan.
    """
    low, high = range_of(values)
    lower, upper = futures(np.asarray(values, float), HALF)
    return np.stack([low, lower, quantiles(values, [0.5])[0], upper, high]).astype(float)


def range_of(values: NDArray[np.integer]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Between which counts [replicate, …] nine futures in ten lie; of few futures, the lowest and the highest."""
    table = np.asarray(values, float)
    return futures(table) if len(table) >= FEWEST_FUTURES else (table.min(axis=0), table.max(axis=0))


def causes(logs: list[np.ndarray], since: int, until: int, leaving: bool = True) -> dict[int, int]:
    """Recorded causes of moves out of co-production (or into it) from ``since`` to before ``until``, by frequency."""
    total = np.zeros(256, np.int64)
    for log in logs:
        inside = log[(log["month"] >= since) & (log["month"] < until)]
        before, after = COPRODUCED_CELLS[inside["cell_before"]], COPRODUCED_CELLS[inside["cell"]]
        moved = before & ~after if leaving else after & ~before
        total += np.bincount(inside["cause"][moved], minlength=256)
    return {int(cause): int(total[cause]) for cause in np.argsort(-total, kind="stable") if total[cause]}


assert (
    Who.PROFESSIONALS == 0 and TRADITIONAL == 0
)  # a log starts from a world planned and delivered by professionals in house
