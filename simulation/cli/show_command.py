"""``coproduction show``: what is in a scenario."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from simulation.cli.scenario_arguments import ScenarioName, load_scenario
from simulation.cli.status import say
from simulation.world.errors import printable

if TYPE_CHECKING:
    from simulation.scenarios import Scenario

WIDTH = 100


def show(
    name: ScenarioName,
    toml: Annotated[bool, typer.Option("--toml", help="Print it as a file to copy and edit.")] = False,
) -> None:
    """Show what is in a scenario: its world, settings, events and counterfactual."""
    scenario = load_scenario(name)
    if toml:
        say(_escaped(scenario.to_toml()), end="")
    else:
        say("\n".join(_lines(scenario)))


def _escaped(toml: str) -> str:
    """Signs that could steer a terminal as TOML writes them, so that the text still says the same."""
    return "".join(c if c in "\n\t" or c == printable(c) else f"\\U{ord(c):08x}" for c in toml)


def _lines(scenario: Scenario) -> Iterator[str]:
    yield f"{scenario.name}: {scenario.title}" if scenario.title else scenario.name
    if scenario.story:
        yield ""
        yield textwrap.fill(" ".join(scenario.story.split()), WIDTH, break_on_hyphens=False)
    for heading, lines in (
        ("World", _world(scenario)),
        ("On record", iter(scenario.on_record)),
        ("Settings", _settings(scenario)),
        ("Events", _events(scenario)),
        ("Compared with", _counterfactual(scenario)),
        ("Sources", iter(scenario.sources)),
    ):
        for number, line in enumerate(lines):
            if number == 0:
                yield ""
                yield heading
            yield wrapped(line)


def wrapped(line: str) -> str:
    """A line below a heading, in as many lines as it takes."""
    return textwrap.fill(line, WIDTH, initial_indent="  ", subsequent_indent="      ", break_on_hyphens=False)


def _world(scenario: Scenario) -> Iterator[str]:
    from simulation.scenarios.in_words import council_in_words, register_in_words
    from simulation.world.tables import PLACES_FOR_ORGANISATIONS

    councils, neighbourhoods, organisations, enterprises, contractors = map(
        scenario.size, ("councils", "neighbourhoods", "organisations", "enterprises", "contractors")
    )
    organisations = min(organisations, neighbourhoods * PLACES_FOR_ORGANISATIONS)  # more find no place
    enterprises = min(enterprises, organisations)
    each = ", each with" if councils > 1 else " with"
    yield (
        f"{_count(councils, 'council')}{each} {_count(neighbourhoods, 'neighbourhood')}, about "
        f"{_count(organisations, 'community organisation')}, up to {enterprises} of them social enterprises, and "
        f"{_count(contractors, 'private contractor')}"
    )
    start = f" from {scenario.start}" if scenario.start else ""
    yield f"{scenario.years:g} years{start}, after {scenario.burn_in_years:g} years of burn-in"
    for council in scenario.councils:
        yield council_in_words(council)
        if council.neighbourhoods:
            yield f"neighbourhoods of {council.name}: {', '.join(council.neighbourhoods)}"
        yield from register_in_words(council)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _settings(scenario: Scenario) -> Iterator[str]:
    from simulation.world.parameters import PARAMETERS

    for name, value in scenario.settings.items():
        parameter = PARAMETERS[name]
        far = f"; outside {parameter.low:g} to {parameter.high:g}" if name in scenario.outside else ""
        yield f"{name} = {value:g} (default {parameter.default:g}{far}): {parameter.meaning}"


def _events(scenario: Scenario) -> Iterator[str]:
    from simulation.scenarios.in_words import describe, when
    from simulation.scenarios.times import first_month

    some = 0 < len(scenario.studied) < len(scenario.events)
    for event in sorted(scenario.events, key=lambda event: first_month(event, scenario.start)):
        mark = "* " if some and event.under_study else "  " if some else ""
        yield f"{mark}{when(event, scenario)}: {describe(event, scenario)} [{event.name}]"
    if some:
        yield "(* under study)"


def _counterfactual(scenario: Scenario) -> Iterator[str]:
    from simulation.scenarios.in_words import counterfactual

    yield counterfactual(scenario)
