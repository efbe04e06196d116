"""Patterns 11 and 12: how pilots spread, and which services full co-production suits."""

from __future__ import annotations

import numpy as np

from simulation.scenarios import Scenario
from simulation.scenarios.event import Event
from simulation.validation.check import Check, Part, Rows, difference
from simulation.validation.runs import Runs, event
from simulation.world.codes import Provider, Who
from simulation.world.services import SERVICES
from simulation.world.tables import World

PILOT = 5  # year of the pilot
YEARS = 40
ADOPTED = 0.2  # mean of the five levers from which a council counts as an adopter: one lever, or three first steps


def _pilot(support: float) -> Event:
    """A framework in the first council, kept up by being adopted anew every other year."""
    return event(
        "pilot",
        "framework_adopted",
        year=PILOT,
        every_years=2,
        councils=(0,),
        governance=0.8,
        planning_support=support,
        capacity_building=0.8,
        joint_working=0.8,
        open_procurement=0.8,
        legal_form=1.0,
    )


_REGION = {"councils": 8, "neighbourhoods": 6, "organisations": 8, "enterprises": 2}
SPREADING = Scenario(name="pilot-with-support", years=YEARS, settings=_REGION, events=(_pilot(0.8),))
ALONE = Scenario(name="pilot-alone", years=YEARS, settings={**_REGION, "diffusion": 0}, events=(_pilot(0.0),))
NO_PILOT = Scenario(name="no-pilot", years=YEARS, settings={**_REGION, "diffusion": 0})


def adopters(world: World, month: int) -> float:
    """Share of the other councils that have adopted a framework."""
    return float((world.councils.levers[1:].mean(axis=1) >= ADOPTED).mean())


def _curve(runs: Runs, pairs: int, scenario: Scenario) -> Rows:
    """Share of adopters at the end of every year from the pilot on."""
    months = tuple(12 * year - 1 for year in range(PILOT, YEARS + 1))
    return np.array(runs.watch(scenario, pairs, months, adopters))


def _last(runs: Runs, pairs: int, first: Scenario, second: Scenario) -> Rows:
    return np.column_stack([_curve(runs, pairs, each)[:, -5:].mean(axis=1) for each in (first, second)])


def _spread(runs: Runs, pairs: int) -> Rows:
    return _last(runs, pairs, SPREADING, ALONE)


def _local(runs: Runs, pairs: int) -> Rows:
    return _last(runs, pairs, ALONE, NO_PILOT)


def _s_shape(means: Rows) -> float:
    """Rise in the middle third of the time, less the larger of the rises in the first and the last third."""
    third = (len(means) - 1) // 3
    rises = [means[third] - means[0], means[2 * third] - means[third], means[-1] - means[2 * third]]
    return float(rises[1] - max(rises[0], rises[2]))


P11 = Check(
    "P11",
    "pilots stay local or spread",
    "Pilots stay local without planning support and diffusion; with them adoption follows an S-curve.",
    ("a region of eight councils, the first of them a pilot from year 5",),
    (
        Part("adopters among the others, with support and diffusion minus without", 0.10, 1.0, _spread, difference),
        Part("adopters among the others, a pilot alone minus no pilot", -0.05, 0.05, _local, difference),
        Part(
            "S-curve: rise in the middle third of the time minus the larger of the other rises",
            0.0,
            1.0,
            lambda runs, pairs: _curve(runs, pairs, SPREADING),
            _s_shape,
            why="model brief §6: growth first speeds up, then slows down",
        ),
    ),
    pairs=200,
    quick=30,
)

SUITABLE = [number for number, service in enumerate(SERVICES) if service.coproducibility >= 0.6]
UNSUITABLE = [number for number, service in enumerate(SERVICES) if service.coproducibility <= 0.3]


def worth(world: World, month: int) -> Rows:
    """Quality for the money of full co-production and of the council's own service, by service: sums and numbers."""
    table = world.arrangements
    full = (table.planning == Who.TOGETHER) & (table.delivery == Who.TOGETHER)
    usual = (
        (table.planning == Who.PROFESSIONALS)
        & (table.delivery == Who.PROFESSIONALS)
        & (table.provider == Provider.IN_HOUSE)
    )
    value = table.quality / np.maximum(table.unit_cost, 0.05)
    rows = []
    for service in range(len(SERVICES)):
        for group in (full, usual):
            there = group & (table.service == service)
            rows.append([value[there].sum(), there.sum()])
    return np.array(rows).ravel()


def _worth(runs: Runs, pairs: int) -> Rows:
    return np.array(runs.watch("baseline", pairs, (119, 239), worth), float).sum(axis=1)


def _advantage(services: list[int]):
    """Statistic: mean over services of the difference in quality for the money, over those with both cases."""

    def statistic(means: Rows) -> float:
        sums = means.reshape(len(SERVICES), 2, 2)[services]
        with np.errstate(invalid="ignore", divide="ignore"):
            values = sums[:, :, 0] / sums[:, :, 1]
        gain = values[:, 0] - values[:, 1]
        return float(np.nanmean(gain)) if np.isfinite(gain).any() else float("nan")

    return statistic


P12 = Check(
    "P12",
    "worthwhile for suitable services only",
    "Full co-production is worthwhile for suitable services (high co-producibility) and not for others.",
    ("baseline: arrangements after ten and twenty years",),
    (
        Part(
            "quality for the money in suitable services, full minus in house",
            0.05,
            5,
            _worth,
            _advantage(SUITABLE),
            "index",
        ),
        Part("the same in unsuitable services", -5, 0.0, _worth, _advantage(UNSUITABLE), "index"),
    ),
)
