"""What councils state of themselves, their organisations, contracts and PFI: ODD, section 6."""

from __future__ import annotations

import math

from simulation.scenarios import NamedCouncil, Scenario
from simulation.scenarios.checks import month_of, months
from simulation.scenarios.register import Contract, NamedOrganisation, PfiContract
from simulation.world.services import SERVICE_NUMBER
from tests.reimplementation.codes import (
    COMMUNITY,
    COMMUNITY_ORGANISATION,
    CONTRACT_ENDED,
    CONTRACTOR,
    PFI,
    PROFESSIONALS,
    SERVICE_REVIEW,
    SOCIAL_ENTERPRISE,
    START,
)
from tests.reimplementation.contractors import price
from tests.reimplementation.entities import Arrangement, Contractor, Council, Neighbourhood, Organisation, World
from tests.reimplementation.moves import contract_out, deliver_together, take_in_house
from tests.reimplementation.organisations import close, convert, make_enterprise, start
from tests.reimplementation.pfi import close_deal, drawn_for_cover, under_pfi, usual_cover

FIRM = "contractor"
BUDGET = "04"  # April


class Stated:
    """What the councils of a scenario state, and which organisation has which name so far."""

    def __init__(self, scenario: Scenario) -> None:
        self.councils = scenario.councils
        self.origin = month_of(scenario.start) if scenario.start else 0
        self.named: dict[tuple[int, str], Organisation] = {}

    def put(self, world: World) -> None:
        """What begins this month, before anything else of it."""
        for council, stated in zip(world.councils, self.councils, strict=False):
            for organisation in stated.organisations:
                if world.month == max(0, self.month(organisation.since) if organisation.since else 0):
                    self.put_organisation(world, council, stated, organisation)
            for contract in stated.contracts:
                if world.month == max(0, self.month(contract.start)):
                    self.put_contract(world, council, stated, contract)
            for pfi in stated.pfi:
                self.put_pfi(world, council, stated, pfi)

    def month(self, date: str) -> int:
        """A calendar month in months since the start."""
        return month_of(date) - self.origin

    def put_organisation(self, world: World, council: Council, stated: NamedCouncil, entry: NamedOrganisation) -> None:
        """The organisation takes a place, and delivers its services together with the council."""
        (home,) = places(council, stated, (entry.neighbourhood,))
        taken = [one for (place, _), one in self.named.items() if place == council.id]
        organisation = place_taken(world, home, entry.kind == "social_enterprise", taken)
        self.named[council.id, entry.name] = organisation
        for service in entry.services:
            arrangement = home.arrangements[SERVICE_NUMBER[service]]
            cause = cause_of(world, arrangement)
            deliver_together(world, arrangement, organisation, arrangement.planning, cause)
            arrangement.review = 0

    def put_contract(self, world: World, council: Council, stated: NamedCouncil, entry: Contract) -> None:
        """The contract is in force with a firm or an organisation."""
        provider = most_room(council) if entry.provider == FIRM else self.named[council.id, entry.provider]
        if provider is None or not provider.alive:
            return
        left = self.month(entry.end) - world.month + 1  # phase 7 of this month is the first to run it down
        for home in places(council, stated, entry.neighbourhoods):
            arrangement = home.arrangements[SERVICE_NUMBER[entry.service]]
            cause, planning = cause_of(world, arrangement), arrangement.planning
            if isinstance(provider, Contractor):
                planning = PROFESSIONALS if planning == COMMUNITY else planning
                cost, secret = price(world, provider, arrangement.service), world.p.contract_confidentiality
                terms = CONTRACTOR, provider, cost, left, False, secret
                contract_out(world, arrangement, planning, PROFESSIONALS, *terms, cause)
            else:
                kind = SOCIAL_ENTERPRISE if provider.enterprise else COMMUNITY_ORGANISATION
                terms = kind, provider, provider.ask, left, True, 0.0
                contract_out(world, arrangement, planning, COMMUNITY, *terms, cause)
            arrangement.review = 0

    def put_pfi(self, world: World, council: Council, stated: NamedCouncil, entry: PfiContract) -> None:
        """The PFI contract is in force, is so again in month 0, or has a new price in April."""
        number, signed = SERVICE_NUMBER[entry.service], self.month(entry.signed)
        end = signed + months(entry.years)
        first = max(signed, world.first_month)
        if not first <= world.month < end:
            return
        runs = world.month > first and council.pfi_contracts[number].months_left == end - world.month
        if world.month == first or world.month == 0 and not runs:
            self.sign(world, council, stated, entry, end - world.month)
        elif runs and any(world.month == self.april(year) for year in entry.charges):
            covered = under_pfi(council, number)
            if covered:
                council.pfi_contracts[number].price = self.charge(world, council, entry) / volume(covered)

    def sign(self, world: World, council: Council, stated: NamedCouncil, entry: PfiContract, left: int) -> None:
        """Cover, price and length of a PFI contract; what another one covered and this one does not goes in house."""
        number = SERVICE_NUMBER[entry.service]
        cost = world.p.pfi_price
        if entry.neighbourhoods:
            covered = [home.arrangements[number] for home in places(council, stated, entry.neighbourhoods)]
        elif entry.charges:
            covered = paid_for(world, council, number, self.charge(world, council, entry))
        else:
            covered = usual_cover(world, council, number)
        if entry.charges:
            cost = self.charge(world, council, entry) / volume(covered)
        if entry.charges or entry.neighbourhoods:
            for arrangement in under_pfi(council, number):
                if arrangement not in covered:
                    take_in_house(world, arrangement, arrangement.planning, CONTRACT_ENDED)
        secret = math.nan if entry.confidentiality is None else entry.confidentiality
        close_deal(world, council, number, covered, left, cost, secret)

    def april(self, year: int) -> int:
        """The month in which a financial year begins."""
        return self.month(f"{year}-{BUDGET}")

    def charge(self, world: World, council: Council, entry: PfiContract) -> float:
        """What is to be paid this month: the charge of the last year that is stated, or of the first."""
        begun = [year for year in entry.charges if self.april(year) <= world.month]
        year = max(begun) if begun else min(entry.charges)
        since = max(world.month - self.april(year), 0)
        rise = (1 + world.p.pfi_indexation / 12) ** since
        return entry.charges[year] * rise * (council.grant + council.local_income)


def places(council: Council, stated: NamedCouncil, called: tuple[str | int, ...]) -> list[Neighbourhood]:
    """Neighbourhoods by name or number; all if none is called."""
    numbers = [place if isinstance(place, int) else stated.neighbourhoods.index(place) for place in called]
    return [council.neighbourhoods[number] for number in numbers] or council.neighbourhoods


def place_taken(world: World, home: Neighbourhood, enterprise: bool, taken: list[Organisation]) -> Organisation:
    """The organisation drawn there if it is of the kind, or one that becomes an enterprise, else a new one."""
    open_to_it = [one for one in home.organisations if one not in taken]
    living = [one for one in open_to_it if one.alive]
    for one in living:
        if one.enterprise is enterprise:
            return one
    if enterprise and living:
        convert(world, living[0])
        return living[0]
    free = next((one for one in open_to_it if not one.alive), None)
    if free is None:
        free = open_to_it[0]
        close(world, free)
    start(world, free)
    if enterprise:
        make_enterprise(world, free)
    return free


def most_room(council: Council) -> Contractor | None:
    """The firm with most room in the market."""
    living = [one for one in council.contractors if one.alive]
    return max(living, key=lambda one: one.capacity - one.load, default=None)


def cause_of(world: World, arrangement: Arrangement) -> int:
    """Moves: what is logged of something stated."""
    if world.month <= 0:
        return START
    return CONTRACT_ENDED if arrangement.contract is arrangement.own_contract else SERVICE_REVIEW


def volume(arrangements: list[Arrangement]) -> float:
    return sum(arrangement.volume for arrangement in arrangements)


def paid_for(world: World, council: Council, number: int, charge: float) -> list[Arrangement]:
    """As many, in the order of the draws of Eq. 48, as come nearest to the charge at the usual price."""
    everywhere = [home.arrangements[number] for home in council.neighbourhoods]
    ordered = sorted(everywhere, key=lambda arrangement: drawn_for_cover(world, arrangement))
    covers = [ordered[: size + 1] for size in range(len(ordered))]
    return min(covers, key=lambda covered: abs(world.p.pfi_price * volume(covered) - charge))
