"""Kinds of councils: how many there are of each, how many seats they have, and in which years they vote."""

from __future__ import annotations

from typing import NamedTuple

from simulation.world.codes import CouncilKind, Cycle


class Usual(NamedTuple):
    """What is usual for councils of a kind.

    Attributes
    ----------
    share : of all councils.
    seats : of such a council, in the mean.
    cycle : how it votes; `p.thirds_share` of the districts vote by thirds.
    votes_in : remainder, by 4 or 5, of the calendar years in which it votes for all its seats.
    """

    kind: CouncilKind
    share: float
    seats: int
    cycle: Cycle
    votes_in: int


# Computed from Open Council Data UK (CC BY-SA 4.0), council-years 2000 to 2024; districts include unitary councils.
# Scotland and Wales have voted every five years since 2012.
KINDS = (
    Usual(CouncilKind.DISTRICT, 0.62, 45, Cycle.ALL_OUT_4, 3),
    Usual(CouncilKind.METROPOLITAN, 0.087, 68, Cycle.THIRDS, 2),
    Usual(CouncilKind.COUNTY, 0.083, 70, Cycle.ALL_OUT_4, 1),
    Usual(CouncilKind.LONDON, 0.079, 58, Cycle.ALL_OUT_4, 2),
    Usual(CouncilKind.SCOTLAND_WALES, 0.131, 46, Cycle.ALL_OUT_5, 2),
)
THIRDS_BEGIN = 2  # the same for councils that vote by thirds: the first of three years in a row, with 1 (mod 4) free
CALENDAR = 20  # years after which all kinds vote in the same years again: 4 x 5

# By the number of the kind, as rules read them.
SHARES = tuple(usual.share for usual in KINDS)
SEATS = tuple(usual.seats for usual in KINDS)
USUAL_CYCLES = tuple(int(usual.cycle) for usual in KINDS)
VOTES_IN = tuple(usual.votes_in for usual in KINDS)
