"""What councils of random worlds state of themselves: organisations, contracts and PFI, of what the checks let pass."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from simulation.scenarios import NamedCouncil, Scenario, ScenarioError
from simulation.world.services import SERVICE_NUMBER, SERVICES

TRIED = 12  # entries of a council; some are refused
SERVICES_STATED = 4  # so few that one service comes up again and again
STATED = 0.5  # chance that something that can be left out is stated
BEFORE = 24  # months before the start, or the burn-in, in which something can have begun


def with_statements(chance: Random, data: dict[str, Any]) -> Scenario:
    """The world of ``data``, whose councils state something if it has a calendar."""
    world = Scenario.from_mapping(data)
    for number in range(len(world.councils) if world.start else 0):
        services = chance.sample([*SERVICE_NUMBER], SERVICES_STATED)
        for _ in range(TRIED):
            section = chance.choice([*ENTRIES])
            entry = ENTRIES[section](chance, world, world.councils[number], chance.choice(services))
            councils = [*data["councils"]]
            councils[number] = councils[number] | {section: [*councils[number].get(section, ()), entry]}
            try:
                world = Scenario.from_mapping(data | {"councils": councils})
            except ScenarioError:
                continue
            data = data | {"councils": councils}
    return world


def _organisation(chance: Random, world: Scenario, council: NamedCouncil, service: str) -> dict[str, Any]:
    first = chance.randrange(-BEFORE, world.months)
    return {
        "name": f"organisation {len(council.organisations)}",
        "kind": chance.choice(("community_organisation", "social_enterprise")),
        "neighbourhood": chance.randrange(world.size("neighbourhoods")),
        **_perhaps(chance, since=_date(world, first), services=[service]),
    }


def _contract(chance: Random, world: Scenario, council: NamedCouncil, service: str) -> dict[str, Any]:
    first, holder = chance.randrange(-BEFORE, world.months), chance.choice([None, *council.organisations])
    entry = {
        "service": service,
        "provider": holder.name if holder else "contractor",
        "start": _date(world, first),
        "end": _date(world, first + chance.randint(1, 40)),
    }
    if holder and holder.kind == "community_organisation":
        return entry | {"neighbourhoods": [holder.neighbourhood]}
    return entry | _perhaps(chance, neighbourhoods=_some_places(chance, world))


def _pfi(chance: Random, world: Scenario, council: NamedCouncil, service: str) -> dict[str, Any]:
    first, months = chance.randrange(-world.burn_in_months - BEFORE, world.months), chance.randint(1, 120)
    begun, budgets = int(_date(world, first)[:4]), 1 + months // 12
    years = sorted(begun + later for later in chance.sample(range(budgets), chance.randint(1, budgets)))
    usual = SERVICES[SERVICE_NUMBER[service]].weight
    stated = _perhaps(
        chance,
        neighbourhoods=_some_places(chance, world),
        charges={str(year): usual * chance.uniform(0.1, 1.5) for year in years},
        confidentiality=chance.random(),
    )
    return {"service": service, "signed": _date(world, first), "years": months / 12} | stated


ENTRIES: dict[str, Callable[[Random, Scenario, NamedCouncil, str], dict[str, Any]]] = {
    "organisations": _organisation,
    "contracts": _contract,
    "pfi": _pfi,
}


def _perhaps(chance: Random, **keys: Any) -> dict[str, Any]:
    """Some of these keys."""
    return {name: value for name, value in keys.items() if chance.random() < STATED}


def _some_places(chance: Random, world: Scenario) -> list[int]:
    size = world.size("neighbourhoods")
    return chance.sample(range(size), chance.randint(1, size))


def _date(world: Scenario, month: int) -> str:
    """A month of the scenario on the calendar."""
    year, of_year = map(int, str(world.start).split("-"))
    years, months = divmod(12 * year + of_year - 1 + month, 12)
    return f"{years}-{months + 1:02}"
