"""Random worlds in which the two models are compared, and the scenarios of the library cut to a size for it.

A world is drawn from its number alone: half of them are scenarios of the library, squeezed into a shorter time, the
others small generated ones; to both come random events, and what councils state of themselves. All parameters but sizes
are drawn evenly from their declared ranges, switches by a coin. No two parameters bind each other: each may have any
value of its range.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from simulation.scenarios import Scenario, library, load
from simulation.scenarios.times import first_month
from simulation.world.council_kinds import KINDS
from simulation.world.event_kinds import EVENT_KINDS, PARTIES, EventKind, Field
from simulation.world.parameters import PARAMETERS
from simulation.world.services import SERVICE_NUMBER
from tests.reimplementation.random_statements import with_statements

PARTIES_OF = {"government": PARTIES[:2], "national_swing": PARTIES, "control": (*PARTIES, "none")}
CYCLES = ("all_out_4", "all_out_5", "thirds")
STATED = 0.6  # chance that something that can be left out is stated
AT_AN_END = 0.2  # chance that a value of an event is one of the ends of its range


def random_world(number: int) -> Scenario:
    """The world of that number."""
    chance = Random(number)
    horizon = chance.randint(30, 60)
    sizes = {
        "councils": chance.randint(1, 4),
        "neighbourhoods": chance.randint(2, 4),
        "organisations": chance.randint(1, 14),
        "enterprises": chance.randint(0, 4),
        "contractors": chance.randint(1, 6),
        "neighbouring_councils": chance.randint(0, 4),
        "region_size": chance.randint(1, 4),
        "far_councils": chance.randint(0, 4),
    }
    data = _of_the_library(chance, sizes) if chance.random() < 0.5 else _generated(chance, sizes)
    data["events"] = [_squeezed(event, horizon, data) for event in data.get("events", [])]
    kinds = chance.choices([*EVENT_KINDS.values()], k=chance.randint(2, 24))
    events = [_event(chance, kind, horizon, sizes) for kind in kinds]
    data["events"] += [{"name": f"random {place}"} | event for place, event in enumerate(events)]
    data |= {"name": f"random-{number}", "years": horizon / 12, "burn_in_years": chance.randint(6, 18) / 12}
    return with_statements(chance, data | {"settings": sizes | _numbers(chance)})


def cut(scenario: Scenario, councils: int, neighbourhoods: int) -> Scenario:
    """A scenario with at most so many councils, and neighbourhoods in each; those that events name are kept."""
    data = scenario.to_mapping()
    sizes = {"councils": min(councils, scenario.size("councils")), "neighbourhoods": neighbourhoods}
    data["councils"] = [_cut_council(council, scenario, neighbourhoods) for council in data.get("councils", [])]
    del data["councils"][councils:]
    for event in data.get("events", []):
        if isinstance(event.get("neighbourhoods"), int):
            event["neighbourhoods"] = min(event["neighbourhoods"], neighbourhoods)
    return Scenario.from_mapping(data | {"settings": data.get("settings", {}) | sizes})


def _numbers(chance: Random) -> dict[str, float]:
    """Any value of the declared range of everything but sizes."""
    return {
        name: chance.randint(0, 1) if parameter.role == "switch" else chance.uniform(parameter.low, parameter.high)
        for name, parameter in PARAMETERS.items()
        if parameter.role != "size"
    }


def _of_the_library(chance: Random, sizes: dict[str, int]) -> dict[str, Any]:
    """A scenario of the library with few neighbourhoods; ``sizes`` become those that it has."""
    scenario = load(chance.choice(sorted(library())))
    small = cut(scenario, sizes["councils"], sizes["neighbourhoods"])
    sizes |= {name: small.size(name) for name in ("councils", "neighbourhoods")}
    return small.to_mapping()


def _cut_council(council: dict[str, Any], scenario: Scenario, neighbourhoods: int) -> dict[str, Any]:
    names = council.get("neighbourhoods", [])
    named = {
        place for event in scenario.events if isinstance(event.neighbourhoods, tuple) for place in event.neighbourhoods
    }
    kept = sorted(names, key=lambda name: name not in named)[:neighbourhoods]
    own = council.get("deprivations", [])
    deprivations = [own[names.index(name)] for name in kept] if names else own[:neighbourhoods]
    return council | ({"neighbourhoods": kept} if kept else {}) | ({"deprivations": deprivations} if own else {})


def _squeezed(event: dict[str, Any], horizon: int, data: dict[str, Any]) -> dict[str, Any]:
    """An event of a longer scenario at the like time of a shorter one."""
    whole = Scenario.from_mapping({**data, "events": [event]})
    pace = horizon / whole.months
    (known,) = whole.events
    for when in ("year", "date"):
        event.pop(when, None)
    event["month"] = min(int(pace * first_month(known, whole.start)), horizon - 1)
    if known.every_years is not None:
        event["every_years"] = max(pace * known.every_years, 1 / 12)
    if event.pop("between", None) is not None:
        event["between"] = [event.pop("month") / 12, horizon / 12]
    if event.pop("until_year", None) is not None and known.until_year is not None:
        until = max(round(12 * pace * known.until_year), event["month"] + 1)
        event["until_year"] = until / 12
    return event


def _generated(chance: Random, sizes: dict[str, int]) -> dict[str, Any]:
    """A world of councils of any kind, of which something is stated."""
    data: dict[str, Any] = {}
    if chance.random() < STATED:
        data["start"] = f"{chance.randint(1974, 2026)}-{chance.randint(1, 12):02}"
    stated = chance.randint(0, sizes["councils"])
    data["councils"] = [{"name": f"council {place}"} | _council(chance) for place in range(stated)]
    return data


def _council(chance: Random) -> dict[str, Any]:
    possible: dict[str, Any] = {
        "kind": str(chance.choice(KINDS).kind.name.lower()),
        "cycle": chance.choice(CYCLES),
        "votes_in": chance.randint(1990, 2000),
        "tradition": chance.random(),
        "deprivation": chance.random(),
        "population": chance.uniform(0.2, 3),
        "seats": chance.randint(5, 80),
        "party": chance.choice(PARTIES_OF["control"]),
    }
    if chance.random() < 0.5:
        possible["seats"] = {party: chance.randint(1, 20) for party in chance.sample(PARTIES, chance.randint(1, 4))}
        del possible["party"]
    return {name: value for name, value in possible.items() if chance.random() < STATED}


def _event(chance: Random, kind: EventKind, horizon: int, sizes: dict[str, int]) -> dict[str, Any]:
    """An event of a kind, with any numbers, at any time, to anybody."""
    event: dict[str, Any] = {"kind": kind.name, "month": chance.randrange(horizon)}
    event |= {
        field.name: _value(chance, field) for field in kind.fields if field.default is None or chance.random() < STATED
    }
    if kind.scope == "council":
        event["councils"] = _some(chance, sizes["councils"], {"share": chance.uniform(0.1, 1)}, "all")
        if chance.random() < 0.2:
            event["per_year"] = chance.uniform(0.1, 6)
    if "per_year" not in event and chance.random() < 0.1:
        event["between"] = [event.pop("month") / 12, horizon / 12]
    elif "per_year" not in event and chance.random() < 0.3:
        event["every_years"] = chance.uniform(0.25, 2)
    if ("per_year" in event or "every_years" in event) and chance.random() < 0.5:
        event["until_year"] = chance.randint(event["month"] + 1, horizon) / 12
    if "every_years" in event and kind.fields and chance.random() < 0.5:
        field = chance.choice(kind.fields)
        event.pop(field.name, None)
        event["alternate"] = {field.name: [_value(chance, field), _value(chance, field)]}
    if "service" in kind.concerns:
        event["service"] = chance.choice([*SERVICE_NUMBER])
    if "party" in kind.concerns:
        event["party"] = chance.choice(PARTIES_OF[kind.name])
    if "neighbourhoods" in kind.concerns and chance.random() < STATED:
        event["neighbourhoods"] = _some(chance, sizes["neighbourhoods"], chance.randint(1, sizes["neighbourhoods"]))
    return event


def _value(chance: Random, field: Field) -> float | bool:
    if field.endless and chance.random() < AT_AN_END:
        return True
    if chance.random() < AT_AN_END:
        return chance.choice((field.low, field.high))
    return chance.uniform(field.low, field.high)


def _some(chance: Random, size: int, *others: Any) -> Any:
    """A list of some numbers below ``size``, or one of the other ways of saying who is concerned."""
    numbers: Sequence[int] = chance.sample(range(size), chance.randint(1, size))
    return chance.choice([[*numbers], *others])
