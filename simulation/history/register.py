"""What councils state of themselves is put into a world: organisations by name, contracts with ends, PFI charges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulation.agents.community_organisation.rules import close, offer, start
from simulation.agents.private_contractor.rules import enter, price
from simulation.agents.social_enterprise.rules import convert, make_enterprise
from simulation.engine import draws
from simulation.engine.compilation import rule
from simulation.engine.draws import Purpose
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
from simulation.world.codes import Cause, Provider, Who
from simulation.world.moves import contract_out, deliver_together, drop_contract, move, take_in_house
from simulation.world.services import SERVICE_NUMBER
from simulation.world.tables import NOBODY, PLACES_FOR_ORGANISATIONS, World
from simulation.world.territory import contractors_of

if TYPE_CHECKING:
    from simulation.scenarios import NamedCouncil, Scenario


class OrganisationThere(NamedTuple):
    """An organisation is in its place, and works with the council in these services of its home."""

    place: int
    enterprise: int
    arrangements: tuple[int, ...]

    def put(self, world: World, month: int) -> None:
        """Put it in."""
        put_organisation(world, self.place, self.enterprise, month)
        for a in self.arrangements:
            put_together(world, a, self.place, month)


class ContractInForce(NamedTuple):
    """A contract is in force: with the organisation in a place, or with a firm of the council's market."""

    council: int
    organisation: OrganisationThere | None
    arrangements: tuple[int, ...]
    end: int

    def put(self, world: World, month: int) -> None:
        """Put it in; its organisation is there while it runs."""
        if self.organisation is not None:
            put_organisation(world, self.organisation.place, self.organisation.enterprise, month)
            for a in self.arrangements:
                put_community_contract(world, a, self.organisation.place, 1 + self.end - month, month)
            return
        firm, secret = roomiest_firm(world, self.council, month), world.parameters[0].contract_confidentiality
        for a in self.arrangements:
            put_contract(world, a, firm, 1 + self.end - month, secret, month)


class PfiInForce(NamedTuple):
    """A PFI contract is in force.

    Attributes
    ----------
    neighbourhoods : numbers of those that it covers, none if the charge says how many.
    charge : as a share of the council's income, nan for the usual price.
    """

    council: int
    service: int
    neighbourhoods: tuple[int, ...]
    charge: float
    confidentiality: float
    end: int

    def put(self, world: World, month: int) -> None:
        """Put it in, unless it is there."""
        contract = world.contracts[_pfi_row(world, self.council, self.service)]
        if contract.months_left == self.end - month:
            return
        council, p = world.councils[self.council], world.parameters[0]
        confidentiality = p.pfi_confidentiality if np.isnan(self.confidentiality) else self.confidentiality
        rows = council.first_neighbourhood + np.array(self.neighbourhoods, np.int64)
        arrangements = (rows if len(rows) else self._drawn(world, month)) * len(world.services) + self.service
        terms = (p.pfi_price, confidentiality)
        put_pfi(world, self.council, self.service, arrangements, self.end - month, terms, month)
        _set_charge(world, self.council, self.service, self.charge)

    def _drawn(self, world: World, month: int) -> np.ndarray:
        """The neighbourhoods that it covers, in the order of draws: as usual, or as many as the charge pays for."""
        council, p, services = world.councils[self.council], world.parameters[0], len(world.services)
        rows = council.first_neighbourhood + np.arange(council.neighbourhoods)
        arrangements = world.arrangements[rows * services + self.service]
        wards = np.array(
            [draws.uniform(world.key, Purpose.PFI_WARD, month, council.id, number) for number in arrangements.number]
        )
        order = np.argsort(wards, kind="stable")
        if np.isnan(self.charge):
            everywhere = world.services[self.service].network == 1.0
            count = len(rows) if everywhere else max(1, np.count_nonzero(wards < p.pfi_wards))
        else:
            paid_for = self.charge * _income(council) / p.pfi_price
            covered = np.cumsum(arrangements.volume[order])
            count = 1 + int(np.argmin(np.abs(covered - paid_for)))
        return rows[order[:count]]


class Charge(NamedTuple):
    """The charge of a PFI contract in a year, as a share of the council's income."""

    council: int
    service: int
    charge: float

    def put(self, world: World, month: int) -> None:
        """Put it in, if the contract is still there."""
        if world.contracts[_pfi_row(world, self.council, self.service)].months_left > 0:
            _set_charge(world, self.council, self.service, self.charge)


Entry = OrganisationThere | ContractInForce | PfiInForce | Charge


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
    places = _places(council, row, size)
    there = {}
    for each in council.organisations:
        [home] = rows_of([each.neighbourhood], council, size)
        entry = OrganisationThere(
            places[each.name], int(each.kind == "social_enterprise"), _arrangements(row, size, (home,), each.services)
        )
        there[each.name] = entry
        yield since(each, start), entry
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
    service, confidentiality = SERVICE_NUMBER[pfi.service], pfi.confidentiality
    years = {month_in(f"{year}-{BUDGET}", start): share for year, share in sorted(pfi.charges.items())}
    for month in sorted({begin, max(begin, 0)}):
        if month < span.end:
            now = max((each for each in years if each <= month), default=min(years, default=None))
            charge = np.nan if now is None else years[now]
            secret = np.nan if confidentiality is None else confidentiality
            yield month, PfiInForce(row, service, named, charge, secret, span.end)
    for month, share in years.items():
        if month > begin:
            yield month, Charge(row, service, share)


def _places(council: NamedCouncil, row: int, size: int) -> dict[str, int]:
    """The rows of a council's named organisations: in each neighbourhood the first places, in the order of the file."""
    taken: dict[int, int] = {}
    found = {}
    for each in council.organisations:
        [home] = rows_of([each.neighbourhood], council, size)
        found[each.name] = (row * size + home) * PLACES_FOR_ORGANISATIONS + taken.get(home, 0)
        taken[home] = taken.get(home, 0) + 1
    return found


def _arrangements(row: int, size: int, places: tuple[int, ...], services: tuple[str, ...]) -> tuple[int, ...]:
    """Rows of the arrangements of these services in these neighbourhoods of a council."""
    return tuple(
        (row * size + place) * len(SERVICE_NUMBER) + SERVICE_NUMBER[service] for place in places for service in services
    )


# A charge sets the price of what is covered ---------------------------------------------------------------------------


def _pfi_row(world: World, c: int, s: int) -> int:
    return len(world.arrangements) + c * len(world.services) + s


def _income(council: np.record) -> float:
    """What the council has a month."""
    return council.grant + council.local_income


def _set_charge(world: World, c: int, s: int, charge: float) -> None:
    """The price at which what the contract covers costs this share of the council's income; nan leaves it alone."""
    row = _pfi_row(world, c, s)
    covered = world.arrangements.contract == row
    if not np.isnan(charge) and covered.any():
        paid = charge * _income(world.councils[c]) / world.arrangements.volume[covered].sum()
        world.contracts.price[row] = paid
        world.arrangements.unit_cost[covered] = paid


# Moves ----------------------------------------------------------------------------------------------------------------


@rule
def why(arrangement, a, month):
    """The cause that is logged: the start, the end of what was there, or a decision of the council."""
    if month <= 0:
        return Cause.START.value
    return Cause.CONTRACT_ENDED.value if arrangement.contract == a else Cause.SERVICE_REVIEW.value


@rule
def put_organisation(world, o, enterprise, month):
    """An organisation is in its place: the one there, if it is of its kind or becomes so, or a new one."""
    organisation = world.organisations[o]
    if organisation.alive == 1 and organisation.enterprise > enterprise:
        close(world, o, month)
    if organisation.alive == 0:
        start(world, o, month)
    if enterprise > organisation.enterprise:
        make_enterprise(world.parameters[0], organisation)
        offer(world, o, month)
        convert(world, o, month)


@rule
def put_together(world, a, o, month):
    """A service is delivered together with an organisation; who plans it stays."""
    arrangement = world.arrangements[a]
    arrangement.review = 0
    deliver_together(world, a, o, arrangement.planning, why(arrangement, a, month), month)


@rule
def roomiest_firm(world, c, month):
    """Row of the contractor with most room in the council's market, of equals the first; a new one if there is none."""
    council = world.councils[c]
    best = NOBODY
    for k in contractors_of(council):
        firm = world.contractors[k]
        if firm.alive == 1 and (best == NOBODY or _room(firm) > _room(world.contractors[best])):
            best = k
    if best == NOBODY:
        best = council.first_contractor
        enter(world, best, month)
    return best


@rule
def _room(firm):
    return firm.capacity - firm.load


@rule
def put_contract(world, a, k, months, confidentiality, month):
    """A contract with a contractor is in force, at its price, with so many months to go."""
    arrangement = world.arrangements[a]
    firm = world.contractors[k]
    firm.load += arrangement.volume
    arrangement.review = 0
    planning = arrangement.planning if arrangement.delivery != Who.COMMUNITY else Who.PROFESSIONALS.value
    contract_out(
        world,
        a,
        planning,
        Who.PROFESSIONALS,
        Provider.CONTRACTOR,
        k,
        price(world.parameters[0], firm, world.services[arrangement.service]),
        months,
        (0, confidentiality),
        why(arrangement, a, month),
        month,
    )


@rule
def put_community_contract(world, a, o, months, month):
    """A contract with an organisation is in force, at what it asks, with so many months to go."""
    arrangement = world.arrangements[a]
    organisation = world.organisations[o]
    provider = Provider.SOCIAL_ENTERPRISE if organisation.enterprise == 1 else Provider.COMMUNITY_ORGANISATION
    arrangement.review = 0
    contract_out(
        world,
        a,
        arrangement.planning,
        Who.COMMUNITY,
        provider,
        o,
        organisation.ask,
        months,
        (1, 0.0),
        why(arrangement, a, month),
        month,
    )


@rule
def put_pfi(world, c, s, arrangements, months, terms, month):
    """A PFI contract is in force for these arrangements; others of the service leave it.

    Parameters
    ----------
    arrangements : int64 rows.
    terms : price and confidentiality.
    """
    services = len(world.services)
    row = len(world.arrangements) + c * services + s
    contract = world.contracts[row]
    council = world.councils[c]
    first = council.first_neighbourhood
    for n in range(first, first + council.neighbourhoods):
        a = n * services + s
        if world.arrangements[a].contract == row:
            take_in_house(world, a, world.arrangements[a].planning, Cause.CONTRACT_ENDED, month)
    contract.price = terms[0]
    contract.confidentiality = terms[1]
    contract.months_left = months
    contract.break_clause = 0
    contract.provider = Provider.PFI
    contract.provider_row = NOBODY
    for each in range(len(arrangements)):
        a = arrangements[each]
        arrangement = world.arrangements[a]
        drop_contract(world, a)
        arrangement.contract = row
        arrangement.unit_cost = contract.price
        arrangement.review = 0
        move(world, a, Who.PROFESSIONALS, Who.PROFESSIONALS, Provider.PFI, NOBODY, Cause.PFI_SIGNED, month)
