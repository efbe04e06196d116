"""What is on record is put into a world before the month in which it begins: seats, general elections, contracts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from simulation.agents.council.politics import HALF_OF_THE_SEATS, REPLAYED, UNTIL_MONTH_0, deal
from simulation.history.register import register
from simulation.history.register_entries import Entry
from simulation.world.event_kinds import NO_PARTY, PARTIES
from simulation.world.tables import World

if TYPE_CHECKING:
    from simulation.scenarios import Scenario


class Seats(NamedTuple):
    """Seats by party that a council has from a month on, and whether they are the last on record."""

    council: int
    seats: tuple[int, ...]
    last: bool


class Recorded(NamedTuple):
    """What is on record, by month.

    Attributes
    ----------
    seats : of councils that have new ones in a month.
    general_elections : month from which on the government is elected again, or none.
    register : what councils state of their organisations and contracts.
    """

    seats: dict[int, tuple[Seats, ...]]
    general_elections: int | None
    register: dict[int, tuple[Entry, ...]]

    def spans(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """Months ``first`` to ``last`` (not included) in spans before each of which something may be put in."""
        known = {*self.seats, *self.register, *(() if self.general_elections is None else (self.general_elections,))}
        begins = [first, *sorted(month for month in known if first < month < last)]
        yield from zip(begins, [*begins[1:], last], strict=True)


NOTHING = Recorded({}, None, {})


def recorded(scenario: Scenario) -> Recorded:
    """What a scenario states; seats from before the burn-in are those with which it begins."""
    if scenario.first_year is None:
        return NOTHING
    found: dict[int, dict[int, Seats]] = {}
    for row, council in enumerate(scenario.councils):
        for year in sorted(council.seats_in):
            month = max(12 * (year - scenario.first_year), -scenario.burn_in_months)
            own = council.seats_in[year]
            seats = Seats(row, tuple(own.get(party, 0) for party in PARTIES), year == max(council.seats_in))
            found.setdefault(month, {})[row] = seats
    by_month = {month: tuple(rows.values()) for month, rows in found.items()}
    from_year = scenario.general_elections_from
    general_elections = None if from_year is None else 12 * (from_year - scenario.first_year)
    return Recorded(by_month, general_elections, register(scenario))


def put(world: World, month: int, known: Recorded) -> None:
    """Put in what is on record from this month on.

    Who controls and who leads a council follows in the month's elections, as if it had voted so; an event that keeps
    a leader in office is left alone.
    """
    if month == known.general_elections:
        world.national["replayed"] = 0
    for row in known.seats.get(month, ()):
        council = world.councils[row.council]
        council.seats[:] = row.seats
        council.members = sum(row.seats)
        council.replayed = UNTIL_MONTH_0 if row.last else REPLAYED
        deal(council)
        if month >= council.leader_until and _count_differs(council):
            council.leader_until = month
    for entry in known.register.get(month, ()):
        entry.put(world, month)


def _count_differs(council: Any) -> bool:
    """Whether another party has most seats than before, or more than half of them; of equals the one that had."""
    largest = int(council.seats.argmax())
    if council.largest != NO_PARTY and council.seats[council.largest] == council.seats[largest]:
        largest = int(council.largest)
    control = largest if council.seats[largest] > HALF_OF_THE_SEATS * council.members else NO_PARTY
    return (largest, control) != (council.largest, council.control)
