"""The world at the start of the burn-in: its sizes and rows, links between councils, and Eqs. 6 to 9."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

from simulation.scenarios import Scenario
from simulation.world.event_kinds import PARTIES as PARTY_NAMES
from simulation.world.services import SERVICES
from tests.reimplementation.budget import volume
from tests.reimplementation.chance import BEFORE
from tests.reimplementation.codes import (
    ALL_OUT_4,
    ALL_OUT_5,
    COMMUNITY,
    CONTRACTOR,
    DISTRICT,
    LEVERS,
    NO_PARTY,
    PARTIES,
    PARTY_A,
    PROFESSIONALS,
    SOCIAL_ENTERPRISE,
    START,
    THIRDS,
    TOGETHER,
)
from tests.reimplementation.contractors import enter, price
from tests.reimplementation.entities import (
    Arrangement,
    Contract,
    Contractor,
    Council,
    Neighbourhood,
    Organisation,
    World,
)
from tests.reimplementation.formulas import clip
from tests.reimplementation.learning import champion
from tests.reimplementation.moves import contract_out, deliver_together, replan
from tests.reimplementation.nation import goal_of_mood
from tests.reimplementation.organisations import is_capable, make_enterprise, start
from tests.reimplementation.politics import deal, elect, give_seats, strongest, take_seats, usual_lean
from tests.reimplementation.voice import usual_civic_capacity

PLACES_FOR_ORGANISATIONS = 3
SPARE_PLACES_IN_MARKET = 4
KINDS = (  # name, share of all councils, seats, cycle, a year in which it votes
    ("district", 0.62, 45, ALL_OUT_4, 3),
    ("metropolitan", 0.087, 68, THIRDS, 2),
    ("county", 0.083, 70, ALL_OUT_4, 1),
    ("london", 0.079, 58, ALL_OUT_4, 2),
    ("scotland_wales", 0.131, 46, ALL_OUT_5, 2),
)
CYCLES = {"all_out_4": ALL_OUT_4, "thirds": THIRDS, "all_out_5": ALL_OUT_5}


def begin(scenario: Scenario, seed: int, replicate: int) -> World:
    """Element 5: the world of a replicate at the start of the burn-in."""
    row = scenario.parameters()[0]
    world = World(
        key=(seed, replicate),
        first_month=-scenario.burn_in_months,
        month=BEFORE,
        p=SimpleNamespace(**{name: row[name].item() for name in row.dtype.names}),
        services=SERVICES,
        events=list(scenario.timeline("scenario")),
    )
    world.councils = [empty_council(world, number) for number in range(int(world.p.councils))]
    for council in world.councils:
        council.looks_to = neighbours(world, council)
    populate_nation(world, int(scenario.start[:4]) if scenario.start else None)
    for council in world.councils:
        stated = scenario.councils[council.id] if council.id < len(scenario.councils) else None
        populate_politics(world, council, stated)
        populate_money_and_procedures(world, council)
        populate_neighbourhoods(world, council, stated)
        for contractor in council.contractors[: int(world.p.contractors)]:
            enter(world, contractor)
        enterprises = found_organisations(world, council)
        for arrangement in council.arrangements:
            populate_arrangement(world, arrangement, enterprises)
        council.experience = 0.0
    return world


def empty_council(world: World, number: int) -> Council:
    """Scales: a council with its neighbourhoods, arrangements and places."""
    council = Council(number)
    for n in range(int(world.p.neighbourhoods)):
        home = Neighbourhood(council, n)
        first = PLACES_FOR_ORGANISATIONS * n
        home.organisations = [Organisation(home, first + place) for place in range(PLACES_FOR_ORGANISATIONS)]
        home.arrangements = [
            Arrangement(home, service, s, len(world.services) * n + s, Contract())
            for s, service in enumerate(world.services)
        ]
        council.neighbourhoods.append(home)
    market = int(world.p.contractors) + SPARE_PLACES_IN_MARKET
    council.contractors = [Contractor(council, place) for place in range(market)]
    council.pfi_contracts = [Contract() for _ in world.services]
    return council


def neighbours(world: World, council: Council) -> list[Council]:
    """Scales: the next councils on both sides of the region's ring, then those of its place in other regions."""
    size = int(world.p.region_size)
    place, start_of_region = council.id % size, council.id - council.id % size
    reach = range(1, int(world.p.neighbouring_councils) + 1)
    numbers = {start_of_region + (place + side * step) % size for step in reach for side in (1, -1)}
    regions = math.ceil(len(world.councils) / size)
    further = range(int(world.p.far_councils))
    numbers |= {(council.id // size + 2**step) % regions * size + place for step in further}
    existing = sorted(number for number in numbers if number < len(world.councils))
    return [world.councils[number] for number in existing if number != council.id]


def populate_nation(world: World, first_year: int | None) -> None:
    """Initialization: the nation; `first_year` is that of the calendar, if there is one."""
    nation, p = world.nation, world.p
    nation.government = PARTY_A
    nation.year = int(20 * world.uniform("initial_year")) if first_year is None else first_year
    nation.years_in_office = p.government_age
    nation.pfi_support, nation.openness = p.pfi_policy, p.openness_policy
    nation.social_value, nation.localism = p.social_value_policy, p.localism_policy
    nation.mood = [goal_of_mood(world, party) for party in PARTIES]


def populate_kind(world: World, council: Council, told: Callable[[str], Any]) -> None:
    """Eq. 6: kind, number of seats, and when they are elected."""
    u0, u1, _, _ = world.four("initial_council", council)
    council.kind, passed = 0, 0.0
    while council.kind < 4 and u0 >= passed + KINDS[council.kind][1]:
        passed += KINDS[council.kind][1]
        council.kind += 1
    if told("kind") is not None:
        council.kind = [name for name, *_ in KINDS].index(told("kind"))
    _, _, council.members, council.cycle, council.votes_in = KINDS[council.kind]
    if council.kind == DISTRICT and u1 < world.p.thirds_share:
        council.cycle = THIRDS
    if told("cycle") is not None:
        council.cycle = CYCLES[told("cycle")]
    if council.cycle == THIRDS:
        council.votes_in = 2
    if told("votes_in") is not None:
        council.votes_in = told("votes_in")


def populate_seats(world: World, council: Council, told: Callable[[str], Any]) -> None:
    """Eq. 6: seats as they are stated, or as voters would fill them now."""
    if isinstance(told("seats"), int):
        council.members = told("seats")
    council.seats = [council.members, 0, 0, 0]
    on_record = told("seats_in")
    by_party = on_record[min(on_record)] if on_record else told("seats")
    if isinstance(by_party, Mapping):
        council.seats = [by_party.get(party, 0) for party in PARTY_NAMES]
        council.members, council.replayed = sum(council.seats), 2
        deal(council)
        return
    deal(council)
    for number in range(3):
        elect(world, council, number)
    if told("party") is not None:
        council.replayed = 2
        council.leader_party = strongest(council)
        give_seats(council, NO_PARTY if told("party") == "none" else PARTY_NAMES.index(told("party")))
        council.leader_party = NO_PARTY


def populate_politics(world: World, council: Council, stated: object | None) -> None:
    """Eq. 6: politics; `stated` is what the scenario says about the council."""
    p = world.p

    def told(name: str) -> Any:
        return getattr(stated, name, None)

    populate_kind(world, council, told)
    if told("population") is not None:
        council.population = told("population")
    council.tradition = told("tradition")
    if council.tradition is None:
        deviate = world.normal("initial_tradition", council)
        council.tradition = clip(
            p.tradition_mean + p.tradition_spread * deviate, p.tradition_margin, 1 - p.tradition_margin
        )
    mood_spread = p.local_mood_noise / math.sqrt(1 - p.local_mood_memory**2)
    for party in PARTIES:
        council.lean[party] = usual_lean(world, party) + p.lean_spread * world.normal("initial_lean", council, party)
        council.mood[party] = mood_spread * world.normal("initial_mood", council, party)
    council.approval = p.satisfaction_base
    populate_seats(world, council, told)
    take_seats(world, council)
    council.control_changed = council.largest_changed = council.leader_changed = 0
    of_place = p.start_culture_tradition
    council.officer_culture = clip(of_place * council.tradition + (1 - of_place) * council.commitment)


def populate_money_and_procedures(world: World, council: Council) -> None:
    """Eq. 6: money, procedures and framework."""
    p = world.p
    council.local_income = p.income_level * (1 - p.grant_share)
    council.grant = p.income_level * p.grant_share
    council.complaints_procedure = p.complaints_procedure
    council.consultation, council.consultation_heeded = p.consultation, p.consultation_heeded
    council.legal_form = p.legal_form
    council.policy = world.uniform("policy", council) < champion(world, council)
    council.levers = {lever: getattr(p, lever) for lever in LEVERS}
    council.targets = dict(council.levers)


def populate_neighbourhoods(world: World, council: Council, stated: object | None) -> None:
    """Eq. 7."""
    p, homes = world.p, council.neighbourhoods
    deprivation, deprivations = getattr(stated, "deprivation", None), getattr(stated, "deprivations", ())
    for home in homes:
        u0, u1, u2, u3 = world.four("initial_neighbourhood", council, home.number)
        home.population = (p.population_lowest + p.population_spread * u0) / len(homes)
        step = -0.5 + home.number / (len(homes) - 1)
        home.deprivation = u1 if deprivation is None else clip(deprivation - step)
        if home.number < len(deprivations):
            home.deprivation = deprivations[home.number]
        home.need = 1 + p.need_deprivation * (home.deprivation - 0.5)
        home.civic_capacity = clip(usual_civic_capacity(world, home) + p.civic_spread * (u2 - 0.5))
        home.trust = clip(p.trust_base + p.trust_spread * (u3 - 0.5))
        home.fatigue = p.start_fatigue
        home.assemblies = p.assemblies
        home.capable = is_capable(world, home)
        home.dissatisfaction = 1 - p.satisfaction_base
    people = sum(home.population for home in homes)
    for home in homes:
        home.population /= people
    need = sum(home.population * home.need for home in homes)
    for home in homes:
        home.need /= need
    by_deprivation = sorted(homes, key=lambda home: -home.deprivation)  # of equals, the first stays first
    for rank, home in enumerate(by_deprivation):
        home.deprivation_rank = rank


def found_organisations(world: World, council: Council) -> list[Organisation]:
    """Eq. 8; returns the social enterprises."""
    p, enterprises = world.p, []
    chance = clip(p.organisations / (PLACES_FOR_ORGANISATIONS * len(council.neighbourhoods)))
    for organisation in council.organisations:
        u = world.uniform("founding", council, organisation.number)
        if u >= chance:
            continue
        start(world, organisation)
        organisation.age = int(p.start_organisation_age * u / chance)
        if u < chance * p.enterprises / p.organisations and len(enterprises) < p.enterprises:
            make_enterprise(world, organisation)
            enterprises.append(organisation)
    return enterprises


def populate_arrangement(world: World, arrangement: Arrangement, enterprises: list[Organisation]) -> None:
    """Eq. 9."""
    p, council, service = world.p, arrangement.council, arrangement.service
    u0, u1, u2, u3 = world.four("initial_arrangement", council, arrangement.number)
    arrangement.quality = p.standard_quality
    arrangement.satisfaction = p.satisfaction_base
    arrangement.age = int(p.start_arrangement_age * u3)
    arrangement.volume = volume(arrangement)
    months = max(1, int(service.contract_months * u2))
    partner = next((one for one in arrangement.neighbourhood.organisations if one.alive), None)
    if u0 < p.start_contracted:
        contractor = council.contractors[int(u1 * min(p.contractors, len(council.contractors)))]
        cost, secret = price(world, contractor, service), p.contract_confidentiality
        contract_out(
            world, arrangement, PROFESSIONALS, PROFESSIONALS, CONTRACTOR, contractor, cost, months, False, secret, START
        )
    elif u0 > 1 - p.start_enterprise * service.coproducibility:
        if enterprises:
            provider = enterprises[int(u1 * len(enterprises))]
            ask = provider.ask
            contract_out(
                world, arrangement, PROFESSIONALS, COMMUNITY, SOCIAL_ENTERPRISE, provider, ask, months, True, 0.0, START
            )
    elif u1 < p.start_joint * service.coproducibility and partner:
        arrangement.partner = partner
        arrangement.relationship, arrangement.embeddedness = p.start_relationship, p.start_embeddedness
        if u2 < p.start_together * service.coproducibility:
            deliver_together(world, arrangement, partner, TOGETHER, START)
        else:
            replan(world, arrangement, TOGETHER, START)
