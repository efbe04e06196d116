"""Any scenario played in real councils: their wards, seats and money, the national calendar, its own events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from simulation.scenarios import on_record, record
from simulation.scenarios.checks import MONTHS_A_YEAR, month_of, months
from simulation.scenarios.event import ALL, Event
from simulation.scenarios.real_councils import ELECTIONS, OWN_GRANT, own_grants
from simulation.scenarios.record_tables import CouncilOnRecord
from simulation.scenarios.scenario import Scenario
from simulation.scenarios.times import first_month
from simulation.world.errors import ScenarioError, shown
from simulation.world.limits import LONGEST_YEARS

FIRST, TO = 1979, 2045  # the first calendar year that can be chosen, and the last one by default
USUAL_FIRST = 2010  # the year before the first recorded change of money
IN_A_COUNTRY = 6  # neighbourhoods of each council where nobody says how many
IN_OFFICE = 1979  # since when the Conservatives had governed when the national calendar begins
COUNTRY = "Great Britain"
SOURCE = "simulation/scenarios/councils/README.md: what is on record of the councils"
STORY = (
    "The national calendar and the public record, as far as they reach; then the model's own politics. What is not on "
    "record is generated. It is no forecast: each future is one of many that could be. Under study are the changes of "
    "the grant from the first year on: what would be had it stayed as it was?"
)


class Span(NamedTuple):
    """When a scenario is played, in calendar years; each begins in May.

    Attributes
    ----------
    first, last : the first year, and the one in whose April it ends.
    votes_from : from the elections of this year on the model votes; until then seats are those on record.
    begins : the year that a scenario without a calendar takes as its year 0.
    """

    first: int
    last: int
    votes_from: int
    begins: int


def span(first: int | None, last: int | None, votes_from: int | None, begins: int | None) -> Span:
    """A span of years with what is left out put in; raise `ScenarioError` for one that cannot be."""
    newest = on_record.newest()
    begin = USUAL_FIRST if first is None else first
    if not FIRST <= begin <= newest:
        raise ScenarioError(f"from = {begin}: it must be a year from {FIRST} to {newest}, the newest on record")
    end = TO if last is None else last
    if not begin < end <= begin + LONGEST_YEARS:
        raise ScenarioError(f"to = {end}: it must be a year from {begin + 1} to {begin + LONGEST_YEARS}")
    votes = newest if votes_from is None else votes_from
    if not begin <= votes <= newest:
        raise ScenarioError(f"votes_from = {votes}: it must be a year from {begin} to {newest}, the newest on record")
    zero = max(begin, min(newest, end - 1)) if begins is None else begins
    if not begin <= zero < end:
        raise ScenarioError(f"begins = {zero}: it must be a year from {begin} to {end - 1}")
    return Span(begin, end, votes, zero)


def chosen(names: str | Sequence[str]) -> tuple[CouncilOnRecord, ...]:
    """The councils of these names, or every one of the newest year for ``"all"``."""
    if names == ALL:
        return record.councils()
    listed = [names] if isinstance(names, str) else names
    if not isinstance(listed, list | tuple) or not listed or not all(isinstance(name, str) for name in listed):
        raise ScenarioError(f'council = {shown(names)}: it must be the name of a council, a list of names, or "{ALL}"')
    found = tuple(record.council(name) for name in listed)
    for number, each in enumerate(found):
        if each in found[:number]:
            raise ScenarioError(f"council = {shown(listed[number])}: {each.name} is named twice")
    return found


def played_in(
    scenario: Scenario,
    calendar: Scenario,
    councils: Sequence[CouncilOnRecord],
    years: Span,
    neighbourhoods: int | None = None,
) -> Scenario:
    """The scenario played in these councils; its field ``on_record`` says what is recorded and what is generated.

    What lies between the beginning of the calendar and the first year is lived through in the burn-in.

    Parameters
    ----------
    calendar : the national calendar, for a scenario that has none.
    neighbourhoods : how many each council has; one's own wards if left out, in several councils 6.
    """
    scenario = _without_own_money(scenario, calendar)
    alone = len(councils) == 1
    number = neighbourhoods or (None if alone else IN_A_COUNTRY)
    own = scenario if scenario.start is not None else calendar
    assert own.start is not None
    start = f"{years.first}-{ELECTIONS}"
    burn_in = scenario.burn_in_years + max(0, years.first - month_of(own.start) // MONTHS_A_YEAR)
    begin = years.first - int(burn_in)
    places = [on_record.place(each, number) for each in councils]
    entries = [
        on_record.named_council(each, begin, years.votes_from, years.last, where)
        for each, where in zip(councils, places, strict=True)
    ]
    settings = {**(calendar.settings if own is calendar else {}), **scenario.settings}
    size = number or len(places[0].deprivations) or on_record.USUAL
    settings |= {"councils": len(councils), "neighbourhoods": size}
    events, said = _events(scenario, calendar, entries, size, years, -months(burn_in), start)
    if scenario.councils:
        said.append(f"left out: what {scenario.name} states of {', '.join(each.stated for each in scenario.councils)}")
    if begin < month_of(calendar.start or "") // MONTHS_A_YEAR - calendar.burn_in_years:
        settings["government_age"] = max(0, begin - IN_OFFICE)
        if begin < IN_OFFICE:
            events = [*_in_office(begin), *events]
    data: dict[str, Any] = {
        "name": _name(scenario, calendar, councils),
        "title": _title(scenario, calendar, councils),
        "story": STORY if scenario.name == calendar.name else scenario.story,
        "sources": list(dict.fromkeys((*scenario.sources, SOURCE))),
        "start": start,
        "years": years.last - years.first,
        "burn_in_years": burn_in,
        "general_elections_from": on_record.newest(),
        **({"allow_outside": True} if scenario.allow_outside else {}),
        "settings": settings,
        "councils": entries,
        "events": events,
    }
    shell = Scenario.from_mapping({**data, "events": []})
    money = [record.money(each.id) or None for each in councils]
    data["events"] = own_grants(shell, events, money, begins=-shell.burn_in_months)
    if scenario.name == calendar.name:
        data["events"] = [
            {**event, "under_study": event["kind"] == "grant_change" and event["date"] >= start}
            for event in data["events"]
        ]
    if alone:
        for event in data["events"]:
            if isinstance(event.get("councils"), list):
                event.pop("councils")  # there is one
        lines = list(on_record.in_words(councils[0], places[0], years.votes_from, begin, years.last))
    else:
        lines = list(_all_in_words(councils, places, years, size))
    data["on_record"] = [*lines, *_time_in_words(scenario, years), *said]
    return Scenario.from_mapping(data)


def _without_own_money(scenario: Scenario, calendar: Scenario) -> Scenario:
    """A documented place with the calendar's changes of the grant in the place of those that are its own on record."""
    if not any(council.seats_in for council in scenario.councils):
        return scenario
    kept = [event for event in scenario.events if not event.name.startswith(OWN_GRANT)]
    names = {event.name for event in kept}
    grants = [event for event in calendar.events if event.kind == "grant_change" and event.name not in names]
    return scenario.model_copy(update={"events": (*kept, *grants)})


def _name(scenario: Scenario, calendar: Scenario, councils: Sequence[CouncilOnRecord]) -> str:
    where = councils[0].id if len(councils) == 1 else "councils"
    return where if scenario.name == calendar.name else f"{scenario.name}-in-{where}"


def _title(scenario: Scenario, calendar: Scenario, councils: Sequence[CouncilOnRecord]) -> str:
    everyone = len(councils) == len(record.councils())
    where = councils[0].name if len(councils) == 1 else COUNTRY if everyone else f"{len(councils)} councils"
    title = where if scenario.name == calendar.name else f"{where}: {scenario.title or scenario.name}"
    return title if len(title) <= 80 else f"{where}: {scenario.name}"


def _in_office(begin: int) -> list[dict[str, Any]]:
    """Labour governed from March 1974 to May 1979, before which no year is played."""
    event = {"kind": "government", "under_study": False}
    return [
        {**event, "name": "labour-government-1974", "date": f"{begin}-{ELECTIONS}", "party": "B"},
        {**event, "name": "conservative-government-1979", "date": f"{IN_OFFICE}-{ELECTIONS}", "party": "A"},
    ]


# Events ---------------------------------------------------------------------------------------------------------------


def _events(
    scenario: Scenario,
    calendar: Scenario,
    entries: Sequence[dict[str, Any]],
    size: int,
    years: Span,
    earliest: int,
    start: str,
) -> tuple[list[dict[str, Any]], list[str]]:
    """The calendar's events and the scenario's, in the months and places of the new world, and what was left out.

    ``earliest`` is the first month of the burn-in, a negative number.
    """
    found: dict[str, dict[str, Any]] = {}
    said: dict[str, list[str]] = {}
    horizon = (years.last - years.first) * MONTHS_A_YEAR
    both = [(scenario, event) for event in scenario.events]
    if scenario.start is None:
        both = [(calendar, event) for event in calendar.events] + both
    for source, event in both:
        zero = source.start if source.start is not None else f"{years.begins}-{ELECTIONS}"
        timed, why = _timed(event, source, month_of(zero) - month_of(start), start, (earliest, horizon))
        if timed is not None and event.kind == "control":
            timed, why = _led(timed)
        if timed is not None:
            timed, where = _placed(timed, event, scenario, entries, size)
            why = why or where
        if timed is not None:
            found[event.name] = timed
        if why and not (timed is None and event in calendar.events):  # of the calendar it goes without saying
            said.setdefault(why, []).append(event.name)
    return list(found.values()), [f"{why}: {', '.join(names)}" for why, names in said.items()]


def _timed(
    event: Event, source: Scenario, shift: int, start: str, bounds: tuple[int, int]
) -> tuple[dict[str, Any] | None, str]:
    """An event with a calendar date; none, with the reason, if it lies outside the bounds."""
    earliest, horizon = bounds
    data = event.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    first = first_month(event, source.start) + shift
    if event.between is not None:
        low, high = (year + shift / MONTHS_A_YEAR for year in event.between)
        if low < 0 or months(high) > horizon:
            return None, "left out, as the years between which it happens are not all within"
        return {**data, "between": [low, high]}, ""
    if "until_year" in data:
        until = data["until_year"] + shift / MONTHS_A_YEAR
        if until <= 0:
            return None, "left out, as it ends before the first year"
        data["until_year"] = min(until, horizon / MONTHS_A_YEAR)
    why = ""
    if first < 0 and event.random:
        first = 0
    elif first < 0 and event.every_years is not None:
        step = months(event.every_years)
        turns = -(first // step)
        first += turns * step
        data["alternate"] = {
            key: [values[(turn + turns) % len(values)] for turn in range(len(values))]
            for key, values in event.alternate.items()
        }
    elif first < 0 and event.under_study:
        data["under_study"] = False
        why = "happens before the first year and is not under study"
    if first < earliest:
        return None, "left out, as it lies before the burn-in"
    last = months(data["until_year"]) if "until_year" in data else horizon
    if first >= min(last, horizon):
        return None, "left out, as it lies after the last year"
    for key in ("year", "month"):
        data.pop(key, None)
    year, month = divmod(month_of(start) + first, MONTHS_A_YEAR)
    return {**data, "date": f"{year}-{month + 1:02}"}, why


def _led(data: dict[str, Any]) -> tuple[dict[str, Any] | None, str]:
    """A change of control where the record says who controls: under study it is one of leadership, else left out."""
    if not data.get("under_study", True):
        return None, "left out, as the seats on record say who controls the council"
    kept = {key: value for key, value in data.items() if key not in ("party", "alternate")}
    alternate = {key: values for key, values in data.get("alternate", {}).items() if key != "party"}
    why = "is a change of leadership, as the seats on record say who controls the council"
    return {**kept, "kind": "leadership_change", **({"alternate": alternate} if alternate else {})}, why


def _placed(
    data: dict[str, Any],
    event: Event,
    scenario: Scenario,
    entries: Sequence[dict[str, Any]],
    size: int,
) -> tuple[dict[str, Any] | None, str]:
    """An event in the councils and neighbourhoods of the new world.

    One council takes the part of the scenario's council of its name, else of its first one; several take that of their
    names.
    """
    why = ""
    cast = [council.name for council in scenario.councils]
    names = [entry["name"] for entry in entries]
    if isinstance(event.councils, tuple):
        concerned = [cast.index(each) if isinstance(each, str) else each for each in event.councils]
        if len(entries) == 1:
            part = cast.index(names[0]) if names[0] in cast else 0
            if part not in concerned:
                return None, "left out, as it concerns other councils of the scenario"
            data = {key: value for key, value in data.items() if key != "councils"}
        else:
            there = [cast[each] for each in concerned if each < len(cast) and cast[each] in names]
            if not there:
                return None, "left out, as it concerns councils of the scenario that are not there"
            data = {**data, "councils": there}
    if isinstance(event.neighbourhoods, int):
        data = {**data, "neighbourhoods": min(event.neighbourhoods, size)}
    elif event.neighbourhoods is not None:
        numbers = [_where(each, scenario, size) for each in event.neighbourhoods]
        data = {**data, "neighbourhoods": sorted(set(numbers))}
        wards = entries[0].get("neighbourhoods", ()) if len(entries) == 1 else ()
        here = ", ".join(wards[each] if wards else f"neighbourhood {each}" for each in sorted(set(numbers)))
        instead = ", ".join(map(str, event.neighbourhoods))
        why = f"happens in {here} instead of {instead}, of the same rank by deprivation"
    return data, why


def _where(place: str | int, scenario: Scenario, size: int) -> int:
    """The neighbourhood that stands in the new order where a neighbourhood stood in the scenario's."""
    if isinstance(place, str):
        place = next(each.neighbourhoods.index(place) for each in scenario.councils if place in each.neighbourhoods)
    return min(place * size // scenario.size("neighbourhoods"), size - 1)


# In words -------------------------------------------------------------------------------------------------------------


def _time_in_words(scenario: Scenario, years: Span) -> Iterable[str]:
    elections = f"; from {on_record.newest()} on general elections too" if years.last > on_record.newest() else ""
    yield f"generated: the national mood{elections}"
    if scenario.start is None:
        yield f"{scenario.name} has no calendar; its year 0 begins in May {years.begins}"


def _all_in_words(
    councils: Sequence[CouncilOnRecord], places: Sequence[on_record.Place], years: Span, size: int
) -> Iterable[str]:
    """What is on record of several councils: how many, and by name where it is few."""
    everyone = len(councils)
    younger = [each.name for each in councils if each.first > years.first]
    yield (
        f"recorded: seats of {everyone} councils until {min(years.votes_from, years.last)}"
        f"{on_record.votes_in_words(years.votes_from, years.last)}, in the years known or inferred for each"
    )
    if younger:
        yield f"generated: seats before their first year on record: {_few(younger)}"
    money = sum(bool(record.money(each.id)) for each in councils)
    others = "; the grant of the others changes as the scenario has it" if money < everyone else ""
    yield f"recorded: money of {money}{others}"
    known = [(each.name, where) for each, where in zip(councils, places, strict=True)]
    yield (
        f"recorded: deprivation of the wards of {sum(where.wards > 0 for _, where in known)}, in "
        f"{size} steps from the most to the least deprived"
    )
    shares = [name for name, where in known if not where.wards and where.deprivations]
    if shares:
        yield f"generated: neighbourhoods after the shares of people in deprived areas: {_few(shares)}"
    drawn = [name for name, where in known if not where.deprivations]
    if drawn:
        yield f"generated: neighbourhoods of which nothing is on record: {_few(drawn)}"
    yield on_record.generated()


def _few(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) <= 12 else f"{len(names)} councils"
