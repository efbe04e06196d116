"""Conditions: which of the stored runs are looked at. They choose among runs, and change nothing in any of them.

``"fatigue_growth > 0.3"`` of a number of the worlds leaves the futures in those worlds in which it is so; of a factor
it leaves the points at which it is so. To choose is not to intervene: numbers that go with the one that is named in the
worlds go with it in what is left, so a difference between the worlds above and below a bound is not what the model
would do if that number alone were changed. That is asked with a factor or a setting of the design.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.dataset as ds
from numpy.typing import ArrayLike, NDArray

from simulation.analysis.scope import a_sweep
from simulation.results.averages import Averages
from simulation.sweep.store import OUTCOMES, Stored
from simulation.world.arms import ArmOrDifference
from simulation.world.errors import AnalysisError, nearest, shown
from simulation.world.numbers import parsed

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]

TOGETHER = ("saltelli", "morris")  # samplers whose points say something only together
MOST_NAMES = 8
FEWEST_WORLDS = 10  # that a condition has to leave: with fewer it is about these worlds, not about the condition
RELATIONS: dict[str, Callable[[Floats, float], NDArray[np.bool_]]] = {
    "<=": np.less_equal,
    ">=": np.greater_equal,
    "==": np.equal,
    "<": np.less,
    ">": np.greater,
}
_CONDITION = re.compile(r"\s*([\w.-]+)\s*(<=|>=|==|<|>)\s*([^\s<>=]+)\s*")


@dataclass(frozen=True)
class Condition:
    """What a number must be like."""

    name: str
    relation: str
    bound: float

    def holds(self, values: ArrayLike) -> NDArray[np.bool_]:
        """Where it is so; nowhere where there is no value."""
        return RELATIONS[self.relation](np.asarray(values, float), self.bound)


def conditions(given: str) -> tuple[Condition, ...]:
    """The conditions that are written as ``"fatigue_growth > 0.3 and cuts_take == 1"``."""
    parts = re.split(r"\s+and\s+", given) if isinstance(given, str) else []
    found = [_CONDITION.fullmatch(part) for part in parts]
    if not found or None in found:
        raise AnalysisError(
            f"given = {shown(given)}: write conditions as 'fatigue_growth > 0.3', with <, <=, >, >= or ==, several of "
            "them joined by 'and'"
        )
    return tuple(_condition(given, *each.groups()) for each in found if each is not None)


def _condition(given: str, name: str, relation: str, bound: str) -> Condition:
    try:
        return Condition(name, relation, parsed(bound))
    except ValueError as error:
        raise AnalysisError(f"given = {shown(given)}: {shown(bound)} {error}") from None


@dataclass(frozen=True)
class Chosen:
    """Some points and futures of a stored sweep.

    Attributes
    ----------
    given : the conditions, in words; empty where there are none.
    points : numbers of the points, in the order of `values`.
    futures : numbers of the replicates, in the order of `values`.
    """

    stored: Stored
    given: str
    points: Numbers
    futures: Numbers

    @property
    def world(self) -> Numbers:
        """The number of the world of each future."""
        return self.stored.world[self.futures]

    @property
    def units(self) -> Numbers:
        """What of the futures is independent, numbered from 0: the world of each, or in a single world each its own."""
        return np.unique(self.world, return_inverse=True)[1] if self.stored.in_worlds else np.arange(len(self.futures))

    def values(self, outcome: str, arm: ArmOrDifference = "scenario") -> Floats:
        """An outcome as ``[point, future]``, see `Stored.values`."""
        return self.stored.values(outcome, arm, self.points)[:, self.futures]

    def weights(self, outcome: str) -> Floats:
        """How much each future weighs, ``[point, future]``, see `Stored.weights`."""
        return self.stored.weights(outcome, self.points)[:, self.futures]

    def by_unit(self, outcome: str, arm: ArmOrDifference = "scenario") -> tuple[Floats, Floats]:
        """Averages over the futures of each unit (see `units`), ``[point, unit]``, and how much each weighs.

        For analyses that draw futures again: what they are to draw is a world with all its futures. Relative losses
        are ratios of sums, so the averages of these averages are those of `values`.
        """
        if not self.stored.in_worlds:
            return self.values(outcome, arm), self.weights(outcome)
        found = Averages.of(self.values(outcome, arm), self.weights(outcome))
        member = np.eye(self.units.max() + 1)[self.units]  # [future, unit]
        numerators, denominators = (each @ member for each in found)
        with np.errstate(invalid="ignore"):
            return numerators / denominators, denominators  # nan where no future of the unit has a value

    def table(self, columns: Sequence[str], table: str = OUTCOMES) -> pa.Table:
        """Some columns of a final table, see `Stored.table`."""
        where = ds.field("point").isin(self.points.tolist()) & ds.field("replicate").isin(self.futures.tolist())
        return self.stored.table(columns, where, table)

    def __str__(self) -> str:
        """How much is left, in words."""
        worlds, used = len(np.unique(self.world)), len(np.unique(self.stored.world))
        of_worlds = f"{worlds} of {used} worlds, " if self.stored.in_worlds else ""
        futures, points = f"{len(self.futures)} of {self.stored.replicates}", f"{len(self.points):,}"
        left = f"{of_worlds}{futures} futures, {points} of {len(self.stored.points):,} points"
        return f"given {self.given}: {left}" if self.given else left


def choose(stored: Stored, given: str | None = None, points: ArrayLike | None = None) -> Chosen:
    """The points and futures of a sweep for which conditions hold.

    Parameters
    ----------
    given : conditions on numbers of the worlds, on factors, and on what policies set; none by default.
    points : numbers of the points to choose from, all by default.

    Raises
    ------
    AnalysisError : if a name means nothing here, or fewer than `FEWEST_WORLDS` worlds or no points are left.
    """
    a_sweep(stored)
    numbers = np.arange(len(stored.points)) if points is None else np.asarray(points, np.int64)
    futures = np.arange(stored.replicates)
    if given is None:
        return Chosen(stored, "", numbers, futures)
    worlds = np.ones(len(stored.worlds), bool)
    left, of_worlds = np.ones(len(numbers), bool), False
    for each in conditions(given):
        values = _of_points(stored, each.name, numbers)
        if values is not None:
            held = each.holds(values)
            _refuse_torn(stored, each.name, held)
            left &= held
        else:
            worlds &= each.holds(_of_worlds(stored, each.name, numbers))
            of_worlds = True
    futures = futures[worlds[stored.world]]
    chosen = Chosen(stored, given.strip(), numbers[left], futures)
    remaining, there_are = (len(np.unique(each)) for each in (chosen.world, stored.world))
    if of_worlds and remaining < FEWEST_WORLDS:
        raise AnalysisError(
            f"given = {shown(given)}: it leaves {remaining} of {there_are} worlds and {len(futures)} futures; it takes "
            f"{FEWEST_WORLDS} worlds to say anything of a condition"
        )
    if not left.any():
        raise AnalysisError(f"given = {shown(given)}: it leaves none of {len(numbers):,} points")
    return chosen


def _of_points(stored: Stored, name: str, numbers: Numbers) -> Floats | None:
    """Values of a factor, or of what policies set, at some points; None where no point sets it."""
    if name not in stored.varied:
        return None
    values = stored.points[name].to_numpy(zero_copy_only=False)[numbers].astype(float)
    known = np.isfinite(values)
    if not known.any() and name in stored.worlds.names:
        return None
    if not known.all() and name in stored.worlds.names:
        raise AnalysisError(
            f"{name} is set by a policy at some points, and differs between worlds at others: choose one policy"
        )
    return values


def _refuse_torn(stored: Stored, name: str, held: NDArray[np.bool_]) -> None:
    """Refuse to take some points out of a sample that says something only as a whole."""
    sampler = stored.manifest["design"]["sampler"]
    if sampler in TOGETHER and name in stored.factors and not held.all():
        raise AnalysisError(
            f"{name} is a factor, and the points of a {sampler} sample belong together: choose by others"
        )


def _of_worlds(stored: Stored, name: str, numbers: Numbers) -> Floats:
    """Values of a setting in each world."""
    worlds = stored.worlds
    if name not in worlds.names:
        known = [*stored.varied, *worlds.names]
        few = ", ".join(known) if len(known) <= MOST_NAMES else f"{len(known)} others"
        raise AnalysisError(
            f"{name!r} is no factor and no number of the worlds of {stored.folder}"
            f"{nearest(name, known) or (f'; it has {few}' if known else '; it has one point and the central world')}"
        )
    if name in stored.set_at(numbers):
        raise AnalysisError(f"{name} is the same in all worlds of {stored.folder}: the design or its scenario sets it")
    return worlds.column(name)
