"""When the events of a scenario happen, in months since its start."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from simulation.scenarios.checks import MONTHS_A_YEAR, month_of, months
from simulation.scenarios.event import Event
from simulation.world.ticks import MONTHS, are_whole

if TYPE_CHECKING:
    from simulation.scenarios.scenario import Scenario


class Occasion(NamedTuple):
    """One time, or one span of time, at which an event happens."""

    month: int
    until: int
    rate: float  # chance per month and council
    turn: int  # 0 for the first of a repeated event, 1 for the second, …


def first_month(event: Event, start: str | None) -> int:
    """The first month in which an event can happen."""
    if event.date is not None and start is not None:
        return month_of(event.date) - month_of(start)
    if event.month is not None:
        return event.month
    return months(event.between[0] if event.between else event.year or 0)


def occasions(event: Event, scenario: Scenario) -> Iterator[Occasion]:
    """When an event happens: once, repeatedly, or at random in a span of time, once or with a rate."""
    first = first_month(event, scenario.start)
    last = scenario.months if event.until_year is None else months(event.until_year)
    if event.per_year is not None:
        yield Occasion(first, last, event.per_year / MONTHS_A_YEAR, 0)
        return
    if event.between is not None:
        yield Occasion(first, months(event.between[1]), 1.0, 0)
        return
    yield Occasion(first, first + 1, 1.0, 0)
    if event.every_years is not None:
        turn = 1
        while (month := first + months(turn * event.every_years)) <= last and month < scenario.months:
            yield Occasion(month, month + 1, 1.0, turn)
            turn += 1


def stopped(scenario: Scenario, horizon: int) -> str:
    """What happens again and again, or at random, and stops with the scenario though a run goes on; else empty."""
    names = [
        event.name
        for event in scenario.events
        if (event.per_year is not None or event.every_years is not None) and event.until_year is None
    ]
    if horizon <= scenario.months or not names:
        return ""
    return (
        f"{scenario.name} ends in month {scenario.months}, and with it {', '.join(names)}: the run goes on to month "
        f"{horizon} without; give the scenario more years where that is not meant"
    )


def counted_from(scenario: Scenario) -> str:
    """What is under study at a drawn month, and from when on it is measured all the same; else empty."""
    drawn = [event.name for event in scenario.studied if event.between is not None]
    if not drawn:
        return ""
    return (
        f"{', '.join(drawn)}: in a month drawn for each future; resilience, and what is measured after the event, "
        f"count from month {scenario.fork}, the first in which anything under study can happen"
    )


def check_ticks(scenario: Scenario) -> None:
    """Raise ``ValueError`` for ticks that months do not fit, and for other ones where something is on record."""
    a_year = scenario.size("ticks_a_year")
    if not are_whole(a_year):
        raise ValueError(f"ticks_a_year = {a_year}: it must be 4, 6, 12 or 24")
    on_record = scenario.general_elections_from is not None or any(
        council.seats_in or council.organisations or council.contracts or council.pfi for council in scenario.councils
    )
    if a_year != MONTHS and on_record:
        raise ValueError(f"ticks_a_year = {a_year}: what is on record of councils and elections is put in by the month")


def check_times(event: Event, scenario: Scenario) -> None:
    """Raise ``ValueError`` for an event before the burn-in or after the horizon, or under study before the start."""
    if event.date is not None and scenario.start is None:
        raise ValueError(f"date = '{event.date}' needs a scenario with a 'start', such as start = \"1997-05\"")
    first = first_month(event, scenario.start)
    if first < 0 and event.under_study:
        raise ValueError(
            f"date = '{event.date}' lies before the scenario's start, {scenario.start}: what happens in the burn-in "
            "takes under_study = false"
        )
    if first < -scenario.burn_in_months:
        raise ValueError(
            f"date = '{event.date}' lies before the burn-in of {scenario.burn_in_years:g} years that ends at the "
            f"scenario's start, {scenario.start}"
        )
    horizon = f"the scenario's horizon of {scenario.years:g} years"
    if event.between is not None:
        last = months(event.between[1])
        said = f"between = [{event.between[0]:g}, {event.between[1]:g}]"
        if last > scenario.months:
            raise ValueError(f"{said} ends after {horizon}")
        if first >= last:
            raise ValueError(f"{said} holds no month: years are taken to the nearest month")
    if first >= scenario.months:
        stated = event.date or (f"month {event.month}" if event.month is not None else f"year {event.year:g}")
        raise ValueError(f"{stated} lies after {horizon} (months 0 to {scenario.months - 1})")
    if event.until_year is not None:
        if months(event.until_year) > scenario.months:
            raise ValueError(f"until_year = {event.until_year:g} lies after {horizon}")
        if months(event.until_year) <= first:
            raise ValueError(
                f"until_year = {event.until_year:g} is not after its first time, year {first / MONTHS_A_YEAR:g}"
            )
