"""Histories of a nation of councils: who controls each of them, year by year, and how its voters judge bad service."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulation.agents.council.politics import vote
from simulation.scenarios import Scenario
from simulation.validation.check import Rows
from simulation.validation.laboratory import Laboratory
from simulation.world import World

YEARS = 50
COUNCILS = 370
# Two neighbourhoods a council are enough: politics sees services only through a council's approval.
NATION = Scenario(name="nation", years=YEARS, settings={"councils": COUNCILS, "neighbourhoods": 2})


class Politics(NamedTuple):
    """A nation's politics at the end of a month: control and largest party of each council, and who governs."""

    control: np.ndarray
    largest: np.ndarray
    government: int


def look(world: World, month: int) -> Politics:
    """The nation's politics now."""
    councils = world.councils
    return Politics(councils.control.copy(), councils.leader_party.copy(), int(world.national.government[0]))


def election_months(years: int = YEARS) -> tuple[int, ...]:
    """The months before and of each year's elections; those of year 0 are left out, as nothing came before."""
    return tuple(month for year in range(1, years) for month in (12 * year - 1, 12 * year))


def histories(laboratory: Laboratory, replicates: int) -> list[list[Politics]]:
    """Politics before and after the elections of every year, alternately."""
    return laboratory.watch(NATION, replicates, election_months(), look)


def _yearly(laboratory: Laboratory, replicates: int, column: str) -> np.ndarray:
    """Share of the councils in which it changed, ``[replicate, year]``."""
    return np.array([changes(history, column) for history in histories(laboratory, replicates)])


def changes(history: list[Politics], column: str) -> np.ndarray:
    """Share of the councils whose control, or largest party, changed in each year's elections."""
    pairs = zip(history[::2], history[1::2], strict=True)
    return np.array([(getattr(after, column) != getattr(before, column)).mean() for before, after in pairs])


def bunching(rates: np.ndarray, councils: int) -> float:
    """Standard deviation of the yearly rates, relative to that of councils that vote independently of each other."""
    mean = rates.mean()
    return float(rates.std(ddof=1) / np.sqrt(mean * (1 - mean) / councils)) if 0 < mean < 1 else float("nan")


def losing_years(history: list[Politics]) -> float:
    """Share of the years in which the party that governed before the vote then controlled fewer councils."""
    lost = [
        int((after.control == before.government).sum()) < int((before.control == before.government).sum())
        for before, after in zip(history[::2], history[1::2], strict=True)
    ]
    return float(np.mean(lost))


def control_changes(laboratory: Laboratory, pairs: int) -> Rows:
    """Share of the councils whose control changes, a year."""
    return _yearly(laboratory, nations(pairs), "control").mean(axis=1)


def largest_changes(laboratory: Laboratory, pairs: int) -> Rows:
    """Share of the councils whose largest party changes, a year."""
    return _yearly(laboratory, nations(pairs), "largest").mean(axis=1)


def bunched(laboratory: Laboratory, pairs: int) -> Rows:
    """Bunching of the yearly rate at which control changes."""
    return np.array([bunching(rates, COUNCILS) for rates in _yearly(laboratory, nations(pairs), "control")])


def government_loses(laboratory: Laboratory, pairs: int) -> Rows:
    """Share of the years in which the governing party net loses councils."""
    return np.array([losing_years(history) for history in histories(laboratory, nations(pairs))])


def nations(pairs: int) -> int:
    """A nation is worth many towns: one for every ten pairs asked for."""
    return max(4, pairs // 10)


TENTH = 0.1  # the worst rated and the best rated: in 2002 one council in eleven was rated poor


def votes_by_service(world: World, month: int) -> tuple[float, float]:
    """Percentage points of the vote that the leader's party gains with bad and with good service, mean over councils.

    Bad and good are the means of the worst and the best tenth of councils' approval at this time, compared with the
    median. Each council votes three times, with all else equal.
    """
    approval = np.sort(world.councils.approval)
    tenth = max(1, int(TENTH * len(approval)))
    levels = (approval[:tenth].mean(), np.median(approval), approval[-tenth:].mean())
    shares = [_leaders_vote(world, month, float(level)) for level in levels]
    return 100 * float(np.mean(shares[0] - shares[1])), 100 * float(np.mean(shares[2] - shares[1]))


def _leaders_vote(world: World, month: int, approval: float) -> np.ndarray:
    """Share of the vote for each leader's party if all councils had this approval and voted today."""
    world = world.copy()
    leaders = world.councils.leader_party.copy()
    world.councils.approval[:] = approval
    for c in range(len(world.councils)):
        vote(world, c, month, 1.0)
    return world.councils.seats[np.arange(len(leaders)), leaders]


def service_votes(laboratory: Laboratory, pairs: int) -> Rows:
    """What bad and good service do to the vote, ``[nation, (bad, good)]``: means over five years."""
    months = tuple(12 * year - 1 for year in (10, 20, 30, 40, 50))
    seen = laboratory.watch(NATION, nations(pairs) // 2, months, votes_by_service)
    return np.array(seen).mean(axis=1)
