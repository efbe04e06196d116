"""A nation's politics by themselves: moods, elections, leaders, and what a timeline does to the nation; no services."""

from __future__ import annotations

from simulation.agents.council.politics import hold_elections
from simulation.engine.compilation import rule
from simulation.nation.events import befall_nation
from simulation.nation.politics import govern
from simulation.world.event_kinds import NATIONAL


@rule
def votes_alone(world, first, last):
    """Months ``first`` to ``last`` (not included) of the first two phases, with satisfaction as it is."""
    for month in range(first, last):
        govern(world, month)
        for e in range(len(world.events)):
            event = world.events[e]
            if event.month == month and event.kind in NATIONAL:
                befall_nation(world, event)
        for c in range(len(world.councils)):
            council = world.councils[c]
            council.control_changed = 0
            council.largest_changed = 0
            council.leader_changed = 0
            hold_elections(world, c, month)
