"""Entities and their state variables: ODD, section 2. References are objects, and None where there is nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, NamedTuple

from simulation.world.services import Service
from tests.reimplementation import chance
from tests.reimplementation.codes import IN_HOUSE, LEVERS, NO_PARTY, PARTIES, PORTFOLIOS, PROFESSIONALS, TOGETHER


def _per_party() -> list[float]:
    return [0.0 for _ in PARTIES]


def _per_portfolio() -> list[float]:
    return [0.0 for _ in PORTFOLIOS]


def _per_lever() -> dict[str, float]:
    return dict.fromkeys(LEVERS, 0.0)


@dataclass(eq=False, slots=True)
class Nation:
    mood: list[float] = field(default_factory=_per_party)
    years_in_office: float = 0.0
    pfi_support: float = 0.0
    openness: float = 0.0
    social_value: float = 0.0
    localism: float = 0.0
    volunteering: float = 1.0
    government: int = 0
    year: int = 0
    replayed: bool = False


@dataclass(eq=False, slots=True)
class Council:
    id: int
    cycle: int = 0
    votes_in: int = 0
    kind: int = 0
    members: int = 0
    lean: list[float] = field(default_factory=_per_party)
    mood: list[float] = field(default_factory=_per_party)
    seats: list[int] = field(default_factory=lambda: [0 for _ in PARTIES])
    classes: list[list[int]] = field(default_factory=lambda: [[0 for _ in PARTIES] for _ in range(3)])
    control: int = -1
    largest: int = -1
    leader_party: int = -1
    commitment: float = 0.0
    market: float = 0.0
    tradition: float = 0.0
    officer_culture: float = 0.0
    approval: float = 0.0
    leader_until: int = chance.BEFORE
    leanings: list[float] = field(default_factory=_per_portfolio)
    vacant: list[bool] = field(default_factory=lambda: [False for _ in PORTFOLIOS])
    replayed: int = 0
    grant: float = 0.0
    local_income: float = 0.0
    grant_step: float = 1.0
    grant_months: int = 0
    balances: float = 0.0
    commitments: float = 0.0
    spending: float = 0.0
    pressure: float = 0.0
    funding_statutory: float = 1.0
    funding_discretionary: float = 1.0
    levers: dict[str, float] = field(default_factory=_per_lever)
    targets: dict[str, float] = field(default_factory=_per_lever)
    held_until: dict[str, int] = field(default_factory=lambda: dict.fromkeys(LEVERS, chance.BEFORE))
    legal_form: float = 0.0
    complaints_procedure: float = 0.0
    consultation: float = 0.0
    consultation_heeded: float = 0.0
    policy: bool = False
    experience: float = 0.0
    success: float = 0.0
    published_success: float = 0.0
    published_levers: dict[str, float] = field(default_factory=_per_lever)
    published_legal_form: float = 0.0
    population: float = 1.0
    control_changed: int = 0
    largest_changed: int = 0
    leader_changed: int = 0
    pfi_deals: int = 0
    foundings: int = 0
    closures: int = 0
    ended_spells: int = 0
    neighbourhoods: list[Neighbourhood] = field(default_factory=list)
    contractors: list[Contractor] = field(default_factory=list)
    pfi_contracts: list[Contract] = field(default_factory=list)  # one for each service
    looks_to: list[Council] = field(default_factory=list)

    @property
    def heeded(self) -> float:
        """Eq. 3."""
        return self.consultation * self.consultation_heeded

    @property
    def hearing(self) -> float:
        """Eq. 3."""
        return 1 - (1 - self.complaints_procedure) * (1 - self.heeded)

    @property
    def telling(self) -> float:
        """Eq. 3."""
        return max(self.complaints_procedure, self.consultation, self.levers["governance"])

    @property
    def arrangements(self) -> Iterator[Arrangement]:
        return (arrangement for home in self.neighbourhoods for arrangement in home.arrangements)

    @property
    def organisations(self) -> Iterator[Organisation]:
        return (organisation for home in self.neighbourhoods for organisation in home.organisations)


@dataclass(eq=False, slots=True)
class Neighbourhood:
    council: Council
    number: int
    population: float = 0.0
    deprivation: float = 0.0
    deprivation_rank: int = 0
    need: float = 0.0
    surge: float = 1.0
    surge_months: int = 0
    civic_capacity: float = 0.0
    trust: float = 0.0
    fatigue: float = 0.0
    initiative: float = 0.0
    assemblies: float = 0.0
    claim: float = 1.0
    dissatisfaction: float = 0.0
    programme: float = 0.0
    programme_months: int = 0
    outside_capacity: float = 0.0
    outside_months: int = 0
    organiser: Organisation | None = None
    capable: bool = False
    arrangements: list[Arrangement] = field(default_factory=list)  # one for each service
    organisations: list[Organisation] = field(default_factory=list)  # three places


@dataclass(eq=False, slots=True)
class Contract:
    """A row for a contract; the first ones are the arrangements' own, the others are for PFI."""

    price: float = 0.0
    confidentiality: float = 0.0
    months_left: int = 0
    break_clause: bool = False
    provider: int = IN_HOUSE
    provider_row: Organisation | Contractor | None = None


@dataclass(eq=False, slots=True)
class Arrangement:
    neighbourhood: Neighbourhood
    service: Service
    service_number: int
    number: int
    own_contract: Contract
    volume: float = 0.0
    quality: float = 0.0
    unit_cost: float = 1.0
    relationship: float = 0.0
    embeddedness: float = 0.0
    satisfaction: float = 0.0
    complaints: float = 0.0
    planning: int = PROFESSIONALS
    delivery: int = PROFESSIONALS
    provider: int = IN_HOUSE
    provider_row: Organisation | Contractor | None = None
    partner: Organisation | None = None
    contract: Contract | None = None
    review: int = 0
    programme: bool = False
    begun_by: int = NO_PARTY
    age: int = 0

    @property
    def council(self) -> Council:
        return self.neighbourhood.council

    @property
    def coproduced(self) -> bool:
        """Eq. 2."""
        return self.planning == TOGETHER or self.delivery == TOGETHER


@dataclass(eq=False, slots=True)
class Organisation:
    neighbourhood: Neighbourhood
    number: int
    capacity: float = 0.0
    volunteers: float = 0.0
    professionalisation: float = 0.0
    roots: float = 0.0
    reserves: float = 0.0
    independence: float = 0.0
    trust: float = 0.0
    load: float = 0.0
    contract_income: float = 0.0
    staff: float = 0.0
    grant_months: int = 0
    availability: float = 0.0
    assets: float = 0.0
    ask: float = 0.0
    alive: bool = False
    enterprise: bool = False
    mutual_aid: bool = False
    services: int = 0
    co_planned: int = 0
    age: int = 0

    @property
    def council(self) -> Council:
        return self.neighbourhood.council


@dataclass(eq=False, slots=True)
class Contractor:
    council: Council
    number: int
    efficiency: float = 0.0
    markup: float = 0.0
    quality: float = 0.0
    aggressiveness: float = 0.0
    solvency: float = 0.0
    capacity: float = 0.0
    load: float = 0.0
    turnover: float = 0.0
    cost: float = 0.0
    alive: bool = False
    age: int = 0


class Change(NamedTuple):
    """One move in the log, in the order of its columns."""

    month: int
    arrangement: Arrangement
    planning_before: int
    delivery_before: int
    provider_before: int
    planning: int
    delivery: int
    provider: int
    cause: int


@dataclass(eq=False, slots=True)
class World:
    key: tuple[int, int]  # seed and replicate
    first_month: int
    month: int
    p: SimpleNamespace  # parameters
    services: tuple[Service, ...]
    events: list[Any]  # rows of the timeline
    nation: Nation = field(default_factory=Nation)
    councils: list[Council] = field(default_factory=list)
    log: list[Change] = field(default_factory=list)

    @property
    def neighbourhoods(self) -> list[Neighbourhood]:
        return [home for council in self.councils for home in council.neighbourhoods]

    @property
    def arrangements(self) -> list[Arrangement]:
        return [arrangement for council in self.councils for arrangement in council.arrangements]

    @property
    def organisations(self) -> list[Organisation]:
        return [organisation for council in self.councils for organisation in council.organisations]

    @property
    def contractors(self) -> list[Contractor]:
        return [contractor for council in self.councils for contractor in council.contractors]

    @property
    def contracts(self) -> list[Contract]:
        own = [arrangement.own_contract for arrangement in self.arrangements]
        return own + [contract for council in self.councils for contract in council.pfi_contracts]

    # The entity of a draw is the council's id, or 0 for the nation.

    def uniform(self, purpose: str, council: Council | None = None, second: int = 0, month: int | None = None) -> float:
        month = self.month if month is None else month
        return chance.uniform(self.key, purpose, month, council.id if council else 0, second)

    def normal(self, purpose: str, council: Council | None = None, second: int = 0, month: int | None = None) -> float:
        month = self.month if month is None else month
        return chance.normal(self.key, purpose, month, council.id if council else 0, second)

    def four(self, purpose: str, council: Council, second: int = 0) -> tuple[float, ...]:
        return chance.four(self.key, purpose, self.month, council.id, second)
