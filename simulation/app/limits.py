"""What a visitor can ask of the machine that serves the workshop."""

from __future__ import annotations

from simulation.scenarios import Scenario
from simulation.world.services import SERVICES

FUTURES = 200  # paired futures behind every picture
FIRST = 40  # futures behind the first picture, shown while the others are computed
FEW = 12  # futures behind the first picture while many wait for theirs
CROWD = 3  # scenarios without a first picture that count as many
LONGEST = 40  # years
MOST_EVENTS = 60
MOST_NEIGHBOURHOODS = 60
CACHE_BYTES = 160_000_000  # futures of scenarios, some 8 MB each
PAST_BYTES = 96_000_000  # what scenarios that differ in their events share, some 16 MB each
LONGEST_LINK = 16_000  # characters of an address
LONGEST_TRAIL = 30  # acts that can be undone after a refresh, and as many redone
TRAIL_CHARACTERS = 20_000  # of their links together, which every act sends again
LONGEST_NAME = 24  # characters of a name that the room gives
LONGEST_NOTE = 400  # characters of an insight
MOST_NOTES = 12


class TooLarge(ValueError):
    """A scenario that the workshop does not show; the message says why and what to use instead."""


def check(scenario: Scenario) -> Scenario:
    """Return ``scenario`` if the workshop can show it, else raise `TooLarge`."""
    councils, places = scenario.size("councils"), scenario.size("neighbourhoods")
    instead = "run it with the command 'coproduction run'"
    if councils != 1:
        raise TooLarge(f"{scenario.name} has {councils} councils; the workshop shows one town: {instead}")
    if places > MOST_NEIGHBOURHOODS:
        raise TooLarge(
            f"{scenario.name} has {places} neighbourhoods, the workshop shows {MOST_NEIGHBOURHOODS}: {instead}"
        )
    if scenario.years > LONGEST or scenario.burn_in_years > LONGEST:
        raise TooLarge(f"{scenario.name} takes more than {LONGEST} years: {instead}")
    if len(scenario.events) > MOST_EVENTS:
        raise TooLarge(
            f"{scenario.name} has {len(scenario.events)} events, the workshop takes {MOST_EVENTS}: {instead}"
        )
    return scenario


def arrangements(scenario: Scenario) -> int:
    """Number of local services: one for each service in each neighbourhood."""
    return scenario.size("neighbourhoods") * len(SERVICES)
