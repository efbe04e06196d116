"""Events in words, for people who read a scenario before they run it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from simulation.scenarios.checks import MONTHS_A_YEAR, month_of
from simulation.scenarios.council import NO_CONTROL, NamedCouncil
from simulation.scenarios.event import ALL, Event, Share
from simulation.scenarios.scenario import Scenario
from simulation.scenarios.times import first_month, occasions
from simulation.scenarios.voting import find
from simulation.world.event_kinds import PARTIES, Field
from simulation.world.services import SERVICE_NUMBER, SERVICES

CALENDAR = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

SELDOM = 0.005  # a chance that is not worth a word

PARTY_NAMES = dict(zip(PARTIES, ("Conservative", "Labour", "Liberal Democrat", "others"), strict=True))


def month_in_words(month: int, start: str | None) -> str:
    """A month of a scenario: ``May 2008`` where its calendar is known, else ``year 5`` or ``year 5, month 7``."""
    if start is not None:
        year, number = divmod(month_of(start) + month, MONTHS_A_YEAR)
        return f"{CALENDAR[number]} {year}"
    year, number = divmod(month, MONTHS_A_YEAR)
    return f"year {year}, month {number}" if number else f"year {year}"


def when(event: Event, scenario: Scenario) -> str:
    """When an event happens."""
    first, *others = occasions(event, scenario)
    if event.between is not None:
        low, high = (month_in_words(month, scenario.start) for month in (first.month, first.until))
        return f"once, in a month drawn between {low} and {high}"
    if event.per_year is not None:
        span = f"from {month_in_words(first.month, scenario.start)}" if first.month else "from the start"
        to = f" to {month_in_words(first.until, scenario.start)}" if first.until < scenario.months else ""
        length = first.until - first.month
        never = (1 - first.rate) ** length
        said = f"{length * first.rate:.3g} times on average" + (f", never in {never:.0%}" if never >= SELDOM else "")
        return f"at random, {event.per_year:g} times a year, {span}{to}: {said}"
    text = month_in_words(first_month(event, scenario.start), scenario.start)
    if event.every_years is None:
        return text
    each = "year" if event.every_years == 1 else f"{event.every_years:g} years"
    last = f" to {month_in_words(others[-1].month, scenario.start)}" if others else ""
    return f"{text}, then every {each}{last}"


def whom(event: Event, scenario: Scenario) -> str:
    """Which councils, neighbourhoods and services an event hits; empty for the whole country."""
    parts = []
    if event.declared.scope == "council" and (scenario.size("councils") > 1 or event.councils != ALL):
        parts.append(_councils(event))
    if event.service is not None:
        parts.append(SERVICES[SERVICE_NUMBER[event.service]].title)
    if isinstance(event.neighbourhoods, int):
        parts.append(f"the {event.neighbourhoods} most deprived neighbourhoods")
    elif event.neighbourhoods is not None:
        parts.append(", ".join(_place(place, "neighbourhood") for place in event.neighbourhoods))
    elif "neighbourhoods" in event.declared.concerns:
        parts.append("all neighbourhoods")
    return "; ".join(parts)


def how(event: Event, scenario: Scenario) -> str:
    """The values of an event's own fields; those left out are drawn by the model."""
    real = any(map(_is_real, scenario.councils))
    parts = [] if event.party is None else [party_in_words(event.party, real)]
    for key, values in event.alternate.items():
        said = [party_in_words(value, real) for value in values] if key == "party" else values
        parts.append(f"{_words(key)} in turn {in_a_row(said)}")
    for field in event.declared.fields:
        if field.name in event.values:
            parts.append(_with_unit(field, event.values[field.name]))
        elif field.name not in event.alternate and field.default is not None and math.isnan(field.default):
            parts.append(f"{_words(field.name)} drawn")
    return ", ".join(parts)


def describe(event: Event, scenario: Scenario) -> str:
    """What happens, to whom and how, in one line; `when` tells the time."""
    what, _, _ = event.declared.meaning.partition(";")  # what follows explains the kind rather than the event
    details = "; ".join(text for text in (whom(event, scenario), how(event, scenario)) if text)
    return f"{what} ({details})" if details else what


def counterfactual(scenario: Scenario) -> str:
    """What a scenario is compared with, in one sentence."""
    names = [event.name for event in scenario.studied]
    if not names:
        return "Nothing is under study: the scenario is compared with itself."
    if len(names) == len(scenario.events):
        return "The same world, with the same chance, without these events."
    return f"The same world, with the same chance and all other events, without {in_a_row(names)}."


def _councils(event: Event) -> str:
    if event.councils == ALL:
        return "all councils"
    if isinstance(event.councils, Share):
        return f"{event.councils.share:.0%} of the councils, by chance"
    return ", ".join(_place(council, "council") for council in event.councils)


def _place(place: str | int, what: str) -> str:
    return place if isinstance(place, str) else f"{what} {place}"


def council_in_words(council: NamedCouncil) -> str:
    """A council and what is stated of it, but for its neighbourhoods; parties by name where it is a real one."""
    others = {"name", "neighbourhoods", "deprivations", "seats_in", "organisations", "contracts", "pfi"}
    known = council.model_dump(exclude_none=True, exclude=others)
    if _is_real(council):
        named = PARTY_NAMES | {NO_CONTROL: "none"}
        known |= {"party": named[known["party"]]} if "party" in known else {}
        if council.seats_by_party:
            known["seats"] = in_a_row([f"{number} {named[party]}" for party, number in council.seats_by_party.items()])
    return ", ".join([council.name, *(f"{_words(key)} {value}" for key, value in known.items())])


def register_in_words(council: NamedCouncil) -> Iterator[str]:
    """What a council states of its organisations and contracts, a line each."""
    for each in council.organisations:
        home = _place(each.neighbourhood, "neighbourhood")
        together = f"; together with the council {_services(each.services)}" if each.services else ""
        there = f", since {_date(each.since)}" if each.since else ""
        yield f"organisation {each.name}: {_words(each.kind)}, {home}{there}{together}"
    for contract in council.contracts:
        where = _places(contract.neighbourhoods)
        span = f"{_date(contract.start)} to {_date(contract.end)}"
        yield f"contract, {_services([contract.service])}{where}: {contract.provider}, {span}"
    for pfi in council.pfi:
        charges = ", ".join(f"{share:.2%} in {year}/{(year + 1) % 100:02}" for year, share in pfi.charges.items())
        paid = f", charges as a share of income {charges}" if charges else ""
        secret = "" if pfi.confidentiality is None else f", {pfi.confidentiality:.0%} of its terms secret"
        what = f"PFI contract, {_services([pfi.service])}{_places(pfi.neighbourhoods)}"
        yield f"{what}: signed {_date(pfi.signed)}, {pfi.years:g} years{paid}{secret}"


def _services(names: Sequence[str]) -> str:
    return in_a_row([SERVICES[SERVICE_NUMBER[name]].title for name in names])


def _date(date: str) -> str:
    return month_in_words(0, date)


def _places(places: Sequence[str | int]) -> str:
    return f" in {in_a_row([_place(place, 'neighbourhood') for place in places])}" if places else ""


def _is_real(council: NamedCouncil) -> bool:
    """Whether it is on the public record, whose parties have names."""
    return find(council.name) is not None


def party_in_words(party: str, real: bool) -> str:
    """A party as a council on record calls it (``real``), or as the model does; ``none`` has a name, too."""
    if party == NO_CONTROL:
        return "no overall control"
    return PARTY_NAMES[party] if real else f"party {party}"


def _words(name: str) -> str:
    return name.replace("_", " ")


def _with_unit(field: Field, value: float) -> str:
    """``commitment 0.1``, ``over 12 months``, ``lasts 4 years``, ``held``."""
    if isinstance(value, bool):
        return _words(field.name) if value else f"not {_words(field.name)}"
    if field.unit in ("years", "months"):
        length = f"{value:g} {field.unit}"
        words = _words(field.name)
        return words.replace(field.unit, length) if field.unit in words else f"{words} {length}"
    return f"{_words(field.name)} {value:g}"


def in_a_row(items: Sequence[object]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    *first, last = (f"{item:g}" if isinstance(item, float) else str(item) for item in items)
    return f"{', '.join(first)} and {last}" if first else last
