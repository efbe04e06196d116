"""Averages of a sweep side by side, as dots with intervals: scenarios and policies, groups, cells of the matrix."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from simulation.analysis.conditions import choose
from simulation.analysis.scope import points_of
from simulation.analysis.summary import average, contrasts
from simulation.figures import dots
from simulation.report.sweep_origin import origin
from simulation.report.sweep_words import (
    effect_of,
    forked,
    groups_of_points,
    in_unit,
    intervals_in_words,
    outcome_in_words,
    part,
    size_of_unit,
)
from simulation.report.sweep_worlds import in_how_many_worlds
from simulation.results.in_words import capital, label
from simulation.sweep.columns import measure_of
from simulation.sweep.store import Stored
from simulation.world.arms import ArmOrDifference
from simulation.world.groups import WORDS
from simulation.world.matrix import CELLS

Floats = NDArray[np.float64]

MOST_ROWS = 15


def compared(stored: Stored, outcome: str) -> Figure:
    """What scenarios and policies come to, with the events and without."""
    groups = groups_of_points(stored)
    scale, unit = in_unit(outcome)
    series: dict[str, tuple[Floats, Floats, Floats]] = {}
    arms: tuple[ArmOrDifference, ...] = ("scenario", "counterfactual") if any(forked(stored)) else ("scenario",)
    for arm in arms:
        rows = [_interval(stored, outcome, arm, [numbers]) for numbers in groups.values()]
        if not any(np.isfinite(row).any() for row in rows):
            continue
        series["with the events" if arm == "scenario" else "without"] = tuple(scale * np.array(rows).T)
    return dots(
        origin(stored),
        f"{capital(outcome_in_words(outcome))}{part(stored)}",
        f"Mean over points and runs. {intervals_in_words(stored)}",
        list(groups),
        series,
        unit,
    )


def each_against_the_first(stored: Stored, outcome: str) -> Figure:
    """What each policy makes of an outcome that the first does not, pair by pair."""
    rows = contrasts(stored, [outcome]).to_pylist()
    scale, unit = in_unit(outcome, "difference")
    names = list(dict.fromkeys(row["policy"] for row in rows))
    series = {}
    for scenario in dict.fromkeys(row["scenario"] for row in rows):
        of_scenario = [row for row in rows if row["scenario"] == scenario]
        numbers = scale * np.array([[row["difference"], row["low"], row["high"]] for row in of_scenario])
        series[scenario] = (numbers[:, 0], numbers[:, 1], numbers[:, 2])
    return dots(
        origin(stored),
        f"{capital(outcome_in_words(outcome))}: each policy against ‘{rows[0]['against']}’{part(stored)}",
        "Mean difference over the same points and runs under both, with the events; chance that is in both cancels "
        f"out. {intervals_in_words(stored)}{in_how_many_worlds(outcome, rows)}",
        names,
        series,
        unit,
    )


def by_group(stored: Stored, outcome: str, kind: str, scenario: str, policy: str | None, where: str) -> Figure | None:
    """What each council, service or fifth comes to in one scenario under one policy."""
    numbers = points_of(stored, scenario, policy)
    scale, unit = in_unit(outcome)
    arms: tuple[ArmOrDifference, ...] = ("scenario", "counterfactual") if any(forked(stored)) else ("scenario",)
    rows = {
        name: [_interval(stored.of(name, kind), outcome, arm, [numbers]) for arm in arms]
        for of, name in stored.groups
        if of == kind
    }
    known = {name: found for name, found in rows.items() if np.isfinite([each[0] for each in found]).any()}
    if not known:
        return None
    shown = list(known)[:MOST_ROWS]
    left_out = f" The first {MOST_ROWS} of {len(known)}." if len(known) > MOST_ROWS else ""
    estimates = scale * np.array([known[name] for name in shown])  # [group, arm, (mean, low, high)]
    series = {
        words: (estimates[:, at, 0], estimates[:, at, 1], estimates[:, at, 2])
        for at, words in enumerate(("with the events", "without")[: len(arms)])
    }
    return dots(
        origin(stored),
        f"{capital(outcome_in_words(outcome))} by {WORDS.get(kind, kind)}: {where}",
        f"Mean over points and runs. {intervals_in_words(stored)}{left_out}",
        [name.replace("_", " ") for name in shown],
        series,
        unit,
    )


def _interval(
    stored: Stored, outcome: str, arm: ArmOrDifference, groups: list[NDArray[np.int64]]
) -> tuple[float, float, float]:
    """Mean over the points of some groups and over replicates, with an interval over both.

    The groups hold the same sample again, so a unit of the sampler is drawn with what became of it in all of them.
    """
    numbers = np.stack(groups, axis=1)  # [sample, group]
    return average(choose(stored, points=numbers.ravel()), outcome, arm, len(numbers) // size_of_unit(stored))


def between_groups(stored: Stored, outcome: str, kind: str, scenario: str, policy: str | None, where: str) -> Figure:
    """How far each group differs from the first in the same runs, in an outcome and in what the events do to it."""
    first, *names = (name for of, name in stored.groups if of == kind)
    asked: list[tuple[str, ArmOrDifference]] = [(outcome, "scenario")]
    effect = effect_of(stored, outcome)
    if effect and np.array(forked(stored))[points_of(stored, scenario, policy)].any():
        asked.append((effect, "difference"))
    scale, unit = in_unit(outcome, "difference")
    series, unshown = {}, []
    for each, arm in asked:
        rows = contrasts(stored, [each], arm=arm, by=kind).to_pylist()
        rows = [row for row in rows if (row["scenario"], row["policy"]) == (scenario, policy)]
        numbers = scale * np.array([[row["difference"], row["low"], row["high"]] for row in rows])
        series[outcome_in_words(each, arm)] = (numbers[:, 0], numbers[:, 1], numbers[:, 2])
        unshown = [row["group"] for row in rows if not (row["low"] > 0 or row["high"] < 0)]
    of_last = outcome_in_words(*asked[-1])
    return dots(
        origin(stored),
        f"{capital(label(measure_of(outcome)))}, each {WORDS.get(kind, kind)} against {first}: {where}",
        "Mean difference in the same points and runs; what is in both cancels out. "
        f"{intervals_in_words(stored)}"
        + (f" No difference is shown in {of_last} for {', '.join(map(label, unshown))}." if unshown else ""),
        [label(name) for name in names],
        series,
        unit,
    )


def matrix(stored: Stored) -> Figure:
    """How much of what is delivered lies in each cell of the matrix of planning and delivery."""
    series, groups = {}, list(groups_of_points(stored).values())
    both: dict[str, ArmOrDifference] = {"with the events": "scenario", "without": "counterfactual"}
    arms: dict[str, ArmOrDifference] = both if any(forked(stored)) else {"": "scenario"}
    for name, arm in arms.items():
        rows = [_interval(stored, f"{cell}_final_year", arm, groups) for cell in CELLS]
        series[name] = tuple(100 * np.array(rows).T)
    return dots(
        origin(stored),
        f"Who plans and who delivers, in the last year{part(stored)}",
        "Share of service volume in each of the nine cells, mean over all points and runs. "
        f"{intervals_in_words(stored)}",
        [label(cell) for cell in CELLS],
        series,
        "per cent of service volume",
    )
