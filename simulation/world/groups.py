"""What a world can be measured by: its councils, its services, the fifths of its neighbourhoods by deprivation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from simulation.world.codes import LEVERS
from simulation.world.errors import SettingError, nearest, shown
from simulation.world.measures import OWN
from simulation.world.services import SERVICES

By = Literal["council", "service", "fifth"]
BY: tuple[By, ...] = get_args(By)
FIFTHS = 5  # of each council's neighbourhoods, from the most deprived to the least
FIFTH_NAMES = ("most deprived", "second", "third", "fourth", "least deprived")
WORDS: dict[str, str] = {"fifth": "fifth of the neighbourhoods by deprivation"}  # of kinds that need more than one
EVERY = -1  # in the place of a fifth

_OF_NEIGHBOURHOODS = (
    "trust", "civic_capacity", "quality_gap", "organisations", "capacity", "roots", "independence", "volunteers",
)  # fmt: skip
_OF_COUNCILS = (
    "pressure", "leader_commitment", "officer_culture", "framework", *(f"{lever}_lever" for lever in LEVERS),
    "control_changes", "largest_party_changes", "leader_changes", "no_overall_control", "foundings", "closures",
    "pfi_deals", "ended_spells", *(measure.name for measure in OWN),
)  # fmt: skip
# Measures that a group of this kind does not have: what is a council's as a whole is no service's.
LACKING: dict[str, tuple[str, ...]] = {
    "council": (),
    "service": (*_OF_NEIGHBOURHOODS, *_OF_COUNCILS),
    "fifth": ("quality_gap", *_OF_COUNCILS),
}


class Group(NamedTuple):
    """Part of a world that is measured by itself.

    Attributes
    ----------
    by, name, number : what kind it is, what it is called, and its number among those of its kind.
    councils, services : from which to before which.
    fifth : which fifth of the neighbourhoods, `EVERY` for all.
    """

    by: By
    name: str
    number: int
    councils: tuple[int, int]
    services: tuple[int, int]
    fifth: int = EVERY

    def __str__(self) -> str:
        return f"{self.by} {self.name}"

    @property
    def part(self) -> tuple[int, int, int, int, int]:
        """As `simulation.history.recording.record_part` takes it."""
        return (*self.councils, *self.services, self.fifth)


def groups(
    by: str | Iterable[str], councils: Sequence[str], fifths: Iterable[int] = range(FIFTHS)
) -> tuple[Group, ...]:
    """All groups of these kinds in a world with councils of these names, and neighbourhoods in these fifths.

    Raises
    ------
    SettingError : for another word than those of `BY`, or one that is given twice.
    """
    kinds = checked(by)
    everywhere, all_services = (0, len(councils)), (0, len(SERVICES))
    found: list[Group] = []
    for kind in kinds:
        if kind == "council":
            found += [Group(kind, name, at, (at, at + 1), all_services) for at, name in enumerate(councils)]
        elif kind == "service":
            found += [Group(kind, each.name, at, everywhere, (at, at + 1)) for at, each in enumerate(SERVICES)]
        else:
            found += [Group(kind, FIFTH_NAMES[at], at, everywhere, all_services, at) for at in fifths]
    return tuple(found)


def checked(by: str | Iterable[str]) -> tuple[By, ...]:
    """Kinds of groups, if they are; a single one may be given as a word."""
    given = (by,) if isinstance(by, str) else tuple(by)
    for position, kind in enumerate(given):
        if kind not in BY:
            raise SettingError(f"by = {shown(kind)}: it must be one of {', '.join(BY)}{nearest(str(kind), BY)}")
        if kind in given[:position]:
            raise SettingError(f"by: {kind} is given twice")
    return tuple(kind for kind in BY if kind in given)


def the_group(
    known: Sequence[tuple[str, str]], name: str, by: str | None, otherwise: str, refusal: Callable[[str], Exception]
) -> tuple[str, str]:
    """Kind and name of the one group that is called so.

    Parameters
    ----------
    known : kind and name of all groups that there are.
    by : the kind, where several have groups of that name.
    otherwise : what is said where there are no groups at all.
    refusal : the error to raise if there is not exactly one, from its text.
    """
    found = [each for each in known if each[1] == name and by in (None, each[0])]
    if len(found) == 1:
        return found[0]
    several = f": it is one of {', '.join(kind for kind, _ in found)}, say which with by=" if found else ""
    names = [each for _, each in known]
    have = f"; there are {', '.join(names)}" if known else f"; {otherwise}"
    raise refusal(f"no single group {shown(name)}{several or nearest(name, names) or have}")


def parts_of(chosen: Sequence[Group]) -> NDArray[np.int64]:
    """Groups as the compiled simulation takes them, ``[part, 5]``."""
    return np.array([group.part for group in chosen], np.int64).reshape(len(chosen), 5)
