"""What futures drawn in several worlds tell: the average effect over worlds, apart from chance.

Futures that share a world differ by chance alone, and averages of worlds by chance and by what nobody knows. An average
of a few futures is too far from the middle, because chance is in it; so each is drawn in until all of them are as far
apart as the true averages are (constrained shrinkage by the method of moments). Percentiles of these are the band of
the average effect, and the share of them below nought is the share of worlds in which the events do harm.

References
----------
Ghosh, M. (1992). Constrained Bayes estimation with applications. JASA 87, 533-540.
Louis, T. A. (1984). Estimating a population of parameter values using Bayes and empirical Bayes methods. JASA 79,
393-398. (Shrunk as far as each estimate by itself would be, they would be too close together.)
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from simulation.results.bootstrap import FEWEST, LEVEL
from simulation.results.intervals import FEWEST_FUTURES, THE_SAME, futures

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

FEWEST_WORLDS = FEWEST_FUTURES  # of which the lowest and the highest hold nine in ten between them
TOO_FEW_WORLDS = f"no band: it takes {FEWEST_WORLDS} worlds"
NONE_SHARED = "no band: no two futures share a world, so nothing tells chance from what nobody knows"
HIDDEN = "chance hides how far worlds differ: band and shares of worlds are rough, and more futures would tell"
HIDDEN_LEVEL = 0.05
OF_THE_ESTIMATE = "the interval is that of the estimate under other worlds and other chance, not a band over worlds"
TOO_FEW_DRAWN = f"no interval: it takes {FEWEST} worlds"
# By unit, under which size an average effect makes no difference. An index goes from 0 to 1 as a share does and is told
# in hundredths; half of one no survey sees, as a thousand residents leave satisfaction or trust uncertain by three.
NO_MATTER = {"share": 0.005, "index": 0.005}
UNDER = "under half a point, or half a hundredth of an index"


class OverWorlds(NamedTuple):
    """Averages over the futures of each world, and what is uncertain about them; nan where that cannot be told.

    Attributes
    ----------
    low, high : ``[…]``; nine worlds in ten have their average between them.
    averages : ``[world, …]`` as far apart as the true averages are.
    chance_share : ``[…]`` share of the variance of single futures that is chance and not the world's.
    worlds_error, simulation_error : ``[…]`` standard errors of the middle, because worlds are few and because futures
        are.
    hidden : ``[…]``; whether averages differ no more than chance alone might make them (F test at 5 %), so that how far
        the true ones are apart is hardly known.
    missing : why there is no band whatever the values; empty if there can be one.
    """

    low: Floats
    high: Floats
    averages: Floats
    chance_share: Floats
    worlds_error: Floats
    simulation_error: Floats
    hidden: NDArray[np.bool_]
    missing: str

    def column(self, number: int) -> OverWorlds:
        """What holds of one column of ``[replicate, column]``."""
        return self._replace(**{name: getattr(self, name)[..., number] for name in self._fields if name != "missing"})

    @property
    def remark(self) -> str:
        """What must be known beside the band of a single column, or why there is none."""
        if self.missing:
            return self.missing
        return THE_SAME if np.isnan(self.low) else HIDDEN if self.hidden else ""

    def in_row(self, estimate: float, unit: str, is_effect: bool) -> dict[str, Any]:
        """What a `Row` says of worlds; the sign only of what is an effect, and no level."""
        sign, no_matter = signs(self.averages, estimate, unit) if is_effect else Signs(np.nan, np.nan)
        return {
            "sign_share": sign,
            "no_matter_share": no_matter,
            "chance_share": float(self.chance_share),
            "worlds_error": float(self.worlds_error),
            "simulation_error": float(self.simulation_error),
        }


class Signs(NamedTuple):
    """Shares of worlds by what the events do there on average.

    Attributes
    ----------
    sign : has the sign of the estimate, and is not too small to matter.
    no_matter : is too small to matter (`NO_MATTER`); nan for units without such a size, whose ``sign`` counts all of
        that sign.

    The rest, ``1 - sign - no_matter``, has the other sign and matters.
    """

    sign: float
    no_matter: float


def over_worlds(values: ArrayLike, worlds: ArrayLike) -> OverWorlds:
    """The band of the average over worlds, and what of the spread of futures is chance.

    Parameters
    ----------
    values : ``[replicate, …]``, all of them known.
    worlds : ``[replicate]``, the number of the world that each was drawn in; in any order, any number of each.
    """
    values = np.asarray(values, float)
    of, count = _numbered(worlds)
    several = _upright(count, values)
    means = _sums(values, of, len(count)) / several
    middle = means.mean(axis=0) if len(count) else np.full(values.shape[1:], np.nan)
    chance, between, hidden = _variances(values, means, of, count)
    if len(count) < FEWEST_WORLDS:
        between = np.full_like(middle, np.nan)
    noise = chance / several
    with np.errstate(invalid="ignore", divide="ignore"):  # where nothing varies, nothing is known of it
        averages = middle + np.sqrt(between / (between + noise)) * (means - middle)
        chance_share = chance / (chance + between)
    worlds_error = np.sqrt(between / max(len(count), 1))
    by_chance = np.sqrt(chance / max(len(values), 1))
    # Percentiles that are as far from the middle as the middle may be from the truth would hold too little.
    reach = stats.t.ppf((1 + LEVEL) / 2, max(len(count) - 1, 1)) * np.hypot(worlds_error, by_chance)
    low, high = futures(averages)
    return OverWorlds(
        middle - np.hypot(middle - low, reach),
        middle + np.hypot(high - middle, reach),
        averages,
        chance_share,
        worlds_error,
        by_chance,
        hidden,
        TOO_FEW_WORLDS if len(count) < FEWEST_WORLDS else "" if (count > 1).any() else NONE_SHARED,
    )


def signs(averages: Floats, estimate: float, unit: str) -> Signs:
    """In what shares of worlds the average effect has the sign of the estimate, does not matter, or has the other.

    Parameters
    ----------
    averages : one a world, from `over_worlds`; where they or the estimate are unknown, or it is 0, so are the shares.
    """
    if not len(averages) or np.isnan(averages).any() or not np.isfinite(estimate) or not estimate:
        return Signs(np.nan, np.nan)
    along = averages * np.sign(estimate)
    if unit not in NO_MATTER:
        return Signs(float((along > 0).mean()), np.nan)
    least = NO_MATTER[unit]
    return Signs(float((along >= least).mean()), float((np.abs(along) < least).mean()))


def of_ratio(numerators: Floats, denominators: Floats, worlds: ArrayLike) -> Floats:
    """A value for each future, whose average in each world is that world's ratio of sums.

    Linearised: the world's ratio, and how far the future lies from it, in terms of what futures there have to lose. A
    single future of its world is that ratio itself. Both parts are ``[replicate, …]``.
    """
    of, count = _numbered(worlds)
    above, below = (_sums(part, of, len(count)) for part in (numerators, denominators))
    ratio = above / below
    return np.asarray(ratio[of] + (numerators - ratio[of] * denominators) / (below / _upright(count, denominators))[of])


def simulation_error(values: ArrayLike, worlds: ArrayLike) -> Floats:
    """Standard error of the mean of futures that more futures in the same worlds would take away, ``[…]``.

    Of one world it is the standard error of the mean.
    """
    return np.sqrt(chance_variance(values, worlds) / len(np.asarray(values)))


def chance_variance(values: ArrayLike, worlds: ArrayLike) -> Floats:
    """Variance of futures about the average of their world, ``[…]``; nan where no two share one."""
    values = np.asarray(values, float)
    of, count = _numbered(worlds)
    return _variances(values, _sums(values, of, len(count)) / _upright(count, values), of, count).chance


def why_of_the_estimate(worlds: ArrayLike) -> str:
    """What must be said of an estimate whose interval comes from draws of whole worlds."""
    return OF_THE_ESTIMATE if len(np.unique(np.asarray(worlds))) >= FEWEST else TOO_FEW_DRAWN


class _Variances(NamedTuple):
    """Of futures within worlds and of the true averages between them, ``[…]``, and whether chance hides the latter."""

    chance: Floats
    between: Floats
    hidden: NDArray[np.bool_]


def _variances(values: Floats, means: Floats, of: Counts, count: Counts) -> _Variances:
    spare = int((count - 1).sum())
    nothing = np.full(values.shape[1:], np.nan)
    if not spare or len(values) < 2:
        return _Variances(nothing, nothing, np.zeros(nothing.shape, bool))
    apart = values - means[of]
    chance = np.einsum("r...,r...->...", apart, apart) / spare
    if len(count) < 2:
        return _Variances(chance, nothing, np.zeros(nothing.shape, bool))
    seen, by_chance = means.var(axis=0, ddof=1), chance * (1 / count).mean()
    between = _at_least_nought(seen, by_chance, len(count) - 1, spare)
    hidden = seen < by_chance * stats.f.ppf(1 - HIDDEN_LEVEL, len(count) - 1, spare)
    varies = (values[1:] != values[0]).any(axis=0)
    return _Variances(np.where(varies, chance, np.nan), np.where(varies, between, np.nan), hidden & varies)


def _at_least_nought(seen: Floats, by_chance: Floats, seen_from: int, chance_from: int) -> Floats:
    """Variance of true averages, from that of the averages ``seen`` and what of it is chance, each with its freedom.

    Where chance is large the difference comes out below nought as easily as above; cut off there, it would say that
    worlds do not differ. So it is the mean of what it may be, given that it is not below nought, and hardly another
    number where it lies two standard errors above.
    """
    error = np.sqrt(2 * seen**2 / seen_from + 2 * by_chance**2 / chance_from)
    with np.errstate(invalid="ignore", divide="ignore"):
        known = (seen - by_chance) / error
        found = seen - by_chance + error * np.exp(stats.norm.logpdf(known) - stats.norm.logcdf(known))
    return np.where(error > 0, found, 0.0)


def _numbered(worlds: ArrayLike) -> tuple[Counts, Counts]:
    """For each future the position of its world among those that there are, and how many futures each has."""
    _, of, count = np.unique(np.asarray(worlds), return_inverse=True, return_counts=True)
    return of, count


def _sums(values: Floats, of: Counts, worlds: int) -> Floats:
    """Sums over the futures of each world, ``[world, …]``."""
    if not worlds:
        return np.zeros((0, *values.shape[1:]))
    if (np.diff(of) < 0).any():  # not world after world
        order = np.argsort(of, kind="stable")
        values, of = values[order], of[order]
    sums: Floats = np.add.reduceat(values, np.searchsorted(of, np.arange(worlds)), axis=0)
    return sums


def _upright(count: Counts, values: Floats) -> Floats:
    """Counts of futures that divide ``[world, …]``."""
    return count.reshape(-1, *(1,) * (values.ndim - 1)).astype(float)
