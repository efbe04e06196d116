"""The workload that every figure is measured on: pinned, so that figures of different versions can be compared."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from simulation.ensemble import Times, times_of
from simulation.history.building import blueprint
from simulation.scenarios import Scenario, load
from simulation.world.measures import MEASURES
from simulation.world.tables import World

VERSION = 1  # raise it with any change to the workload: figures of different versions do not compare


@dataclass(frozen=True)
class Workload:
    """What is computed and what is recorded."""

    version: int
    scenario: str
    seed: int
    councils: int
    neighbourhoods: int
    services: int
    arrangements: int
    places_for_organisations: int
    burn_in_months: int
    months: int
    fork: int
    recorded: tuple[str, ...]

    @property
    def simulated_months(self) -> int:
        """Months of one arm from the start of the burn-in to the horizon."""
        return self.burn_in_months + self.months

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self) | {"simulated_months": self.simulated_months}


@dataclass(frozen=True)
class Prepared:
    """The workload, ready to run."""

    workload: Workload
    scenario: Scenario
    plan: World
    times: Times

    @property
    def one_arm(self) -> Times:
        """The months of a single arm: one history from the burn-in to the horizon, never forked."""
        return self.times._replace(fork=self.times.months)


SCENARIO = "leadership-change"
SEED = 1


def prepare(**settings: float) -> Prepared:
    """The pinned workload, or the same with other settings of the scenario, for scaling."""
    scenario = load(SCENARIO).with_settings(settings) if settings else load(SCENARIO)
    plan, times = blueprint(scenario), times_of(scenario)
    councils, services = len(plan.councils), len(plan.services)
    workload = Workload(
        version=VERSION,
        scenario=SCENARIO,
        seed=SEED,
        councils=councils,
        neighbourhoods=len(plan.neighbourhoods) // councils,
        services=services,
        arrangements=len(plan.arrangements),
        places_for_organisations=len(plan.organisations),
        burn_in_months=-times.first_month,
        months=times.months,
        fork=times.fork,
        recorded=(
            f"{len(MEASURES)} measures of every month from 0 on",
            f"3 shares of each of {services} services in every month from 0 on",
            "every spell of co-production with start, end and cause",
        ),
    )
    return Prepared(workload, scenario, plan, times)
