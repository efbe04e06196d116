"""Small worlds for tests, run month by month, and a way to compare them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from simulation.building import blueprint, build
from simulation.ensemble import ARMS
from simulation.model.coproduction_model import with_room_in_log
from simulation.month import simulate_one
from simulation.parameters import PARAMETERS
from simulation.scenarios import Scenario
from simulation.timeline import EVENT_KINDS
from simulation.world import World

# Parameters at that end of their range at which organisations and contractors come and go most.
RESTLESS = {
    name: PARAMETERS[name].high
    for name in (
        "closure_base",
        "closure_strain",
        "founding",
        "contractor_failure",
        "contractor_entry",
        "enterprise_rate",
    )
} | {"enterprise_threshold": PARAMETERS["enterprise_threshold"].low}

SMALL = {"neighbourhoods": 4, "organisations": 6, "enterprises": 2, "contractors": 4}


def small(settings: Mapping[str, float] | None = None, **keys: Any) -> Scenario:
    """A scenario with four neighbourhoods and a burn-in of one year, unless said otherwise."""
    sizes = {} if "councils" in keys else {"councils": 1}
    keys = {"name": "small", "years": 5, "burn_in_years": 1} | keys
    return Scenario.from_mapping(keys | {"settings": {**sizes, **SMALL, **(settings or {})}})


def begin(scenario: Scenario, seed: int = 1, replicate: int = 0, arm: str = "scenario") -> World:
    """The world at the start of the burn-in."""
    assert arm in ARMS
    plan = blueprint(scenario).with_timeline(scenario.timeline(arm))
    return build(plan, seed, replicate, -scenario.burn_in_months)


def months(scenario: Scenario, last: int | None = None, **which: Any) -> Iterator[tuple[int, World]]:
    """Month and world at the end of every month, from the start of the burn-in to month ``last``, not included."""
    world = begin(scenario, **which)
    for month in range(-scenario.burn_in_months, scenario.months if last is None else last):
        simulate_one(world, month)
        world = with_room_in_log(world)
        yield month, world


def tables(world: World) -> dict[str, np.ndarray]:
    """All state by name, without the parts of the log that are not in use."""
    found = world._asdict()
    found["changes"] = world.changes[: int(world.logged[0])]
    return found


def columns(world: World) -> dict[str, bytes]:
    """All state, column by column: records have padding, of which a copy takes no notice."""
    found = {}
    for name, table in tables(world).items():
        for column in table.dtype.names or ():
            found[f"{name}.{column}"] = table[column].tobytes()
        if table.dtype.names is None:
            found[name] = table.tobytes()
    return found


def differences(one: World, other: World, ignoring: tuple[str, ...] = ()) -> list[str]:
    """Names of the columns in which two worlds differ in any bit; ``ignoring`` names tables."""
    mine, theirs = columns(one), columns(other)
    assert mine.keys() == theirs.keys()
    return [name for name in mine if mine[name] != theirs[name] and name.partition(".")[0] not in ignoring]


def digest(world: World) -> str:
    """A hash of all state."""
    total = hashlib.sha256()
    for name, content in columns(world).items():
        total.update(name.encode() + content)
    return total.hexdigest()


def everything(**keys: Any) -> Scenario:
    """A small scenario in which one event of every kind happens, a month apart, each in the middle of its range."""
    events = []
    for number, kind in enumerate(EVENT_KINDS.values()):
        event: dict[str, Any] = {"name": kind.name, "kind": kind.name, "month": number}
        event |= {field.name: (field.low + field.high) / 2 for field in kind.fields}
        if "service" in kind.targets:
            event["service"] = "schools_estate"
        if "party" in kind.targets:
            event["party"] = "B"
        if "neighbourhoods" in kind.targets:
            event["neighbourhoods"] = 2
        events.append(event)
    return small(events=events, **keys)
