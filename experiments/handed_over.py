"""How well models foretell how many libraries each council handed to its community, 2010 to 2016: log scores.

The record is a random half, 100, of the British library authorities that answered the BBC Data Unit's freedom of
information requests of 2016 (docs/evidence.md, section 5); ``libraries.csv`` counts them by libraries and transfers.
Models are fitted to councils of the full model in the same years of cuts and have not seen the record.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats
from simple_models import NOUGHT, Paths, binomial, chance, difference_equation

from simulation.validation.libraries import BEGINS, CUTS, YEARS, with_the_community
from simulation.validation.runs import Runs
from simulation.world.tables import World
from simulation.world.worlds import Worlds

Floats = NDArray[np.float64]
FILE = Path(__file__).parent / "libraries.csv"
UNFORESEEN = 0.01  # of each forecast is spread over all numbers, so that none is impossible


class Recorded(NamedTuple):
    """Library authorities, ``[authority]``: how many libraries they had, how many they handed over."""

    libraries: NDArray[np.int64]
    transferred: NDArray[np.int64]


class Councils(NamedTuple):
    """Simulated councils under cuts: share of libraries handed over, and the leader, ``[council, year]``, from 0 on."""

    share: Floats
    leader: Floats
    libraries: int


def recorded() -> Recorded:
    """The record."""
    libraries, transferred, count = np.loadtxt(FILE, delimiter=",", skiprows=1, dtype=int, unpack=True)
    return Recorded(np.repeat(libraries, count), np.repeat(transferred, count))


def simulated(worlds: Worlds, number: int, nations: int, councils: int, workers: int) -> Councils:
    """Councils of the first ``number`` of some worlds, so many nations of each."""
    months = tuple(12 * (BEGINS + year) - 1 for year in range(YEARS + 1))
    cuts = CUTS.with_settings({"councils": councils})
    shares, leaders, libraries = [], [], 0
    for world in range(number):
        runs = Runs(seed=1 + world, settings=worlds.settings(world), workers=workers)  # each with chance of its own
        for seen in runs.watch(cuts, nations, months, _look):
            now = np.array([with_community for with_community, _ in seen])
            moved = np.logical_or.accumulate(now & ~now[0])  # as target S27 counts them
            shares.append(moved.mean(axis=-1).T)
            leaders.append(np.array([leader for _, leader in seen]).T)
            libraries = moved.shape[-1]
    return Councils(np.concatenate(shares), np.concatenate(leaders), libraries)


def _look(world: World, month: int) -> tuple[NDArray[np.bool_], Floats]:
    return with_the_community(world, month), world.councils.commitment.astype(float)


def shares(councils: Councils) -> dict[str, Floats]:
    """The share of its libraries that a council hands over, by model; each foretells a council by many of them."""
    share, leader = councils.share, councils.leader
    paths = Paths(share[:, :1], share[:, None, 1:], leader[:, None, :-1])
    return {
        "one rate for all": share[:, -1].mean(keepdims=True),
        "difference equation": difference_equation([paths], every=1)(paths)[:, 0, -1],
        "hazards": _by_hazards(councils),
        "full model": share[:, -1],
    }


def _by_hazards(councils: Councils) -> Floats:
    """Shares drawn year after year: a hazard of each library by the leader, the year and what has gone before."""
    share, leader, libraries = councils
    left = libraries * (1 - share[:, :-1])

    def along(now: Floats, year: int) -> Floats:
        return np.column_stack([np.ones(len(now)), leader[:, year], np.full(len(now), year), np.log(NOUGHT + now)])

    x = np.stack([along(share[:, year], year) for year in range(YEARS)], axis=1)
    slopes = binomial((libraries * np.diff(share)).ravel(), left.ravel(), x.reshape(-1, x.shape[-1]))
    gone, draws = np.zeros(len(share), int), np.random.default_rng(1)
    for year in range(YEARS):
        gone = gone + draws.binomial(libraries - gone, chance(slopes, along(gone / libraries, year)))
    return gone / libraries


def log_scores(foretold: Floats, record: Recorded) -> Floats:
    """Logarithm of the chance that was given to what each authority did, ``[authority]``."""
    number, which = np.unique(np.stack(record, axis=1), axis=0, return_inverse=True)
    libraries, transferred = number.T
    given = stats.binom.pmf(transferred[:, None], libraries[:, None], foretold).mean(axis=1)
    return np.log((1 - UNFORESEEN) * given + UNFORESEEN / (1 + libraries))[which.ravel()]
