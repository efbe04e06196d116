"""How a council votes: by law, by a stated source, or inferred from the years in which its seats moved.

A council is in one of the cycles below each year and seldom changes it (a hidden Markov chain). How far seats move in
a year with no election, or with a third or all of the seats up, is counted from councils whose cycles are known by law,
then again from all whose cycle is sure by these counts. The likeliest cycle of the newest year is taken, with the best
path to it for the years before; its probability and the share of its years that agree say how sure it is.

An election moves a share of the seats, whatever their number. Between elections single seats move, by by-elections and
defections, so these are counted in seats: one of 26 is no election, though it is a larger share than one of 60.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

import numpy as np

from experiments.councils.raw import Council, Row

# Those that can be inferred. Kind, remainder: of the election years by 4 or 2; of the year without one by 4 for thirds.
CYCLES = (
    *(("all_out_4", year) for year in range(4)),
    *(("thirds", year) for year in range(4)),
    *(("halves", year) for year in range(2)),
)
# How usual each is before anything moved: by the Act of 1972 districts by thirds rest in the county's year;
# counties vote in 1973, 1977 ..., London in 1974, 1978 ..., districts as a whole in 1979, 1983 ...
USUAL = {
    ("all_out_4", 0): 2, ("all_out_4", 1): 3, ("all_out_4", 2): 3, ("all_out_4", 3): 8, ("thirds", 1): 8,
    ("halves", 0): 1,
}  # fmt: skip
UNUSUAL = 0.1
# Cycles by the acts for all councils of a kind: kind of cycle, remainder and first year.
BY_LAW = {
    "metropolitan": (("thirds", 1, 1975),),
    "London borough": (("all_out_4", 2, 1974),),
    "county": (("all_out_4", 1, 1973),),
    "Scotland": (("all_out_4", 3, 1995), ("all_out_5", 2, 2012)),
    "Wales": (("all_out_4", 3, 1995), ("all_out_4", 0, 2001), ("all_out_5", 2, 2012)),
}
# Districts of 1973 elected the whole council once more in 1976; the cycles that they have had since began in 1979.
OPENING, OPENED = (("all_out_4", 0, 1974),), 1979
WHOLE_SINCE = 2008  # the Act of 2007 let districts choose whole councils; hardly any has chosen thirds since
STAYS = 0.99  # of staying in a cycle for a year: a change in a hundred years
BINS = (0.0, 0.01, 0.02, 0.035, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3)  # upper bounds of what moved, as a share of seats
SINGLE = (0, 1, 2, 3, 5, 9)  # and in seats, where none are up
TOLD, TRUST = 2018, 0.98  # council ids were given by the kind and cycle of about that year; how far that is believed
SURE = 0.9  # from there on a cycle counts as known when chances are counted
MOVED = 0.02  # more than this is an election, where years are counted that agree
NONE, ALL, THIRD, HALF = range(4)
# By-elections and defections are in the record from the newer layout on only, so far more moves between elections.
LAYOUTS = (0, 2016, 2024)
POSTPONED = 2020  # to 2021, by the Coronavirus Act


class Moved(NamedTuple):
    """The share of a council's seats that changed party from one year to the next, and how many seats there are."""

    share: float
    total: int

    @property
    def seats(self) -> int:
        """How many changed party; a council that was enlarged can have shares between whole seats."""
        return min(round(self.share * self.total), self.total)


History = Mapping[int, Moved]


class Chances(NamedTuple):
    """How often so many seats move: ``between[layout, bin of SINGLE]`` and ``elections[what is up, bin of BINS]``."""

    between: np.ndarray
    elections: np.ndarray


@dataclass(frozen=True)
class Cycle:
    """A cycle, its remainder, since when, how likely, and how many of its years agree."""

    kind: str
    year: int
    since: int
    sure: float
    agrees: int
    years: int
    before: tuple[tuple[str, int, int], ...]  # kind, remainder and first year of those before it
    by_law: bool = False

    @property
    def path(self) -> tuple[tuple[str, int, int], ...]:
        """All that it was in, the newest last."""
        return (*self.before, (self.kind, self.year, self.since))


def due(kind: str, remainder: int, year: int) -> int:
    """What is up in a year: nothing, all, a third or half of the seats."""
    if year == POSTPONED:
        return NONE
    held = POSTPONED if year == POSTPONED + 1 and _regular(kind, remainder, POSTPONED) else year
    return _regular(kind, remainder, held)


def _regular(kind: str, remainder: int, year: int) -> int:
    if kind == "thirds":
        return NONE if year % 4 == remainder else THIRD
    if kind == "halves":
        return HALF if year % 2 == remainder else NONE
    return ALL if year % (5 if kind == "all_out_5" else 4) == remainder else NONE


def moved(before: Row, after: Row) -> Moved:
    """What changed party between two years, by the parties that both layouts tell apart."""
    shares = [
        np.array([_seats(row, "con"), _seats(row, "lab"), _seats(row, "ld"), _nationalists(row)]) / row.total
        for row in (before, after)
    ]
    change = shares[1] - shares[0]
    return Moved(float((np.abs(change).sum() + abs(change.sum())) / 2), after.total)


def _seats(row: Row, party: str) -> int:
    return row.seats.get(party, 0)


def _nationalists(row: Row) -> int:
    return sum(_seats(row, party) for party in ("nat", "snp", "plaid"))


def movements(council: Council) -> dict[int, Moved]:
    """What moved in each year whose year before is on record."""
    rows = council.rows
    return {year: moved(rows[year - 1], rows[year]) for year in sorted(rows) if year - 1 in rows}


def chances(known: Mapping[str, Cycle | None], histories: Mapping[str, History]) -> Chances:
    """How often so much moves, counted from councils whose cycle is sure; elections are alike in all layouts."""
    between = np.ones((len(LAYOUTS), len(SINGLE) + 1))
    elections = np.ones((4, len(BINS) + 1))
    for slug, cycle in known.items():
        if cycle is None or cycle.sure < SURE:
            continue
        for year, change in histories[slug].items():
            up = _up(cycle, year)
            if up == NONE:
                between[_layout(year), np.searchsorted(SINGLE, change.seats)] += 1
            elif up is not None:
                elections[up, _bin(change.seats / change.total)] += 1
    between /= between.sum(axis=1, keepdims=True)
    elections /= elections.sum(axis=1, keepdims=True)
    elections[HALF] = (elections[ALL] + elections[THIRD]) / 2  # hardly a council votes by halves: between the two
    return Chances(between, elections)


def _up(cycle: Cycle, year: int) -> int | None:
    """What was up in a year; None in years before all that is known."""
    held = [each for each in cycle.path if each[2] <= year]
    return due(*held[-1][:2], year) if held else None


def _likelihoods(change: Moved, layout: int, found: Chances) -> np.ndarray:
    """``[what is up]``: how likely exactly so many seats move, with what is counted of a bin spread evenly over it."""
    share, single = _bin(change.seats / change.total), int(np.searchsorted(SINGLE, change.seats))
    of_share, of_single = _in_bins(change.total)
    likelihoods = found.elections[:, share] / of_share[share] / found.elections[:, of_share > 0].sum(axis=1)
    between = found.between[layout]
    likelihoods[NONE] = between[single] / of_single[single] / between[of_single > 0].sum()
    return likelihoods


@cache
def _in_bins(total: int) -> tuple[np.ndarray, np.ndarray]:
    """How many numbers of a council's seats lie in each bin, of shares and of single seats."""
    seats = range(total + 1)
    shares = np.bincount([_bin(each / total) for each in seats], minlength=len(BINS) + 1)
    return shares, np.bincount(np.searchsorted(SINGLE, seats), minlength=len(SINGLE) + 1)


def _layout(year: int) -> int:
    return int(np.searchsorted(LAYOUTS, year, side="right")) - 1


def _bin(share: float) -> int:
    return int(np.searchsorted(BINS, share - 1e-9))


def _states(whole: bool) -> dict[tuple[str, int], float]:
    """The cycles that a council can have, and how usual each is; ``whole`` where none is elected by thirds."""
    usual = {each: float(USUAL.get(each, UNUSUAL)) for each in CYCLES}
    return {each: weight for each, weight in usual.items() if each[0] == "all_out_4"} if whole else usual


def lawful(history: History, known: Sequence[tuple[str, int, int]]) -> Cycle:
    """A council's cycle, and those before it, that acts, orders and resolutions say."""
    kind, remainder, since = known[-1]
    run = [year for year in sorted(history) if year >= since]
    return Cycle(kind, remainder, since, 1.0, _agrees(history, run, kind, remainder), len(run), tuple(known[:-1]), True)


def infer(history: History, found: Chances, told: str = "", whole: bool = False) -> Cycle | None:
    """The cycle of a council in the newest year on record; none where fewer than four years are.

    Parameters
    ----------
    history : what moved, by year.
    found : what ``chances`` counted.
    whole : whether it is known to vote as a whole.
    told : the kind of cycle in 2018 that the newer layout's numbers imply; empty for none.
    """
    years = sorted(history)
    if len(years) < 4:
        return None
    weights = _states(whole)
    states = list(weights)
    usual = np.log(np.array(list(weights.values())) / sum(weights.values()))
    likely = {year: np.log(_likelihoods(history[year], _layout(year), found)) for year in years}
    seen = np.array([[likely[year][due(*each, year)] for each in states] for year in years])
    if told and TOLD in years:
        seen[years.index(TOLD)] += np.log([TRUST if each[0] == told else 1 - TRUST for each in states])
    later = np.array(
        [weight if each[0] not in ("thirds", "halves") else UNUSUAL / 10 for each, weight in weights.items()]
    )
    change = [_change(later / later.sum() if year >= WHOLE_SINCE else np.exp(usual)) for year in years[1:]]
    path, sure = _likeliest(seen, usual, change)
    starts = [0, *(at for at in range(1, len(path)) if path[at] != path[at - 1])]
    run = years[starts[-1] :]
    last = states[path[-1]]
    before = tuple((*states[path[at]], years[at]) for at in starts[:-1])
    return Cycle(*last, run[0], sure, _agrees(history, run, *last), len(run), before)


def _agrees(history: History, years: Iterable[int], kind: str, remainder: int) -> int:
    """In how many years seats moved if and only if there was an election."""
    return sum((due(kind, remainder, year) != NONE) == (history[year].share > MOVED) for year in years)


def after_a_county(new: Cycle, county: Cycle, first: int) -> Cycle:
    """The cycle of a council that took a county's place and name in the year ``first``, and before it the county's."""
    own = list(new.path)
    own[0] = (*own[0][:2], first)
    before = (*county.path, *own[:-1])
    return replace(new, since=own[-1][2], before=before)


def _change(usual: np.ndarray) -> np.ndarray:
    """``[from, to]``: logarithms of the chances of a year's change of cycle."""
    change = np.log(1 - STAYS) + np.tile(np.log(usual), (len(usual), 1))
    np.fill_diagonal(change, np.log(STAYS))
    return change


def _likeliest(seen: np.ndarray, first: np.ndarray, changes: list[np.ndarray]) -> tuple[list[int], float]:
    """The most likely last state, the best path that leads to it, and its probability."""
    best = total = first + seen[0]
    back = []
    for each, change in zip(seen[1:], changes, strict=True):
        step = best[:, None] + change
        back.append(step.argmax(axis=0))
        best = step.max(axis=0) + each
        total = np.logaddexp.reduce(total[:, None] + change, axis=0) + each
    path = [int(total.argmax())]
    for each in reversed(back):
        path.append(int(each[path[-1]]))
    path.reverse()
    return path, float(np.exp(total[path[-1]] - np.logaddexp.reduce(total)))
