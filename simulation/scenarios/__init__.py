"""Scenarios: worlds, settings and timelines as files that anybody can copy and edit."""

from simulation.scenarios.council import NamedCouncil
from simulation.scenarios.event import Event, Share
from simulation.scenarios.files import from_keys, library, load, load_in, parse
from simulation.scenarios.scenario import Scenario
from simulation.world.errors import ScenarioError

__all__ = [
    "Event",
    "NamedCouncil",
    "Scenario",
    "ScenarioError",
    "Share",
    "from_keys",
    "library",
    "load",
    "load_in",
    "parse",
]
