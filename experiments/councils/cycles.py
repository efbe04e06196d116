"""How a council votes, inferred from the years in which its seats moved.

A council is in one of the cycles below each year and seldom changes it (a hidden Markov chain). How far seats move in
a year with no election, or with a third or all of the seats up, is counted from councils whose years are known: London
boroughs and counties (all), metropolitan districts (thirds). The likeliest cycle of the newest year is taken, with the
best path to it for the years before; its probability and the share of its years that agree say how sure it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from experiments.councils.raw import Council, Row

# Kind, remainder: of the election years by 4, 5 or 2; of the year without one by 4 for thirds.
CYCLES = (
    *(("all_out_4", year) for year in range(4)),
    *(("thirds", year) for year in range(4)),
    *(("halves", year) for year in range(2)),
    *(("all_out_5", year) for year in range(5)),
)
OUTSIDE_ENGLAND = frozenset(("Scotland", "Wales"))
LAW = 10.0  # there: whole councils, in 2012, 2017, 2022 by the acts; other remainders before
# How usual each is in England before anything moved: by the Act of 1972 districts by thirds rest in the county's year;
# counties vote in 1973, 1977 ..., London in 1974, 1978 ..., districts as a whole in 1979, 1983 ...
USUAL = {
    ("all_out_4", 0): 2, ("all_out_4", 1): 3, ("all_out_4", 2): 3, ("all_out_4", 3): 8, ("thirds", 1): 8,
    ("halves", 0): 1,
}  # fmt: skip
UNUSUAL = 0.1
WHOLE_SINCE = 2008  # the Act of 2007 let districts choose whole councils; hardly any has chosen thirds since
STAYS = 0.99  # of staying in a cycle for a year: a change in a hundred years
BINS = (0.0, 0.01, 0.02, 0.035, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3)  # upper bounds of what moved, as a share of seats
TOLD, TRUST = 2018, 0.98  # council ids were given by the kind and cycle of about that year; how far that is believed
MOVED = 0.02  # more than this is an election, where years are counted that agree
NONE, ALL, THIRD, HALF = range(4)
# By-elections and defections are in the record from the newer layout on only, so far more moves between elections.
LAYOUTS = (0, 2016, 2024)
POSTPONED = 2020  # to 2021, by the Coronavirus Act


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


def moved(before: Row, after: Row) -> float:
    """Share of seats that changed party between two years, by the parties that both layouts tell apart."""
    shares = [
        np.array([_seats(row, "con"), _seats(row, "lab"), _seats(row, "ld"), _nationalists(row)]) / row.total
        for row in (before, after)
    ]
    change = shares[1] - shares[0]
    return float((np.abs(change).sum() + abs(change.sum())) / 2)


def _seats(row: Row, party: str) -> int:
    return row.seats.get(party, 0)


def _nationalists(row: Row) -> int:
    return sum(_seats(row, party) for party in ("nat", "snp", "plaid"))


def movements(council: Council) -> dict[int, float]:
    """What moved in each year whose year before is on record."""
    rows = council.rows
    return {year: moved(rows[year - 1], rows[year]) for year in sorted(rows) if year - 1 in rows}


def _known(kinds: Mapping[str, str], histories: Mapping[str, Mapping[int, float]]) -> Iterator[tuple[int, int, float]]:
    """Year, what was up and what moved, of councils and years for which the law says it."""
    for slug, history in histories.items():
        kind = kinds[slug]
        for year, share in history.items():
            if kind == "London borough" and year > 1974:
                yield year, due("all_out_4", 2, year), share
            elif kind == "county" and 1974 < year < 2022:
                yield year, due("all_out_4", 1, year), share
            elif kind == "metropolitan" and year > 1980:  # a few have left thirds since 2014
                yield year, due("thirds", 1, year), share


def chances(kinds: Mapping[str, str], histories: Mapping[str, Mapping[int, float]]) -> np.ndarray:
    """``[layout, what is up, bin]``: how often so much moves. Elections themselves are alike in all layouts."""
    counts = np.ones((len(LAYOUTS), 4, len(BINS) + 1))
    for year, up, share in _known(kinds, histories):
        counts[_layout(year) if up == NONE else slice(None), up, _bin(share)] += 1
    shares = counts / counts.sum(axis=2, keepdims=True)
    shares[:, HALF] = (shares[:, ALL] + shares[:, THIRD]) / 2  # no council is known to vote by halves: between the two
    return shares


def _layout(year: int) -> int:
    return int(np.searchsorted(LAYOUTS, year, side="right")) - 1


def _bin(share: float) -> int:
    return int(np.searchsorted(BINS, share - 1e-9))


def _states(kind: str, whole: bool) -> dict[tuple[str, int], float]:
    """The cycles that a kind of council can have, and how usual each is; ``whole`` where none is elected by thirds."""
    if kind in OUTSIDE_ENGLAND:
        return {each: LAW if each == ("all_out_5", 2) else 1.0 for each in CYCLES if each[0].startswith("all_out")}
    usual = {each: float(USUAL.get(each, UNUSUAL)) for each in CYCLES if each[0] != "all_out_5"}
    if whole or kind in ("London borough", "county"):
        return {each: weight for each, weight in usual.items() if each[0] == "all_out_4"}
    return usual


def infer(
    history: Mapping[int, float], kind: str, shares: np.ndarray, told: str = "", whole: bool = False
) -> Cycle | None:
    """The cycle of a council in the newest year on record; none where fewer than four years are.

    Parameters
    ----------
    history : share of seats that moved, by year.
    shares : what ``chances`` counted.
    whole : whether it is known to vote as a whole.
    told : the kind of cycle in 2018 that the newer layout's numbers imply; empty for none.
    """
    years = sorted(history)
    if len(years) < 4:
        return None
    weights = _states(kind, whole)
    states = list(weights)
    usual = np.log(np.array(list(weights.values())) / sum(weights.values()))
    seen = np.log([[shares[_layout(year), due(*each, year), _bin(history[year])] for each in states] for year in years])
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
    agrees = sum((due(*last, year) != NONE) == (history[year] > MOVED) for year in run)
    before = tuple((*states[path[at]], years[at]) for at in starts[:-1])
    return Cycle(*last, run[0], sure, agrees, len(run), before)


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
