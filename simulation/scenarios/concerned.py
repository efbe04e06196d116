"""Whom the events of a scenario hit: names and numbers of councils and neighbourhoods as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from simulation.scenarios.event import ALL, Event, Share
from simulation.world.errors import nearest
from simulation.world.event_kinds import EVERY

if TYPE_CHECKING:
    from simulation.scenarios.scenario import Scenario


class Concerned(NamedTuple):
    """The columns of an event row that say whom it hits."""

    council: int
    share: float
    neighbourhood: int
    neighbourhoods: int


def concerned(event: Event, scenario: Scenario) -> list[Concerned]:
    """One for each row that the event needs.

    A neighbourhood that is named is looked for in the councils that the event concerns; a number means the
    neighbourhood of that number in each of them.
    """
    share = event.councils.share if isinstance(event.councils, Share) else 1.0
    places = event.neighbourhoods
    found = []
    for council in _councils(event, scenario):
        if places is None or isinstance(places, int):
            found.append(Concerned(council, share, EVERY, places or scenario.size("neighbourhoods")))
            continue
        for place in places:
            if isinstance(place, int):
                found.append(Concerned(council, share, place, 1))
            else:
                found += [Concerned(row, share, number, 1) for row, number in _named(place, council, scenario)]
    return found


def check_concerned(event: Event, scenario: Scenario) -> None:
    """Raise ``ValueError`` for a council or neighbourhood that does not exist."""
    rows = _councils(event, scenario)
    places = event.neighbourhoods
    size = scenario.size("neighbourhoods")
    if isinstance(places, int) and places > size:
        raise ValueError(f"neighbourhoods = {places} is more than there are: each council has {size}")
    for place in () if places is None or isinstance(places, int) else places:
        if isinstance(place, int):
            if not 0 <= place < size:
                raise ValueError(f"there is no neighbourhood number {place}: each council has {size}, numbered from 0")
        elif not any(_named(place, row, scenario) for row in rows):
            known = [name for council in scenario.councils for name in council.neighbourhoods]
            hint = nearest(place, known) or "; only neighbourhoods named under [[councils]] can be called by name"
            raise ValueError(f"there is no neighbourhood {place!r} in the councils that it concerns{hint}")


def _councils(event: Event, scenario: Scenario) -> list[int]:
    """Rows of the councils, ``[EVERY]`` for all of them."""
    if event.councils == ALL or isinstance(event.councils, Share):
        return [EVERY]
    names = [council.name for council in scenario.councils]
    rows = []
    for council in event.councils:
        if isinstance(council, str):
            if council not in names:
                hint = nearest(council, names) or "; only councils listed under [[councils]] can be called by name"
                raise ValueError(f"there is no council {council!r}{hint}")
            council = names.index(council)
        if not 0 <= council < scenario.size("councils"):
            raise ValueError(
                f"there is no council number {council}: there are {scenario.size('councils')}, numbered from 0"
            )
        rows.append(council)
    return rows


def _named(place: str, council: int, scenario: Scenario) -> list[tuple[int, int]]:
    """Council and number of the neighbourhoods of that name in one council, or in any of them."""
    return [
        (row, known.neighbourhoods.index(place))
        for row, known in enumerate(scenario.councils)
        if council in (EVERY, row) and place in known.neighbourhoods
    ]
