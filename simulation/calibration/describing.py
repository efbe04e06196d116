"""What accepted sets are: how much the record narrows each unknown, which go together, which figures bind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy import stats

from simulation.calibration.figures import FIGURES, Figure
from simulation.calibration.unknowns import Unknowns
from simulation.results.quantiles import quantiles
from simulation.world.parameters import PARAMETERS
from simulation.world.worlds import FIGURE, PATTERN

Floats = NDArray[np.float64]

SPREAD = (0.05, 0.5, 0.95)
NEAR = 0.1  # of its range: so close to an end of it a figure binds
CHANCE = 0.05  # family-wise: correlations that so few sets of independent numbers would show


class Marginal(NamedTuple):
    """One unknown among the sets, against its prior."""

    name: str
    prior: tuple[float, float]
    declared: float
    spread: tuple[float, ...]  # quantiles `SPREAD`; of a switch the share of sets in which it is on, once
    place: float  # of the declared value among the sets: the share of them below it
    p: float  # Kolmogorov's test against the prior, for all unknowns together (Holm)


class Pair(NamedTuple):
    """Two unknowns that go together beyond chance."""

    first: str
    second: str
    correlation: float  # of ranks


class Binding(NamedTuple):
    """One figure among the sets."""

    name: str
    part: str
    accepted: tuple[float, float]
    spread: tuple[float, ...]
    near_low: float  # share of sets within `NEAR` of the lower end of the accepted range
    near_high: float


class Description(NamedTuple):
    """Accepted sets in numbers; patterns: the share of sets that show each."""

    sets: int
    marginals: tuple[Marginal, ...]
    pairs: tuple[Pair, ...]
    figures: tuple[Binding, ...]
    patterns: dict[str, float]

    def to_json(self) -> dict[str, Any]:
        """As other programs read it."""
        return {
            "sets": self.sets,
            **{name: [each._asdict() for each in getattr(self, name)] for name in ("marginals", "pairs", "figures")},
            "patterns": self.patterns,
        }


def describe(table: pa.Table) -> Description:
    """Describe a table as `coproduction calibrate` writes it, a row a set: settings, figures and patterns."""
    columns = {name: table[name].to_numpy().astype(float) for name in table.column_names}
    unknowns = Unknowns([name for name in columns if name in PARAMETERS])
    values = np.column_stack([columns[name] for name in unknowns.names])
    points = unknowns.points(values)
    return Description(
        len(table),
        tuple(_marginals(unknowns, values, points)),
        tuple(_pairs(unknowns.names, points)),
        tuple(_binding(figure, columns[FIGURE + figure.name]) for figure in figures_in(table)),
        {name: float(np.nanmean(shown)) for name, shown in patterns_in(table).items()},
    )


def figures_in(table: pa.Table) -> list[Figure]:
    """The figures that a table of sets has."""
    known = {FIGURE + figure.name: figure for figure in FIGURES}
    return [known[name] for name in table.column_names if name in known]


def patterns_in(table: pa.Table) -> dict[str, Floats]:
    """Which sets show each pattern, ``[set]``: 1, 0, or nan where it cannot be said."""
    return {
        name.removeprefix(PATTERN): table[name].to_numpy().astype(float)
        for name in table.column_names
        if name.startswith(PATTERN)
    }


def _marginals(unknowns: Unknowns, values: Floats, points: Floats) -> list[Marginal]:
    tests = [_p(column, switch) for column, switch in zip(points.T, unknowns.switches, strict=True)]
    found = []
    for number, (name, p) in enumerate(zip(unknowns.names, _holm(tests), strict=True)):
        column, declared = values[:, number], PARAMETERS[name].default
        spread = (column.mean(),) if unknowns.switches[number] else quantiles(column, SPREAD)
        prior = (float(unknowns.low[number]), float(unknowns.high[number]))
        place = float((column < declared).mean() + (column == declared).mean() / 2)
        found.append(Marginal(name, prior, float(declared), tuple(map(float, spread)), place, p))
    return found


def _p(points: Floats, switch: bool) -> float:
    """How often draws from the prior would differ from it as much: points of the unit interval, or halves of it."""
    if switch:
        return float(stats.binomtest(int((points > 0.5).sum()), len(points)).pvalue)
    return float(stats.kstest(points, "uniform").pvalue)


def _holm(tests: Sequence[float]) -> list[float]:
    """Values of p for all tests together (Holm 1979)."""
    order = np.argsort(tests, kind="stable")
    stepped = np.maximum.accumulate(np.asarray(tests)[order] * np.arange(len(tests), 0, -1))
    found = np.empty(len(tests))
    found[order] = np.minimum(stepped, 1.0)
    return found.tolist()


def _pairs(names: Sequence[str], points: Floats) -> list[Pair]:
    count = len(points)
    ranks = stats.rankdata(points, axis=0)
    spread = ranks.std(axis=0)
    ranks = (ranks - ranks.mean(axis=0)) / np.where(spread > 0, spread, np.inf)
    correlations = ranks.T @ ranks / count
    first, second = np.triu_indices(len(names), 1)
    among = correlations[first, second]
    beyond = stats.norm.isf(CHANCE / 2 / max(1, len(among))) / np.sqrt(max(2, count) - 1)
    strong = np.flatnonzero(np.abs(among) > beyond)
    order = strong[np.argsort(-np.abs(among[strong]), kind="stable")]
    return [Pair(names[first[each]], names[second[each]], float(among[each])) for each in order]


def _binding(figure: Figure, estimates: Floats) -> Binding:
    low, high = figure.low, figure.high
    estimates = estimates[np.isfinite(estimates)]
    near = NEAR * (high - low)
    return Binding(
        figure.name,
        figure.part.name,
        (low, high),
        tuple(map(float, quantiles(estimates, SPREAD))) if len(estimates) else (),
        float((estimates < low + near).mean()) if len(estimates) else 0.0,
        float((estimates > high - near).mean()) if len(estimates) else 0.0,
    )
