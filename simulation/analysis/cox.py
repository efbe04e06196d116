"""Proportional hazards of co-produced spells, robust to the dependence of spells within a replicate.

Standard errors are those of a jackknife over whole replicates: for each replicate one Newton step from the estimate,
with its spells taken out of every risk set. With few replicates the usual sandwich (Lin & Wei 1989) is too sure of
itself, since each replicate pulls the estimate towards itself; the jackknife is not, and t with one degree of freedom
less than there are replicates stands for the normal distribution. `tests/long/test_cox.py` says how often the intervals
hold the truth.

References
----------
Bell, R. M., McCaffrey, D. F. (2002). Bias reduction in standard errors for linear regression with multi-stage samples.
Survey Methodology 28(2), 169-181. (The jackknife over clusters, and why the sandwich is too small.)
Efron, B. (1977). The efficiency of Cox's likelihood function for censored data. JASA 72, 557-565.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from simulation.analysis.given import names as unique
from simulation.analysis.given import numbers
from simulation.results.bootstrap import FEWEST, LEVEL
from simulation.results.survival import Lifetimes
from simulation.world.errors import AnalysisError

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

_STEPS = 50
_CONVERGED = 1e-12  # the likelihood still to be gained
_NOTHING_LEFT = 1e-5  # of the information at no difference: the likelihood is flat, and rises for ever
_SINGULAR = 1e-9


@dataclass(frozen=True)
class Hazard:
    """Hazard ratios of the covariates: above 1, spells end sooner.

    Attributes
    ----------
    names : the covariates.
    ratio, low, high : hazard ratio and its 90 % interval.
    p : two-sided, from the same.
    standard_error : of the logarithm of the ratio, from a jackknife over replicates.
    replicates : how many replicates that rests on.
    """

    names: tuple[str, ...]
    ratio: Floats
    low: Floats
    high: Floats
    p: Floats
    standard_error: Floats
    replicates: int


def cox(lifetimes: Lifetimes, covariates: ArrayLike, names: tuple[str, ...], strata: ArrayLike | None = None) -> Hazard:
    """Cox regression with delayed entry (Efron's handling of ties) and errors over whole replicates.

    A spell is at risk at age ``t`` if ``entry <= t <= time``, as in `simulation.results.survival`.

    Parameters
    ----------
    lifetimes : the spells, from `simulation.results.survival`; ``replicate`` names the cluster of each.
    covariates : ``[spell, covariate]``.
    strata : groups with baseline hazards of their own, for example services.

    Raises
    ------
    AnalysisError : where there is no hazard ratio (no spell ended, covariates that are constant, collinear, or say
        without exception which spells end first), or no error of it (spells ended in too few replicates).
    """
    values = _checked(lifetimes, covariates, names)
    scale = values.std(axis=0)
    table = _Table(lifetimes, (values - values.mean(axis=0)) / scale, strata)
    estimate = _fit(table, names)
    parts = table.parts(estimate)
    without = [part.sum(axis=0) - part for part in parts]
    score, information = _derivatives(*without)
    _refuse_singular(information, _derivatives(*(part.sum(axis=0)[None] for part in parts))[1][0], table, names)
    moved = np.linalg.solve(information, score[..., None])[..., 0]
    count = len(moved)
    error = np.sqrt((count - 1) / count * (moved**2).sum(axis=0)) / scale
    log_ratio = estimate / scale
    reach = stats.t.ppf((1 + LEVEL) / 2, count - 1) * error
    p = 2 * stats.t.sf(np.abs(log_ratio / error), count - 1)
    return Hazard(names, np.exp(log_ratio), np.exp(log_ratio - reach), np.exp(log_ratio + reach), p, error, count)


def _checked(lifetimes: Lifetimes, covariates: ArrayLike, names: tuple[str, ...]) -> Floats:
    """The covariates as a table, if they can be compared."""
    spells = len(lifetimes.time)
    if not unique("names", names):
        raise AnalysisError("there are no covariates, so there is nothing to compare")
    _check_spells(lifetimes)
    values = numbers("the covariates", covariates)
    values = values[:, None] if values.ndim == 1 else values
    if values.shape != (spells, len(names)):
        raise AnalysisError(
            f"the covariates are a table of {' × '.join(map(str, values.shape))}; {spells} spells and the names "
            f"{', '.join(names)} ask for {spells} × {len(names)}"
        )
    if not lifetimes.ended.any():
        raise AnalysisError("no spell ended, so there is no hazard to compare")
    for name, column in zip(names, values.T, strict=True):
        if not np.isfinite(column).all():
            raise AnalysisError(f"{name} is not a number for {(~np.isfinite(column)).sum()} of {spells} spells")
        if np.ptp(column) == 0:
            raise AnalysisError(f"{name} is the same for all spells, {column[0]:g}, so there is nothing to compare")
    ended_in = len(np.unique(lifetimes.replicate[lifetimes.ended]))
    if ended_in < FEWEST:
        raise AnalysisError(
            f"spells ended in {ended_in} of {len(np.unique(lifetimes.replicate))} replicates; with fewer than "
            f"{FEWEST} the error of a hazard ratio cannot be told"
        )
    return values


def _check_spells(lifetimes: Lifetimes) -> None:
    """Refuse spells that no months can have."""
    entry, time, ended = (numbers("lifetimes", each) for each in (lifetimes.entry, lifetimes.time, lifetimes.ended))
    if not len(entry) == len(time) == len(ended) == len(lifetimes.replicate):
        raise AnalysisError("lifetimes have a replicate, an entry, a time and an end for each spell")
    wrong = ~(np.isfinite(entry) & np.isfinite(time) & (entry >= 0) & (entry <= time) & np.isin(ended, (0, 1)))
    if wrong.any():
        at = int(np.flatnonzero(wrong)[0])
        raise AnalysisError(
            f"spell {at} is watched from {entry[at]:g} to {time[at]:g} and ended {ended[at]:g}: ages are numbers of "
            "months from 0 on, the entry is not after the time, and ended is 1 or 0"
        )


class _Table:
    """The spells by replicate and cell: a month of a stratum in which spells ended."""

    def __init__(self, lifetimes: Lifetimes, values: Floats, strata: ArrayLike | None) -> None:
        if strata is not None and any(each is None or each != each for each in np.asarray(strata, object).ravel()):
            raise AnalysisError("strata must have a value for each spell")
        stratum = np.zeros(len(values)) if strata is None else np.unique(np.asarray(strata), return_inverse=True)[1]
        if len(stratum) != len(values):
            raise AnalysisError(f"strata are given for {len(stratum)} spells of {len(values)}")
        entry, time = lifetimes.entry.astype(float), lifetimes.time.astype(float)
        apart = time.max() + 1.0
        cells, self.cell = np.unique((stratum * apart + time)[lifetimes.ended], return_inverse=True)
        self.first = np.searchsorted(cells, stratum * apart + entry, "left")  # at risk from the entry on
        self.last = np.searchsorted(cells, stratum * apart + time, "right")
        self.numbers, self.replicate = np.unique(lifetimes.replicate, return_inverse=True)
        self.shape = len(self.numbers), len(cells)
        self.values, self.ended = values, lifetimes.ended

    def parts(self, log_ratio: Floats) -> list[Floats]:
        """By replicate: ends in each cell, covariates of those that ended; and risks with their moments there.

        ``[replicate, cell]``, ``[replicate, covariate]``, and twice (at risk, ended) ``[replicate, cell, moment]``: the
        sum of the hazards, of hazards times covariates, and of hazards times products of covariates.
        """
        hazard = np.exp(self.values @ log_ratio)
        products = self.values[:, :, None] * self.values[:, None, :]
        moments = np.column_stack([np.ones(len(hazard)), self.values, products.reshape(len(hazard), -1)])
        weighted = hazard[:, None] * moments
        replicates, cells = self.shape

        def count(rows: NDArray[np.bool_], cell: Counts, weights: Floats) -> Floats:
            place = self.replicate[rows] * (cells + 1) + cell
            size = replicates * (cells + 1)
            sums = [np.bincount(place, column, size) for column in weights.T]
            return np.stack(sums, axis=-1).reshape(replicates, cells + 1, -1).astype(float)

        everyone = np.ones(len(hazard), bool)
        at_risk = np.cumsum(count(everyone, self.first, weighted) - count(everyone, self.last, weighted), axis=1)
        ended = count(self.ended, self.cell, weighted[self.ended])
        ends = count(self.ended, self.cell, np.ones((len(self.cell), 1)))[..., 0]
        of_ended = count(self.ended, self.cell, self.values[self.ended]).sum(axis=1)
        return [ends[:, :-1], of_ended, at_risk[:, :-1], ended[:, :-1]]


def _derivatives(ends: Floats, of_ended: Floats, at_risk: Floats, ended: Floats) -> tuple[Floats, Floats]:
    """Score and information of Efron's likelihood for each row of the parts."""
    covariates = of_ended.shape[1]
    score, information = of_ended.copy(), np.zeros((len(ends), covariates, covariates))
    ends = np.rint(ends)
    for number in range(int(ends.max(initial=0))):  # those that end in one month leave one after the other
        row, cell = np.nonzero(ends > number)
        moments = at_risk[row, cell] - (number / ends[row, cell])[:, None] * ended[row, cell]
        means = moments[:, 1:] / moments[:, :1]
        first, second = means[:, :covariates], means[:, covariates:].reshape(-1, covariates, covariates)
        np.subtract.at(score, row, first)
        np.add.at(information, row, second - first[:, :, None] * first[:, None, :])
    return score, information


def _fit(table: _Table, names: tuple[str, ...]) -> Floats:
    """The estimate, by Newton's method; the likelihood is concave, so shorter steps always lead there."""
    log_ratio = np.zeros(len(names))
    at_none = None
    for _ in range(_STEPS):
        score, information = (each[0] for each in _derivatives(*(p.sum(axis=0)[None] for p in table.parts(log_ratio))))
        if at_none is None:
            at_none = information
            weights, directions = np.linalg.eigh(information)
            if weights[0] <= _SINGULAR * max(weights[-1], 1.0):
                together = [name for name, part in zip(names, directions[:, 0], strict=True) if abs(part) > 0.1]
                raise AnalysisError(
                    f"{', '.join(together)}: collinear, or the same for all spells at risk together; "
                    "leave out one covariate or use other strata"
                )
        if np.linalg.eigvalsh(information)[0] < _NOTHING_LEFT * np.linalg.eigvalsh(at_none)[0]:
            break
        step = np.linalg.solve(information, score)
        if score @ step < _CONVERGED:
            return log_ratio
        log_ratio = log_ratio + step / max(1.0, float(np.abs(step).max()))
    name = names[int(np.abs(log_ratio).argmax())]
    raise AnalysisError(
        f"{name} tells without exception which spells end first (or none ended where it is low or high), so its hazard "
        "ratio has no bound; compare groups in which spells ended"
    )


def _refuse_singular(without: Floats, whole: Floats, table: _Table, names: tuple[str, ...]) -> None:
    """Nothing can be told of a hazard ratio that a single replicate decides."""
    left = np.linalg.eigvalsh(without)[:, 0] / np.linalg.eigvalsh(whole)[0]
    if left.min() < _NOTHING_LEFT:
        raise AnalysisError(
            f"all that is known of {', '.join(names)} comes from replicate {table.numbers[left.argmin()]}; the error "
            "of a hazard ratio needs several"
        )
