"""What a reader of a sweep has to know of its numbers: which worlds they are of, and what its horizon leaves out."""

from __future__ import annotations

import numpy as np

from simulation.results.resilience import DROP_MONTHS, FINAL_MONTHS, STEADY_MONTHS
from simulation.scenarios import Scenario
from simulation.scenarios.times import counted_from, stopped
from simulation.sweep.store.reader import Stored
from simulation.world import extension
from simulation.world.names_of_worlds import CENTRAL_NAME
from simulation.world.outside import outside_in_words

MOST_NAMES = 6


def remarks(stored: Stored) -> list[str]:
    """Sentences; none where every point has all the months that its measures ask for."""
    beyond, left = int(stored.beyond.sum()), stored.left[stored.left > 0]
    points = len(stored.points)
    said = [outside_in_words(stored.manifest.get("outside", {})), extension.in_words(stored.manifest)]
    said = list(filter(None, said))
    if beyond:
        said.append(
            f"At {beyond:,} of {points:,} points no event under study can happen within the horizon: resilience, and "
            "what is measured after the event, are not given there."
        )
    months_of = stored.manifest["months"].items()
    scenarios = {name: Scenario.from_mapping(data) for name, data in stored.manifest["scenarios"].items()}
    said += filter(None, (stopped(scenarios[name], int(months)) for name, months in months_of))
    said += filter(None, map(counted_from, scenarios.values()))
    windows = (
        (DROP_MONTHS, "resistance is over"),
        (FINAL_MONTHS, "hysteresis and collapse are over"),
        (STEADY_MONTHS, "no return can be seen within"),
    )
    for months, what in windows:
        short = int((left < months).sum())
        if short:
            said.append(
                f"At {short:,} of {points:,} points the horizon leaves fewer than {months} months after the event (the "
                f"fewest: {int(np.min(left))}): {what} what is left."
            )
    return said


def drawn_in(stored: Stored) -> str:
    """Which worlds the futures were drawn in, and how many of them, in words."""
    worlds = stored.worlds
    if not worlds.names:
        old = "" if "worlds" in stored.manifest else "; written before there were others"
        return f"the {CENTRAL_NAME} world (the declared values{old})"
    used = len(set(stored.world.tolist()))
    count = f"all {len(worlds)}" if used == len(worlds) else f"{used} of {len(worlds)}"
    set_in_all = dict.fromkeys(name for each in stored.manifest["scenarios"] for name in stored.overridden(each))
    names = ", ".join(set_in_all) if len(set_in_all) <= MOST_NAMES else f"{len(set_in_all)} settings"
    but = f"; the same in all: {names}" if set_in_all else ""
    return f"{count} worlds of {worlds.name} ({stored.manifest['worlds']['digest']}{but})"
