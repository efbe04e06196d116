"""Spells of co-production, read off the log of moves: 'Spells' in ODD 4, observation."""

from __future__ import annotations

from typing import NamedTuple

from tests.reimplementation.codes import STILL_OPEN, TOGETHER
from tests.reimplementation.entities import Arrangement, World


class Spell(NamedTuple):
    council: int
    neighbourhood: int
    service: int
    start: int
    end: int
    cause: int
    ended: int


def spells(world: World, horizon: int) -> list[Spell]:
    """Spells that end in month 0 or later or are open at the horizon, by place, service and start."""
    found = []
    for arrangement in world.arrangements:
        start = None
        for change in world.log:
            if change.arrangement is not arrangement:
                continue
            before = TOGETHER in (change.planning_before, change.delivery_before)
            after = TOGETHER in (change.planning, change.delivery)
            if after and not before:
                start = change.month
            elif before and not after:
                if change.month >= 0:
                    found.append(spell(arrangement, start, change.month, change.cause, 1))
                start = None
        if start is not None:
            found.append(spell(arrangement, start, horizon, STILL_OPEN, 0))
    return found


def spell(arrangement: Arrangement, start: int, end: int, cause: int, ended: int) -> Spell:
    place = (arrangement.council.id, arrangement.neighbourhood.number, arrangement.service_number)
    return Spell(*place, start, end, cause, ended)
