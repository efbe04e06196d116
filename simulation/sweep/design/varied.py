"""What a factor changes: a parameter, a value or a time of an event, a value of a council, a column of the services."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from simulation.scenarios import Event, Scenario
from simulation.scenarios.checks import MONTHS_A_YEAR
from simulation.scenarios.event import MOST_OFTEN
from simulation.world.errors import ScenarioError, nearest
from simulation.world.parameters import PARAMETERS
from simulation.world.services import SERVICE_COLUMNS

SERVICES = "services"
CATALOGUE = {name: (0.0, 1.0) for name in SERVICE_COLUMNS if name not in ("weight", "contract_months", "portfolio")}
CATALOGUE["contract_months"] = (1.0, 480.0)
COUNCILS = {
    "tradition": (0.0, 1.0, "0..1"), "deprivation": (0.0, 1.0, "0..1"),
    "population": (0.01, 100.0, "times the mean council"),
}  # fmt: skip
YEAR = "year"
RAREST = 0.01  # times a year: once in a century


class Varied(NamedTuple):
    """Name of a factor, the range in which it is declared, its unit, and whether its values are whole numbers."""

    name: str
    low: float
    high: float
    unit: str
    integer: bool = False
    bearable: tuple[float, float] | None = None  # of a parameter, where values outside the declared range are allowed

    def check(self, value: float, outside: bool = False) -> float:
        """Return ``value`` if it lies in the declared range, or with ``outside`` where it is bearable.

        Else raise ``ValueError``.
        """
        low, high = self.bearable if outside and self.bearable else (self.low, self.high)
        if not low <= value <= high or (self.integer and value != round(value)):
            kind = "a whole number" if self.integer else "a number"
            further = ""
            if self.bearable and not outside and self.bearable != (low, high):
                further = "; with allow_outside = true from {:g} to {:g}".format(*self.bearable)
            raise ValueError(
                f"{self.name} = {value:g} is out of range: it must be {kind} from {low:g} to {high:g}{further}"
            )
        return float(value)


def varied(name: str, scenarios: Sequence[Scenario]) -> Varied:
    """What a name means: ``leader_exit``, ``"cuts.year"``, ``"Redtown.tradition"``, ``"services.standard"``."""
    owner, dot, field = name.rpartition(".")
    if not dot:
        if name not in PARAMETERS:
            there = "; 'coproduction parameters' lists them, and --with FILE.py brings those of an extension"
            raise ValueError(f"unknown factor '{name}'{nearest(name, PARAMETERS) or there}")
        parameter = PARAMETERS[name]
        return Varied(name, parameter.low, parameter.high, parameter.unit, parameter.integer, parameter.bearable)
    if owner == SERVICES:
        if field not in CATALOGUE:
            raise ValueError(f"services have no column '{field}'{nearest(field, CATALOGUE)}")
        return Varied(name, *CATALOGUE[field], "months" if field == "contract_months" else "0..1")
    found = [_of_scenario(name, owner, field, scenario) for scenario in scenarios]
    return found[0]


def changed(scenario: Scenario, values: Mapping[str, float], allow_outside: bool = False) -> Scenario:
    """The scenario with other values of parameters, events and councils; those of services are left out."""
    data = scenario.to_mapping() | ({"allow_outside": True} if allow_outside else {})
    settings = dict(data.get("settings", {}))
    events, councils = ({each["name"]: each for each in data.get(key, [])} for key in ("events", "councils"))
    for name, value in values.items():
        owner, dot, field = name.rpartition(".")
        if not dot:
            settings[name] = value
        elif owner in councils:
            councils[owner][field] = value
        elif owner != SERVICES:
            event = events[owner]
            if field == YEAR:  # in whatever way the scenario states the time
                event.pop("month", None)
                event.pop("date", None)
            event[field] = _plain(value)
    return Scenario.from_mapping(data | {"settings": settings})


def with_values(scenario: Scenario, values: Mapping[str, float], allow_outside: bool = False) -> Scenario:
    """The scenario with other values of what can be a factor, of a single run: ``"cut.size"``, ``"Redtown.tradition"``.

    Raises
    ------
    ScenarioError : if there is no such value, or it is out of range.
    """
    for name, value in values.items():
        try:
            if name.startswith(f"{SERVICES}."):
                raise ValueError(
                    f"'{name}' is of the whole service catalogue: a design can vary it, a run cannot set it"
                )
            if "." in name:  # parameters are checked by the scenario
                varied(name, [scenario]).check(value)
        except ValueError as error:
            raise ScenarioError(str(error).removeprefix("factor ")) from None
    return changed(scenario, values, allow_outside)


def of_services(values: Mapping[str, float]) -> dict[str, float]:
    """Columns of the service catalogue that are set to one value for all services."""
    return {name.removeprefix(f"{SERVICES}."): v for name, v in values.items() if name.startswith(f"{SERVICES}.")}


def _of_scenario(name: str, owner: str, field: str, scenario: Scenario) -> Varied:
    """A factor that is of an event or of a named council."""
    events: dict[str, Event] = {event.name: event for event in scenario.events}
    councils = [council.name for council in scenario.councils]
    if owner in councils:
        if owner in events:
            raise ValueError(
                f"factor '{name}': {scenario.name} has an event and a council '{owner}': rename one of them"
            )
        if field not in COUNCILS:
            raise ValueError(f"factor '{name}': a council has no number '{field}'; it has: {', '.join(COUNCILS)}")
        return Varied(name, *COUNCILS[field])
    if owner not in events:
        known = [*events, *councils]
        there = f"; it has: {', '.join(known)}" if known else "; it has none"
        raise ValueError(
            f"factor '{name}': {scenario.name} has no event or council '{owner}'{nearest(owner, known) or there}"
        )
    event = events[owner]
    times = _times(event, scenario)
    if field in times:
        return Varied(name, *times[field], "times a year" if field == "per_year" else "years")
    fields = {each.name: each for each in event.declared.fields}
    if field not in fields:
        known = [*fields, *times]
        raise ValueError(f"factor '{name}': {event.kind} has no number '{field}'; it has: {', '.join(known)}")
    if field in event.alternate:
        raise ValueError(f"factor '{name}': it takes values in turn in {scenario.name} and cannot be varied")
    return Varied(name, fields[field].low, fields[field].high, fields[field].unit)


def _times(event: Event, scenario: Scenario) -> dict[str, tuple[float, float]]:
    """The times that an event states as one number, and how far each can be varied."""
    if event.between is not None:
        return {}
    longest = scenario.months / MONTHS_A_YEAR
    shortest = 1 / MONTHS_A_YEAR
    ranges = {"per_year": (RAREST, MOST_OFTEN), "every_years": (shortest, longest), "until_year": (shortest, longest)}
    stated = {key: ends for key, ends in ranges.items() if getattr(event, key) is not None}
    return {YEAR: (0.0, longest - shortest), **stated}


def _plain(value: float) -> Any:
    return int(value) if float(value).is_integer() else float(value)
