"""Predictions about who controls councils: careers of councils over decades, as the record of 1973 to 2024 has them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulation.validation.check import Check, Part, Rows, ratio
from simulation.validation.nation import NATION, YEARS, nations
from simulation.validation.runs import Runs
from simulation.world.event_kinds import NO_PARTY
from simulation.world.tables import World

_NATION = ("370 generated councils over 50 years",)
_RECORD = "docs/evidence.md §1 (the data of Open Council Data UK)"
TWENTY, TEN = 20, 10  # years
OFTEN = 4  # changes of control in twenty years
COMMANDING = 0.75  # share of the seats


class Politics(NamedTuple):
    """Control of every council and the parties' shares of its seats, after a year's elections."""

    control: np.ndarray
    shares: np.ndarray


def _look(world: World, month: int) -> Politics:
    seats = world.councils.seats.astype(float)
    return Politics(world.councils.control.copy(), seats / seats.sum(axis=1, keepdims=True))


def _histories(runs: Runs, pairs: int) -> list[list[Politics]]:
    return runs.watch(NATION, nations(pairs), tuple(range(0, 12 * YEARS, 12)), _look)


def _control(runs: Runs, pairs: int) -> np.ndarray:
    """Who controls, ``[nation, year, council]``."""
    return np.array([[year.control for year in history] for history in _histories(runs, pairs)])


def _changes(runs: Runs, pairs: int) -> np.ndarray:
    """Changes of control of each council in the first and in the next twenty years, ``[nation, period, council]``."""
    changed = np.diff(_control(runs, pairs), axis=1) != 0
    return np.stack([changed[:, first : first + TWENTY - 1].sum(axis=1) for first in (0, TWENTY)], axis=1)


def _never(runs: Runs, pairs: int) -> Rows:
    return (_changes(runs, pairs) == 0).mean(axis=(1, 2))


def _often(runs: Runs, pairs: int) -> Rows:
    return (_changes(runs, pairs) >= OFTEN).mean(axis=(1, 2))


def _counted(runs: Runs, pairs: int, what) -> Rows:
    """Of all pairs of years of all councils, those in which ``what(before, after)`` is so: two counts a nation."""
    control = _control(runs, pairs)
    return np.array([[found.sum() for found in what(each[:-1], each[1:])] for each in control], float)


def _straight(runs: Runs, pairs: int) -> Rows:
    return _counted(
        runs,
        pairs,
        lambda old, new: ((old != new) & (old != NO_PARTY) & (new != NO_PARTY), old != new),
    )


def _leaves(runs: Runs, pairs: int) -> Rows:
    return _counted(runs, pairs, lambda old, new: ((old == NO_PARTY) & (new != NO_PARTY), old == NO_PARTY))


def _enters(runs: Runs, pairs: int) -> Rows:
    return _counted(runs, pairs, lambda old, new: ((old != NO_PARTY) & (new == NO_PARTY), old != NO_PARTY))


def _largest(runs: Runs, pairs: int) -> np.ndarray:
    """Share of the seats of the largest party, ``[nation, year, council]``, every tenth year."""
    histories = _histories(runs, pairs)
    return np.array([[year.shares.max(axis=1) for year in history[TEN::TEN]] for history in histories])


def _usual(runs: Runs, pairs: int) -> Rows:
    return _largest(runs, pairs).mean(axis=(1, 2))


def _commanding(runs: Runs, pairs: int) -> Rows:
    return (_largest(runs, pairs) > COMMANDING).mean(axis=(1, 2))


def _keeps_its_colour(runs: Runs, pairs: int) -> Rows:
    """Correlation over councils of the two main parties' shares of seats with those ten years on, mean over years."""
    rows = []
    for history in _histories(runs, pairs):
        shares = np.array([year.shares for year in history])
        found = [
            np.corrcoef(shares[year, :, party], shares[year + TEN, :, party])[0, 1]
            for year in range(TEN, YEARS - TEN, TEN)
            for party in (0, 1)
        ]
        rows.append(np.mean(found))
    return np.array(rows)


R1 = Check(
    "R1",
    "places that never change hands",
    "Of the councils with twenty years on record, 15 % (1997-2016), 24 % (2000-19) and 25 % (1980-99) never changed "
    "control.",
    _NATION,
    (Part("councils without a change of control in twenty years", 0.12, 0.30, _never, why=_RECORD),),
)
R2 = Check(
    "R2",
    "places that change hands often",
    "In the same periods 17, 17 and 13 % changed control four times or more.",
    _NATION,
    (Part("councils with four changes or more in twenty years", 0.08, 0.22, _often, why=_RECORD),),
)
R3 = Check(
    "R3",
    "straight from party to party",
    "Of 2,330 changes of control, 19 % went from one party to another without a year of no overall control.",
    _NATION,
    (Part("changes of control from party to party", 0.12, 0.28, _straight, ratio, why=_RECORD),),
)
R4 = Check(
    "R4",
    "out of no overall control",
    "A council without overall control finds a majority within a year with a chance of 14 %.",
    _NATION,
    (Part("councils without control that have one a year later", 0.10, 0.19, _leaves, ratio, "rate", _RECORD),),
)
R5 = Check(
    "R5",
    "into no overall control",
    "A council under control loses its majority to nobody within a year with a chance of 5.6 %.",
    _NATION,
    (Part("councils under control that have none a year later", 0.04, 0.08, _enters, ratio, "rate", _RECORD),),
)
R6 = Check(
    "R6",
    "how large the largest party is",
    "The largest party held 63 % (1997), 61 % (2010) and 57 % (2023) of a council's seats in the mean.",
    _NATION,
    (Part("mean share of the seats of the largest party", 0.54, 0.66, _usual, why=_RECORD),),
)
R7 = Check(
    "R7",
    "one-party councils",
    "In 27 % (1997), 19 % (2010) and 16 % (2023) of the councils one party held more than three quarters of the seats.",
    _NATION,
    (Part("councils in which one party holds over three quarters", 0.10, 0.32, _commanding, why=_RECORD),),
)
R8 = Check(
    "R8",
    "places keep their colour",
    "The correlation over councils of a party's share of seats with that ten years later was .87 for Labour "
    "(.81 to .93) and .79 for the Conservatives (.58 to .87), 1980-2014.",
    _NATION,
    (
        Part(
            "correlation of the main parties' shares ten years apart",
            0.58,
            0.93,
            _keeps_its_colour,
            unit="index",
            why=_RECORD,
        ),
    ),
)
