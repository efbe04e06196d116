"""The worlds that futures are played in: which of them there are here, and a choice among them.

Every state and link names one of two kinds; which sets of values are behind the name is the server's affair.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.world.errors import StateError
from simulation.world.names_of_worlds import DEFAULT, PLAUSIBLE
from simulation.world.parameters import PARAMETERS
from simulation.world.switched import interpreted_in
from simulation.world.worlds import CENTRAL, Worlds
from simulation.world.worlds import worlds as worlds_of

Half = Literal["high", "low"]
HALVES = ("low", "high")
KINDS = {PLAUSIBLE: "all worlds that the record does not rule out", CENTRAL.name: "our best single guess"}

_of_this_server: dict[str, str | Worlds] = {"usual": DEFAULT, PLAUSIBLE: PLAUSIBLE}


def play_in(which: str) -> None:
    """What ``coproduction app --worlds`` says: new states begin there; a file takes the place of the plausible worlds.

    Raises
    ------
    SettingError : if there are no such worlds.
    """
    found = worlds_of(which)
    if found.name != CENTRAL.name:
        _of_this_server[PLAUSIBLE] = found
    _of_this_server["usual"] = CENTRAL.name if found.name == CENTRAL.name else PLAUSIBLE


def usual() -> str:
    """The kind of worlds that a new state is played in."""
    return str(_of_this_server["usual"])


def of_kind(kind: str) -> Worlds:
    """The worlds behind a name.

    Raises
    ------
    StateError, SettingError : if there are none.
    """
    if kind not in KINDS:
        raise StateError(f"worlds = {kind!r}: it must be {' or '.join(KINDS)}")
    return CENTRAL if kind == CENTRAL.name else worlds_of(_of_this_server[PLAUSIBLE])


class Given(NamedTuple):
    """A choice among futures: those in whose world a number lies in its upper or lower half.

    A number that a mechanism alone makes use of says nothing where that is off: these worlds are in neither half.
    """

    name: str
    half: Half

    def admits(self, worlds: Worlds) -> NDArray[np.bool_]:
        """Which worlds are chosen, [world]."""
        values, on = worlds.column(self.name), interpreted_in(self.name, worlds)
        middle = np.median(values[on])
        upper = values > middle if values[on].max() > middle else values == middle
        return on & (upper if self.half == "high" else ~upper)


def varies(name: str, worlds: Worlds) -> bool:
    """Whether a number is not the same in all worlds in which it is interpreted."""
    return name in worlds.names and len(np.unique(worlds.column(name)[interpreted_in(name, worlds)])) > 1


def check(given: Given, worlds: Worlds) -> Given:
    """Return the choice if there is one to be made, else raise `StateError`."""
    if given.half not in HALVES:
        raise StateError(f"{given.half!r} is no half of {given.name}: it must be {' or '.join(HALVES)}")
    if not varies(given.name, worlds):
        known = "is the same in all worlds here" if given.name in PARAMETERS else "is no number of the model"
        raise StateError(f"{given.name} {known}: there is nothing to choose")
    return given
