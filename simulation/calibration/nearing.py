"""Moving settings to where their figures are met, by the least change that emulators think it takes.

What is moved is what was *simulated* there: emulators only say which way each figure goes, so that their error counts
for the length of the step alone, and steps get shorter from round to round. Emulators see all that was ever tried, and
make slopes too flat where candidates are now; how far figures went in earlier steps says by how much (`gains`). This is
a regularised Gauss-Newton step of randomised maximum likelihood (Oliver, He and Reynolds 1996), the ensemble method of
history matching in many dimensions (Chen and Oliver 2012). Unknowns are moved as normal scores under their prior;
switches stay as they were drawn.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from simulation.calibration.emulators import Emulated

Floats = NDArray[np.float64]

STEPS = 8  # of the linearised problem
SOFT = 0.15  # scores: how exactly a figure is to be met in one round; sharper and all unknowns are moved by chance
INNER, INMOST = 0.1, 0.35  # of a range at either end: so near to it, or nearer than chance, a figure is not met yet
FARTHEST = 2.6  # normal scores of an unknown: the outermost half per cent of the prior on either side
EDGE = 2.5  # scores of a figure: farther out nothing tells how far
LEAST_GAIN, MOST_GAIN = 0.5, 3.0


class Moves(NamedTuple):
    """Steps that were made: points and what the figures came to, before and after, ``[step, unknown or figure]``."""

    points: Floats
    estimates: Floats
    points_after: Floats
    estimates_after: Floats


def gains(emulated: Emulated, moves: Moves) -> Floats:
    """How many times farther figures went than predicted, ``[figure]``; 1 where too little is known."""
    predicted = emulated.scores(moves.points_after) - emulated.scores(moves.points)
    went = emulated.scored(moves.estimates_after) - emulated.scored(moves.estimates)
    known = np.isfinite(went)
    each = np.maximum(known.sum(axis=0), 1)

    def about_the_mean(steps: Floats) -> Floats:
        steps = np.where(known, steps, 0.0)
        return np.where(known, steps - steps.sum(axis=0) / each, 0.0)

    predicted, went = about_the_mean(predicted), about_the_mean(went)
    doubt = np.where(np.isfinite(emulated.error), emulated.error, 1.0) ** 2
    found = ((predicted * went).sum(axis=0) + doubt) / ((predicted**2).sum(axis=0) + doubt)
    return np.clip(found, LEAST_GAIN, MOST_GAIN)


def bent(emulated: Emulated, slopes: Floats, moves: Moves, errors: Floats, gain: Floats | float = 1.0) -> Floats:
    """What is added to the emulators' slopes at each point, ``[point, figure, unknown]``, after a move from there.

    Along the way that was moved slopes become what the figures did (Broyden 1965), less what chance explains.
    ``slopes`` is what was added before, ``errors`` are the standard errors of the estimates.
    """
    way = _normal(moves.points_after) - _normal(moves.points)
    predicted = gain * (emulated.scores(moves.points_after) - emulated.scores(moves.points))
    predicted += np.einsum("pfu,pu->pf", slopes, way)
    went = emulated.scored(moves.estimates_after) - emulated.scored(moves.estimates)
    length = (way**2).sum(axis=1)
    known = np.isfinite(went) & (length > 0)[:, None]
    missed = np.where(known, went - predicted, 0.0)
    mean_square = (missed**2).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    chance = 2 * _chance(emulated, moves.estimates_after, errors) ** 2  # both ends of a move are estimates
    own = np.clip(1 - chance / np.maximum(mean_square, 1e-12), 0.0, 1.0)
    return slopes + (own * missed)[:, :, None] * (way / np.maximum(length, 1e-12)[:, None])[:, None, :]


def nearer(
    emulated: Emulated,
    points: Floats,
    estimates: Floats,
    errors: Floats,
    free: NDArray[np.bool_],
    seed: int,
    gain: Floats | float = 1.0,
    added: Floats | float = 0.0,
) -> Floats:
    """Points at which all figures are predicted to be nearer to their ranges; one at which all are met stays.

    Parameters
    ----------
    points : of the unit cube, ``[point, unknown]``; the columns that are not ``free`` stay as they are.
    estimates, errors : what the figures came to there, ``[point, figure]``, and standard errors; nan where not known.
    gain : how many times farther each figure goes than emulators predict, ``[figure]`` (`gains`).
    added : to the emulators' slopes at each point, ``[point, figure, unknown]`` (`bent`).
    """
    known = np.isfinite(estimates) & np.isfinite(emulated.error)
    before = emulated.scores(points)
    chance = _chance(emulated, estimates, errors)
    # A figure of few pairs is half chance; to go after that would move settings at random.
    with np.errstate(divide="ignore", invalid="ignore"):
        own = np.clip(1 - np.where(emulated.error > 0, chance / emulated.error, 0.0) ** 2, 0.0, 1.0)
    found = np.where(known, before + own * (emulated.scored(estimates) - before), 0.0)
    low, high = np.maximum(emulated.low, -EDGE), np.minimum(emulated.high, EDGE)
    margin = np.clip(chance, INNER * (high - low), INMOST * (high - low))
    nearest = np.where(emulated.low > -EDGE, low + margin, -np.inf)
    farthest = np.where(emulated.high < EDGE, high - margin, np.inf)
    met = (found >= nearest) & (found <= farthest)
    # A figure that is met stays what it is; another goes halfway from the near end of its range to any place in it.
    least, most = np.maximum(nearest, -EDGE), np.minimum(farthest, EDGE)
    anywhere = least + (most - least) * stats.uniform.rvs(size=found.shape, random_state=seed)
    aim = (np.clip(found, nearest, farthest) + anywhere) / 2
    start = now = _normal(points)
    for _ in range(STEPS):
        there = np.where(free, stats.norm.cdf(now), points)
        predicted = found + gain * (emulated.scores(there) - before)
        predicted += np.einsum("pfu,pu->pf", np.broadcast_to(added, (*found.shape, points.shape[1])), now - start)
        wanted = np.where(met, np.clip(predicted, nearest, farthest), aim)
        by_score = stats.norm.pdf(now)[:, None, :] * np.broadcast_to(gain, found.shape)[:, :, None]
        slopes = (emulated.slopes(there) * by_score + added) * free * known[:, :, None]
        missing = np.where(known, wanted - predicted, 0.0) + np.einsum("pfu,pu->pf", slopes, now - start)
        inner = np.einsum("pfu,pgu->pfg", slopes, slopes) + SOFT**2 * np.eye(found.shape[1])
        whole = np.einsum("pfu,pf->pu", slopes, np.linalg.solve(inner, missing[:, :, None])[:, :, 0])
        now = np.clip((now + start + whole) / 2, -FARTHEST, FARTHEST)
    there = np.where(free, stats.norm.cdf(now), points)
    return np.where(np.all(met | ~known, axis=1, keepdims=True), points, there)


def _normal(points: Floats) -> Floats:
    """Points of the unit cube as normal scores under the prior."""
    return stats.norm.ppf(np.clip(points, stats.norm.cdf(-FARTHEST), stats.norm.cdf(FARTHEST)))


def _chance(emulated: Emulated, estimates: Floats, errors: Floats) -> Floats:
    """The standard error of each figure as a score, in the median over all points; 0 where nothing tells."""
    low, high = (emulated.scored(estimates + sign * errors) for sign in (-1.0, 1.0))
    width = np.abs(high - low) / 2
    told = np.isfinite(width).any(axis=0)
    chance = np.zeros(estimates.shape[1])
    chance[told] = np.nanmedian(width[:, told], axis=0)
    return chance
