"""The figures that a sweep's design allows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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
from simulation.figures import Line, bars, lines, phase_diagram
from simulation.figures.spread import band_in_words, middle, middle_in_words, spread
from simulation.report.sweep_dots import MOST_ROWS, between_groups, by_group, compared, each_against_the_first, matrix
from simulation.report.sweep_importance import importance_figure
from simulation.report.sweep_origin import origin
from simulation.report.sweep_words import (
    effect_of,
    forked,
    groups_of_points,
    in_unit,
    one_at_a_time,
    outcome_in_words,
    part,
    samples,
)
from simulation.results.averages import Averages
from simulation.results.in_words import capital, label
from simulation.results.survival import lifetimes, survive
from simulation.sweep.columns import measure_of
from simulation.sweep.store import Stored, outcome_columns
from simulation.world.arms import ArmOrDifference
from simulation.world.groups import LACKING
from simulation.world.matrix import CELLS

Floats = NDArray[np.float64]

OUTCOMES = ("coproduction_final_year", "coproduction_after_event")  # the first that was kept is what figures show
RELATIVE_LOSS = "resilience_loss"
MOST_CELLS, BINS = 10, 6
MOST_SERIES = 2_000  # monthly series in memory at once, for a fan; of more, evenly spaced points
MOST_SPELLS = 200_000
BOTH = ("outcome", "arm")
NAMES = {"total": "total index", "mean_absolute": "mean change over the whole range", "correlation": "rank correlation"}


class SweepFigure(NamedTuple):
    """A figure to draw: its file name, how, what it shows, and which of ``outcome`` and ``arm`` make it another."""

    name: str
    draw: Callable[[], Figure | None]
    description: str
    takes: tuple[str, ...] = ()


def sweep_figures(stored: Stored, outcome: str | None = None, arm: ArmOrDifference = "scenario") -> list[SweepFigure]:
    """Figures that make sense for what was varied and kept.

    Parameters
    ----------
    outcome : what figures of one outcome show, the first of `OUTCOMES` that was kept by default.
    arm : of which arm, or of their difference, sensitivity and phase diagram are; the others show both arms.
    """
    names = stored.dataset().schema.names
    outcome = outcome or next((name for name in (*OUTCOMES, *outcome_columns(names)) if name in names), None)
    found = [] if outcome is None else list(_of_outcome(stored, outcome, arm, names))
    if all(f"{cell}_final_year" in names for cell in CELLS):
        found.append(SweepFigure("matrix", partial(matrix, stored), "Who plans and who delivers, in the last year"))
    if stored.group is not None:
        return found  # months and spells are kept of the whole alone
    if stored.manifest["design"]["monthly"]:
        measure = stored.manifest["design"]["monthly"][0]
        found.append(SweepFigure("fan", partial(_fan, stored, measure), f"{label(measure)} over time, all points"))
    if stored.manifest["design"]["spells"]:
        for scenario, policy, suffix, where in one_at_a_time(stored):
            lasting = partial(_survival, stored, scenario, policy, where)
            found.append(SweepFigure(f"survival{suffix}", lasting, f"Survival of co-produced arrangements in {where}"))
    return found


def _of_outcome(stored: Stored, outcome: str, arm: ArmOrDifference, names: Sequence[str]) -> Iterator[SweepFigure]:
    """The figures of one outcome; ``names`` are the columns that were kept."""
    draw: Callable[[], Figure | None]
    of, of_arm = outcome_in_words(outcome), outcome_in_words(outcome, arm)
    if stored.factors and samples(stored) > len(stored.factors):
        for scenario, policy, suffix, where in one_at_a_time(stored):
            draw = partial(_sensitivity, stored, outcome, arm, scenario, policy, where)
            yield SweepFigure(f"sensitivity{suffix}", draw, f"What moves {of_arm} in {where}", BOTH)
            effect = effect_of(stored, outcome)  # which hangs on other numbers than the level does
            if effect and np.array(forked(stored))[points_of(stored, scenario, policy)].any():
                draw = partial(_sensitivity, stored, effect, "difference", scenario, policy, where)
                told = f"What moves {outcome_in_words(effect, 'difference')} in {where}"
                yield SweepFigure(f"sensitivity_of_effect{suffix}", draw, told)
    if len(np.unique(stored.world)) >= FEWEST_WORLDS:
        for each in dict.fromkeys([outcome, *({RELATIVE_LOSS} & set(names) if any(forked(stored)) else ())]):
            for scenario, policy, suffix, where in one_at_a_time(stored):
                draw = partial(importance_figure, stored, each, outcome_in_words(each), scenario, policy, where)
                told = f"What {outcome_in_words(each)} hangs on in {where}"
                yield SweepFigure(f"importance_{each}{suffix}", draw, told, ("outcome",) if each == outcome else ())
    if len(stored.factors) >= 2:
        yield SweepFigure("phase", partial(_phase, stored, outcome, arm), f"Phase diagram of {of_arm}", BOTH)
    yield SweepFigure("compared", partial(compared, stored, outcome), f"{of} by scenario and policy", ("outcome",))
    if len(set(stored.points["policy"].to_pylist())) > 1:
        draw = partial(each_against_the_first, stored, outcome)
        yield SweepFigure("contrasts", draw, f"{of}, each policy against the first", ("outcome",))
    if stored.group is not None:
        return
    for kind in dict.fromkeys(kind for kind, _ in stored.groups):
        for scenario, policy, suffix, where in one_at_a_time(stored):
            draw = partial(by_group, stored, outcome, kind, scenario, policy, where)
            yield SweepFigure(f"by_{kind}{suffix}", draw, f"{of} by {kind} in {where}", ("outcome",))
            count = [each for each, _ in stored.groups].count(kind)
            if 1 < count <= MOST_ROWS and measure_of(outcome) not in LACKING[kind]:
                draw = partial(between_groups, stored, outcome, kind, scenario, policy, where)
                told = f"{of} in {where}, each {kind} against the first"
                yield SweepFigure(f"between_{kind}s{suffix}", draw, told, ("outcome",))


def _sensitivity(
    stored: Stored, outcome: str, arm: ArmOrDifference, scenario: str, policy: str | None, where: str
) -> Figure:
    found = sensitivity(stored, outcome, arm, scenario, policy)
    main = {"sobol": 1}.get(found.method, 0)
    rows = [row for row in found.order() if np.isfinite(found.estimate[row, main])][:MOST_ROWS]
    explanation = {
        "sobol": "Share of the variance over all points in which the factor takes part, alone or with others (total "
        "index, bar), and which it explains by itself (first order, diamond).",
        "morris": "Mean absolute change of the outcome when the factor goes over its whole range (bar), and the mean "
        "change with its sign (diamond).",
        "rank_correlation": "Spearman's rank correlation with the factor over the points of the design.",
    }[found.method]
    partly = [f"{found.factors[row].replace('_', ' ')} ({found.off[row]:.0%})" for row in rows if found.off[row]]
    off = f" Runs without their mechanism, where they change nothing, count too: {', '.join(partly)}." if partly else ""
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
        f"What moves {outcome_in_words(outcome, arm)}: {where}",
        f"{explanation} The {len(rows)} largest of {len(found.factors)} factors; {lines_are}.{off}{noise}",
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
    where, numbers = next(iter(groups_of_points(stored).items()))
    found = Averages.of(stored.values(outcome, arm, numbers), stored.weights(outcome, numbers))
    found, numbers = Averages(*(each[found.known] for each in found)), numbers[found.known]
    values = found.means()
    columns = {name: stored.points[name].to_numpy()[numbers] for name in stored.factors}
    varied = {name: column for name, column in columns.items() if len(np.unique(column)) > 1}
    if len(varied) < 2:
        return None
    ranked = sorted(varied, key=lambda name: -abs(_correlation(varied[name], values)))[:2]
    (x_name, x), (y_name, y) = ((name, _cells(varied[name])) for name in ranked)
    scale, unit = in_unit(outcome, arm)
    panel = np.full((len(y[1]), len(x[1])), np.nan)
    for row in range(len(y[1])):
        for column in range(len(x[1])):
            inside = (y[0] == row) & (x[0] == column)
            if inside.any():
                panel[row, column] = scale * Averages(*(each[inside] for each in found)).together()
    return phase_diagram(
        origin(stored),
        f"{capital(outcome_in_words(outcome, arm))} over two factors: {where}{part(stored)}",
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


def _fan(stored: Stored, measure: str) -> Figure | None:
    panels: dict[str, dict[str, Line]] = {}
    events: dict[str, float] = {}
    fewest = MOST_SERIES
    scenario_of = dict(enumerate(stored.points["scenario"].to_pylist()))
    for name, numbers in groups_of_points(stored).items():
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
