"""Histories of a nation of councils: who controls each of them, year by year, and how its voters judge bad service."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from simulation.agents.council.politics import share_of_vote
from simulation.scenarios import Scenario
from simulation.validation.check import Rows
from simulation.validation.runs import Runs, event
from simulation.world.codes import CouncilKind, Cycle
from simulation.world.council_kinds import KINDS
from simulation.world.tables import CLASSES, World

YEARS = 50
COUNCILS = 370
# Two neighbourhoods a council are enough: politics sees services only through a council's approval.
NATION = Scenario(name="nation", years=YEARS, settings={"councils": COUNCILS, "neighbourhoods": 2})


class Politics(NamedTuple):
    """A nation's politics at the end of a month: councils' control, largest party, shares of the seats, and kind."""

    year: int  # of the national calendar
    government: int
    control: np.ndarray
    largest: np.ndarray
    seats: np.ndarray  # [council, party]
    kind: np.ndarray


class Year(NamedTuple):
    """Two successive years as their elections left them, and who governed before the second vote."""

    before: Politics
    government: int
    after: Politics


def look(world: World, month: int) -> Politics:
    """The nation's politics now."""
    councils, national = world.councils, world.national[0]
    return Politics(
        int(national.year) + month // 12,
        int(national.government),
        councils.control.copy(),
        councils.largest.copy(),
        councils.seats / councils.members[:, None],
        councils.kind.copy(),
    )


def election_months(years: int = YEARS) -> tuple[int, ...]:
    """The month of the elections of year 0, then the months before and of each year's elections."""
    return 0, *(month for year in range(1, years) for month in (12 * year - 1, 12 * year))


def histories(runs: Runs, replicates: int, votes_only: bool = False) -> list[list[Year]]:
    """The years of each nation, from year 1 on."""
    return [by_year(seen) for seen in runs.watch(NATION, replicates, election_months(), look, votes_only)]


def by_year(seen: list[Politics]) -> list[Year]:
    """What was seen in `election_months`, year by year."""
    return [
        Year(before, eve.government, after)
        for before, eve, after in zip(seen[:-2:2], seen[1::2], seen[2::2], strict=True)
    ]


def changes(history: list[Year], column: str) -> np.ndarray:
    """Share of the councils whose control, or largest party, is another one than a year before, by year."""
    return np.array([(getattr(year.after, column) != getattr(year.before, column)).mean() for year in history])


def _yearly(runs: Runs, replicates: int, column: str) -> np.ndarray:
    """Share of the councils in which it changed, ``[replicate, year]``."""
    return np.array([changes(history, column) for history in histories(runs, replicates)])


def bunching(rates: np.ndarray, councils: int) -> float:
    """Standard deviation of the yearly rates, relative to that of councils that vote independently of each other."""
    mean = rates.mean()
    return float(rates.std(ddof=1) / np.sqrt(mean * (1 - mean) / councils)) if 0 < mean < 1 else float("nan")


def losing_years(history: list[Year]) -> float:
    """Share of the years in which the party that governed before the vote came to control fewer councils."""
    lost = [
        int((year.after.control == year.government).sum()) < int((year.before.control == year.government).sum())
        for year in history
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


def seat_swings(history: list[Year], kind: CouncilKind) -> np.ndarray:
    """Points of the seats that the largest party won or lost in each council of a kind, where some were elected."""
    usual = KINDS[kind]
    swings = []
    for year in history:
        since = (year.after.year - usual.votes_in) % 4
        if since < CLASSES if usual.cycle == Cycle.THIRDS else since == 0:
            rows = np.flatnonzero(year.after.kind == kind)
            largest = year.before.largest[rows]
            swings.append(100 * (year.after.seats[rows, largest] - year.before.seats[rows, largest]))
    return np.concatenate(swings)


def swings_of(kind: CouncilKind) -> Callable[[Runs, int], Rows]:
    """Sums from which mean and standard deviation of a kind's swings follow, ``[nation, (number, sum, squares)]``."""

    def sample(runs: Runs, pairs: int) -> Rows:
        found = (seat_swings(history, kind) for history in histories(runs, nations(pairs)))
        return np.array([[len(each), each.sum(), (each**2).sum()] for each in found])

    return sample


def in_the_cycle(runs: Runs, pairs: int) -> Rows:
    """Rate at which control changes in years that are 3 (mod 4), and in the others, ``[nation, (these, others)]``."""
    return np.array([by_the_cycle(history) for history in histories(runs, nations(pairs))])


def by_the_cycle(history: list[Year]) -> tuple[float, float]:
    """The same of one nation; the mean of the other three remainders counts each once."""
    rates, years = changes(history, "control"), np.array([year.after.year for year in history])
    by_remainder = [float(rates[years % 4 == remainder].mean()) for remainder in range(4)]
    return by_remainder[3], float(np.mean(by_remainder[:3]))


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


def leaders_vote(world: World, approval: float) -> float:
    """Mean share of the vote for each leader's party if all councils had this approval and voted today."""
    world = world.copy()
    world.councils.approval[:] = approval
    leaders = world.councils.leader_party.tolist()
    return float(np.mean([share_of_vote(world, c, party) for c, party in enumerate(leaders)]))


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
        votes = [leaders_vote(world, float(approval)) for approval in (level, usual, good)]
        return 100 * (votes[0] - votes[1]), 100 * (votes[2] - votes[1])

    return np.array([seen[0] for seen in runs.watch(NATION.with_settings(size), few, (CUT_DONE,), ask)])
