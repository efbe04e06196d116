"""The columns of the table of outcomes, and how the values of one run get there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from simulation.ensemble import SERVICE_MEASURES
from simulation.results.resilience import FINAL_MONTHS
from simulation.sweep.design import Design
from simulation.world.measures import COLUMN
from simulation.world.services import SERVICES

PERIODS = ("final_year", "after_event")


def measure_of(outcome: str) -> str:
    """What an outcome is the mean of, or the outcome itself where it has no period."""
    for period in PERIODS:
        outcome = outcome.removesuffix(f"_{period}")
    return outcome


@dataclass(frozen=True)
class Keep:
    """What is kept of every run.

    Attributes
    ----------
    measures, resilience : names of the monthly measures and of the resilience measures.
    services : whether co-production is kept service by service.
    monthly : measures that are kept month by month.
    spells : whether spells are kept.
    by : kinds of groups whose outcomes are kept beside the whole's.
    """

    measures: tuple[str, ...]
    resilience: tuple[str, ...]
    services: bool
    monthly: tuple[str, ...]
    spells: bool
    by: tuple[str, ...] = ()

    @classmethod
    def of(cls, design: Design) -> Keep:
        """What a design asks for."""
        measures = tuple(name for name in design.outcomes if name in COLUMN)
        resilience = tuple(name for name in design.outcomes if name not in COLUMN)
        return cls(measures, resilience, design.services, design.monthly, design.spells, design.by)

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables that are written."""
        asked = {"groups": self.by, "monthly": self.monthly, "spells": self.spells}
        return ("outcomes", *(name for name, wanted in asked.items() if wanted))

    @property
    def of_group(self) -> Keep:
        """What is kept of every group: no service by itself."""
        return replace(self, services=False)

    @property
    def columns(self) -> list[str]:
        """Columns of values: means of every measure in both periods, services, resilience."""
        names = [f"{measure}_{period}" for measure in self.measures for period in PERIODS]
        if self.services:
            names += [f"{service.name}_{measure}_final_year" for service in SERVICES for measure in SERVICE_MEASURES]
        return [*names, *self.resilience]


def means(
    keep: Keep, measures: NDArray[np.float64], by_service: NDArray[np.float32], since: int | None
) -> NDArray[np.float64]:
    """The columns of one run except resilience, ``[arm, column]``.

    Parameters
    ----------
    measures, by_service : monthly, ``[arm, month, …]``.
    since : first month after the event; None where there is no such month (`results.reach.after_event`).
    """
    final = measures[:, -FINAL_MONTHS:].mean(axis=1)
    after = np.full_like(final, np.nan) if since is None else measures[:, since:].mean(axis=1)
    both = np.stack([final, after], axis=-1)
    columns = both[:, [COLUMN[name] for name in keep.measures]].reshape(len(measures), -1)
    if keep.services:
        services = by_service[:, -FINAL_MONTHS:].mean(axis=1, dtype=np.float64).reshape(len(measures), -1)
        columns = np.concatenate([columns, services], axis=1)
    return columns


def nullable(values: NDArray[np.float64]) -> pa.Array:
    """Numbers as a column, null where they do not exist."""
    return pa.array(values, pa.float64(), mask=np.isnan(values))


def names_column(names: Sequence[str], numbers: NDArray[np.int64]) -> pa.Array:
    """A column of words from a few of them."""
    return pa.array(list(names), pa.string()).take(pa.array(numbers, pa.int64()))
