"""What accepted sets are: how much the record narrows each unknown, which go together, which figures bind.

A number that one mechanism alone makes use of is described by the sets in which that is on: in the others the record
cannot narrow it, as it changes nothing there.
"""

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
from simulation.world.switched import Yes, interpreted, switch_of
from simulation.world.worlds import FIGURE, PATTERN

Floats = NDArray[np.float64]

SPREAD = (0.05, 0.5, 0.95)
NEAR = 0.1  # of its range: so close to an end of it a figure binds
FEWEST_SETS = 10  # with a mechanism on, that say anything of its numbers
CHANCE = 0.05  # family-wise: correlations that so few sets of independent numbers would show


class Marginal(NamedTuple):
    """One unknown among the sets, against its prior."""

    name: str
    prior: tuple[float, float]
    declared: float
    spread: tuple[float, ...]  # quantiles `SPREAD`; of a switch the share of sets in which it is on, once
    place: float  # of the declared value among the sets: the share of them below it
    p: float  # Kolmogorov's test against the prior, for all unknowns together (Holm)
    where: str  # the switch that is on in the sets that are described, empty where that is all of them
    sets: int  # how many these are


class Pair(NamedTuple):
    """Two unknowns that go together beyond chance."""

    first: str
    second: str
    correlation: float  # of ranks
    where: tuple[str, ...]  # the switches that are on in the sets that it is taken over


class Binding(NamedTuple):
    """One figure among the sets."""

    name: str
    part: str
    accepted: tuple[float, float]
    spread: tuple[float, ...]
    near_low: float  # share of sets within `NEAR` of the lower end of the accepted range
    near_high: float


class Description(NamedTuple):
    """Accepted sets in numbers; patterns: the share of sets that show each.

    ``left_out`` are numbers of a mechanism that is on in fewer than `FEWEST_SETS` of them.
    """

    sets: int
    marginals: tuple[Marginal, ...]
    pairs: tuple[Pair, ...]
    figures: tuple[Binding, ...]
    patterns: dict[str, float]
    left_out: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """As other programs read it."""
        return {
            "sets": self.sets,
            **{name: [each._asdict() for each in getattr(self, name)] for name in ("marginals", "pairs", "figures")},
            "patterns": self.patterns,
            "left_out": list(self.left_out),
        }


def describe(table: pa.Table) -> Description:
    """Describe a table as `coproduction calibrate` writes it, a row a set: settings, figures and patterns."""
    columns = {name: table[name].to_numpy().astype(float) for name in table.column_names}
    unknowns = Unknowns([name for name in columns if name in PARAMETERS])
    values = np.column_stack([columns[name] for name in unknowns.names])
    points = unknowns.points(values)
    on = {name: columns[name] == 1 for name, switch in zip(unknowns.names, unknowns.switches, strict=True) if switch}
    within = interpreted(unknowns.names, on, len(table))
    where = [switch_of(name) if not rows.all() else "" for name, rows in zip(unknowns.names, within.T, strict=True)]
    enough = within.sum(axis=0) >= min(FEWEST_SETS, len(table))
    return Description(
        len(table),
        tuple(_marginals(unknowns, values, points, within, where, np.flatnonzero(enough))),
        tuple(_pairs(unknowns.names, points, within, where)),
        tuple(_binding(figure, columns[FIGURE + figure.name]) for figure in figures_in(table)),
        {name: float(np.nanmean(shown)) for name, shown in patterns_in(table).items()},
        tuple(name for name, told in zip(unknowns.names, enough, strict=True) if not told),
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


def _marginals(
    unknowns: Unknowns, values: Floats, points: Floats, within: Yes, where: Sequence[str], numbers: NDArray[np.int64]
) -> list[Marginal]:
    tests = [_p(points[within[:, each], each], bool(unknowns.switches[each])) for each in numbers]
    found = []
    for number, p in zip(numbers, _holm(tests), strict=True):
        name = unknowns.names[number]
        column, declared = values[within[:, number], number], PARAMETERS[name].default
        spread = tuple(map(float, (column.mean(),) if unknowns.switches[number] else quantiles(column, SPREAD)))
        prior = (float(unknowns.low[number]), float(unknowns.high[number]))
        place = float((column < declared).mean() + (column == declared).mean() / 2)
        found.append(Marginal(name, prior, float(declared), spread, place, p, where[number], len(column)))
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


def _pairs(names: Sequence[str], points: Floats, within: Yes, where: Sequence[str]) -> list[Pair]:
    """Pairs over the sets in which both are interpreted; beyond chance for as few sets as these are."""
    first, second = np.triu_indices(len(names), 1)
    among, sets = np.zeros(len(first)), np.zeros(len(first))
    alike, kind = np.unique(within, axis=1, return_inverse=True)
    of_first, of_second = (kind.ravel()[each] for each in (first, second))
    for one, other in zip(*np.triu_indices(alike.shape[1]), strict=True):
        rows = alike[:, one] & alike[:, other]
        here = ((of_first == one) & (of_second == other)) | ((of_first == other) & (of_second == one))
        sets[here] = rows.sum()
        if rows.sum() >= min(FEWEST_SETS, len(points)):
            among[here] = _correlations(points[rows])[first[here], second[here]]
    beyond = stats.norm.isf(CHANCE / 2 / max(1, len(among))) / np.sqrt(np.maximum(2, sets) - 1)
    strong = np.flatnonzero(np.abs(among) > beyond)
    order = strong[np.argsort(-np.abs(among[strong]), kind="stable")]
    return [
        Pair(
            names[one],
            names[other],
            float(among[each]),
            tuple(dict.fromkeys(filter(None, (where[one], where[other])))),
        )
        for each, one, other in zip(order, first[order], second[order], strict=True)
    ]


def _correlations(points: Floats) -> Floats:
    """Of ranks, ``[unknown, unknown]``; 0 of what does not differ."""
    ranks = stats.rankdata(points, axis=0)
    spread = ranks.std(axis=0)
    ranks = (ranks - ranks.mean(axis=0)) / np.where(spread > 0, spread, np.inf)
    return ranks.T @ ranks / len(points)


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
