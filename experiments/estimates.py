"""Estimates of experiments: over chance alone where there is one world, and over worlds too where there are several.

The band over worlds, the shares of worlds by sign and the part of chance are those of `simulation.results.over_worlds`.
What holds in nine worlds of ten is asked again on both sides of every contested mechanism (`sides`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sides import MOST_WORLDS, NOWHERE, weakest_of_effect

from simulation.results.bootstrap import LEVEL, bootstrap_replicates
from simulation.results.intervals import futures, mean_interval
from simulation.results.over_worlds import of_ratio, over_worlds
from simulation.results.resilience import FLOOR
from simulation.results.worlds_in_words import REACH
from simulation.sweep.store import Stored

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
NAN = float("nan")
TOLD = 0.005  # a share of worlds that is not nought in whole per cent
_READ: dict[tuple[Path, tuple[str, str] | None, str, str], Floats] = {}


class Over(NamedTuple):
    """What several worlds tell beside the mean of all futures and the band; nan where it cannot be told.

    Attributes
    ----------
    median : of the averages of worlds.
    future_low, future_high : nine single futures in ten lie between them.
    sign_share, no_matter_share, chance_share, worlds_error, simulation_error : as of `simulation.results.row.Row`.
    note : what must be known beside the band, or why there is none.
    side, side_share : where nine worlds in ten have this sign, or no effect that matters: the side of a contested
        mechanism on which the fewest have it too, and what share of the worlds there; empty and nan else.
    """

    median: float
    future_low: float
    future_high: float
    sign_share: float
    no_matter_share: float
    chance_share: float
    worlds_error: float
    simulation_error: float
    note: str
    side: str = NOWHERE[0]
    side_share: float = NOWHERE[1]

    @property
    def contested(self) -> bool:
        """Whether what nine worlds in ten show is not shown by as many on some side of a contested mechanism."""
        return self.side_share < MOST_WORLDS


class Estimate(NamedTuple):
    """A mean over futures with its 90 % interval; where futures are of several worlds, with the band over worlds.

    Attributes
    ----------
    low, high : the interval of the mean; of several worlds, between which nine in ten have their average.
    over : None in one world.
    """

    value: float
    low: float
    high: float
    over: Over | None = None

    def points(self) -> str:
        """A difference of shares in words: ``+3.1 percentage points (2.0 to 4.2)``."""
        return self._said("+.1f", 100, " percentage points")

    def share(self) -> str:
        """A share in words: ``31 % (28 to 34)``."""
        return self._said(".0f", 100, " %")

    def plain(self, decimals: int = 1) -> str:
        """A number in words: ``41.2 (38.0 to 44.5)``."""
        return self._said(f".{decimals}f")

    def _said(self, form: str, factor: float = 1.0, unit: str = "") -> str:
        """Value and interval; few replicates have none. Of worlds also how many have this sign."""
        value, low, high = (_signed(factor * each, form) for each in self[:3])
        if self.low != self.low or self.high != self.high:
            return f"{value}{unit} ({self.over.note if self.over else 'too few runs for an interval'})"
        signs = ""
        if self.over and self.over.sign_share == self.over.sign_share:
            signs = f"; this sign in {100 * self.over.sign_share:.0f} % of worlds"
            if self.over.no_matter_share >= TOLD:  # or the rest would be taken for the other sign
                signs += f", no matter in {100 * self.over.no_matter_share:.0f} %"
        return f"{value}{unit} ({low} to {high}{signs})"

    @property
    def sign(self) -> int:
        """1 or −1 if the interval leaves out zero, else 0."""
        return int(self.low > 0) - int(self.high < 0)

    @property
    def no_matter(self) -> bool:
        """Whether it is too small to matter, whatever its sign, in nine worlds of ten."""
        return self.over is not None and self.over.no_matter_share >= MOST_WORLDS


def _signed(value: float, form: str) -> str:
    """A number; no nought has a sign."""
    text = f"{value:{form}}"
    return f"{0:{form.lstrip('+')}}" if float(text) == 0 else text.replace("-", "−")


BANDS = {
    False: "90 % intervals",
    True: "bands that hold the average of nine worlds in ten",
}  # by whether there are many
COLUMNS = ("low", "high")
COLUMNS_OVER = ("low", "high", *Over._fields)


def estimate(values: ArrayLike, world: Numbers, unit: str = "share", effect: bool = True) -> Estimate:
    """Mean over futures (those that have a value) with its interval, or its band over worlds.

    Parameters
    ----------
    values : one for each future.
    world : the number of the world of each future (`Stored.world`).
    unit : by it an effect may be too small to matter (`simulation.results.over_worlds.NO_MATTER`).
    effect : whether its sign says something; that of a level does not.
    """
    given = np.asarray(values, float).ravel()
    known = np.isfinite(given)
    interval = mean_interval(given[known])
    if _several(world):
        found = _over(float(interval.estimate), given[known], given[known], world[known], unit, effect)
        found = _with_lacking(found, world, known)
    else:
        found = Estimate(*(float(each) for each in interval))
    if effect or unit != "share":
        return found
    low, high = np.clip(found[1:3], 0.0, 1.0).tolist()  # no level can be outside
    return found._replace(low=low, high=high)


def ratio(parts: Floats, world: Numbers, less: Floats | None = None, effect: bool = True) -> Estimate:
    """A ratio of sums over futures, perhaps less another one of the same futures.

    All are taken together: in a future with next to nothing to lose a ratio means nothing.

    Parameters
    ----------
    parts, less : what is divided and what it is divided by, ``[2, future]``; futures with a part missing count in none.
    effect : as of `estimate`.
    """
    both = [np.asarray(each, float) for each in (parts, less) if each is not None]
    known = np.isfinite(both).all(axis=(0, 1))
    both = [each[:, known] for each in both]

    def statistic(weights: Floats) -> Floats:
        first, *others = ((weights @ each[0]) / (weights @ each[1]) for each in both)
        return (first - sum(others))[:, None]

    count = int(known.sum())
    value = float(statistic(np.ones((1, count)))[0, 0])
    if not _several(world):
        low, high = bootstrap_replicates(statistic, count, LEVEL)
        return Estimate(value, float(low[0]), float(high[0]))
    with np.errstate(invalid="ignore", divide="ignore"):
        first, *others = (of_ratio(each[0], each[1], world[known]) for each in both)
        one, *more = (each[0] / each[1] for each in both)
        single = one - sum(more)
    of_worlds = first - sum(others)
    told = np.isfinite(of_worlds)  # not in a world with nothing to divide by
    found = _over(value, of_worlds[told], single[np.isfinite(single)], world[known][told], "share", effect)
    known[known] = told
    return _with_lacking(found, world, known)


def share_lost(stored: Stored, point: int, period: str = "after_event", less: int | None = None) -> Estimate:
    """Share of co-production lost at a point, perhaps less that at another."""
    found = [lost_parts(stored, each, period) for each in (point, less) if each is not None]
    return ratio(found[0], stored.world, *found[1:])


def lost_parts(stored: Stored, point: int, period: str = "after_event") -> Floats:
    """What is lost of co-production and what there was to lose, ``[2, future]``; nan where that is next to nothing."""
    here, without = (column_of(stored, f"coproduction_{period}", arm)[point] for arm in ("scenario", "counterfactual"))
    return np.where(without >= FLOOR, [without - here, without], np.nan)  # as in every summary


def column_of(stored: Stored, name: str, arm: Literal["scenario", "counterfactual"] = "scenario") -> Floats:
    """An outcome at all points, ``[point, future]``; read once, where many effects are taken from it."""
    key = (stored.folder, stored.group, name, arm)
    if key not in _READ:
        _READ[key] = stored.values(name, arm)
    return _READ[key]


def _several(world: Numbers) -> bool:
    return bool(len(world)) and bool((world != world[0]).any())


def _over(value: float, values: Floats, single: Floats, world: Numbers, unit: str, effect: bool) -> Estimate:
    """An estimate over worlds of ``values``, and the spread of ``single`` futures."""
    if not len(values):
        return Estimate(NAN, NAN, NAN, Over(*[NAN] * 8, "no future has a value"))
    found = over_worlds(values, world)
    of_worlds = found.in_row(value, unit, effect)
    low, high = futures(single)
    side = weakest_of_effect(found.averages, np.unique(world), value, unit) if effect else NOWHERE
    return Estimate(
        value,
        float(found.low),
        float(found.high),
        Over(float(np.median(found.averages)), float(low), float(high), *of_worlds.values(), found.remark, *side),
    )


def _with_lacking(found: Estimate, world: Numbers, known: NDArray[np.bool_]) -> Estimate:
    """With a remark if whole worlds have no value and count in none."""
    there, every = len(np.unique(world[known])), len(np.unique(world))
    if found.over is None or found.over.note or there == every:
        return found
    return found._replace(
        over=found.over._replace(note=f"{every - there} of {every} worlds have no value and count in none")
    )


def chosen(found: Estimate, more: str, less: str, same: str) -> str:
    """The word that an interval allows; where worlds disagree, how many say what."""
    if found.over is None or found.over.sign_share != found.over.sign_share:
        return {1: more, -1: less, 0: same}[found.sign]
    no_matter = 0.0 if found.over.no_matter_share != found.over.no_matter_share else found.over.no_matter_share
    if found.no_matter:
        return f"too small to matter (under half a point in {100 * no_matter:.0f} % of worlds)"
    if found.sign:
        return more if found.sign > 0 else less
    other = 1 - found.over.sign_share - no_matter
    up, down = (found.over.sign_share, other) if found.value > 0 else (other, found.over.sign_share)
    return (
        f"the sign is open (more in {100 * up:.0f} % of worlds, no matter in {100 * no_matter:.0f} %, "
        f"less in {100 * down:.0f} %)"
    )


def mean_over_time(series: Floats, world: Numbers) -> tuple[Floats, Floats, Floats]:
    """Mean of futures ``[future, month]`` with its 90 % interval, or its band over worlds."""
    middle = series.mean(axis=0)
    if _several(world):
        found = over_worlds(series, world)
        return (
            middle,
            np.where(np.isnan(found.low), middle, found.low),
            np.where(np.isnan(found.high), middle, found.high),
        )
    reach = REACH * series.std(axis=0, ddof=1) / np.sqrt(len(series))
    return middle, middle - reach, middle + reach


def ends(found: Iterable[Estimate], factor: float = 100.0) -> tuple[Floats, Floats, Floats]:
    """Values, low and high ends as a figure takes them, by default in per cent."""
    value, low, high = (factor * np.array(column) for column in zip(*(each[:3] for each in found), strict=True))
    return value, low, high


def written(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> tuple[list[str], list[list[Any]]]:
    """A table whose estimates stand in columns of their own, those of worlds where there are several."""
    given = [list(row) for row in rows]
    estimated = [any(isinstance(row[at], Estimate) for row in given) for at in range(len(columns))]
    several = any(isinstance(cell, Estimate) and cell.over is not None for row in given for cell in row)
    more = COLUMNS_OVER if several else COLUMNS
    alone = sum(estimated) == 1
    head: list[str] = []
    for name, is_estimate in zip(columns, estimated, strict=True):
        head += [name, *(each if alone else f"{name}, {each}" for each in more)] if is_estimate else [name]
    found = []
    for row in given:
        cells: list[Any] = []
        for cell, is_estimate in zip(row, estimated, strict=True):
            if not is_estimate:
                cells.append(cell)
                continue
            if not isinstance(cell, Estimate):  # a row without one keeps its columns
                cells += [cell, *[""] * len(more)]
                continue
            over = () if not several else cell.over or Over(*[NAN] * 8, "an interval of the estimate, not over worlds")
            cells += [*cell[:3], *over]
        found.append(cells)
    return head, found
