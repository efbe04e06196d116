"""Histories of a nation of councils: who controls each of them, year by year, and how its voters judge bad service."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulation.agents.council.politics import vote
from simulation.scenarios import Scenario
from simulation.validation.check import Rows
from simulation.validation.runs import Runs, event
from simulation.world.tables import World

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


def histories(runs: Runs, replicates: int) -> list[list[Politics]]:
    """Politics before and after the elections of every year, alternately."""
    return runs.watch(NATION, replicates, election_months(), look)


def _yearly(runs: Runs, replicates: int, column: str) -> np.ndarray:
    """Share of the councils in which it changed, ``[replicate, year]``."""
    return np.array([changes(history, column) for history in histories(runs, replicates)])


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


def control_changes(runs: Runs, pairs: int) -> Rows:
    """Share of the councils whose control changes, a year."""
    return _yearly(runs, nations(pairs), "control").mean(axis=1)


def largest_changes(runs: Runs, pairs: int) -> Rows:
    """Share of the councils whose largest party changes, a year."""
    return _yearly(runs, nations(pairs), "largest").mean(axis=1)


def bunched(runs: Runs, pairs: int) -> Rows:
    """Bunching of the yearly rate at which control changes."""
    return np.array([bunching(rates, COUNCILS) for rates in _yearly(runs, nations(pairs), "control")])


def government_loses(runs: Runs, pairs: int) -> Rows:
    """Share of the years in which the governing party net loses councils."""
    return np.array([losing_years(history) for history in histories(runs, nations(pairs))])


def nations(pairs: int) -> int:
    """A nation is worth many towns: one for every ten pairs asked for."""
    return max(4, pairs // 10)


TENTH = 0.1  # the worst rated and the best rated: in 2002 one council in eleven was rated poor
CUT_DONE = 143  # the month in which the cut is complete
CUT = NATION.model_copy(
    update={
        "name": "nation-after-cuts",
        "years": 12,
        "events": (event("grant-cut", "grant_change", year=5, size=-0.49, over_months=84),),
    }
)


def approvals(world: World, month: int) -> np.ndarray:
    """Mean approval of the worst tenth of the councils, the median, and the mean of the best tenth."""
    approval = np.sort(world.councils.approval)
    tenth = max(1, int(TENTH * len(approval)))
    return np.array([approval[:tenth].mean(), np.median(approval), approval[-tenth:].mean()])


def leaders_vote(world: World, month: int, approval: float) -> float:
    """Mean share of the vote for each leader's party if all councils had this approval and voted today."""
    world = world.copy()
    leaders = world.councils.leader_party.copy()
    world.councils.approval[:] = approval
    for c in range(len(world.councils)):
        vote(world, c, month, 1.0)
    return float(world.councils.seats[np.arange(len(leaders)), leaders].mean())


def service_votes(runs: Runs, pairs: int, councils: int = COUNCILS) -> Rows:
    """Points of the vote that bad and good service bring the leader's party, ``[nation, (bad, good)]``.

    Bad is the approval of the worst tenth of the councils after deep cuts, good that of the best tenth in quiet times;
    both are compared with the median in quiet times, and voters are asked in the same quiet nation, all else equal.
    """
    few = nations(pairs) // 2
    size = {"councils": councils}
    bad = [seen[0][0] for seen in runs.watch(CUT.with_settings(size), few, (CUT_DONE,), approvals)]

    def ask(world: World, month: int) -> tuple[float, float]:
        _, usual, good = approvals(world, month)
        level = bad[int(world.key[1])]
        votes = [leaders_vote(world, month, float(approval)) for approval in (level, usual, good)]
        return 100 * (votes[0] - votes[1]), 100 * (votes[2] - votes[1])

    return np.array([seen[0] for seen in runs.watch(NATION.with_settings(size), few, (CUT_DONE,), ask)])
