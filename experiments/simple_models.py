"""Simple models of full co-production, beside which the full model has to show what its agents add.

Both are told how much there was at the event and the leader's path, and nothing else of a future. The difference
equation has one number for each of four slopes; hazards are fitted to moves of arrangements (binomial regression).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import statsmodels.api as sm
from numpy.typing import NDArray
from scipy.optimize import least_squares

from simulation.results.occupancy import FULL_CELL
from simulation.world.services import SERVICES

Floats = NDArray[np.float64]
WEIGHT, SUITED = (np.array([getattr(each, name) for each in SERVICES]) for name in ("weight", "coproducibility"))
YEAR = 12
NOUGHT = 0.005  # added to a level before its logarithm is taken: an arrangement of 240


class Paths(NamedTuple):
    """Futures of one scenario from the event on, as simple models see them.

    Attributes
    ----------
    start : share of services at the event, ``[future, arm]``.
    level, leader : share of services, and the leader's commitment, ``[future, arm, month]``.
    """

    start: Floats
    level: Floats
    leader: Floats


class Moves(NamedTuple):
    """Moves of arrangements between full co-production and all else, from the event on, with what goes with them.

    Attributes
    ----------
    at_risk, moved : arrangement-months and moves, ``[out of or into, future, arm, year, service]``.
    leader, level : means of the years, ``[future, arm, year]``.
    start : how many arrangements of each service there were at the event, ``[future, arm, service]``.
    """

    at_risk: Floats
    moved: Floats
    leader: Floats
    level: Floats
    start: Floats


Forecast = Callable[[Paths], Floats]  # levels, ``[future, arm, month]``


def no_change(paths: Paths) -> Floats:
    """What there was at the event stays."""
    return np.repeat(paths.start[..., None], paths.level.shape[-1], axis=-1)


def difference_equation(seen: Sequence[Paths], every: int = 6) -> Forecast:
    """From one month to the next ``y + a + b L - (c + d (1 - L)) y``, fitted to whole paths by least squares.

    They are compared at one month of so many.
    """

    def forecast(slopes: Floats, paths: Paths) -> Floats:
        a, b, c, d = slopes
        level, found = paths.start, np.empty_like(paths.level)
        for month in range(found.shape[-1]):
            leader = paths.leader[..., month]
            level = np.clip(level + a + b * leader - (c + d * (1 - leader)) * level, 0, 1)
            found[..., month] = level
        return found

    months = {each.level.shape[-1] for each in seen}
    alike = [[each for each in seen if each.level.shape[-1] == long] for long in sorted(months)]
    together = [Paths(*(np.concatenate(parts) for parts in zip(*each, strict=True))) for each in alike]  # for speed

    def errors(slopes: Floats) -> Floats:
        return np.concatenate([(forecast(slopes, each) - each.level)[..., ::every].ravel() for each in together])

    fitted = least_squares(errors, [0.0, 0.001, 0.0, 0.01]).x
    return lambda paths: forecast(fitted, paths)


def hazards(seen: Sequence[Moves]) -> Forecast:
    """Monthly hazards of moving into full co-production and out of it.

    They depend on the leader, on whether the event has come, on the years since, on how much there is already and on
    how far a service suits: complementary log-log, so that they are hazards in continuous time.
    """
    x = np.concatenate([_along(each.leader, each.level).reshape(-1, 6) for each in seen])
    out_of, into = (
        binomial(np.concatenate([each.moved[n].ravel() for each in seen]),
                 np.concatenate([each.at_risk[n].ravel() for each in seen]), x)
        for n in range(2)
    )  # fmt: skip
    profile = sum(each.start.sum(axis=(0, 1)) for each in seen)
    profile = profile / max(float(profile @ WEIGHT), 1e-9)  # by service, of a level of 1

    def forecast(paths: Paths) -> Floats:
        share = np.clip(paths.start[..., None] * profile, 0, 1)
        found = np.empty_like(paths.level)
        for month in range(found.shape[-1]):
            x = _along(paths.leader[..., [month]], (share @ WEIGHT)[..., None], month / YEAR)[..., 0, :, :]
            share = share * (1 - chance(out_of, x)) + (1 - share) * chance(into, x)
            found[..., month] = share @ WEIGHT
        return found

    return forecast


def binomial(moved: Floats, at_risk: Floats, x: Floats) -> Floats:
    """Slopes of a chance of moving, of which the complementary log-log is linear in ``x``."""
    there = at_risk > 0
    moved, at_risk = np.minimum(moved, at_risk)[there], at_risk[there]
    family = sm.families.Binomial(sm.families.links.CLogLog())
    return np.asarray(sm.GLM(np.column_stack([moved, at_risk - moved]), x[there], family).fit().params)


def chance(slopes: Floats, x: Floats) -> Floats:
    """The chance of moving at ``x``."""
    return -np.expm1(-np.exp(x @ slopes))


def _along(leader: Floats, level: Floats, since: float = 0.0) -> Floats:
    """What hazards depend on, ``[future, arm, year, service, 6]``."""
    event = np.array([1.0, 0.0])[:, None]  # by arm
    years = since + np.arange(leader.shape[-1])
    columns = (1.0, leader, event, years / 10, np.log(NOUGHT + level))
    shape = (*leader.shape, len(SERVICES))
    found = [np.broadcast_to(np.broadcast_to(each, leader.shape)[..., None], shape) for each in columns]
    return np.stack([*found, np.broadcast_to(SUITED, shape)], axis=-1)


def moves(logs: Sequence[Sequence[NDArray[np.void]]], paths: Paths, fork: int, places: int) -> Moves:
    """What packed logs of changes, ``[future][arm]``, tell of the first futures of a scenario in so many places."""
    futures, arms, months = len(logs), *paths.level.shape[1:]
    years = months // YEAR
    shape = (futures, arms, years, len(SERVICES))
    at_risk, moved = np.zeros((2, *shape)), np.zeros((2, *shape))
    start = np.zeros((futures, arms, len(SERVICES)))
    for future, arm in np.ndindex(futures, arms):
        log = logs[future][arm]
        service, month = log["arrangement"] % len(SERVICES), log["month"].astype(int) - fork
        before, after = log["cell_before"] == FULL_CELL, log["cell"] == FULL_CELL
        come = np.zeros((YEAR * years + 1, len(SERVICES)))  # less what has gone, by the beginning of each month
        for into, turned in enumerate((before & ~after, after & ~before)):
            np.add.at(come, (np.clip(month[turned] + 1, 0, YEAR * years), service[turned]), 2 * into - 1)
            inside = turned & (month >= 0) & (month < YEAR * years)
            np.add.at(moved[into, future, arm], (month[inside] // YEAR, service[inside]), 1)
        full = come.cumsum(axis=0)[:-1]
        start[future, arm] = full[0]
        at_risk[0, future, arm] = full.reshape(years, YEAR, -1).sum(axis=1)
    at_risk[1] = YEAR * places - at_risk[0]
    leader, level = (
        each[:futures, :, : YEAR * years].reshape(futures, arms, years, YEAR).mean(axis=-1)
        for each in (paths.leader, paths.level)
    )
    return Moves(at_risk, moved, leader, level, start)
