"""Where a story began: a scenario of the library, or a council on record."""

from __future__ import annotations

from functools import cache

from simulation.app.story import councils
from simulation.scenarios import Scenario, library, load


def origin(scenario: Scenario) -> Scenario | None:
    """What a scenario began as, by its name; none of one that the room brought."""
    council = councils.on_record(scenario)
    if council is not None and scenario.name == council.id:
        return councils.played(council.id)
    return of_the_library(scenario.name)


def of_the_library(name: str) -> Scenario | None:
    """The scenario of the library that has this name, if any."""
    return _load(name) if name in _names() else None


def changed(scenario: Scenario) -> dict[str, float]:
    """Settings that are not as the story began with them."""
    began = origin(scenario)
    before = {} if began is None else began.settings
    return {name: value for name, value in scenario.settings.items() if before.get(name) != value}


@cache
def _names() -> frozenset[str]:
    return frozenset(library())


@cache
def _load(name: str) -> Scenario:
    return load(name)
