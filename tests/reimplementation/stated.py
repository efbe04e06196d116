"""What councils state of themselves, their organisations, contracts and PFI: ODD, section 6."""

from __future__ import annotations

import math
from dataclasses import dataclass

from simulation.scenarios import NamedCouncil, Scenario
from simulation.scenarios.checks import month_of, months
from simulation.scenarios.register import Contract, NamedOrganisation, PfiContract
from simulation.world.services import SERVICE_NUMBER
from tests.reimplementation.codes import (
    COMMUNITY,
    COMMUNITY_ORGANISATION,
    CONTRACT_ENDED,
    CONTRACTOR,
    PROFESSIONALS,
    SERVICE_REVIEW,
    SOCIAL_ENTERPRISE,
    START,
)
from tests.reimplementation.contractors import enter, price
from tests.reimplementation.entities import Arrangement, Contractor, Council, Neighbourhood, Organisation, World
from tests.reimplementation.moves import contract_out, deliver_together, take_in_house
from tests.reimplementation.organisations import close, convert, make_enterprise, start
from tests.reimplementation.pfi import close_deal, drawn_for_cover, under_pfi, usual_cover

FIRM = "contractor"
BUDGET = "04"  # April, in which financial years begin


def put(world: World, scenario: Scenario) -> None:
    """What is stated to begin this month, before anything else of it."""
    for council, stated in zip(world.councils, scenario.councils, strict=False):
        if scenario.start is not None:
            Statement(world, council, stated, scenario.start).put()


@dataclass(frozen=True)
class Statement:
    """A council and what it states, in a scenario that starts in the calendar month ``start``."""

    world: World
    council: Council
    stated: NamedCouncil
    start: str

    def put(self) -> None:
        """Organisations before contracts, these before PFI contracts."""
        for organisation in self.stated.organisations:
            if self.world.month == max(0, self.month(organisation.since or self.start)):
                self.put_organisation(organisation)
        for contract in self.stated.contracts:
            if self.world.month == max(0, self.month(contract.start)):
                self.put_contract(contract)
        for pfi in self.stated.pfi:
            self.put_pfi(pfi)

    def month(self, date: str) -> int:
        """A calendar month in months since the start."""
        return month_of(date) - month_of(self.start)

    def places(self, *called: str | int) -> list[Neighbourhood]:
        """Neighbourhoods by name or number, in this order; all if none is called."""
        numbers = [place if isinstance(place, int) else self.stated.neighbourhoods.index(place) for place in called]
        return [self.council.neighbourhoods[number] for number in numbers] or self.council.neighbourhoods

    def put_organisation(self, entry: NamedOrganisation) -> None:
        """An organisation takes its place, and delivers its services together with the council."""
        organisation = self.place_of(entry)
        if organisation.alive and organisation.enterprise and entry.kind == "community_organisation":
            close(self.world, organisation)
        self.be_there(entry)
        for service in entry.services:
            arrangement = organisation.neighbourhood.arrangements[SERVICE_NUMBER[service]]
            arrangement.review = 0
            cause = cause_of(self.world, arrangement)
            deliver_together(self.world, arrangement, organisation, arrangement.planning, cause)

    def place_of(self, entry: NamedOrganisation) -> Organisation:
        """The first stated organisation of a neighbourhood has its first place, the next one the second."""
        (home,) = self.places(entry.neighbourhood)
        here = [one for one in self.stated.organisations if self.places(one.neighbourhood) == [home]]
        return home.organisations[here.index(entry)]

    def be_there(self, entry: NamedOrganisation) -> Organisation:
        """The organisation in its place, a new one if there is none, an enterprise if it is to be one."""
        organisation = self.place_of(entry)
        if not organisation.alive:
            start(self.world, organisation)
        if entry.kind == "social_enterprise" and not organisation.enterprise:
            make_enterprise(self.world, organisation)
            convert(self.world, organisation)
        return organisation

    def put_contract(self, entry: Contract) -> None:
        """A contract is in force with an organisation, or with one firm everywhere."""
        left = self.month(entry.end) - self.world.month + 1  # phase 7 of this month runs it down already
        held = [home.arrangements[SERVICE_NUMBER[entry.service]] for home in self.places(*entry.neighbourhoods)]
        if entry.provider == FIRM:
            firm = most_room(self.world, self.council)
            for arrangement in held:
                give_to_firm(self.world, arrangement, firm, left)
        else:
            (named,) = (one for one in self.stated.organisations if one.name == entry.provider)
            organisation = self.be_there(named)
            for arrangement in held:
                give_to_organisation(self.world, arrangement, organisation, left)

    def put_pfi(self, entry: PfiContract) -> None:
        """A PFI contract is in force, is so again in month 0, or has another price in April."""
        signed, month = self.month(entry.signed), self.world.month
        end, first = signed + months(entry.years), max(signed, self.world.first_month)
        if not first <= month < end:
            return
        runs = self.council.pfi_contracts[SERVICE_NUMBER[entry.service]].months_left == end - month
        if runs and month > first and month in map(self.april, entry.charges):
            self.set_price(entry)
        elif not runs and month in (first, 0):
            self.begin(entry, end - month)
            self.set_price(entry)

    def begin(self, entry: PfiContract, left: int) -> None:
        """Eq. 48, in place of a contract that runs for the service."""
        number = SERVICE_NUMBER[entry.service]
        for arrangement in under_pfi(self.council, number):
            take_in_house(self.world, arrangement, arrangement.planning, CONTRACT_ENDED)
        if entry.neighbourhoods:
            covered = [home.arrangements[number] for home in self.places(*entry.neighbourhoods)]
        elif entry.charges:
            covered = paid_for(self.world, self.council, number, self.share(entry) * income(self.council))
        else:
            covered = usual_cover(self.world, self.council, number)
        secret = math.nan if entry.confidentiality is None else entry.confidentiality
        close_deal(self.world, self.council, number, covered, left, secret)

    def set_price(self, entry: PfiContract) -> None:
        """The charge gives the price, if there is one, raised for the months since it held."""
        number = SERVICE_NUMBER[entry.service]
        covered = under_pfi(self.council, number)
        if not entry.charges or not covered:
            return
        held = max(self.april(self.charged(entry)), self.month(entry.signed))
        rise = (1 + self.world.p.pfi_indexation / 12) ** max(self.world.month - held, 0)
        contract = self.council.pfi_contracts[number]
        contract.price = rise * self.share(entry) * income(self.council) / volume(covered)
        for arrangement in covered:
            arrangement.unit_cost = contract.price

    def april(self, year: int) -> int:
        """The month in which a financial year begins."""
        return self.month(f"{year}-{BUDGET}")

    def charged(self, entry: PfiContract) -> int:
        """The last year with a charge that has begun, or else the first."""
        return max((year for year in entry.charges if self.april(year) <= self.world.month), default=min(entry.charges))

    def share(self, entry: PfiContract) -> float:
        """The charge of that year."""
        return entry.charges[self.charged(entry)]


def cause_of(world: World, arrangement: Arrangement) -> int:
    """Moves: what is logged of something stated."""
    if world.month <= 0:
        return START
    return CONTRACT_ENDED if arrangement.contract is arrangement.own_contract else SERVICE_REVIEW


def most_room(world: World, council: Council) -> Contractor:
    """The firm with most room in the market, of equals the first; in an empty market a new one in the first place."""
    living = [one for one in council.contractors if one.alive]
    if not living:
        enter(world, council.contractors[0])
        return council.contractors[0]
    return max(living, key=lambda one: one.capacity - one.load)


def give_to_firm(world: World, arrangement: Arrangement, firm: Contractor, months: int) -> None:
    """Moves: a contract with a firm."""
    firm.load += arrangement.volume
    arrangement.review = 0
    planning = PROFESSIONALS if arrangement.delivery == COMMUNITY else arrangement.planning
    terms = price(world, firm, arrangement.service), months, False, world.p.contract_confidentiality
    cause = cause_of(world, arrangement)
    contract_out(world, arrangement, planning, PROFESSIONALS, CONTRACTOR, firm, *terms, cause)


def give_to_organisation(world: World, arrangement: Arrangement, organisation: Organisation, months: int) -> None:
    """Moves: a contract with an organisation."""
    arrangement.review = 0
    provider = SOCIAL_ENTERPRISE if organisation.enterprise else COMMUNITY_ORGANISATION
    terms, cause = (organisation.ask, months, True, 0.0), cause_of(world, arrangement)
    contract_out(world, arrangement, arrangement.planning, COMMUNITY, provider, organisation, *terms, cause)


def paid_for(world: World, council: Council, number: int, money: float) -> list[Arrangement]:
    """As many, in the order of the draws of Eq. 48, as come nearest to the money at the usual price."""
    everywhere = [home.arrangements[number] for home in council.neighbourhoods]
    ordered = sorted(everywhere, key=lambda arrangement: drawn_for_cover(world, arrangement))
    covers = [ordered[: size + 1] for size in range(len(ordered))]
    return min(covers, key=lambda covered: abs(world.p.pfi_price * volume(covered) - money))


def income(council: Council) -> float:
    return council.grant + council.local_income


def volume(arrangements: list[Arrangement]) -> float:
    return sum(arrangement.volume for arrangement in arrangements)
