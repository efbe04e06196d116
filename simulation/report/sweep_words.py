"""What the figures of a sweep say of outcomes, units and intervals, and which points they put together."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from simulation.analysis.conditions import choose
from simulation.analysis.summary import unit_size
from simulation.results.bootstrap import FEWEST
from simulation.results.in_words import label
from simulation.sweep.columns import measure_of
from simulation.sweep.store import Stored
from simulation.world.arms import ArmOrDifference
from simulation.world.measures import COLUMN, MEASURES

OF_ARM = {"scenario": "{}", "counterfactual": "{} without the events", "difference": "the effect of the events on {}"}


def one_at_a_time(stored: Stored) -> Iterator[tuple[str, str | None, str, str]]:
    """Scenario, policy, end of the file name and words for each of them: all policies meet the same points."""
    scenarios = list(stored.manifest["scenarios"])
    policies = list(dict.fromkeys(stored.points["policy"].to_pylist()))
    for scenario in scenarios:
        for number, policy in enumerate(policies, start=1):
            suffix = "" if len(scenarios) == 1 else f"_{scenario}"
            suffix += "" if len(policies) == 1 else f"_policy_{number}"
            yield scenario, policy, suffix, " · ".join(filter(None, (scenario, policy))) + part(stored)


def part(stored: Stored) -> str:
    """Which council, service or fifth a figure is of, as the end of its title; nothing of the whole."""
    return "" if stored.group is None else f" · {stored.group[1]}"


def effect_of(stored: Stored, outcome: str) -> str | None:
    """The outcome in which it is seen what the events do to the same measure; None where it was not kept."""
    after = f"{measure_of(outcome)}_after_event"
    return after if after in stored.dataset().schema.names else None


def outcome_in_words(outcome: str, arm: ArmOrDifference = "scenario") -> str:
    """An outcome of an arm, or of their difference, as it stands in a sentence."""
    measure = measure_of(outcome)
    when = {"_final_year": " in the last year", "_after_event": " after the event"}.get(outcome[len(measure) :], "")
    return OF_ARM[arm].format(f"{label(measure)}{when}")


def in_unit(outcome: str, arm: ArmOrDifference = "scenario") -> tuple[float, str]:
    """By what to multiply an outcome, and its unit then."""
    name = measure_of(outcome)
    of = MEASURES[COLUMN[name]].unit if name in COLUMN else "months" if name == "recovery_months" else "share"
    if of not in ("share", "index"):
        return 1.0, of
    return 100.0, "percentage points" if arm == "difference" else "per cent"


def groups_of_points(stored: Stored) -> dict[str, NDArray[np.int64]]:
    """Numbers of the points of each scenario, and policy where there are any."""
    scenarios, policies = stored.points["scenario"].to_pylist(), stored.points["policy"].to_pylist()
    several = len(set(scenarios)) > 1
    names = [
        " · ".join(filter(None, [scenario if several or policy is None else "", policy]))
        for scenario, policy in zip(scenarios, policies, strict=True)
    ]
    return {name: np.flatnonzero(np.array(names) == name) for name in dict.fromkeys(names)}


def forked(stored: Stored) -> list[bool]:
    """Whether the arms of each point part within its horizon, ``[point]``."""
    months = [stored.manifest["months"][name] for name in stored.points["scenario"].to_pylist()]
    return list(stored.forks < np.array(months))


def intervals_in_words(stored: Stored) -> str:
    """What the intervals of averages hold, and what they leave out for being too few."""
    units = samples(stored) // size_of_unit(stored)
    futures, points = stored.replicates, "points" if size_of_unit(stored) == 1 else "units of the sampler"
    runs, what = "runs", "futures"
    if stored.in_worlds:
        futures, runs, what = len(np.unique(stored.world)), "worlds with the chance of their futures", "worlds"
    few_futures = f"{futures} {what} are fewer than {FEWEST}"
    if units < FEWEST and futures < FEWEST:
        return f"There are no intervals: they take {FEWEST} {what}, or as many points that were drawn."
    if units < FEWEST:
        drawn = f", and not the chance of {units} drawn {points}" if units > 1 else ""
        return f"Lines: 90 % intervals over {runs}{drawn}."
    return f"Lines: 90 % intervals over {points}" + (
        f", not over {what}: {few_futures}." if futures < FEWEST else f" and {what}."
    )


def samples(stored: Stored) -> int:
    """Size of the sample that every scenario and policy meets."""
    return len(next(iter(groups_of_points(stored).values())))


def size_of_unit(stored: Stored) -> int:
    """How many points of the sample are drawn as a whole."""
    return unit_size(choose(stored, points=next(iter(groups_of_points(stored).values()))))
