"""What must hold in every world at the end of every month, whatever its settings: each rule of consistency by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from simulation.world.codes import Provider, Who
from simulation.world.event_kinds import NO_PARTY
from simulation.world.tables import CLASSES, NOBODY, TABLES, World
from tests.world.worlds import tables

ROUNDING = 1e-9
Check = Callable[[World], Iterator[tuple[str, np.ndarray]]]

# Columns that name a row, and of which table.
POINTERS = {
    "councils": {"first_neighbourhood": "neighbourhoods", "first_contractor": "contractors"},
    "neighbourhoods": {"council": "councils", "organiser": "organisations"},
    "arrangements": {
        "council": "councils",
        "neighbourhood": "neighbourhoods",
        "service": "services",
        "partner": "organisations",
        "contract": "contracts",
    },
    "organisations": {"council": "councils", "neighbourhood": "neighbourhoods"},
    "contractors": {"council": "councils"},
    "changes": {"arrangement": "arrangements"},
}


def in_range(world: World) -> Iterator[tuple[str, np.ndarray]]:
    """Every column within its declared range."""
    found = tables(world)
    for name, declared in TABLES.items():
        for column in declared:
            values = found[name][column.name]
            outside = ~((values >= column.low - ROUNDING) & (values <= column.high + ROUNDING))
            wrong = outside if outside.ndim == 1 else outside.any(axis=1)
            yield f"{name}.{column.name} in {column.low:g}..{column.high:g}", wrong


def pointers(world: World) -> Iterator[tuple[str, np.ndarray]]:
    """Every column that names a row names one that there is."""
    found = tables(world)
    for name, targets in POINTERS.items():
        for column, target in targets.items():
            yield f"{name}.{column} names a row of {target}", found[name][column] >= len(found[target])


def cells_and_providers(world: World) -> Iterator[tuple[str, np.ndarray]]:
    """Who delivers fits who employs the deliverers, and they exist, here."""
    a = world.arrangements
    organisation = world.organisations[np.maximum(a.provider_row, 0) % len(world.organisations)]
    contractor = world.contractors[np.maximum(a.provider_row, 0) % len(world.contractors)]
    by_organisation = (a.provider == Provider.SOCIAL_ENTERPRISE) | (a.provider == Provider.COMMUNITY_ORGANISATION)
    by_contractor = a.provider == Provider.CONTRACTOR
    nobody = ~by_organisation & ~by_contractor
    yield (
        "partnership if and only if delivered together",
        (a.provider == Provider.PARTNERSHIP) != (a.delivery == Who.TOGETHER),
    )
    together = (a.planning == Who.TOGETHER) | (a.delivery == Who.TOGETHER)
    yield "nobody began what is not co-produced", (a.begun_by != NO_PARTY) & ~together
    yield "community provider if and only if the community delivers", by_organisation != (a.delivery == Who.COMMUNITY)
    professionals = (a.provider == Provider.IN_HOUSE) | by_contractor | (a.provider == Provider.PFI)
    yield (
        "in house, contractor or PFI if and only if professionals deliver",
        professionals != (a.delivery == Who.PROFESSIONALS),
    )
    yield "no row for council, partnership and PFI", nobody & (a.provider_row != NOBODY)
    yield "a row for every other provider", ~nobody & (a.provider_row == NOBODY)
    yield "organisation that provides is alive", by_organisation & (organisation.alive != 1)
    yield "organisation that provides works in this council", by_organisation & (organisation.council != a.council)
    enterprise = (a.provider == Provider.SOCIAL_ENTERPRISE).astype(int)
    yield "social enterprise if and only if it is one", by_organisation & (organisation.enterprise != enterprise)
    yield "contractor that provides is alive", by_contractor & (contractor.alive != 1)
    yield "contractor that provides works in this market", by_contractor & (contractor.council != a.council)


def partners(world: World) -> Iterator[tuple[str, np.ndarray]]:
    """Whoever plans or delivers with the council exists, here, and only where something is shared."""
    a = world.arrangements
    partner = world.organisations[np.maximum(a.partner, 0)]
    named = a.partner != NOBODY
    professional = (a.planning == Who.PROFESSIONALS) & (a.delivery == Who.PROFESSIONALS)
    yield "partner is alive", named & (partner.alive != 1)
    yield "partner works in this council", named & (partner.council != a.council)
    yield "partnership has a partner", (a.delivery == Who.TOGETHER) & ~named
    yield "no partner where professionals plan and deliver", professional & named
    yield "a programme pays only for delivery together", (a.programme == 1) & (a.delivery != Who.TOGETHER)


def contracts(world: World) -> Iterator[tuple[str, np.ndarray]]:
    """Contracts and arrangements name each other, and their terms agree."""
    a, rows = world.arrangements, np.arange(len(world.arrangements))
    services = len(world.services)
    pfi_row = len(a) + a.council * services + a.service
    contract = world.contracts[np.maximum(a.contract, 0)]
    under_contract = a.contract != NOBODY
    under_pfi = a.provider == Provider.PFI
    free = (a.provider == Provider.IN_HOUSE) | (a.provider == Provider.PARTNERSHIP)
    self_help = (a.delivery == Who.COMMUNITY) & ~under_contract
    yield "contract has months left", under_contract & (contract.months_left <= 0)
    yield "contract names the provider", under_contract & (contract.provider != a.provider)
    yield "contract names the provider's row", under_contract & (contract.provider_row != a.provider_row)
    yield "contract has the arrangement's price", under_contract & (np.abs(contract.price - a.unit_cost) > ROUNDING)
    yield "no contract in house or in partnership", free & under_contract
    yield (
        "contractor works under the arrangement's own contract",
        (a.provider == Provider.CONTRACTOR) & (a.contract != rows),
    )
    yield "PFI is under the contract that the council has for the service", under_pfi & (a.contract != pfi_row)
    yield "nobody else is under that contract", ~under_pfi & (a.contract == pfi_row)
    own = (a.contract == rows) | ~under_contract | under_pfi
    yield "an ordinary contract is the arrangement's own", ~own
    yield "self-help is planned by the community", self_help & (a.planning != Who.COMMUNITY)
    yield "self-help costs nothing", self_help & (a.unit_cost != 0.0)
    yield "in house costs what it costs", (a.provider == Provider.IN_HOUSE) & (a.unit_cost != 1.0)
    used = world.contracts.months_left > 0
    yield "a contract of an arrangement that runs is in use", used[: len(a)] & (a.contract != rows)
    network = world.services.network[a.service] == 1
    yield "a PFI contract that runs covers a network everywhere", used[pfi_row] & network & ~under_pfi
    yield "a PFI contract that runs covers something", used[pfi_row] & ~np.isin(pfi_row, a.contract)


def shares(world: World) -> Iterator[tuple[str, np.ndarray]]:
    """What is shared out adds up."""
    councils, neighbourhoods = world.councils, world.neighbourhoods
    yield "seats add up", councils.seats.sum(axis=1) != councils.members
    by_class = councils.classes.reshape(len(councils), CLASSES, -1)
    yield "parties hold what they hold in the classes", (by_class.sum(axis=1) != councils.seats).any(axis=1)
    people = np.bincount(neighbourhoods.council, neighbourhoods.population)
    need = np.bincount(neighbourhoods.council, neighbourhoods.population * neighbourhoods.need)
    yield "neighbourhoods hold the whole population", np.abs(people - 1.0) > ROUNDING
    yield "standard spending of a council is 1", np.abs(need - 1.0) > ROUNDING
    largest = councils.seats[np.arange(len(councils)), councils.largest]
    yield "no party has more seats than the largest", largest < councils.seats.max(axis=1)
    in_control = 2 * councils.seats.max(axis=1) > councils.members
    yield "control needs a majority", (councils.control == councils.largest) != in_control
    yield "no control without one", (councils.control != NOBODY) & ~in_control


def leads(world: World, month: int) -> Iterator[tuple[str, np.ndarray]]:
    """A party with a majority leads, unless an event keeps the leader in office; without one others can join."""
    councils = world.councils
    majority = 2 * councils.seats > councils.members[:, None]
    led = majority[np.arange(len(councils)), councils.leader_party]
    yield "a party with a majority leads", majority.any(axis=1) & ~led & (month >= councils.leader_until)


def left_alone(world: World) -> Iterator[tuple[str, np.ndarray]]:
    """Rows where nobody is have no work; a programme or an emergency that is over has left nothing behind."""
    contractors, neighbourhoods = world.contractors, world.neighbourhoods
    gone = contractors.alive == 0
    yield "a contractor that failed has no work", gone & (contractors.load > 0.0)
    over = neighbourhoods.programme_months == 0
    yield "a programme that is over pays nothing", over & (neighbourhoods.programme != 0.0)
    yield "an emergency that is over needs nothing", (neighbourhoods.surge_months == 0) & (neighbourhoods.surge != 1.0)


CHECKS: tuple[Check, ...] = (in_range, pointers, cells_and_providers, partners, contracts, shares, left_alone)


def violations(world: World, month: int) -> list[str]:
    """What does not hold in this world at the end of this month, each with the rows concerned."""
    found = []
    for checked in (*(check(world) for check in CHECKS), leads(world, month)):
        for rule, wrong in checked:
            if wrong.any():
                found.append(f"{rule}: not in rows {np.flatnonzero(wrong)[:5].tolist()}")
    return found
