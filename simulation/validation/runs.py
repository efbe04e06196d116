"""Where checks get their runs from: paired futures, and worlds to look into; the last ones are kept."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from simulation import ensemble
from simulation.ensemble import SERVICE_MEASURES, Ensemble
from simulation.history.building import blueprint, build
from simulation.history.recorded import put
from simulation.nation.votes import votes_alone
from simulation.scenarios import Scenario, load
from simulation.scenarios.event import Event
from simulation.simulate import simulate
from simulation.world.measures import COLUMN, MEASURES
from simulation.world.tables import World
from simulation.world.worlds import CENTRAL

Seen = TypeVar("Seen")
KEPT = 4  # runs that are remembered, the last ones


class Runs:
    """Runs scenarios under one seed and, for a null model, under settings that take a mechanism away.

    With ``votes_only`` nothing happens in the worlds that are watched but politics: a hundred times as fast.
    """

    def __init__(
        self,
        seed: int = 1,
        settings: Mapping[str, float] | None = None,
        workers: int | None = None,
        votes_only: bool = False,
    ) -> None:
        self.seed = seed
        self.votes_only = votes_only
        self.settings = dict(settings or {})
        self.workers = workers or os.cpu_count() or 1
        self._kept: dict[Any, Any] = {}

    def scenario(self, scenario: str | Scenario, **settings: float) -> Scenario:
        """A scenario under the settings of these runs; its own and those given here come before them."""
        scenario = load(scenario) if isinstance(scenario, str) else scenario
        return scenario.with_settings({**self.settings, **scenario.settings, **settings})

    def futures(self, scenario: str | Scenario, pairs: int, **settings: float) -> Ensemble:
        """Paired futures of a scenario."""
        scenario = self.scenario(scenario, **settings)
        return self._once(
            ("futures", scenario.to_toml(), pairs),
            lambda: ensemble.run(scenario, pairs, self.seed, workers=self.workers, worlds=CENTRAL),
        )

    def watch(
        self,
        scenario: str | Scenario,
        replicates: int,
        months: Iterable[int],
        look: Callable[[World, int], Seen],
        votes_only: bool = False,
        **settings: float,
    ) -> list[list[Seen]]:
        """What ``look(world, month)`` saw at the end of each of the months, in each replicate of the scenario."""
        votes_only = votes_only or self.votes_only
        scenario = self.scenario(scenario, **settings)
        months = tuple(months)
        times = ensemble.times_of(scenario, max(months) + 1)
        plan = blueprint(scenario, log_rows=0)  # the log is not read

        def one(number: int) -> list[Seen]:
            world = build(plan, self.seed, number, times.first_month)
            measures = np.zeros((times.months, len(MEASURES)))
            by_service = np.zeros((times.months, len(plan.services), len(SERVICE_MEASURES)), np.float32)
            seen, now = [], times.first_month
            for month in months:
                if votes_only:
                    for begin, end in times.known.spans(now, month + 1):
                        put(world, begin, times.known)
                        votes_alone(world, begin, end)
                else:
                    world = simulate(world, now, month + 1, measures, by_service, known=times.known)
                now = month + 1
                seen.append(look(world, month))
            return seen

        def all_of_them() -> list[list[Seen]]:
            with ThreadPoolExecutor(self.workers) as pool:
                return list(pool.map(one, range(replicates)))

        return self._once(("watch", scenario.to_toml(), replicates, months, look, votes_only), all_of_them)

    def _once(self, key: Any, run: Callable[[], Any]) -> Any:
        if key not in self._kept:
            self._kept[key] = run()
            while len(self._kept) > KEPT:
                self._kept.pop(next(iter(self._kept)))
        return self._kept[key]


def series(futures: Ensemble, measure: str, arm: int = 0) -> NDArray[np.float64]:
    """Monthly values of one measure, ``[replicate, month]``; arm 0 is the scenario, 1 the counterfactual."""
    return futures.measures[:, arm, :, COLUMN[measure]]


def gap(futures: Ensemble, measure: str, first: int, last: int) -> NDArray[np.float64]:
    """Scenario minus counterfactual, the mean over months ``first`` to ``last`` (not included), by replicate."""
    months = slice(first, last)
    return (series(futures, measure, 0)[:, months] - series(futures, measure, 1)[:, months]).mean(axis=1)


def event(name: str, kind: str, **fields: Any) -> Event:
    """An event of a scenario that is written in code, with the fields of its kind."""
    return Event.model_validate({"name": name, "kind": kind, **fields})
