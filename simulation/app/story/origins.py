"""Where a story began: a scenario of the library, or a council on record."""

from __future__ import annotations

from simulation.app.story import councils
from simulation.scenarios import Scenario
from simulation.scenarios.record_tables import CouncilOnRecord


def origin(scenario: Scenario) -> Scenario | None:
    """What a scenario began as, by its name; none of one that the room brought."""
    council = as_recorded(scenario)
    return councils.of_the_library(scenario.name) if council is None else councils.played(council.id)


def as_recorded(scenario: Scenario) -> CouncilOnRecord | None:
    """The council that a story began as, with nothing but its record; none of a documented place."""
    council = councils.on_record(scenario)
    if council is None or scenario.name != council.id or councils.documented(scenario):
        return None
    return council


def changed(scenario: Scenario) -> dict[str, float]:
    """Settings that are not as the story began with them."""
    began = origin(scenario)
    before = {} if began is None else began.settings
    return {name: value for name, value in scenario.settings.items() if before.get(name) != value}
