"""Which of the numbers that nobody knows a conclusion hangs on, over the worlds in which it was drawn.

The numbers of plausible worlds depend on each other, so variance cannot be shared out among them. Borgonovo's delta
needs no independence: half the mean distance between the distribution of the outcome and its distribution where the
number is known, 0 where knowing it tells nothing, at most 1. It sees whatever a number does, also to the spread;
Spearman's rank correlation beside it gives the direction, and finds with fewer worlds what rises or falls. Both tell
what goes with the outcome: of two numbers that go together they do not tell which one acts.

With hundreds of numbers and a hundred worlds the largest index is large by chance alone. So outcomes are permuted over
the worlds, and a number counts if its index, or its correlation, is larger than the *largest* of all numbers is in 95 %
of the permutations (Westfall & Young 1993): then no number that does not matter is named in 95 % of analyses, however
the numbers depend on each other.

A number of which a switched-off mechanism alone would make use is looked at in the worlds in which it is on
(`simulation.world.switched`): the same permutations, of those worlds among themselves.

SALib's delta takes a kernel estimate for each class of each number in each resample, minutes for a permutation of 309
numbers. Here the kernels of all worlds are made once, over ranks of the outcome, and a permutation is one product of
matrices: a thousand in seconds. Classes are quarters of the worlds, or the values of a number that has no more than
four: a switch divides the worlds into two groups.

References
----------
Borgonovo, E. (2007). A new uncertainty importance measure. Reliability Engineering & System Safety 92, 771-784.
Plischke, E., Borgonovo, E., Smith, C. L. (2013). Global sensitivity measures from given data. European Journal of
Operational Research 226, 536-550.
Westfall, P. H., Young, S. S. (1993). Resampling-based multiple testing. Wiley.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from simulation.analysis.conditions import Chosen, choose
from simulation.analysis.given import constant, numbers, weights_of
from simulation.analysis.given import names as unique
from simulation.analysis.scope import a_sweep, points_of
from simulation.analysis.switched import on_in
from simulation.results.averages import Averages
from simulation.results.bootstrap import SEED
from simulation.sweep.store import Stored
from simulation.world.arms import ArmOrDifference
from simulation.world.errors import AnalysisError, shown
from simulation.world.switched import interpreted, switch_of

Floats = NDArray[np.float64]

FEWEST_WORLDS = 40  # with fewer only a number that decides nearly everything would be found
FEWEST_PERMUTATIONS, PERMUTATIONS = 200, 1000
CLASSES = 4  # more of them hold too few worlds each: in trials at 150 worlds power was less with three and with five
WIDTH = 0.7  # of the kernels, in standard deviations of the outcome's normal scores; narrower ones find less
GRID = np.linspace(-3.5, 3.5, 41)
AT_ONCE = 16  # permutations in a product of matrices: some megabytes
FAMILY = 0.05  # how often any number that does not matter may be named
COLUMNS = ("delta", "delta_null", "direction", "direction_null", "p", "at_low", "at_high")


@dataclass(frozen=True)
class Importance:
    """What a conclusion hangs on.

    Attributes
    ----------
    inputs : the numbers, one row each.
    columns : ``delta``, and ``delta_null``, what it has to exceed to count; ``direction``, Spearman's rank correlation
        with the outcome, and ``direction_null``, what its size has to exceed; ``p``, how often chance alone makes the
        largest of all numbers as large; ``at_low`` and ``at_high``, the outcome in the worlds of the lowest and the
        highest class (of a switch: off and on).
    estimate : ``[input, column]``; a number counts where ``p`` is at most `FAMILY`.
    groups : classes of each number; 2 of a switch.
    worlds, futures, permutations : how many it rests on.
    note : what is left out, in words.
    where : of each number the switch that is on wherever it was looked at; empty where that is in all worlds.
    """

    inputs: tuple[str, ...]
    columns: tuple[str, ...]
    estimate: Floats
    groups: NDArray[np.int64]
    worlds: int
    futures: int
    permutations: int
    note: str = ""
    where: tuple[str, ...] = ()

    def words(self, row: int) -> str:
        """A number, and where it was looked at."""
        where = f" (where {self.where[row].replace('_', ' ')} is on)" if self.where[row] else ""
        return f"{self.inputs[row].replace('_', ' ')}{where}"

    def order(self) -> list[int]:
        """Rows from the number that matters most to the one that matters least."""
        return np.lexsort((-self.estimate[:, 0], self.estimate[:, COLUMNS.index("p")])).tolist()

    @property
    def found(self) -> list[str]:
        """The numbers that count, the most important first."""
        return [self.inputs[row] for row in self.order() if self.estimate[row, COLUMNS.index("p")] <= FAMILY]

    def table(self) -> pa.Table:
        """All of it, in order."""
        rows = self.order()
        columns = dict(zip(self.columns, self.estimate[rows].T, strict=True))
        where = [f"{self.where[row]} is on" if self.where[row] else "" for row in rows]
        inputs = [self.inputs[row] for row in rows]
        return pa.table({"input": inputs, **columns, "groups": self.groups[rows], "where": where})


def importance_of(
    values: ArrayLike,
    sample: ArrayLike,
    names: Sequence[str],
    permutations: int = PERMUTATIONS,
    weights: ArrayLike | None = None,
    within: ArrayLike | None = None,
) -> Importance:
    """How much an outcome goes with each of many dependent numbers.

    Parameters
    ----------
    values : the outcome in each world, ``[world]``.
    sample : the numbers in each world, ``[world, number]``.
    weights : how much each world weighs in ``at_low`` and ``at_high``, the same by default; see `Chosen.by_unit`.
    within : in which worlds each number is looked at, ``[world, number]``, all by default; where these are fewer than
        `FEWEST_WORLDS` it is left out.
    """
    y, table = numbers("values", values), numbers("the sample", sample)
    if y.ndim != 1 or table.shape != (len(y), len(unique("names", names))):
        raise AnalysisError(
            f"values are one for each world, and the sample [world, number], not {y.shape}, {table.shape}"
        )
    if not np.isfinite(y).all() or not np.isfinite(table).all():
        raise AnalysisError("the outcome and all numbers must have a value in each world: leave out worlds without one")
    if isinstance(permutations, bool) or not isinstance(permutations, int) or permutations < FEWEST_PERMUTATIONS:
        raise AnalysisError(
            f"permutations = {shown(permutations)}: it must be a whole number from {FEWEST_PERMUTATIONS} on"
        )
    if len(y) < FEWEST_WORLDS:
        raise AnalysisError(f"{len(y)} worlds tell of no number whether it matters: it takes {FEWEST_WORLDS}")
    if constant(y):
        raise AnalysisError(f"the outcome is {y[0]:.6g} in all {len(y)} worlds: nothing moves it")
    looked = np.ones(table.shape, bool) if within is None else np.asarray(within, bool)
    if looked.shape != table.shape:
        raise AnalysisError(f"within is [world, number] as the sample, {table.shape}, not {looked.shape}")
    many = np.array([rows.sum() >= FEWEST_WORLDS and not constant(y[rows]) for rows in looked.T])
    moves = np.array(
        [enough and np.ptp(column[rows]) > 0 for column, rows, enough in zip(table.T, looked.T, many, strict=True)]
    )
    if not moves.any():
        raise AnalysisError(f"none of {len(names)} numbers differs between the worlds")
    weight = weights_of(weights, y)
    shape = (permutations + 1, int(moves.sum()))
    deltas, correlations, ends = np.empty(shape), np.empty(shape), np.empty((shape[1], 2))
    groups = np.empty(shape[1], np.int64)
    orders = _orders(len(y), permutations)
    # Numbers that are looked at in the same worlds go together: nearly all of them in all worlds.
    alike, part = np.unique(looked[:, moves], axis=1, return_inverse=True)
    for rows, among in zip(alike.T, part.ravel() == np.arange(alike.shape[1])[:, None], strict=True):
        sample_here = table[:, moves][rows][:, among]
        classes = [_classes(column) for column in sample_here.T]
        order = _among(orders, rows)
        deltas[:, among] = _deltas(y[rows], classes, order)
        correlations[:, among] = _correlations(y[rows], sample_here, order)
        ends[among] = _ends(y[rows], classes, None if weight is None else weight[rows])
        groups[among] = [each.max() + 1 for each in classes]
    # Fewer worlds make larger correlations by chance, which would hide those of all worlds; 1 for these.
    scale = np.sqrt((looked[:, moves].sum(axis=0) - 1) / (len(y) - 1))
    directions = np.abs(correlations) * scale
    # In units of its own chance: an index of more classes is larger by chance, and would hide those of switches.
    deltas_in_sd = (deltas - deltas.mean(axis=0)) / deltas.std(axis=0)
    p, beyond, direction_null = _adjusted(deltas_in_sd, directions)
    estimate = np.column_stack(
        [
            deltas[0],
            deltas.mean(axis=0) + beyond * deltas.std(axis=0),
            correlations[0],
            direction_null / scale,
            p,
            ends,
        ]
    )
    inputs = tuple(name for name, each in zip(names, moves, strict=True) if each)
    same, few = int((many & ~moves).sum()), int((~many).sum())
    told = {
        "are the same in all worlds and left out": same,
        f"would be looked at in fewer than {FEWEST_WORLDS} worlds, or where nothing moves, and are left out": few,
    }
    note = "; ".join(f"{count} numbers {what}" for what, count in told.items() if count)
    return Importance(inputs, COLUMNS, estimate, groups, len(y), len(y), permutations, note, ("",) * len(inputs))


def importance(
    stored: Stored,
    outcome: str,
    arm: ArmOrDifference = "scenario",
    scenario: str | None = None,
    policy: str | None = None,
    against: str | None = None,
    given: str | None = None,
    permutations: int = PERMUTATIONS,
) -> Importance:
    """What an outcome of a stored sweep hangs on: its average over the points and futures of each world.

    Parameters
    ----------
    outcome, arm : as of `Stored.values`; a relative loss is the ratio of the sums over the futures of a world.
    scenario, policy : which points, those of the first of the design by default.
    against : another policy whose outcome in the same world is subtracted.
    given : conditions that choose among worlds and points, see `simulation.analysis.conditions`.
    """
    a_sweep(stored)
    if not stored.worlds.names:
        raise AnalysisError(f"{stored.folder} was drawn in the central world alone: give the sweep --worlds")
    chosen = choose(stored, given, points_of(stored, scenario, policy))
    values, weights = _by_world(chosen, outcome, arm)
    set_in_all = stored.set_at(chosen.points)
    if against is not None:
        other = choose(stored, given, points_of(stored, scenario, against))
        values = values - _by_world(other, outcome, arm)[0]
        weights = np.ones_like(values)  # a difference of two averages is none itself
        set_in_all &= stored.set_at(other.points)
    known = np.isfinite(values)
    if not known.any():
        raise AnalysisError(f"{outcome} of the {arm} has no value in any of {len(known)} worlds")
    worlds = np.unique(chosen.world)[known]
    names = [name for name in stored.worlds.names if name not in set_in_all]
    sample = np.column_stack([stored.worlds.column(name)[worlds] for name in names])
    looked_at = chosen.points if against is None else np.concatenate([chosen.points, other.points])
    on = {switch: on_in(stored, switch, looked_at)[worlds] for switch in sorted(filter(None, map(switch_of, names)))}
    within = interpreted(names, on, len(worlds))
    found = importance_of(values[known], sample, names, permutations, weights[known], within)
    lacking = f"no value in {int((~known).sum())} of {len(known)} worlds" if not known.all() else ""
    fixed = len(stored.worlds.names) - len(names)
    overridden = f"{fixed} numbers are set in all worlds and left out" if fixed else ""
    parts = [f"{switch} in {int(rows.sum())}" for switch, rows in on.items() if not rows.all()]
    told = f"numbers of a mechanism are looked at in worlds with it: {', '.join(parts)}" if parts else ""
    note = "; ".join(filter(None, [str(chosen), lacking, overridden, found.note, told]))
    partly = {switch for switch, rows in on.items() if not rows.all()}
    where = tuple(switch if (switch := switch_of(name)) in partly else "" for name in found.inputs)
    return replace(found, futures=int(np.isin(chosen.world, worlds).sum()), note=note, where=where)


def _by_world(chosen: Chosen, outcome: str, arm: ArmOrDifference) -> tuple[Floats, Floats]:
    """The average over all points and futures of each world, ``[world]``, and how much it weighs."""
    found = Averages.of(chosen.values(outcome, arm), chosen.weights(outcome))
    world = np.unique(chosen.world, return_inverse=True)[1]
    above, below = (np.bincount(world, each.sum(axis=0)) for each in found)
    with np.errstate(invalid="ignore"):
        return above / below, below.astype(float)


def _classes(column: Floats) -> NDArray[np.int64]:
    """The class of each world: a value of its own where there are few values, else a quarter of the worlds."""
    values, number = np.unique(column, return_inverse=True)
    if len(values) <= CLASSES:
        return number
    share = (stats.rankdata(column) - 0.5) / len(column)  # equal values stay together
    return np.unique((CLASSES * share).astype(np.int64), return_inverse=True)[1]


def _orders(worlds: int, permutations: int) -> NDArray[np.int64]:
    """``[permutation, world]``; the first is the order as it is, which is as likely as any if nothing matters."""
    drawn = stats.uniform.rvs(size=(permutations, worlds), random_state=SEED).argsort(axis=1)
    return np.concatenate([np.arange(worlds)[None], drawn])


def _among(orders: NDArray[np.int64], rows: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The orders in which some of the worlds stand in orders of all, numbered among themselves."""
    return (np.cumsum(rows) - 1)[orders[rows[orders]].reshape(len(orders), -1)]


def _deltas(y: Floats, classes: Sequence[NDArray[np.int64]], orders: NDArray[np.int64]) -> Floats:
    """Borgonovo's delta of each number under each permutation, ``[permutation, number]``."""
    scores = stats.norm.ppf((stats.rankdata(y) - 0.5) / len(y))
    kernels = stats.norm.pdf(GRID, scores[:, None], WIDTH) * (GRID[1] - GRID[0])  # [world, grid]
    kernels -= kernels.mean(axis=0)
    members = np.concatenate([each == np.arange(each.max() + 1)[:, None] for each in classes]) / len(y)
    first = np.cumsum([0, *(each.max() + 1 for each in classes[:-1])])
    found = []
    for start in range(0, len(orders), AT_ONCE):
        permuted = kernels[orders[start : start + AT_ONCE]].transpose(1, 0, 2)  # [world, permutation, grid]
        apart = members @ permuted.reshape(len(y), -1)  # of each class of each number, all permutations side by side
        distances = np.abs(apart).reshape(len(members), -1, len(GRID)).sum(axis=2)
        found.append(np.add.reduceat(distances, first).T / 2)
    return np.concatenate(found)


def _correlations(y: Floats, table: Floats, orders: NDArray[np.int64]) -> Floats:
    """Spearman's correlation of each number under each permutation, ``[permutation, number]``."""
    ranks = [stats.rankdata(each, axis=0) for each in (y, table)]
    of_y, of_table = ((each - each.mean(axis=0)) / each.std(axis=0) for each in ranks)
    return of_y[orders] @ of_table / len(y)


def _adjusted(deltas: Floats, directions: Floats) -> tuple[Floats, float, float]:
    """P values over both families of indices, and what an index of either has to exceed.

    Parameters
    ----------
    deltas, directions : ``[permutation, number]``, in units in which numbers can be compared; what was seen is first.
    """
    largest = [np.sort(each.max(axis=1)) for each in (deltas, directions)]
    count = len(deltas)

    def share(which: int, values: Floats) -> Floats:
        """In how many permutations the largest is at least so large."""
        return (count - np.searchsorted(largest[which], values, "left")) / count

    families = (deltas, directions)
    # The rarer of the two, and how rare so rare a one is: what is looked for twice is found twice as often by chance.
    rarest = np.sort(np.minimum(*(share(which, each.max(axis=1)) for which, each in enumerate(families))))
    own = np.minimum(*(share(which, each[0]) for which, each in enumerate(families)))
    p = np.searchsorted(rarest, own, "right") / count
    few = rarest[np.searchsorted(rarest, rarest, "right") <= FAMILY * count]
    beyond = round(float(few[-1]) * count) if len(few) else 0  # permutations whose largest may be above the null
    delta, direction = (float(each[count - 1 - beyond]) for each in largest)
    return p, delta, direction


def _ends(y: Floats, classes: Sequence[NDArray[np.int64]], weights: Floats | None) -> Floats:
    """The outcome in the lowest and the highest class of each number, ``[number, 2]``."""
    weight = np.ones_like(y) if weights is None else weights
    rows = [(each == 0, each == each.max()) for each in classes]
    return np.array([[np.average(y[end], weights=weight[end]) for end in ends] for ends in rows])
