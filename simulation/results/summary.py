"""The summary of an ensemble: every measure with its uncertainty, in both arms and as the effect of the events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from simulation.results.effect_rows import effect_rows
from simulation.results.ensemble_like import EnsembleLike
from simulation.results.level_rows import level_rows
from simulation.results.levels import fork_of, levels, window_start, world_numbers
from simulation.results.reach import BEYOND, not_given, with_reach
from simulation.results.resilience import FINAL_MONTHS
from simulation.results.row import Of, Period, Row
from simulation.results.survival_rows import survival_rows, survivals
from simulation.world.errors import ResultError
from simulation.world.worlds import CENTRAL, Worlds


class DrawnIn(NamedTuple):
    """The worlds that futures were drawn in: their name, what stands for their contents, and how many it were."""

    name: str = CENTRAL.name
    digest: str = CENTRAL.digest
    number: int = 1

    @classmethod
    def of(cls, worlds: Worlds, number: int) -> DrawnIn:
        """So many of some worlds."""
        return cls(worlds.name, worlds.digest, number)

    @property
    def several(self) -> bool:
        """Whether there are averages over worlds to tell of."""
        return self.number > 1


CENTRAL_ONLY = DrawnIn()


@dataclass(frozen=True)
class Summary:
    """Every estimate of an ensemble.

    Attributes
    ----------
    scenario, title : identifier and words.
    seed, replicates : replicates that were asked for.
    failures : number and error of those that did not finish; no estimate contains them.
    months, fork : horizon and first month that can differ; equal where no event under study can happen within it.
    rows : the estimates.
    worlds : those that the futures were drawn in; the declared values for results of earlier versions.
    """

    scenario: str
    title: str
    seed: int
    replicates: int
    failures: tuple[tuple[int, str], ...]
    months: int
    fork: int
    rows: tuple[Row, ...]
    worlds: DrawnIn = CENTRAL_ONLY

    def __repr__(self) -> str:
        """What it is, in a line: written out, its hundreds of rows take 200 kB."""
        return f"Summary of {self.scenario}: {len(self.rows)} rows, .row(measure, arm, period)"

    def row(self, measure: str, arm: Of = "difference", period: Period | None = None) -> Row:
        """The row of a measure; raise ``KeyError`` if there is none."""
        for row in self.rows:
            if row.measure == measure and row.arm == arm and period in (None, row.period):
                return row
        raise KeyError(f"no row for {measure}, {arm}, {period or 'any period'}")

    @property
    def beyond(self) -> bool:
        """Whether events are under study, and none of them can happen within the horizon."""
        return self.row("resistance", "effect").note == BEYOND

    @property
    def why_the_same(self) -> str:
        """Why both worlds are one, in words; empty where they can differ."""
        if self.fork < self.months:
            return ""
        return (
            f"No event under study can happen within {self.months} months" if self.beyond else "No event is under study"
        )

    @property
    def main_period(self) -> tuple[Period, str]:
        """The period over which levels are shown, and its words."""
        if self.beyond:
            return "final_year", f"the last {min(self.months, FINAL_MONTHS)} months"
        if self.fork >= self.months:
            return "after_event", "all months"
        return "after_event", "the months after the first event under study"

    def to_json(self) -> dict[str, Any]:
        """As it stands in ``summary.json``."""
        data = {name: getattr(self, name) for name in self.__dataclass_fields__ if name not in _APART}
        failures = [{"replicate": number, "error": error} for number, error in self.failures]
        rows = [row.to_json() for row in self.rows]
        return data | {"worlds": self.worlds._asdict(), "failures": failures, "measures": rows}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Summary:
        """The summary that `to_json` wrote."""
        rest = {name: data[name] for name in cls.__dataclass_fields__ if name not in _APART}
        failures = tuple((failure["replicate"], failure["error"]) for failure in data["failures"])
        rows = tuple(Row.from_json(row) for row in data["measures"])
        return cls(**rest, failures=failures, rows=rows, worlds=DrawnIn(**data.get("worlds", {})))


_APART = ("rows", "failures", "worlds")  # fields that stand in ``summary.json`` in other words


def summarise(ensemble: EnsembleLike) -> Summary:
    """Estimate every measure, with intervals over replicates.

    Levels and differences of the monthly measures in the final year and over the time after the event, resilience of
    co-production (means, exact intervals of shares, bootstrap over replicates for ratios and recovery times) and
    survival of arrangements (bootstrap over replicates). Where there are too few replicates for an interval its bounds
    are nan and the note says so; docs/reliability.md says how often intervals hold the truth. Repeatable: the same
    ensemble gives the same summary.

    Raises
    ------
    ResultError : if no replicate finished.
    """
    if len(ensemble.failures) >= len(ensemble.measures):
        first = f"; the first: {ensemble.failures[0][1]}" if ensemble.failures else ""
        raise ResultError(f"{ensemble.scenario.name}: none of {ensemble.replicates} replicates finished{first}")
    if not ensemble.months:
        raise ResultError(f"{ensemble.scenario.name}: 0 months were recorded, so there is nothing to summarise")
    of_runs = levels(ensemble)
    fork, since = fork_of(ensemble), window_start(ensemble)
    left = ensemble.months - fork
    survival = survivals(ensemble.spells, of_runs.replicates, since or 0, of_runs.worlds)
    rows = (
        *effect_rows(of_runs, left),
        *survival_rows(survival, len(of_runs.replicates), left, of_runs.worlds is not None),
        *level_rows(of_runs, left),
    )
    if since is None:
        rows = tuple(map(not_given, rows))
    return Summary(
        scenario=ensemble.scenario.name,
        title=ensemble.scenario.title or ensemble.scenario.name,
        seed=int(ensemble.seed),
        replicates=int(ensemble.replicates),
        failures=tuple((int(number), str(error)) for number, error in ensemble.failures),
        months=int(ensemble.months),
        fork=int(fork),
        rows=tuple(with_reach(row, ensemble.months, left) for row in rows),
        worlds=DrawnIn.of(ensemble.worlds, len(np.unique(world_numbers(ensemble)))),
    )
