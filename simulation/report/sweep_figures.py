"""The figures that a sweep's design allows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

import numpy as np
import pyarrow.compute as pc
import pyarrow.dataset as ds
from matplotlib.figure import Figure
from numpy.typing import NDArray
from scipy import stats

from simulation.analysis import sensitivity
from simulation.analysis.conditions import choose
from simulation.analysis.importance import FEWEST_WORLDS
from simulation.analysis.scope import points_of
from simulation.analysis.summary import average, contrasts, unit_size
from simulation.figures import Line, bars, dots, lines, phase_diagram
from simulation.figures.spread import band_in_words, middle, middle_in_words, spread
from simulation.report.sweep_importance import importance_figure
from simulation.report.sweep_origin import origin
from simulation.results.averages import Averages
from simulation.results.bootstrap import FEWEST
from simulation.results.in_words import capital, label
from simulation.results.survival import lifetimes, survive
from simulation.sweep.store import Stored, outcome_columns
from simulation.world.arms import ArmOrDifference
from simulation.world.groups import WORDS
from simulation.world.matrix import CELLS
from simulation.world.measures import COLUMN, MEASURES

Floats = NDArray[np.float64]

OUTCOMES = ("coproduction_final_year", "coproduction_after_event")  # the first that was kept is what figures show
RELATIVE_LOSS = "resilience_loss"
MOST_BARS, MOST_CELLS, BINS = 15, 10, 6
MOST_SERIES = 2_000  # monthly series in memory at once, for a fan; of more, evenly spaced points
MOST_SPELLS = 200_000
RESAMPLES = 400
ARM_WORDS = {"counterfactual": "without the events,", "difference": "the effect of the events on"}
NAMES = {"total": "total index", "mean_absolute": "mean change over the whole range", "correlation": "rank correlation"}


class SweepFigure(NamedTuple):
    """A figure to draw: its file name, how, and what it shows."""

    name: str
    draw: Callable[[], Figure | None]
    description: str


def sweep_figures(stored: Stored, outcome: str | None = None, arm: ArmOrDifference = "scenario") -> list[SweepFigure]:
    """Figures that make sense for what was varied and kept.

    Parameters
    ----------
    outcome : what figures of one outcome show, the first of `OUTCOMES` that was kept by default.
    arm : of which arm, or of their difference, sensitivity and phase diagram are; the others show both arms.
    """
    names = stored.dataset().schema.names
    outcome = outcome or next((name for name in (*OUTCOMES, *outcome_columns(names)) if name in names), None)
    found = []
    if outcome is not None:
        if stored.factors and _samples(stored) > len(stored.factors):
            for scenario, policy, suffix, where in _one_at_a_time(stored):
                draw = partial(_sensitivity, stored, outcome, arm, scenario, policy, where)
                found.append(SweepFigure(f"sensitivity{suffix}", draw, f"What moves {_words(outcome, arm)} in {where}"))
        if len(np.unique(stored.world)) >= FEWEST_WORLDS:
            for each in dict.fromkeys([outcome, *({RELATIVE_LOSS} & set(names) if any(_forks(stored)) else ())]):
                for scenario, policy, suffix, where in _one_at_a_time(stored):
                    draw = partial(importance_figure, stored, each, _words(each), scenario, policy, where)
                    name = f"importance_{each}{suffix}"
                    found.append(SweepFigure(name, draw, f"What {_words(each)} hangs on in {where}"))
        if len(stored.factors) >= 2:
            phase = partial(_phase, stored, outcome, arm)
            found.append(SweepFigure("phase", phase, f"Phase diagram of {_words(outcome, arm)}"))
        compared = partial(_compared, stored, outcome)
        found.append(SweepFigure("compared", compared, f"{_words(outcome)} by scenario and policy"))
        if len(set(stored.points["policy"].to_pylist())) > 1:
            against = partial(_contrasts, stored, outcome)
            found.append(SweepFigure("contrasts", against, f"{_words(outcome)}, each policy against the first"))
        for kind in dict.fromkeys(kind for kind, _ in stored.groups):
            for scenario, policy, suffix, where in _one_at_a_time(stored):
                of_groups = partial(_by_group, stored, outcome, kind, scenario, policy, where)
                found.append(SweepFigure(f"by_{kind}{suffix}", of_groups, f"{_words(outcome)} by {kind} in {where}"))
    if all(f"{cell}_final_year" in names for cell in CELLS):
        found.append(SweepFigure("matrix", partial(_matrix, stored), "Who plans and who delivers, in the last year"))
    if stored.manifest["design"]["monthly"]:
        measure = stored.manifest["design"]["monthly"][0]
        found.append(SweepFigure("fan", partial(_fan, stored, measure), f"{label(measure)} over time, all points"))
    if stored.manifest["design"]["spells"]:
        for scenario, policy, suffix, where in _one_at_a_time(stored):
            lasting = partial(_survival, stored, scenario, policy, where)
            found.append(SweepFigure(f"survival{suffix}", lasting, f"Survival of co-produced arrangements in {where}"))
    return found


def _one_at_a_time(stored: Stored) -> Iterator[tuple[str, str | None, str, str]]:
    """Scenario, policy, end of the file name and words for each of them: all policies meet the same points."""
    scenarios = list(stored.manifest["scenarios"])
    policies = list(dict.fromkeys(stored.points["policy"].to_pylist()))
    part = stored.group[1] if stored.group is not None else None
    for scenario in scenarios:
        for number, policy in enumerate(policies, start=1):
            suffix = "" if len(scenarios) == 1 else f"_{scenario}"
            suffix += "" if len(policies) == 1 else f"_policy_{number}"
            yield scenario, policy, suffix, " · ".join(filter(None, (scenario, policy, part)))


def _words(outcome: str, arm: ArmOrDifference = "scenario") -> str:
    if arm != "scenario":
        return f"{ARM_WORDS[arm]} {_words(outcome)}"
    for period, words in (("_final_year", "in the last year"), ("_after_event", "after the event")):
        if outcome.endswith(period):
            return f"{label(outcome.removesuffix(period))} {words}"
    return label(outcome)


def _unit(outcome: str) -> tuple[float, str]:
    """By what to multiply an outcome, and its unit then."""
    name = outcome.removesuffix("_final_year").removesuffix("_after_event")
    unit = MEASURES[COLUMN[name]].unit if name in COLUMN else "months" if name == "recovery_months" else "share"
    return (100.0, "per cent") if unit in ("share", "index") else (1.0, unit)


def _sensitivity(
    stored: Stored, outcome: str, arm: ArmOrDifference, scenario: str, policy: str | None, where: str
) -> Figure:
    found = sensitivity(stored, outcome, arm, scenario, policy)
    main = {"sobol": 1}.get(found.method, 0)
    rows = [row for row in found.order() if np.isfinite(found.estimate[row, main])][:MOST_BARS]
    explanation = {
        "sobol": "Share of the variance over all points in which the factor takes part, alone or with others (total "
        "index, bar), and which it explains by itself (first order, diamond).",
        "morris": "Mean absolute change of the outcome when the factor goes over its whole range (bar), and the mean "
        "change with its sign (diamond).",
        "rank_correlation": "Spearman's rank correlation with the factor over the points of the design.",
    }[found.method]
    known = np.isfinite(found.low[rows, main]).any()
    lines_are = "; ".join(filter(None, ["lines: 90 % intervals" if known else "", found.note]))
    noise = (
        ""
        if np.isnan(found.noise)
        else f" What worlds and chance add is {found.noise:.0%} of the variance over the averages of worlds."
        if stored.in_worlds
        else f" Replicate variance (chance within points) is {found.noise:.0%} of the variance over all runs."
    )
    marks = {
        "sobol": found.estimate[rows, 0],
        "morris": found.estimate[rows, 1] if main == 0 and found.method == "morris" else None,
    }
    return bars(
        origin(stored),
        f"What moves {_words(outcome, arm)}: {where}",
        f"{explanation} The {len(rows)} largest of {len(found.factors)} factors; {lines_are}.{noise}",
        [name.replace("_", " ") for name in np.array(found.factors)[rows]],
        found.estimate[rows, main],
        found.low[rows, main],
        found.high[rows, main],
        NAMES[found.columns[main]],
        marks.get(found.method),
        {"sobol": "first order", "morris": "mean with sign"}.get(found.method, ""),
    )


def _phase(stored: Stored, outcome: str, arm: ArmOrDifference) -> Figure | None:
    """The outcome over the two factors that matter most, in the first scenario and policy; cells hold means."""
    where, numbers = next(iter(_groups(stored).items()))
    found = Averages.of(stored.values(outcome, arm, numbers), stored.weights(outcome, numbers))
    found, numbers = Averages(*(each[found.known] for each in found)), numbers[found.known]
    values = found.means()
    columns = {name: stored.points[name].to_numpy()[numbers] for name in stored.factors}
    varied = {name: column for name, column in columns.items() if len(np.unique(column)) > 1}
    if len(varied) < 2:
        return None
    ranked = sorted(varied, key=lambda name: -abs(_correlation(varied[name], values)))[:2]
    (x_name, x), (y_name, y) = ((name, _cells(varied[name])) for name in ranked)
    scale, unit = _unit(outcome)
    unit = "percentage points" if unit == "per cent" and arm == "difference" else unit
    panel = np.full((len(y[1]), len(x[1])), np.nan)
    for row in range(len(y[1])):
        for column in range(len(x[1])):
            inside = (y[0] == row) & (x[0] == column)
            if inside.any():
                panel[row, column] = scale * Averages(*(each[inside] for each in found)).together()
    return phase_diagram(
        origin(stored),
        f"{capital(_words(outcome, arm))} over two factors: {where}",
        f"Mean over all other factors and runs, {unit}, for the two factors whose ranks go most with the outcome. "
        "Where a factor is sampled, cells are named after the middle of their range.",
        (x_name.replace("_", " "), x[1]),
        (y_name.replace("_", " "), y[1]),
        {"": panel},
        unit,
        centre=0.0 if arm == "difference" else None,
    )


def _cells(column: Floats) -> tuple[NDArray[np.int64], list[float]]:
    """The cell of every point, and the values or middles of the cells."""
    values = np.unique(column)
    if len(values) <= MOST_CELLS:
        return np.searchsorted(values, column), values.tolist()
    edges = np.linspace(values[0], values[-1], BINS + 1)
    cell = np.clip(np.searchsorted(edges, column, side="right") - 1, 0, BINS - 1)
    middles = (edges[:-1] + edges[1:]) / 2
    return cell, [float(f"{middle:.2g}") for middle in middles]


def _correlation(a: Floats, b: Floats) -> float:
    return float(stats.spearmanr(a, b).statistic) if len(np.unique(b)) > 1 else 0.0


def _groups(stored: Stored) -> dict[str, NDArray[np.int64]]:
    """Numbers of the points of each scenario, and policy where there are any."""
    scenarios, policies = stored.points["scenario"].to_pylist(), stored.points["policy"].to_pylist()
    several = len(set(scenarios)) > 1
    names = [
        " · ".join(filter(None, [scenario if several or policy is None else "", policy]))
        for scenario, policy in zip(scenarios, policies, strict=True)
    ]
    return {name: np.flatnonzero(np.array(names) == name) for name in dict.fromkeys(names)}


def _compared(stored: Stored, outcome: str) -> Figure:
    groups = _groups(stored)
    scale, unit = _unit(outcome)
    series: dict[str, tuple[Floats, Floats, Floats]] = {}
    arms: tuple[ArmOrDifference, ...] = ("scenario", "counterfactual") if any(_forks(stored)) else ("scenario",)
    for arm in arms:
        rows = [_interval(stored, outcome, arm, [numbers]) for numbers in groups.values()]
        if not any(np.isfinite(row).any() for row in rows):
            continue
        series["with the events" if arm == "scenario" else "without"] = tuple(scale * np.array(rows).T)
    return dots(
        origin(stored),
        capital(_words(outcome)),
        f"Mean over points and runs. {_intervals_in_words(stored)}",
        list(groups),
        series,
        unit,
    )


def _contrasts(stored: Stored, outcome: str) -> Figure:
    """What each policy makes of an outcome that the first does not, pair by pair."""
    rows = contrasts(stored, [outcome]).to_pylist()
    scale, unit = _unit(outcome)
    names = list(dict.fromkeys(row["policy"] for row in rows))
    series = {}
    for scenario in dict.fromkeys(row["scenario"] for row in rows):
        of_scenario = [row for row in rows if row["scenario"] == scenario]
        numbers = scale * np.array([[row["difference"], row["low"], row["high"]] for row in of_scenario])
        series[scenario] = (numbers[:, 0], numbers[:, 1], numbers[:, 2])
    return dots(
        origin(stored),
        f"{capital(_words(outcome))}: each policy against ‘{rows[0]['against']}’",
        "Mean difference over the same points and runs under both, with the events; chance that is in both cancels "
        f"out. {_intervals_in_words(stored)}",
        names,
        series,
        "percentage points" if unit == "per cent" else unit,
    )


def _by_group(stored: Stored, outcome: str, kind: str, scenario: str, policy: str | None, where: str) -> Figure | None:
    """What each council, service or fifth comes to in one scenario under one policy."""
    numbers = points_of(stored, scenario, policy)
    scale, unit = _unit(outcome)
    arms: tuple[ArmOrDifference, ...] = ("scenario", "counterfactual") if any(_forks(stored)) else ("scenario",)
    rows = {
        name: [_interval(stored.of(name, kind), outcome, arm, [numbers]) for arm in arms]
        for of, name in stored.groups
        if of == kind
    }
    known = {name: found for name, found in rows.items() if np.isfinite([each[0] for each in found]).any()}
    if not known:
        return None
    shown = list(known)[:MOST_BARS]
    left_out = f" The first {MOST_BARS} of {len(known)}." if len(known) > MOST_BARS else ""
    estimates = scale * np.array([known[name] for name in shown])  # [group, arm, (mean, low, high)]
    series = {
        words: (estimates[:, at, 0], estimates[:, at, 1], estimates[:, at, 2])
        for at, words in enumerate(("with the events", "without")[: len(arms)])
    }
    return dots(
        origin(stored),
        f"{capital(_words(outcome))} by {WORDS.get(kind, kind)}: {where}",
        f"Mean over points and runs. {_intervals_in_words(stored)}{left_out}",
        [name.replace("_", " ") for name in shown],
        series,
        unit,
    )


def _forks(stored: Stored) -> list[bool]:
    months = [stored.manifest["months"][name] for name in stored.points["scenario"].to_pylist()]
    return list(stored.forks < np.array(months))


def _interval(
    stored: Stored, outcome: str, arm: ArmOrDifference, groups: list[NDArray[np.int64]]
) -> tuple[float, float, float]:
    """Mean over the points of some groups and over replicates, with an interval over both.

    The groups hold the same sample again, so a unit of the sampler is drawn with what became of it in all of them.
    """
    numbers = np.stack(groups, axis=1)  # [sample, group]
    return average(choose(stored, points=numbers.ravel()), outcome, arm, len(numbers) // _unit_size(stored), RESAMPLES)


def _intervals_in_words(stored: Stored) -> str:
    """What the intervals of `_interval` hold, and what they leave out for being too few."""
    units = _samples(stored) // _unit_size(stored)
    futures, points = stored.replicates, "points" if _unit_size(stored) == 1 else "units of the sampler"
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


def _samples(stored: Stored) -> int:
    """Size of the sample that every scenario and policy meets."""
    return len(next(iter(_groups(stored).values())))


def _unit_size(stored: Stored) -> int:
    """How many points of the sample are drawn as a whole."""
    return unit_size(choose(stored, points=next(iter(_groups(stored).values()))))


def _matrix(stored: Stored) -> Figure:
    series, groups = {}, list(_groups(stored).values())
    both: dict[str, ArmOrDifference] = {"with the events": "scenario", "without": "counterfactual"}
    arms: dict[str, ArmOrDifference] = both if any(_forks(stored)) else {"": "scenario"}
    for name, arm in arms.items():
        rows = [_interval(stored, f"{cell}_final_year", arm, groups) for cell in CELLS]
        series[name] = tuple(100 * np.array(rows).T)
    return dots(
        origin(stored),
        "Who plans and who delivers, in the last year",
        "Share of service volume in each of the nine cells, mean over all points and runs. "
        f"{_intervals_in_words(stored)}",
        [label(cell) for cell in CELLS],
        series,
        "per cent of service volume",
    )


def _fan(stored: Stored, measure: str) -> Figure | None:
    panels: dict[str, dict[str, Line]] = {}
    events: dict[str, float] = {}
    fewest = MOST_SERIES
    scenario_of = dict(enumerate(stored.points["scenario"].to_pylist()))
    for name, numbers in _groups(stored).items():
        most = max(1, MOST_SERIES // stored.replicates)
        chosen = numbers if len(numbers) <= most else numbers[np.linspace(0, len(numbers) - 1, most).astype(int)]
        panel = {}
        forks, months = stored.forks[numbers], stored.manifest["months"][scenario_of[int(numbers[0])]]
        fork = int(forks.min())
        for arm, words in (("scenario", "with the events"), ("counterfactual", "without")):
            where = (ds.field("arm") == arm) & ds.field("point").isin(chosen.tolist())
            column = stored.table([measure], where, "monthly")[measure]
            series = column.combine_chunks().flatten().to_numpy().reshape(len(column), -1)
            series = series[np.isfinite(series).all(axis=1)]  # a run that failed has no months
            if not len(series):
                break
            panel[words] = spread(series) if arm == "scenario" else Line(middle(series))
            fewest = min(fewest, len(series))
            if fork >= months:
                break
        if panel:
            panels[name] = panel
        if fork < months and (forks == fork).all():
            events[name] = fork / 12
    if not panels:
        return None
    return lines(
        origin(stored),
        f"{capital(label(measure))} over time",
        f"Over all points and runs (at most {MOST_SERIES:,}): {middle_in_words(fewest)}; {band_in_words(fewest)}. "
        "Dashed: without the events under study; dotted: the first of these.",
        panels,
        "years since the start",
        label(measure),
        events=events,
    )


def _survival(stored: Stored, scenario: str, policy: str | None, where: str) -> Figure | None:
    """Survival of the spells of a scenario under a policy; points share chance, so a replicate is one cluster."""
    numbers = points_of(stored, scenario, policy)
    forks, months = stored.forks[numbers], stored.manifest["months"][scenario]
    fork = int(forks.min())  # where an event's year varies, the first month in which any of the points can differ
    since = fork if fork < months else 0
    dataset = stored.dataset("spells")
    per_point = max(1, dataset.count_rows() // len(stored.points))
    most = max(1, MOST_SPELLS // per_point)
    chosen = numbers if len(numbers) <= most else numbers[np.linspace(0, len(numbers) - 1, most).astype(int)]
    columns = ["replicate", "arm", "start", "end", "ended"]
    table = dataset.to_table(columns=columns, filter=ds.field("point").isin(chosen.tolist()))
    arms, units = {}, choose(stored).units
    for arm in ("scenario", "counterfactual"):
        rows = table.filter(pc.equal(table["arm"], arm))
        of_spells = {column: rows[column].to_numpy() for column in columns if column != "arm"}
        arms[arm] = lifetimes({**of_spells, "replicate": units[of_spells["replicate"]]}, since)
    if not len(arms["scenario"].time) or not len(arms["counterfactual"].time):
        return None
    found = survive(arms["scenario"], arms["counterfactual"], np.arange(units.max() + 1))
    whole = "worlds" if stored.in_worlds else "runs"
    panel = {
        words: Line(curve.survival, *((curve.low, curve.high) if np.isfinite(curve.low).any() else ()))
        for words, curve in zip(("with the events", "without"), found.curves, strict=True)
    }
    if fork >= months:
        panel.pop("without")
    return lines(
        origin(stored),
        f"How long arrangements last: {where}",
        "Share of co-produced arrangements still co-produced, by age (Kaplan–Meier with delayed entry); bands, if any: "
        f"nine in ten resamples of whole {whole}. Mean lifetimes within {found.months} months: "
        f"{found.restricted_means[0].value:.0f} with, {found.restricted_means[1].value:.0f} without the events.",
        {"all arrangements": panel},
        "years since the arrangement became co-produced",
        "still co-produced",
        x=np.arange(len(found.curves[0].survival)) / 12,
        step=True,
    )
