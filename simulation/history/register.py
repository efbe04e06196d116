"""When that which councils state of themselves is put into a world: organisations, contracts, PFI charges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from simulation.history.register_entries import Charge, ContractInForce, Entry, OrganisationThere, PfiInForce
from simulation.scenarios.register import (
    BUDGET,
    CONTRACTOR,
    Contract,
    PfiContract,
    month_in,
    rows_of,
    since,
    span_of,
)
from simulation.world.services import SERVICE_NUMBER
from simulation.world.tables import PLACES_FOR_ORGANISATIONS

if TYPE_CHECKING:
    from simulation.scenarios import NamedCouncil, Scenario


def register(scenario: Scenario) -> dict[int, tuple[Entry, ...]]:
    """What is put in before each month: what is stated of all councils of a scenario."""
    found: dict[int, list[Entry]] = {}
    for row, council in enumerate(scenario.councils):
        for month, entry in _of_council(scenario, row, council):
            found.setdefault(month, []).append(entry)
    return {month: tuple(entries) for month, entries in found.items()}


def _of_council(scenario: Scenario, row: int, council: NamedCouncil) -> Iterator[tuple[int, Entry]]:
    """Months and entries, organisations before contracts, these before PFI, and charges last."""
    start, size = scenario.start, scenario.size("neighbourhoods")
    if start is None:
        return
    there: dict[str, OrganisationThere] = {}
    taken: Counter[int] = Counter()
    for each in council.organisations:
        [home] = rows_of([each.neighbourhood], council, size)
        place = (row * size + home) * PLACES_FOR_ORGANISATIONS + taken[home]  # the first ones, in the file's order
        taken[home] += 1
        together = _arrangements(row, size, (home,), each.services)
        there[each.name] = OrganisationThere(place, int(each.kind == "social_enterprise"), together)
        yield since(each, start), there[each.name]
    for contract in council.contracts:
        yield _contract(contract, council, row, size, start, there)
    for pfi in council.pfi:
        yield from _pfi(pfi, council, row, scenario, start)


def _contract(
    contract: Contract, council: NamedCouncil, row: int, size: int, start: str, there: dict[str, OrganisationThere]
) -> tuple[int, Entry]:
    first, end = span_of(contract, start)
    held = _arrangements(row, size, rows_of(contract.neighbourhoods, council, size), (contract.service,))
    provider = None if contract.provider == CONTRACTOR else there[contract.provider]
    return max(first, 0), ContractInForce(row, provider, held, end)


def _pfi(
    pfi: PfiContract, council: NamedCouncil, row: int, scenario: Scenario, start: str
) -> Iterator[tuple[int, Entry]]:
    """The contract when it is signed, or at the start of the burn-in, and once more in month 0; its charges by year."""
    span = span_of(pfi, start)
    begin = max(span.first, -scenario.burn_in_months)
    named = rows_of(pfi.neighbourhoods, council, scenario.size("neighbourhoods")) if pfi.neighbourhoods else ()
    service = SERVICE_NUMBER[pfi.service]
    confidentiality = np.nan if pfi.confidentiality is None else pfi.confidentiality
    years = {month_in(f"{year}-{BUDGET}", start): share for year, share in sorted(pfi.charges.items())}
    for month in sorted({begin, max(begin, 0)}):
        if month < span.end:
            now = max((each for each in years if each <= month), default=min(years, default=None))
            charge, held = (np.nan, month) if now is None else (years[now], max(now, span.first))
            risen = max(month - held, 0)
            yield month, PfiInForce(row, service, named, charge, risen, confidentiality, span.end)
    for month, share in years.items():
        if month > begin:
            yield month, Charge(row, service, share, span.end)


def _arrangements(row: int, size: int, places: tuple[int, ...], services: tuple[str, ...]) -> tuple[int, ...]:
    """Rows of the arrangements of these services in these neighbourhoods of a council."""
    return tuple(
        (row * size + place) * len(SERVICE_NUMBER) + SERVICE_NUMBER[service] for place in places for service in services
    )
